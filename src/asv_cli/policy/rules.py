"""Policy rules as values, made from plain data that somebody else has parsed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from asv_cli.errors import LibraryError, Problem, did_you_mean
from asv_cli.policy.document import literal_index

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from asv_cli.policy.document import LiteralIndex

    Groups = tuple[tuple[str, ...], ...]

SEVERITIES = ("suggestion", "warning", "error")
"""From mild to grave; the order is what `--fail-level` compares."""

ANY = "any"
"""The key of patterns that hold in every language."""

_MACRO = re.compile(r"\{([a-z_]+)\}")
_KEYS = frozenset(
    {"id", "family", "severity", "when", "check", "case", "scope", "source", "dated", "message"}
    | {"suggest", "texts", "samples", "context", "yields"}
)
_NEEDED = ("id", "family", "severity", "source", "dated", "message")
_CONDITIONS = {
    "mode": ("reply", "proactive", "critical"),
    "rights": ("eu", "uk", "us", "other"),
    "audience": ("buyer", "amazon", "carrier", "warehouse"),
    "channel": ("email", "sms", "phone"),
    "whole": (True, False),
    "apology_due": (True, False),
    "cancel_asked": (True, False),
}


@dataclass(frozen=True, slots=True)
class Context:
    """What is known about a text beside its words.

    Attributes:
        mode: reply, proactive or critical (amazon-rules, "Mode of a letter").
        rights: the consumer rights that hold: eu, uk, us or other.
        audience: buyer, amazon, carrier or warehouse.
        channel: email, sms or phone.
        whole: whether the text is a whole letter and not a fragment of one; None asks the text.
        apology_due: whether the seller owes an apology; None asks the words of the letter.
        cancel_asked: whether the buyer asked for the cancellation (amazon-rules R122).
        limit: characters Amazon takes at most (amazon-rules R42, unconfirmed).
        template: whether Jinja tags in the text are meant to be there.
    """

    mode: str = "reply"
    rights: str = "eu"
    audience: str = "buyer"
    channel: str = "email"
    whole: bool | None = None
    apology_due: bool | None = None
    cancel_asked: bool = False
    limit: int = 4000
    template: bool = False


@dataclass(frozen=True, eq=False, slots=True)
class Words:
    """Named pieces of patterns, used as `{review}`."""

    pieces: Mapping[str, str]

    def expand(self, pattern: str) -> str:
        """Return the pattern with every `{name}` replaced by its piece, to any depth."""
        return _MACRO.sub(self._piece, pattern)

    def _piece(self, match: re.Match[str]) -> str:
        name = match[1]
        if name not in self.pieces:
            hint = did_you_mean(name, list(self.pieces)) or "Define it under 'words'."
            raise LibraryError(f"A policy pattern uses the unknown piece '{{{name}}}'. {hint}")
        return f"(?:{self.expand(self.pieces[name])})"


@lru_cache(maxsize=2048)
def compiled(pattern: str, words: Words) -> re.Pattern[str]:
    """Return the compiled pattern; only patterns that may match are ever asked for."""
    try:
        return re.compile(words.expand(pattern))
    except re.error as err:
        raise LibraryError(f"The policy pattern '{pattern}' is no regex: {err}. Mend it.") from err


@dataclass(frozen=True, slots=True)
class Patterns:
    """What one rule looks for in one language.

    A text without a literal of each `need` group is not searched at all; a pattern whose own
    `needs` it lacks cannot match, so it is not even compiled. `excuse` is searched in the
    sentence of the match, `pardon` in all the text.
    """

    need: Groups
    match: tuple[str, ...]
    needs: tuple[Groups, ...]
    excuse: tuple[str, ...]
    pardon: tuple[str, ...]
    words: Words

    def groups(self) -> Iterator[tuple[str, ...]]:
        """Yield every group of literals."""
        yield from self.need
        for groups in self.needs:
            yield from groups


@dataclass(frozen=True, slots=True)
class Sample:
    """A sentence the rule lets pass and one it finds."""

    passing: str
    failing: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: what it looks for, when it holds, what it says, and where it comes from."""

    id: str
    family: str
    severity: str
    message: str
    source: str
    dated: str
    suggest: Mapping[str, str]
    texts: Mapping[str, Patterns]
    samples: Mapping[str, Sample]
    when: Mapping[str, tuple[Any, ...]]
    context: Mapping[str, Any]
    milder: Mapping[str, str]
    check: str
    case: bool
    scope: str
    yields: tuple[str, ...]

    def holds(self, context: Context) -> bool:
        """Tell whether the rule applies to texts of this context."""
        return all(getattr(context, key) in allowed for key, allowed in self.when.items())

    def severity_for(self, context: Context) -> str:
        """Return the severity under the buyer's rights of this context."""
        return self.milder.get(context.rights, self.severity)

    def patterns(self, language: str) -> Iterator[Patterns]:
        """Yield what the rule looks for in a language and in any language."""
        for code in (ANY, language):
            if code in self.texts:
                yield self.texts[code]


@dataclass(frozen=True, slots=True)
class RuleSet:
    """All rules by id, the words of each language, and what the shop has switched off."""

    rules: Mapping[str, Rule]
    words: Mapping[str, Words]
    disabled: Mapping[str, str] = field(default_factory=dict)
    _indexes: dict[str, LiteralIndex] = field(default_factory=dict, compare=False, repr=False)

    def index(self, language: str) -> LiteralIndex:
        """Return the literals of a language, gathered when the first text asks for them."""
        known = self._indexes.get(language)
        if known is None:
            groups = (
                group for rule in self for p in rule.patterns(language) for group in p.groups()
            )
            known = self._indexes[language] = literal_index(groups)
        return known

    def __iter__(self) -> Iterator[Rule]:
        return iter(self.rules.values())

    def rule(self, rule_id: str) -> Rule:
        """Return the rule of that id.

        Raises:
            LibraryError: there is none; the message names the nearest.
        """
        if rule_id.upper() in self.rules:
            return self.rules[rule_id.upper()]
        hint = did_you_mean(rule_id.upper(), list(self.rules)) or "See `asv lint --explain all`."
        raise LibraryError(f"There is no policy rule '{rule_id}'. {hint}")


def load_rules(data: Mapping[str, Any], *more: Mapping[str, Any]) -> RuleSet:
    """Make the rules from parsed data: the built-in file, then the shop's own files in order.

    Args:
        data: the built-in table: `words`, `rules` and `needs`.
        more: tables of the shop: more `rules`, `severity` (rule to level) and `disable`
            (rule to reason).

    Raises:
        LibraryError: with every fault of every table.
    """
    tables = (data, *more)
    words = _words(tables)
    problems: list[Problem] = []
    rules: dict[str, Rule] = {}
    disabled: dict[str, str] = {}
    for table in tables:
        for raw in table.get("rules", ()):
            faults = list(_faults(raw, rules))
            problems += faults
            if not faults:
                rules[raw["id"]] = _rule(raw, words, table.get("needs", {}))
        _adjust(table, rules, disabled, problems)
    if problems:
        raise LibraryError("The policy rules cannot be used.", tuple(problems))
    kept = {key: rule for key, rule in rules.items() if key not in disabled}
    return RuleSet(kept, words, disabled)


def _words(tables: tuple[Mapping[str, Any], ...]) -> dict[str, Words]:
    pieces: dict[str, dict[str, str]] = {ANY: {}}
    for table in tables:
        for code, named in table.get("words", {}).items():
            pieces.setdefault(code, {}).update(named)
    return {code: Words({**pieces[ANY], **named}) for code, named in pieces.items()}


def _problem(rule: str, message: str) -> Problem:
    return Problem(None, rule, message)


def _faults(raw: Mapping[str, Any], known: Mapping[str, Rule]) -> Iterator[Problem]:
    name = str(raw.get("id", "?"))
    for key in raw.keys() - _KEYS:
        hint = did_you_mean(key, sorted(_KEYS)) or "Remove it."
        yield _problem(name, f"Rule '{name}' has the unknown key '{key}'. {hint}")
    for key in _NEEDED:
        if key not in raw:
            yield _problem(name, f"Rule '{name}' has no '{key}'. Add one.")
    if name in known:
        yield _problem(name, f"Rule '{name}' is there twice. Give one of them another id.")
    if raw.get("severity", "error") not in SEVERITIES and not isinstance(raw["severity"], dict):
        allowed = ", ".join(SEVERITIES)
        yield _problem(name, f"'{raw['severity']}' is no severity. Use one of: {allowed}.")
    yield from _condition_faults(name, raw.get("when", {}))


def _condition_faults(name: str, when: Mapping[str, Any]) -> Iterator[Problem]:
    for key, values in when.items():
        allowed = _CONDITIONS.get(key, ())
        for value in _many(values):
            if value not in allowed:
                text = ", ".join(map(str, allowed)) or f"one of {', '.join(_CONDITIONS)} as key"
                yield _problem(name, f"Rule '{name}': '{key}: {value}' is unknown. Use: {text}.")


def _many(value: Any) -> tuple[Any, ...]:
    """Return a list as a tuple, and one value as a tuple of one."""
    if value is None:
        return ()
    return tuple(value) if isinstance(value, list | tuple) else (value,)


def _rule(raw: Mapping[str, Any], words: Mapping[str, Words], needs: Mapping[str, Any]) -> Rule:
    severity = raw["severity"]
    levels = severity if isinstance(severity, dict) else {"default": severity}
    return Rule(
        id=raw["id"],
        family=raw["family"],
        severity=levels["default"],
        message=raw["message"],
        source=raw["source"],
        dated=str(raw["dated"]),
        suggest=raw.get("suggest", {}),
        texts={
            code: _patterns(text, words.get(code, words[ANY]), f"{raw['id']}.{code}", needs)
            for code, text in raw.get("texts", {}).items()
        },
        samples={code: Sample(*pair) for code, pair in raw.get("samples", {}).items()},
        when={key: _many(value) for key, value in raw.get("when", {"audience": "buyer"}).items()},
        context=raw.get("context", {}),
        milder={key: level for key, level in levels.items() if key != "default"},
        check=raw.get("check", ""),
        case=raw.get("case", False),
        scope=raw.get("scope", "sentence"),
        yields=_many(raw.get("yields")),
    )


def _patterns(raw: Mapping[str, Any], words: Words, key: str, needs: Mapping[str, Any]) -> Patterns:
    match = _many(raw.get("match"))
    return Patterns(
        need=_groups(raw.get("need", ())),
        match=match,
        needs=tuple(_groups(needs.get(f"{key}.{number}", ())) for number in range(len(match))),
        excuse=_many(raw.get("excuse")),
        pardon=_many(raw.get("pardon")),
        words=words,
    )


def _groups(raw: Iterable[Any]) -> Groups:
    return tuple(tuple(group) for group in raw)


def _adjust(
    table: Mapping[str, Any],
    rules: dict[str, Rule],
    disabled: dict[str, str],
    problems: list[Problem],
) -> None:
    """Carry out a table's `severity` and `disable` on the rules read so far."""
    changes = {**table.get("severity", {}), **table.get("disable", {})}
    for rule_id in changes.keys() - rules.keys():
        hint = did_you_mean(rule_id, list(rules)) or "Remove the line."
        problems.append(_problem(rule_id, f"There is no policy rule '{rule_id}'. {hint}"))
    for rule_id, level in table.get("severity", {}).items():
        if level not in SEVERITIES:
            text = f"'{level}' is no severity. Use one of: {', '.join(SEVERITIES)}."
            problems.append(_problem(rule_id, text))
        elif rule_id in rules:
            rules[rule_id] = replace(rules[rule_id], severity=level, milder={})
    for rule_id, reason in table.get("disable", {}).items():
        if not str(reason or "").strip():
            text = f"Rule '{rule_id}' is disabled without a reason. Write why after its id."
            problems.append(_problem(rule_id, text))
        disabled[rule_id] = str(reason)
