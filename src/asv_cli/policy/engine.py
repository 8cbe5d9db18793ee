"""Hold a text against the rules: one pass, findings in the order of the text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from asv_cli.policy.assemble import gathered, read
from asv_cli.policy.checks import WHOLE
from asv_cli.policy.document import document
from asv_cli.policy.rules import SEVERITIES, Context
from asv_cli.policy.scan import scanner
from asv_cli.policy.suppress import allowances, complaints, without_comments

if TYPE_CHECKING:
    from collections.abc import Iterator

    from asv_cli.policy.assemble import Sentences
    from asv_cli.policy.document import Document
    from asv_cli.policy.rules import Rule, RuleSet
    from asv_cli.policy.suppress import Allowance

_ADDRESS = r"\s*[^\n]{2,60}[,:!]?[ \t]*\n"
_PARAGRAPHS = 3


class Finding(NamedTuple):
    """One thing the policy says about a text: which rule, where, which words, what to do."""

    rule: str
    severity: str
    line: int
    column: int
    text: str
    message: str
    suggestion: str


class _Hit(NamedTuple):
    start: int
    end: int
    rule: Rule
    sentence: int


def findings(
    text: str, *, language: str, context: Context | None = None, rules: RuleSet
) -> list[Finding]:
    """Return what the rules say about a text.

    Args:
        text: a letter or any part of one; lines end with a line feed.
        language: the language it ought to be in: "en", "fr-CA", ….
        context: what is known beside the words; by default a reply to a buyer in the EU.
        rules: from `load_rules`.

    Returns:
        Findings in the order of the text, at most one for the same rule and words, those that
        the text itself allows left out, and a finding for every allowance that is not needed.
    """
    code = language.split("-", maxsplit=1)[0].lower()
    told = context or Context()
    allowed = allowances(text, rules)
    plain = without_comments(text) if allowed else text
    doc = document(plain, code, template=told.template)
    sentences = read(doc, scanner(rules, code))
    known = _completed(doc, told, sentences)
    hits = sorted(
        (
            _Hit(start, end, rule, doc.sentence_index(start))
            for rule, start, end in gathered(doc, sentences, known)
        ),
        key=lambda hit: hit[:2],
    )
    kept = [hit for hit in _strongest(hits) if not _is_allowed(hit, allowed)]
    found = [_finding(doc, hit, known, code) for hit in kept]
    if allowed:
        found += _complaints(doc, allowed)
        found.sort(key=lambda one: (one.line, one.column))
    return found


def _completed(doc: Document, context: Context, sentences: Sentences) -> Context:
    """Return the context with what was left open answered by the text itself."""
    if context.whole is not None and context.apology_due is not None:
        return context
    whole = looks_whole(doc.text) if context.whole is None else context.whole
    due = context.apology_due
    if due is None:
        due = whole and sentences.say("trouble")
    return context._replace(whole=whole, apology_due=due)


def looks_whole(text: str) -> bool:
    """Tell whether a text has the outline of a whole letter: a greeting line and paragraphs."""
    body = text.strip()
    greeting = re.match(_ADDRESS, body)
    if greeting is None or not greeting[0].rstrip().endswith((",", ":", "!")):
        return False
    return len(re.findall(r"\n[ \t]*\n", body)) + 1 >= _PARAGRAPHS


def _strongest(hits: list[_Hit]) -> Iterator[_Hit]:
    """Yield hits without those said already, or said better by a rule they yield to.

    In one sentence the graver rule of a family speaks for the milder ones.
    """
    spoken: dict[int, set[str]] = {}
    gravest: dict[tuple[int, str], int] = {}
    for hit in hits:
        spoken.setdefault(hit.sentence, set()).update((hit.rule.family, hit.rule.id))
        key = (hit.sentence, hit.rule.family)
        gravest[key] = max(gravest.get(key, 0), SEVERITIES.index(hit.rule.severity))
    last: dict[str, int] = {}
    for hit in hits:
        if spoken[hit.sentence].intersection(hit.rule.yields):
            continue
        level = SEVERITIES.index(hit.rule.severity)
        if hit.rule.check != "absent" and level < gravest[hit.sentence, hit.rule.family]:
            continue
        if hit.start < last.get(hit.rule.id, -1):
            continue
        last[hit.rule.id] = max(hit.end, hit.start + 1)
        yield hit


def _is_allowed(hit: _Hit, allowed: list[Allowance]) -> bool:
    whole = hit.rule.check in WHOLE
    return sum(one.allows(hit.rule.id, hit.start, whole=whole) for one in allowed) > 0


def _finding(doc: Document, hit: _Hit, context: Context, code: str) -> Finding:
    line, column = doc.place(hit.start)
    rule = hit.rule
    return Finding(
        rule=rule.id,
        severity=rule.severity_for(context),
        line=line,
        column=column,
        text=doc.text[hit.start : hit.end],
        message=rule.message,
        suggestion=rule.suggest.get(code, rule.suggest.get("any", "")),
    )


def _complaints(doc: Document, allowed: list[Allowance]) -> Iterator[Finding]:
    for rule, start, _end, message in complaints(allowed):
        line, column = doc.place(start)
        yield Finding(rule, "warning", line, column, "asv-lint", message, "")
