"""What the rules look for: plain patterns, and the checks that a pattern alone cannot do."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from asv_cli.policy import contacts
from asv_cli.policy.language import foreign
from asv_cli.policy.rules import compiled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from asv_cli.policy.document import Document
    from asv_cli.policy.rules import Context, Patterns, Rule, Words

    Span = tuple[int, int]
    Check = Callable[[Document, Rule, Patterns, Context], Iterable[Span]]

SOFT_LENGTH = 2000
"""Characters above which a letter is long (amazon-rules R42, R155-R159)."""
SMS_LENGTH, SMS_WIDE_LENGTH = 160, 70
_GSM = re.compile(r"[\n -~£¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ¤¡ÄÖÑÜ§¿äöñüà€]*")
_NUMBERED = re.compile(r"(?m)^[ \t]*(\d{1,2})[.)][ \t]+\S")
_CAPITALS = re.compile(r"[^\W\d_a-z]{2,}(?:['\u2019-][^\W\d_a-z]+)*(?![\w])")
_SPACE = re.compile(r"[\s,;:]*")
_LONG_RUN = 5


def _match(doc: Document, rule: Rule, patterns: Patterns, _context: Context) -> Iterator[Span]:
    """Find the patterns, sentence by sentence or in the whole text."""
    subject = doc.text if rule.case else doc.folded
    for source in _possible(doc, patterns):
        pattern = compiled(source, patterns.words)
        for start, end in _areas(doc, rule.scope):
            for match in pattern.finditer(subject, start, end):
                if match.end() > match.start() and not _excused(doc, match.start(), patterns):
                    yield match.span()


def _possible(doc: Document, patterns: Patterns) -> Iterator[str]:
    """Yield the patterns that the words of the text leave possible."""
    for source, groups in zip(patterns.match, patterns.needs, strict=True):
        if all(map(doc.has, groups)):
            yield source


def _areas(doc: Document, scope: str) -> Iterable[Span]:
    return doc.sentences if scope == "sentence" else ((0, len(doc.text)),)


def _excused(doc: Document, start: int, patterns: Patterns) -> bool:
    """Tell whether the sentence excuses the match, or the text as a whole pardons it."""
    if patterns.excuse and _any(
        patterns.excuse, patterns.words, doc.folded, doc.sentences[doc.sentence_index(start)]
    ):
        return True
    return bool(patterns.pardon) and _any(
        patterns.pardon, patterns.words, doc.folded, (0, len(doc.folded))
    )


def _any(sources: tuple[str, ...], words: Words, text: str, area: Span) -> bool:
    return any(compiled(source, words).search(text, *area) for source in sources)


def _pair(doc: Document, _rule: Rule, patterns: Patterns, _context: Context) -> Iterator[Span]:
    """Find `first >> second` in two sentences that follow one another; the first is marked."""
    for source in _possible(doc, patterns):
        first, second = (compiled(part, patterns.words) for part in source.split(" >> "))
        for here, there in zip(doc.sentences, doc.sentences[1:], strict=False):
            match = first.search(doc.folded, *here)
            if match is None or second.search(doc.folded, *there) is None:
                continue
            if not _excused(doc, here[0], patterns) and not _excused(doc, there[0], patterns):
                yield match.span()


def _absent(doc: Document, _rule: Rule, patterns: Patterns, _context: Context) -> Iterator[Span]:
    """Find that nothing of what ought to be there is there."""
    if not _any(patterns.match, patterns.words, doc.folded, (0, len(doc.folded))):
        yield 0, 0


def _repeated(doc: Document, rule: Rule, patterns: Patterns, context: Context) -> Iterator[Span]:
    """Find everything after the first match."""
    yield from sorted(_match(doc, rule, patterns, context))[1:]


def owes_apology(doc: Document, words: Words | None) -> bool:
    """Tell whether the letter speaks of trouble that the seller answers for."""
    if words is None or "trouble" not in words.pieces:
        return False
    return compiled("{trouble}", words).search(doc.folded) is not None


def _untimed(doc: Document, _rule: Rule, patterns: Patterns, _context: Context) -> Iterator[Span]:
    """Find promises that neither their own sentence nor its neighbours give a time."""
    for source in _possible(doc, patterns):
        pattern = compiled(source, patterns.words)
        for number, (start, end) in enumerate(doc.sentences):
            match = pattern.search(doc.folded, start, end)
            if match is None or _excused(doc, match.start(), patterns):
                continue
            first = doc.sentences[max(0, number - 1)][0]
            last = doc.sentences[min(len(doc.sentences) - 1, number + 1)][1]
            if compiled("{timed}", patterns.words).search(doc.folded, first, last) is None:
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
    for match in _CAPITALS.finditer(text):
        if match.start() and (text[match.start() - 1].isalnum() or text[match.start() - 1] in "-_"):
            continue
        gap = _SPACE.match(text, run[-1][1]) if run else None
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
        limit = SMS_LENGTH if _GSM.fullmatch(doc.text) else SMS_WIDE_LENGTH
    if len(doc.text.rstrip()) > limit:
        yield 0, 0


def _limit(doc: Document, _rule: Rule, _patterns: Patterns, context: Context) -> Iterator[Span]:
    """Find letters above the length Amazon takes."""
    if len(doc.text.rstrip()) > context.limit:
        yield 0, 0


def _language(doc: Document, _rule: Rule, _patterns: Patterns, _context: Context) -> Iterator[Span]:
    """Find paragraphs in another language than the letter's."""
    for match in re.finditer(r"\S(?:.|\n(?![ \t]*\n))*", doc.text):
        if foreign(doc.folded[match.start() : match.end()], doc.language):
            yield match.start(), min(match.end(), match.start() + 60)


def _mixed(doc: Document, _rule: Rule, patterns: Patterns, context: Context) -> Iterator[Span]:
    """Find the familiar address; `match` holds its words, the polite form is the house's."""
    yield from list(_match(doc, _rule, patterns, context))[:1]


def _numbering(doc: Document, _rule: Rule, _patterns: Patterns, _c: Context) -> Iterator[Span]:
    """Find numbered options that skip, repeat or do not begin with 1."""
    expected = 1
    for match in _NUMBERED.finditer(doc.text):
        number = int(match[1])
        if number not in (expected, 1):
            yield match.span(1)
        expected = number + 1


WHOLE = frozenset({"absent", "length", "limit"})
"""Checks whose findings are about the letter as a whole, not about words in it."""

CHECKS: dict[str, Check] = {
    "": _match,
    "pair": _pair,
    "absent": _absent,
    "repeated": _repeated,
    "untimed": _untimed,
    "shouting": _shouting,
    "length": _length,
    "limit": _limit,
    "language": _language,
    "formality": _mixed,
    "numbering": _numbering,
    "links": contacts.links,
    "phones": contacts.phones,
    "tagged_phones": contacts.tagged_phones,
}
