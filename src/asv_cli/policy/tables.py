"""Make the policy rules from plain data that somebody else has parsed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from asv_cli.errors import LibraryError, Problem, did_you_mean
from asv_cli.loader.cache import remembered
from asv_cli.loader.policy import FILE, LEARNED, own_table, policy_files
from asv_cli.policy.rules import ANY, SEVERITIES, Patterns, Rule, RuleSet, Sample, Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from asv_cli.library import Found, Library
    from asv_cli.policy.rules import Groups

_KEYS = frozenset(
    {"id", "family", "severity", "when", "check", "case", "scope", "source", "dated", "message"}
    | {"suggest", "texts", "samples", "context", "yields", "below"}
)
_NEEDED = ("id", "family", "severity", "source", "dated", "message")
CONDITIONS = {
    "mode": ("reply", "proactive", "critical"),
    "rights": ("eu", "uk", "us", "other"),
    "audience": ("buyer", "amazon", "carrier", "warehouse"),
    "channel": ("email", "sms", "phone"),
    "whole": (True, False),
    "apology_due": (True, False),
    "cancel_asked": (True, False),
}


def open_rules(library: Library) -> RuleSet:
    """Return the rules as a library has them: the program's own and every layer's policy.yaml.

    Raises:
        LibraryError: a file is wrong; carries every problem.
    """

    def read() -> RuleSet:
        own, shops = own_table(), library.every(FILE)
        return load_rules(own, *(_read(own, shops) if shops else ()), learned=LEARNED)

    return remembered("policy", policy_files(library), read)


def _read(own: Mapping[str, Any], shops: list[Found]) -> list[dict[str, Any]]:
    from asv_cli.policy.shape import read_tables  # only where a shop has rules of its own

    return read_tables(own, shops)


def load_rules(
    data: Mapping[str, Any], *more: Mapping[str, Any], learned: Path | None = None
) -> RuleSet:
    """Make the rules from parsed data: the built-in file, then the shop's own files in order.

    Args:
        data: the built-in table: `words`, `concepts` and `rules`.
        more: tables of the shop: more `rules`, `severity` (rule to level) and `disable`
            (rule to reason).
        learned: the folder of the classifier's tables; without it, no rule is learned.

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
                rules[raw["id"]] = _rule(raw, words)
        _adjust(table, rules, disabled, problems)
    if problems:
        raise LibraryError("The policy rules cannot be used.", tuple(problems))
    kept = {key: rule for key, rule in rules.items() if key not in disabled}
    return RuleSet(kept, words, disabled, _concepts(tables), learned)


def _words(tables: tuple[Mapping[str, Any], ...]) -> dict[str, Words]:
    pieces: dict[str, dict[str, str]] = {ANY: {}}
    for table in tables:
        for code, named in table.get("words", {}).items():
            pieces.setdefault(code, {}).update(named)
    return {code: Words({**pieces[ANY], **named}) for code, named in pieces.items()}


def _concepts(tables: tuple[Mapping[str, Any], ...]) -> dict[str, dict[str, str]]:
    """Return the word lists of each language; a shop's list adds to the one of that name."""
    merged: dict[str, dict[str, str]] = {}
    for table in tables:
        for code, named in table.get("concepts", {}).items():
            lists = merged.setdefault(code, {})
            for name, words in named.items():
                lists[name] = f"{lists[name]}, {words}" if name in lists else words
    return merged


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
        allowed = CONDITIONS.get(key, ())
        for value in _many(values):
            if value not in allowed:
                text = ", ".join(map(str, allowed)) or f"one of {', '.join(CONDITIONS)} as key"
                yield _problem(name, f"Rule '{name}': '{key}: {value}' is unknown. Use: {text}.")


def _many(value: Any) -> tuple[Any, ...]:
    """Return a list as a tuple, and one value as a tuple of one."""
    if value is None:
        return ()
    return tuple(value) if isinstance(value, list | tuple) else (value,)


def _rule(raw: Mapping[str, Any], words: Mapping[str, Words]) -> Rule:
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
            code: tuple(_patterns(text, words.get(code, words[ANY])) for text in _many(texts))
            for code, texts in raw.get("texts", {}).items()
        },
        samples={code: Sample(*pair) for code, pair in raw.get("samples", {}).items()},
        when={key: _many(value) for key, value in raw.get("when", {"audience": "buyer"}).items()},
        context=raw.get("context", {}),
        milder={key: level for key, level in levels.items() if key != "default"},
        check=raw.get("check", ""),
        case=raw.get("case", False),
        scope=raw.get("scope", "sentence"),
        yields=_many(raw.get("yields")),
        below=_many(raw.get("below")),
    )


def _patterns(raw: Mapping[str, Any], words: Words) -> Patterns:
    return Patterns(
        need=_groups(raw.get("need", ())),
        match=_many(raw.get("match")),
        only=_many(raw.get("only")),
        concepts=_many(raw.get("concepts")),
        excuse=_many(raw.get("excuse")),
        pardon=_many(raw.get("pardon")),
        words=words,
        learned=raw.get("learned", ""),
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
            rules[rule_id] = rules[rule_id]._replace(severity=level, milder={})
    for rule_id, reason in table.get("disable", {}).items():
        if not str(reason or "").strip():
            text = f"Rule '{rule_id}' is disabled without a reason. Write why after its id."
            problems.append(_problem(rule_id, text))
        disabled[rule_id] = str(reason)
