"""Search a sentence for all rules at once; what a sentence says is remembered."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from asv_cli.policy import contacts
from asv_cli.policy.concepts import Lexicon, lexicon
from asv_cli.policy.document import fold
from asv_cli.policy.rules import ANY, compiled

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from asv_cli.policy.concepts import Expression, Tokens
    from asv_cli.policy.rules import Context, Groups, Patterns, Rule, RuleSet

    Span = tuple[int, int]

LOCAL = frozenset({"", "pair", "absent", "repeated", "untimed", "formality"})
"""Checks whose patterns are searched sentence by sentence."""
_REMEMBERED = 1 << 15
"""Sentences kept in memory; a library of letters has some thousands."""
_START = 4


class Hit(NamedTuple):
    """Words of a sentence that a pattern of a rule found."""

    rule: Rule
    patterns: Patterns
    number: int
    start: int
    end: int


class Reading(NamedTuple):
    """What a sentence says by itself, whatever stands around it."""

    hits: tuple[Hit, ...]
    halves: tuple[Hit, ...]
    """Patterns of pairs that the words leave possible; not searched yet."""
    shapes: frozenset[str]


class _Entry(NamedTuple):
    rule: Rule
    patterns: Patterns
    number: int
    more: Groups
    """Further groups of literals; the first is what the entry is found by."""
    only: tuple[Expression, ...]


class _Combination(NamedTuple):
    rule: Rule
    patterns: Patterns
    expression: Expression


@dataclass(frozen=True, slots=True)
class LiteralIndex:
    """All literals of a language by their first four characters, and those that are shorter."""

    by_start: Mapping[str, tuple[str, ...]]
    short: tuple[str, ...]

    def present(self, folded: str) -> set[str]:
        """Return the literals that stand in a folded text.

        The four-character pieces of the text are looked up all at once, so that only literals
        with such a beginning are searched for: a tenth of the time of searching for each.
        """
        found = {word for word in self.short if word in folded}
        pieces = {folded[at : at + _START] for at in range(len(folded) - _START + 1)}
        for start in self.by_start.keys() & pieces:
            found.update([word for word in self.by_start[start] if word in folded])
        return found


def literal_index(words: Iterable[str]) -> LiteralIndex:
    """Return the index of literals."""
    by_start: dict[str, list[str]] = {}
    short = []
    for word in words:
        if len(word) >= _START:
            by_start.setdefault(word[:_START], []).append(word)
        else:
            short.append(word)
    return LiteralIndex({start: tuple(same) for start, same in by_start.items()}, tuple(short))


@dataclass(slots=True)
class Scanner:
    """The rules of one language made ready for search."""

    rules: RuleSet
    language: str
    entries: list[_Entry]
    always: list[int]
    by_literal: dict[str, list[int]]
    index: LiteralIndex
    lexicon: Lexicon
    combinations: Mapping[int, list[_Combination]]
    """Expressions over the word lists by the rarest list each needs."""
    whole: list[tuple[Rule, Patterns]]
    """Rules that look at the text as a whole."""
    absent: list[tuple[Rule, Patterns]]
    _read: dict[str, Reading] = field(default_factory=dict)
    _searched: dict[tuple[str, int, str], Span | None] = field(default_factory=dict)
    _said: dict[tuple[str, str], bool] = field(default_factory=dict)
    _holding: dict[Context, frozenset[str]] = field(default_factory=dict)

    def read(self, sentence: str) -> Reading:
        """Return what a sentence says, remembered from the last time it was read."""
        known = self._read.get(sentence)
        if known is None:
            if len(self._read) >= _REMEMBERED:
                self._read.clear()
            known = self._read[sentence] = self._reading(sentence)
        return known

    def search(self, half: Hit, sentence: str) -> Span | None:
        """Return what a pattern of a pair finds in a sentence."""
        key = (half.rule.id, half.number, sentence)
        if key not in self._searched:
            if len(self._searched) >= _REMEMBERED:
                self._searched.clear()
            folded = fold(sentence)
            match = compiled(half.patterns.match[half.number], half.patterns.words).search(folded)
            found = match is not None and not excused(folded, half.patterns)
            self._searched[key] = match.span() if match is not None and found else None
        return self._searched[key]

    def says(self, piece: str, sentence: str) -> bool:
        """Tell whether the sentence holds a named piece such as `timed`."""
        known = self._said.get((piece, sentence))
        if known is None:
            words = self.rules.words.get(self.language)
            known = words is not None and piece in words.pieces
            if words is not None and known:
                known = compiled(f"{{{piece}}}", words).search(fold(sentence)) is not None
            if len(self._said) >= _REMEMBERED:
                self._said.clear()
            self._said[piece, sentence] = known
        return known

    def forget(self) -> None:
        """Forget all sentences."""
        for memory in (self._read, self._searched, self._said):
            memory.clear()

    def holding(self, context: Context) -> frozenset[str]:
        """Return the ids of the rules that hold in a context."""
        known = self._holding.get(context)
        if known is None:
            if len(self._holding) >= _REMEMBERED:
                self._holding.clear()
            ids = frozenset(rule.id for rule in self.rules if rule.holds(context))
            known = self._holding[context] = ids
        return known

    def _candidates(self, folded: str) -> Iterator[_Entry]:
        """Yield the patterns that the literals of the sentence leave possible."""
        present = self.index.present(folded)
        numbers = set(self.always)
        for word in present:
            numbers.update(self.by_literal.get(word, ()))
        for number in sorted(numbers):
            entry = self.entries[number]
            for group in entry.more:
                if present.isdisjoint(group):
                    break
            else:
                yield entry

    def _reading(self, sentence: str) -> Reading:
        folded = fold(sentence)
        tokens = self.lexicon.tokens(folded)
        hits: list[Hit] = []
        halves: list[Hit] = []
        for rule, patterns, number, _, only in self._candidates(folded):
            if only and not any(map(tokens.search, only)):
                continue
            if rule.check == "pair":
                halves.append(Hit(rule, patterns, number, 0, 0))
                continue
            subject = sentence if rule.case else folded
            for match in compiled(patterns.match[number], patterns.words).finditer(subject):
                if match.end() > match.start():
                    if excused(folded, patterns):
                        break
                    hits.append(Hit(rule, patterns, number, *match.span()))
        hits += self._combined(tokens)
        return Reading(tuple(hits), tuple(halves), contacts.shapes(sentence, folded))

    def _combined(self, tokens: Tokens) -> Iterator[Hit]:
        """Yield what the word lists of a sentence say together."""
        for mask, combinations in self.combinations.items():
            if tokens.together & mask:
                for rule, patterns, expression in combinations:
                    span = tokens.search(expression)
                    if span is not None:
                        yield Hit(rule, patterns, 0, *span)


def excused(folded: str, patterns: Patterns) -> bool:
    """Tell whether a sentence holds what makes its findings harmless."""
    return any(compiled(one, patterns.words).search(folded) for one in patterns.excuse)


def scanner(rules: RuleSet, language: str) -> Scanner:
    """Return the scanner of a language, made when the first text asks for it."""
    known = rules.scanners.get(language)
    if known is None:
        known = rules.scanners[language] = _scanner(rules, language)
    return known


def _scanner(rules: RuleSet, language: str) -> Scanner:
    entries: list[_Entry] = []
    always: list[int] = []
    by_literal: dict[str, list[int]] = {}
    combinations: dict[int, list[_Combination]] = {}
    whole: list[tuple[Rule, Patterns]] = []
    absent: list[tuple[Rule, Patterns]] = []
    literals: set[str] = set()
    words = lexicon({**rules.concepts.get(ANY, {}), **rules.concepts.get(language, {})})
    for rule in rules:
        local = rule.check in LOCAL and rule.scope == "sentence"
        for patterns in rule.patterns(language):
            if rule.check == "absent":
                absent.append((rule, patterns))
            if not local:
                whole.append((rule, patterns))
                continue
            only = tuple(map(words.expression, patterns.only))
            for source in patterns.concepts:
                expression = words.expression(source)
                rarest = min(expression.masks, key=words.weight)
                found = _Combination(rule, patterns, expression)
                combinations.setdefault(rarest, []).append(found)
            for number in range(len(patterns.match)):
                groups = (*patterns.needs[number], *patterns.need)
                for word in groups[0] if groups else ():
                    by_literal.setdefault(word, []).append(len(entries))
                literals.update(word for group in groups for word in group)
                if not groups:
                    always.append(len(entries))
                entries.append(_Entry(rule, patterns, number, groups[1:], only))
    index = literal_index(literals)
    return Scanner(
        rules, language, entries, always, by_literal, index, words, combinations, whole, absent
    )
