"""The shape of a shop's policy.yaml, and what its rules may name: every fault with its place.

The program's own table does not come this way: it is trusted, and only a test reads it so.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from warnings import catch_warnings, simplefilter

from asv_cli.errors import LibraryError, did_you_mean
from asv_cli.loader.groups import ListOf, MapOf
from asv_cli.loader.nodes import Faulty, read_page
from asv_cli.loader.policy import FILE
from asv_cli.loader.rule_shapes import (
    Exact,
    Identified,
    OneOrGroup,
    Reason,
    StrictList,
    is_group,
    is_list,
    items,
    pairs_of,
    record,
    text_of,
    under,
)
from asv_cli.loader.shapes import NAME, Flag, OneOf, Whole, Words
from asv_cli.policy.checks import CHECKS
from asv_cli.policy.concepts import Lexicon
from asv_cli.policy.rules import ANY, SEVERITIES, compiled
from asv_cli.policy.rules import Words as Pieces
from asv_cli.policy.scan import LOCAL, PAIR
from asv_cli.policy.tables import CONDITIONS
from asv_cli.render.words import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from yaml.nodes import Node

    from asv_cli.errors import Problem
    from asv_cli.library import Found
    from asv_cli.loader.nodes import Page
    from asv_cli.loader.shapes import Shape

_BESIDE = frozenset({"need", "only", "excuse", "pardon"})
"""Keys of a text that find nothing by themselves."""
_LONG = re.compile(r"'([^']{60})[^']{20,}'")


def _condition(allowed: tuple[Any, ...]) -> Shape:
    return Flag() if allowed == (True, False) else OneOf(allowed)


def _by_language(shape: Shape) -> MapOf:
    return MapOf(_CODE, shape)


_CODES = (ANY, *LANGUAGES)
_CODE = Words("|".join(_CODES), f"a language: {', '.join(_CODES[:-1])} or {_CODES[-1]}", "en")
_ID = Words("[A-Z]+[0-9]+", "capitals and then digits", "SHOP1")
_PIECE = Words("[a-z_]+", "lower-case letters and '_'", "house_word")
_LIST = Words(NAME, "lower-case words joined by '_'", "house_words")
_SEVERITY = OneOf(SEVERITIES)
_RIGHTS = {str(rights): _SEVERITY for rights in CONDITIONS["rights"]}
_LEVEL = OneOrGroup(_SEVERITY, record(default=(_SEVERITY, "It holds everywhere else."), **_RIGHTS))
_EXACTS = ListOf(Exact())
_NEED = StrictList(
    ListOf(Exact()),
    "a list of lists, of each of which a sentence holds a word",
    "For example: [[refund, money], [late]].",
    lambda groups: all(map(is_list, groups)),
)
_SAMPLES = StrictList(
    Words(),
    "two sentences, one that passes and one that is found",
    "Write [the first, the second].",
    lambda pair: len(pair) == 2,  # noqa: PLR2004 - a pair
)
_TEXT = record(
    match=_EXACTS, need=_NEED, concepts=_EXACTS, only=_EXACTS, excuse=_EXACTS, pardon=_EXACTS,
    learned=Words(),
)  # fmt: skip
_CHECKS = tuple(sorted({*CHECKS, *LOCAL, PAIR} - {""}))
_ONE = {key: _condition(allowed) for key, allowed in CONDITIONS.items()}
_RULE = record(
    id=(_ID, "It names the rule, such as SHOP1."),
    family=(Words(), "It is a word for all rules of a kind."),
    severity=(_LEVEL, "It is suggestion, warning or error."),
    source=(Words(), "It says where the rule comes from."),
    dated=(Words(), "It says since when."),
    message=(Words(), "It says what is wrong and what to do."),
    texts=(_by_language(ListOf(_TEXT)), "It says what to look for, by language."),
    suggest=_by_language(Words()),
    samples=_by_language(_SAMPLES),
    when=record(**{key: ListOf(shape) for key, shape in _ONE.items()}),
    context=record(**_ONE, limit=Whole(), template=Flag()),
    check=OneOf(_CHECKS),
    case=Flag(),
    scope=OneOf(("sentence", "text")),
    yields=ListOf(Words()),
    below=ListOf(Words()),
)
POLICY = record(
    schema=OneOf(("1",)),
    words=_by_language(MapOf(_PIECE, Exact())),
    concepts=_by_language(MapOf(_LIST, Exact())),
    severity=MapOf(Words(), _SEVERITY),
    disable=MapOf(Words(), Reason(), "Rule '{key}'"),
    rules=StrictList(Identified("Rule", _RULE), "a list of rules", "Begin each with '- id: …'."),
)


def read_tables(own: Mapping[str, Any], shops: Iterable[Found]) -> list[dict[str, Any]]:
    """Return the tables of a shop's files, in the order in which they hold.

    Args:
        own: the program's own table, for what the files may name.
        shops: the files.

    Raises:
        LibraryError: with every fault of every file.
    """
    pages = [read_page(found.path, found.shown) for found in shops]
    tables = [_table(page, node) for page, node in pages]
    names = _Names(own, tables)
    for page, node in pages:
        if node is not None:
            names.prove(page, node)
    problems = [_short(one) for page, _ in pages for one in sorted(page.problems)]
    if problems:
        raise LibraryError(problems=tuple(problems))
    return tables


def _table(page: Page, node: Node | None) -> dict[str, Any]:
    """Return what can be read of a file; one without a word says nothing, and may."""
    if node is None:
        page.problems = [one for one in page.problems if one.rule != "empty"]
        return {}
    try:
        read: dict[str, Any] = POLICY.read(node, page, FILE)
    except Faulty as fault:
        read = fault.rest or {}
    return read


def _short(problem: Problem) -> Problem:
    return problem._replace(
        message=_LONG.sub(r"'\1…'", problem.message), hint=_LONG.sub(r"'\1…'", problem.hint)
    )


class _Names:
    """What there is to be named: rules, learned families, and by language pieces and concepts."""

    def __init__(self, own: Mapping[str, Any], tables: Iterable[Mapping[str, Any]]) -> None:
        every = (own, *tables)
        pieces = {code: _merged(every, "words", code) for code in _CODES}
        self.pieces = {code: Pieces({**pieces[ANY], **pieces[code]}) for code in _CODES}
        lists = {code: set(_merged(every, "concepts", code)) for code in _CODES}
        self.concepts = {code: lists[ANY] | lists[code] for code in LANGUAGES}
        # What holds in any language must be there in each.
        self.concepts[ANY] = set.intersection(*self.concepts.values())
        self.rules = [raw["id"] for raw in own["rules"]]
        self.families = sorted(
            {
                text["learned"]
                for raw in own["rules"]
                for texts in raw["texts"].values()
                for text in (texts if isinstance(texts, list) else [texts])
                if "learned" in text
            }
        )
        self._said: set[str] = set()

    def prove(self, page: Page, node: Node) -> None:
        """Note every name in a file that there is not, and every pattern that is none."""
        for code, _, named in under(node, "words"):
            for _name, _, piece in pairs_of(named):
                self._pattern(page, code, piece)
        for rule in items(node, "rules"):
            self._rule(page, rule)
        for group in ("severity", "disable"):
            for rule_id, at, _ in under(node, group):
                if rule_id not in self.rules:
                    hint = did_you_mean(rule_id, self.rules) or "Remove the line."
                    said = f"There is no policy rule '{rule_id}'."
                    page.note(page.spot(at), "policy-rule", said, hint)

    def _rule(self, page: Page, rule: Node) -> None:
        keys = {key: value for key, _, value in pairs_of(rule)}
        name = text_of(keys.get("id"))
        if name in self.rules:
            said = f"Rule '{name}' is there twice."
            page.note(page.spot(keys["id"]), "policy-rule", said, "Give one of them another id.")
        self.rules += [name] if name else []
        check = text_of(keys.get("check"))
        if check and text_of(keys.get("scope")) == "text":
            said = f"Rule '{name}' has both a 'check' and 'scope: text'."
            page.note(page.place(keys["scope"]), "policy-rule", said, "Remove one of them.")
        for code, at, _ in under(rule, "texts"):
            texts = list(items(keys["texts"], code))
            for text in texts:
                self._text(page, code, text)
            if check in LOCAL and (not texts or any(map(_is_idle, texts))):
                said = f"Rule '{name}' looks for nothing in '{code}'."
                page.note(page.spot(at), "policy-rule", said, "Add 'match: …' there.")

    def _text(self, page: Page, code: str, text: Node) -> None:
        for key in ("match", "excuse", "pardon"):
            for pattern in items(text, key):
                self._pattern(page, code, pattern)
        for key in ("concepts", "only"):
            for expression in items(text, key):
                self._expression(page, code, expression)
        for family in items(text, "learned"):
            name = text_of(family)
            if name not in {"", *self.families}:
                said = f"There is no learned family '{name}'."
                hint = did_you_mean(name, self.families)
                hint = hint or f"There are {', '.join(self.families)}."
                page.note(page.spot(family), "learned", said, hint)

    def _pattern(self, page: Page, code: str, node: Node) -> None:
        """Note what is wrong with a pattern; what is wrong with its pieces has been said."""
        if code not in self.pieces:
            return
        try:
            with catch_warnings():
                simplefilter(
                    "error", FutureWarning
                )  # a sign that Python may read otherwise one day
                compiled(text_of(node), self.pieces[code])
        except FutureWarning as warning:
            said = f"The policy pattern '{text_of(node)}' is unclear: {warning}."
            page.note(page.spot(node), "pattern", said, "Put a '\\' before that sign.")
        except LibraryError as error:
            for one in error.problems:
                if one.message not in self._said:
                    page.note(page.spot(node), one.rule, one.message, one.hint)
                self._said.add(one.message)

    def _expression(self, page: Page, code: str, node: Node) -> None:
        source = text_of(node)
        if not source or code not in self.concepts:
            return
        at, lists = page.spot(node), Lexicon()
        first = lists.bits["^"]
        lists.bits |= dict.fromkeys(self.concepts[code], first << 1)
        try:
            made = lists.expression(source)
        except LibraryError as error:
            said, _, hint = error.message.partition("'. ")
            page.note(at, "concept", f"{said}'.", hint)
        except ValueError:  # more digits than Python makes a number of
            page.note(at, "concept", f"'{source}' counts too far.", "Write '~3' or so.")
        else:
            if all(mask == first for mask in made.masks):
                said = f"'{source}' names nothing that must be there."
                page.note(at, "concept", said, "Add a list without '-'.")


def _merged(tables: Iterable[Mapping[str, Any]], group: str, code: str) -> dict[str, str]:
    """Return what all tables name for a language; what could not be read counts as nothing."""
    merged: dict[str, str] = {}
    for table in tables:
        named = (table.get(group) or {}).get(code) or {}
        merged |= {name: text or "" for name, text in named.items()}
    return merged


def _is_idle(text: Node) -> bool:
    """Tell whether there is nothing to be found; a key that is unknown was meant for something."""
    sought = (key for key, _, _ in pairs_of(text) if key not in _BESIDE)
    return is_group(text) and not any(any(items(text, key)) for key in sought)
