"""The checks that look at the text as a whole, and those a pattern alone cannot do."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from asv_cli.policy import contacts
from asv_cli.policy.language import foreign
from asv_cli.policy.rules import compiled, possible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from asv_cli.policy.document import Document
    from asv_cli.policy.rules import Context, Patterns, Rule

    Span = tuple[int, int]
    Check = Callable[[Document, Rule, Patterns, Context], Iterable[Span]]

SOFT_LENGTH = 2000
"""Characters above which a letter is long (amazon-rules R42, R155-R159)."""
SMS_LENGTH, SMS_WIDE_LENGTH = 160, 70
# Compiled where they are used: most letters give no reason to.
_GSM = r"[\n -~£¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ¤¡ÄÖÑÜ§¿äöñüà€]*"
_NUMBERED = r"\n[ \t]*(\d{1,2})[.)][ \t]+\S"  # a line begun by its end: found far faster
_CAPITALS = r"(?<![\w-])[^\W\d_a-z]{2,}(?:['\u2019-][^\W\d_a-z]+)*(?![\w])"
_SPACE = r"[\s,;:]*"
_LONG_RUN = 5


def _match(doc: Document, rule: Rule, patterns: Patterns, _context: Context) -> Iterator[Span]:
    """Find the patterns in the whole text."""
    subject = doc.text if rule.case else doc.folded
    if not possible(subject, patterns.need):
        return
    for source in patterns.match:
        for match in compiled(source, patterns.words).finditer(subject):
            if match.end() > match.start():
                yield match.span()


def _shouting(doc: Document, _rule: Rule, patterns: Patterns, _context: Context) -> Iterator[Span]:
    """Find capitals for emphasis: everyday words in capitals, or five capital words in a row."""
    everyday = compiled("(?:{everyday})", patterns.words)
    for run in _capital_runs(doc.text):
        words = [doc.folded[start:end] for start, end in run]
        known = [word for word in words if everyday.fullmatch(word)]
        loud = any(len(word) > 2 for word in known) or (len(known) > 1)  # noqa: PLR2004 - "IT", "US"
        if loud or len(words) >= _LONG_RUN:
            yield run[0][0], run[-1][1]


def _capital_runs(text: str) -> Iterator[list[Span]]:
    run: list[Span] = []
    for match in re.finditer(_CAPITALS, text):
        gap = re.compile(_SPACE).match(text, run[-1][1]) if run else None
        if gap is not None and gap.end() != match.start():
            yield run
            run = []
        run.append(match.span())
    if run:
        yield run


def _length(doc: Document, _rule: Rule, _patterns: Patterns, context: Context) -> Iterator[Span]:
    """Find letters above the soft length, and text messages that need a second one."""
    limit = SOFT_LENGTH
    if context.channel == "sms":
        limit = SMS_LENGTH if re.fullmatch(_GSM, doc.text) else SMS_WIDE_LENGTH
    if len(doc.text.rstrip()) > limit:
        yield 0, 0


def _limit(doc: Document, _rule: Rule, _patterns: Patterns, context: Context) -> Iterator[Span]:
    """Find letters above the length Amazon takes."""
    if len(doc.text.rstrip()) > context.limit:
        yield 0, 0


def _language(doc: Document, _rule: Rule, _patterns: Patterns, _context: Context) -> Iterator[Span]:
    """Find paragraphs in another language than the letter's."""
    for start, paragraph in doc.paragraphs:
        if foreign(paragraph, doc.language):
            yield start, min(start + len(paragraph), start + 60)


def _numbering(doc: Document, _rule: Rule, _patterns: Patterns, _c: Context) -> Iterator[Span]:
    """Find numbered options that skip, repeat or do not begin with 1."""
    expected = 1
    for match in re.finditer(_NUMBERED, f"\n{doc.text}"):
        number = int(match[1])
        if number not in (expected, 1):
            yield match.start(1) - 1, match.end(1) - 1
        expected = number + 1


WHOLE = frozenset({"absent", "length", "limit"})
"""Checks whose findings are about the letter as a whole, not about words in it."""

CHECKS: dict[str, Check] = {
    "": _match,
    "shouting": _shouting,
    "length": _length,
    "limit": _limit,
    "language": _language,
    "numbering": _numbering,
    "links": contacts.links,
    "phones": contacts.phones,
    "tagged_phones": contacts.tagged_phones,
}
"""Checks of the text as a whole; the others are in `scan`, sentence by sentence."""

SHAPED = frozenset({"shouting", "numbering", "links", "phones", "tagged_phones"})
"""Checks that are made only if a sentence gives reason for it (`contacts.shapes`)."""
