"""Check files, folders and standard input against the policy, and explain a rule."""

from __future__ import annotations

import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from asv_cli.errors import UsageError
from asv_cli.policy.document import fold, mask_template
from asv_cli.policy.engine import findings
from asv_cli.policy.formats import FORMATS, as_json, from_finding
from asv_cli.policy.language import guess_language
from asv_cli.policy.rules import ANY, SEVERITIES, Context

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from asv_cli.policy.engine import Finding
    from asv_cli.policy.formats import Record
    from asv_cli.policy.rules import Rule, RuleSet

STDIN = "-"
TEMPLATES = frozenset({".j2", ".jinja", ".jinja2"})
TEXTS = frozenset({".txt", ".md", ".text", ".eml"}) | TEMPLATES
"""Files a folder is searched for; a file named by itself is read whatever its name."""


class Checked(NamedTuple):
    """One text that was checked: where it came from, its language, what was found."""

    path: str
    language: str
    findings: tuple[Finding, ...]


def run_lint(
    paths: Iterable[str],
    *,
    rules: RuleSet,
    language: str | None = None,
    context: Context | None = None,
) -> list[Checked]:
    """Return what the policy says about every file, folder or `-`.

    Args:
        paths: files, folders (searched for texts and templates), or `-` for standard input.
        rules: from `load_rules`.
        language: the language the texts ought to be in, with or without a region; None takes it
            from a folder named after a language, or guesses it from the words.
        context: what is known beside the words. Templates are told by their ending.

    Raises:
        UsageError: a path does not exist, or is no text in UTF-8; or no rules know the language.
    """
    code = _known_language(language, rules) if language else None
    return [_checked(path, text, rules, code, context or Context()) for path, text in _read(paths)]


def _known_language(language: str, rules: RuleSet) -> str:
    """Return the language without its region; one that nobody has rules for is refused."""
    code = language.replace("_", "-").split("-", maxsplit=1)[0].lower()
    known = sorted(_languages(rules))
    if code not in known:
        said = f"There are no rules in the language '{language}'."
        raise UsageError(f"{said} Choose one of: {', '.join(known)}.")
    return code


def _languages(rules: RuleSet) -> set[str]:
    """Return the languages that rules are written in."""
    return {*rules.words, *rules.concepts, *(code for rule in rules for code in rule.texts)} - {ANY}


def records(checked: Iterable[Checked]) -> list[Record]:
    """Return the findings of all files as records for a formatter."""
    return [from_finding(found, one.path) for one in checked for found in one.findings]


def rendered(checked: list[Checked], form: str = "text") -> str:
    """Return the findings in a form of `formats.FORMATS`; json from `-` alone has no paths."""
    if form == "json" and [one.path for one in checked] == [STDIN]:
        return as_json(records(checked), paths=False)
    return FORMATS[form](records(checked))


def fails(checked: Iterable[Checked], level: str = "warning") -> bool:
    """Tell whether any finding is at least as grave as the level."""
    least = SEVERITIES.index(level)
    return any(
        SEVERITIES.index(found.severity) >= least for one in checked for found in one.findings
    )


def explain(rule_id: str, rules: RuleSet) -> str:
    """Return what `--explain` prints: the rule, its source, and samples in every language.

    Raises:
        LibraryError: there is no such rule; the message names the nearest.
    """
    if rule_id == "all":
        return "".join(f"{rule.id}  {rule.severity:<10} {rule.family}\n" for rule in rules)
    return "\n".join(_explained(rules.rule(rule_id))) + "\n"


def explained_data(rule_id: str, rules: RuleSet) -> dict[str, Any]:
    """Return as plain data what `explain` says of a rule, or of all of them.

    Raises:
        LibraryError: there is no such rule; the message names the nearest.
    """
    if rule_id == "all":
        return {"rules": [_data(rule) for rule in rules]}
    return {"rule": _data(rules.rule(rule_id))}


def _data(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "family": rule.family,
        "severity": rule.severity,
        "milder": dict(rule.milder),
        "message": rule.message,
        "source": rule.source,
        "dated": rule.dated,
        "samples": {code: sample._asdict() for code, sample in rule.samples.items()},
        "suggest": dict(rule.suggest),
    }


def _explained(rule: Rule) -> Iterator[str]:
    yield f"{rule.id} · {rule.family} · {rule.severity}"
    for rights, level in rule.milder.items():
        yield f"  where the rights are '{rights}': {level}"
    yield ""
    yield from textwrap.wrap(rule.message, 79)
    yield ""
    yield f"Source: {rule.source} ({rule.dated})"
    for language, sample in rule.samples.items():
        yield ""
        yield f"[{language}] passes: {sample.passing}"
        yield f"[{language}] found:  {sample.failing}"
        if suggestion := rule.suggest.get(language, rule.suggest.get("any", "")):
            yield f"[{language}] better: {suggestion}"


def _checked(
    path: str, text: str, rules: RuleSet, language: str | None, context: Context
) -> Checked:
    template = context.template or Path(path).suffix in TEMPLATES
    known = context._replace(template=template)
    code = language or _language(path, text, rules, template=template)
    return Checked(path, code, tuple(findings(text, language=code, context=known, rules=rules)))


def _language(path: str, text: str, rules: RuleSet, *, template: bool) -> str:
    """Return the language of the nearest folder named after one, else the likeliest."""
    known = _languages(rules)
    for folder in reversed(Path(path).parts[:-1]):
        if folder in known:
            return folder
    return guess_language(fold(mask_template(text) if template else text))


def _read(paths: Iterable[str]) -> Iterator[tuple[str, str]]:
    for name in paths:
        if name == STDIN:
            yield STDIN, _text(sys.stdin.buffer.read, "Standard input")
            continue
        for file in _files(Path(name)):
            yield str(file), _text(file.read_bytes, f"'{file}'")


def _files(path: Path) -> list[Path]:
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError) as err:
        said = f"There is no file '{path}'. Check the path, or use - for a pipe."
        raise UsageError(said) from err
    except OSError as err:
        raise UsageError(f"'{path}' cannot be read: {err.strerror}.") from err
    if not path.is_dir():  # a file, or a pipe such as <(…)
        return [path]
    return sorted(file for file in path.rglob("*") if file.suffix in TEXTS and file.is_file())


def _text(read: Callable[[], bytes], name: str) -> str:
    try:
        text = read().decode("utf-8-sig")
    except OSError as err:
        raise UsageError(f"{name} cannot be read: {err.strerror}.") from err
    except UnicodeDecodeError as err:
        raise UsageError(f"{name} is no UTF-8 text. Save it as UTF-8 and try again.") from err
    return text.replace("\r\n", "\n").replace("\r", "\n")
