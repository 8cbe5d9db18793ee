"""Sentences as words that stand for concepts: small word lists and how they stand together.

A list is written as words: `refund*` is every word with that beginning, `take .. down` a phrase
with at most three words between, `#` a number. A phrase stands at its first and its last word.
An expression names lists:

    remedy & condition & claim      all of them, in whatever order
    deny ~4 accept                  the second at most four words after the first
    ask > cancel                    the second anywhere after the first
    review|rating & -thanks         either of two; none of the third
    ^ ~3 told                       near the beginning of the sentence
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from asv_cli.errors import LibraryError, did_you_mean
from asv_cli.policy.learned import WORD

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    Span = tuple[int, int]

_TERM = re.compile(r"\s*(>|~\d+)\s*")
_ANYWHERE = 1 << 16
_FIRST = 1
"""The bit of the place before the first word of a sentence."""
_GAP = 3
_SHORTEST = 2
_MOST_WORDS = 1 << 16


class _Link(NamedTuple):
    """A concept of a chain: its bits, and how many words it may stand after the one before."""

    mask: int
    reach: int


class Expression(NamedTuple):
    """Which concepts a sentence must hold and which it may not."""

    chains: tuple[tuple[_Link, ...], ...]
    barred: tuple[tuple[_Link, ...], ...]
    masks: tuple[int, ...]


class Tokens(NamedTuple):
    """A folded sentence as words, the concepts of each, and those of all of them."""

    folded: str
    words: list[str]
    masks: list[int]
    together: int

    def search(self, expression: Expression) -> Span | None:
        """Return the characters that the concepts of an expression span, if all is as it says."""
        for mask in expression.masks:
            if not self.together & mask:
                return None
        spans = []
        for chain in expression.chains:
            span = self._chain(chain)
            if span is None:
                return None
            spans.append(span)
        for chain in expression.barred:
            if self._chain(chain) is not None:
                return None
        return self.characters(min(span[0] for span in spans), max(span[1] for span in spans))

    def _chain(self, chain: tuple[_Link, ...]) -> Span | None:
        """Return the first and last word of the first way through a chain."""
        ways = {-1: 0}
        for number, link in enumerate(chain):
            if not self.together & link.mask:
                return None
            if link.mask == _FIRST:
                continue
            here = [at for at, mask in enumerate(self.masks) if mask & link.mask]
            if not number:
                ways = {at: at for at in here}
                continue
            reached: dict[int, int] = {}
            for at in here:
                starts = [ways[last] for last in ways if last < at <= last + link.reach]
                if starts:
                    reached[at] = max(starts)
            ways = reached
            if not ways:
                return None
        end = min(ways)
        return ways[end], end

    def characters(self, first: int, last: int) -> Span:
        """Return the characters from one word to another."""
        places = [match.span() for match in WORD.finditer(self.folded)]
        return places[first][0], places[last][1]


class Lexicon:
    """The concepts of one language: a bit each, found by whole words, beginnings and phrases."""

    def __init__(self) -> None:
        self.bits = {"^": _FIRST}
        self.whole: dict[str, int] = {}
        self.starts: dict[str, int] = {}
        self.phrases: dict[str, list[tuple[tuple[str, ...], int]]] = {}
        self._known: dict[str, tuple[int, list[tuple[tuple[str, ...], int]]]] = {}

    def tokens(self, folded: str) -> Tokens:
        """Return the words of a folded sentence with their concepts."""
        words = WORD.findall(folded)
        masks = [0] * len(words)
        together = _FIRST
        known = self._known
        for at, word in enumerate(words):
            mask, phrases = known.get(word) or self._look_up(word)
            for rest, bit in phrases:
                end = _end(words, at + 1, rest)
                if end:
                    mask |= bit
                    masks[end - 1] |= bit
            masks[at] |= mask
            together |= mask
        return Tokens(folded, words, masks, together)

    def _look_up(self, word: str) -> tuple[int, list[tuple[tuple[str, ...], int]]]:
        mask = self.whole.get(word, 0)
        phrases = list(self.phrases.get(word, ()))
        if word.isdigit():
            mask |= self.whole.get("#", 0)
            phrases += self.phrases.get("#", ())
        for length in range(_SHORTEST, len(word) + 1):
            mask |= self.starts.get(word[:length], 0)
            phrases += self.phrases.get(word[:length] + "*", ())
        if len(self._known) >= _MOST_WORDS:
            self._known.clear()
        self._known[word] = mask, phrases
        return mask, phrases

    def expression(self, source: str) -> Expression:
        """Return an expression read from its source.

        Raises:
            LibraryError: it names a concept that there is not.
        """
        chains: list[tuple[_Link, ...]] = []
        barred: list[tuple[_Link, ...]] = []
        for part in source.split("&"):
            plain = part.strip()
            chain = tuple(self._links(plain.removeprefix("-")))
            (barred if plain.startswith("-") else chains).append(chain)
        masks = tuple(link.mask for chain in chains for link in chain)
        return Expression(tuple(chains), tuple(barred), masks)

    def _links(self, source: str) -> Iterator[_Link]:
        reach = 0
        for number, piece in enumerate(_TERM.split(source.strip())):
            if number % 2:
                reach = _ANYWHERE if piece == ">" else int(piece[1:])
                continue
            mask = 0
            for name in piece.split("|"):
                if name not in self.bits:
                    hint = did_you_mean(name, list(self.bits)) or "Add it to 'concepts'."
                    raise LibraryError(f"A policy rule names the unknown concept '{name}'. {hint}")
                mask |= self.bits[name]
            yield _Link(mask, reach)


def _end(words: list[str], at: int, rest: tuple[str, ...]) -> int:
    """Return where the rest of a phrase ends if the words from there on are that; else 0."""
    if not rest:
        return at
    if rest[0] == "..":
        ends = (_end(words, at + skip, rest[1:]) for skip in range(_GAP + 1))
        return next(filter(None, ends), 0)
    fits = at < len(words) and _is(words[at], rest[0])
    return _end(words, at + 1, rest[1:]) if fits else 0


def _is(word: str, pattern: str) -> bool:
    if pattern.endswith("*"):
        return word.startswith(pattern[:-1])
    return word == pattern or (pattern == "#" and word.isdigit())


def lexicon(concepts: Mapping[str, str]) -> Lexicon:
    """Return the lexicon of concepts written as words, phrases parted by commas."""
    made = Lexicon()
    for number, (name, source) in enumerate(concepts.items(), start=1):
        bit = made.bits[name] = 1 << number
        for entry in source.split(","):
            words = entry.split()
            if len(words) > 1:
                made.phrases.setdefault(words[0], []).append((tuple(words[1:]), bit))
            elif words and words[0].endswith("*"):
                start = words[0][:-1]
                made.starts[start] = made.starts.get(start, 0) | bit
            elif words:
                made.whole[words[0]] = made.whole.get(words[0], 0) | bit
    return made
