"""Put together what the sentences of a text say: pairs, neighbours, and what is not said."""

from __future__ import annotations

from itertools import chain, pairwise
from typing import TYPE_CHECKING, NamedTuple

from asv_cli.policy.checks import CHECKS, SHAPED
from asv_cli.policy.rules import compiled

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from asv_cli.policy.document import Document
    from asv_cli.policy.rules import Context, Patterns, Rule
    from asv_cli.policy.scan import Hit, Reading, Scanner

    Found = tuple[Rule, int, int]
    Placed = tuple[int, int, Hit]
    """The number of a sentence, where it starts, and what was found in it."""


class Sentences(NamedTuple):
    """The sentences of a text without the space around them, and what each says."""

    scanner: Scanner
    starts: list[int]
    texts: list[str]
    readings: list[Reading]

    def say(self, concept: str, first: int = 0, last: int | None = None) -> bool:
        """Tell whether one of the sentences holds a word of a list such as `timed`."""
        bit = self.scanner.lexicon.bits.get(concept, 0)
        return any(reading.lists & bit for reading in self.readings[first:last])


def read(doc: Document, scanner: Scanner) -> Sentences:
    """Return the sentences of a text, each read."""
    read = Sentences(scanner, [], [], [])
    for begin, alike in doc.paragraphs:
        paragraph = alike if scanner.numbers_alike else doc.text[begin : begin + len(alike)]
        for start, text, reading in scanner.paragraph(paragraph):
            read.starts.append(begin + start)
            read.texts.append(text)
            read.readings.append(reading)
    return read


def gathered(doc: Document, sentences: Sentences, context: Context) -> Iterator[Found]:
    """Yield what the rules of a context find: the rule and the characters."""
    holding = sentences.scanner.holding(context)
    found = chain(_local(doc, sentences), _pairs(sentences), _whole(doc, sentences, context))
    return (one for one in found if one[0].id in holding)


def _local(doc: Document, sentences: Sentences) -> Iterator[Found]:
    """Yield what is found sentence by sentence, and what no sentence says."""
    by_rule: dict[str, list[Placed]] = {}
    for number, reading in enumerate(sentences.readings):
        for hit in reading.hits:
            place = (number, sentences.starts[number], hit)
            by_rule.setdefault(hit.rule.id, []).append(place)
    for placed in by_rule.values():
        rule = placed[0][2].rule
        for start, end, patterns in _SETTLE.get(rule.check, _each)(sentences, placed):
            if not _pardoned(doc, patterns):
                yield rule, start, end
    for rule, _ in sentences.scanner.absent:
        if not _is_there(by_rule.get(rule.id, ())):
            yield rule, 0, 0


def _whole(doc: Document, sentences: Sentences, context: Context) -> Iterator[Found]:
    """Yield what the checks of the whole text find."""
    shapes = {shape for reading in sentences.readings for shape in reading.shapes}
    for rule, patterns in sentences.scanner.whole:
        if rule.check not in SHAPED or rule.check in shapes:
            for start, end in CHECKS[rule.check](doc, rule, patterns, context):
                yield rule, start, end


def _pardoned(doc: Document, patterns: Patterns) -> bool:
    return any(compiled(one, patterns.words).search(doc.folded) for one in patterns.pardon)


def _each(_: Sentences, placed: list[Placed]) -> Iterator[tuple[int, int, Patterns]]:
    for _number, start, hit in placed:
        yield start + hit.start, start + hit.end, hit.patterns


def _pairs(sentences: Sentences) -> Iterator[Found]:
    """Find two sentences that break a rule together and not alone; the first is marked."""
    scanner = sentences.scanner
    for rule, patterns, _, _, only in scanner.pairs:
        wanted = 0
        for expression in only:
            for mask in expression.masks:
                wanted |= mask
        for number, (here, there) in enumerate(pairwise(sentences.readings)):
            if not (here.lists | there.lists) & wanted:
                continue
            if patterns.learned in {*here.families, *there.families}:
                continue
            text, following = sentences.texts[number : number + 2]
            if patterns.learned in scanner.together(text, following):
                start = sentences.starts[number]
                yield rule, start, start + len(text)


def _later(sentences: Sentences, placed: list[Placed]) -> Iterator[tuple[int, int, Patterns]]:
    """Find everything after the first match."""
    yield from sorted(_each(sentences, placed), key=lambda one: one[:2])[1:]


def _first(sentences: Sentences, placed: list[Placed]) -> Iterator[tuple[int, int, Patterns]]:
    """Find the first match only."""
    yield min(_each(sentences, placed), key=lambda one: one[:2])


def _untimed(sentences: Sentences, placed: list[Placed]) -> Iterator[tuple[int, int, Patterns]]:
    """Find promises that neither their own sentence nor its neighbours give a time."""
    for number, start, hit in placed:
        if not sentences.say("timed", max(0, number - 1), number + 2):
            yield start + hit.start, start + hit.end, hit.patterns


def _nothing(_: Sentences, _placed: list[Placed]) -> Iterator[tuple[int, int, Patterns]]:
    """Find nothing: what is there is not absent."""
    yield from ()


def _is_there(placed: Iterable[Placed]) -> bool:
    """Tell whether what ought to be there was found; a beginning counts at the start only."""
    return any(not number or not hit.pattern.startswith("^") for number, _start, hit in placed)


_SETTLE = {
    "repeated": _later,
    "formality": _first,
    "untimed": _untimed,
    "absent": _nothing,
}
