"""Search a sentence for all rules at once; what a sentence says is remembered."""

from __future__ import annotations

import re
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, NamedTuple

from asv_cli.policy import contacts
from asv_cli.policy.concepts import lexicon
from asv_cli.policy.document import cut, fold
from asv_cli.policy.learned import read_table
from asv_cli.policy.rules import ANY, compiled, possible

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from asv_cli.policy.concepts import Expression, Lexicon, Tokens
    from asv_cli.policy.rules import Context, Groups, Patterns, Rule, RuleSet

    Span = tuple[int, int]

_DIGIT = re.compile(r"\d")
_ANY_DIGIT = re.compile(r"\\d|\{\d*,?\d*\}|0-9|\\U[0-9A-Fa-f]{8}|\\u[0-9A-Fa-f]{4}")
LOCAL = frozenset({"", "absent", "repeated", "untimed", "formality"})
"""Checks whose patterns are searched sentence by sentence."""
PAIR = "pair"
"""The check that looks at two sentences as one."""
_GREETING = 5
"""Words at most of a line such as "Hello Mr and Mrs Hill," which states nothing to be judged."""
_REMEMBERED = 1 << 15
"""Sentences kept in memory; a library of letters has some thousands."""


class Hit(NamedTuple):
    """Words of a sentence that a rule found; `pattern` is empty where none did."""

    rule: Rule
    patterns: Patterns
    start: int
    end: int
    pattern: str = ""


class Reading(NamedTuple):
    """What a sentence says by itself, whatever stands around it.

    `lists` are the bits of the word lists it holds; `families` those whose rules it breaks.
    """

    hits: tuple[Hit, ...]
    shapes: frozenset[str]
    lists: int
    families: Mapping[str, float]


class Sentence(NamedTuple):
    """A sentence without the space around it: where it starts in its paragraph, what it says."""

    start: int
    text: str
    reading: Reading


class _Search(NamedTuple):
    """A rule's patterns and the expressions over the word lists that it finds."""

    rule: Rule
    patterns: Patterns
    need: Groups
    concepts: tuple[Expression, ...]
    only: tuple[Expression, ...]


class Scanner:
    """The rules of one language made ready for search.

    `whole` are those that look at the text as a whole, `absent` those that miss what is not there,
    `pairs` those over two sentences.
    """

    def __init__(self, rules: RuleSet, language: str, tables: Path | None) -> None:
        self.rules = rules
        self.language = language
        self.whole: list[tuple[Rule, Patterns]] = []
        self.absent: list[tuple[Rule, Patterns]] = []
        self.pairs: list[_Search] = []
        self.classifier = read_table(tables / f"{language}.bin") if tables else None
        self._listed: list[_Search] = []
        self._always: list[_Search] = []
        self._gated: list[_Search] = []
        self._learned: dict[str, list[_Search]] = {}
        self._read: dict[str, Reading] = {}
        self._paragraphs: dict[str, list[Sentence]] = {}
        self._together: dict[tuple[str, str], Mapping[str, float]] = {}
        self._holding: dict[Context, frozenset[str]] = {}
        lists = {**rules.concepts.get(ANY, {}), **rules.concepts.get(language, {})}
        self.lexicon: Lexicon = lexicon(lists)
        local = [self._take(rule, one) for rule in rules for one in rule.patterns(language)]
        patterns = any(_minds_numbers(one) for one in local if one is not None)
        self.numbers_alike = not patterns and not any(map(_DIGIT.search, lists.values()))
        """Whether no rule over a sentence looks for a certain number."""
        # An expression is not found without the first of its lists.
        expressions = (one for search in self._listed for one in search.concepts)
        self._listed_masks = reduce(or_, (one.masks[0] for one in expressions), 0)
        # One look tells which of all these literals a sentence holds; most hold none.
        self._behind = _behind(self._gated)
        longest = sorted(self._behind, key=len, reverse=True)
        self._gate = re.compile(f"(?=({'|'.join(map(re.escape, longest)) or '(?!)'}))")

    def _take(self, rule: Rule, patterns: Patterns) -> Patterns | None:
        """Put a rule where it is looked for; return its patterns if that is in sentences."""
        made = self.lexicon.expression
        concepts, only = tuple(map(made, patterns.concepts)), tuple(map(made, patterns.only))
        search = _Search(rule, patterns, patterns.need, concepts, only)
        if rule.check == "absent":
            self.absent.append((rule, patterns))
        if rule.check == PAIR:
            self.pairs.append(search)
            return patterns
        if rule.check not in LOCAL or rule.scope != "sentence":
            self.whole.append((rule, patterns))
            return None
        if patterns.learned:
            self._learned.setdefault(patterns.learned, []).append(search)
        if concepts:
            self._listed.append(search)
        if patterns.match:
            (self._gated if patterns.need else self._always).append(search)
        return patterns

    def paragraph(self, text: str) -> list[Sentence]:
        """Return the sentences of a paragraph, remembered: letters share most of theirs."""
        known = self._paragraphs.get(text)
        if known is None:
            if len(self._paragraphs) >= _REMEMBERED:
                self._paragraphs.clear()
            known = self._paragraphs[text] = [self._sentence(text, *span) for span in cut(text)]
        return known

    def _sentence(self, paragraph: str, start: int, end: int) -> Sentence:
        raw = paragraph[start:end]
        plain = raw.strip()
        return Sentence(start + raw.index(plain), plain, self.read(plain))

    def read(self, sentence: str) -> Reading:
        """Return what a sentence says, remembered from the last time it was read."""
        known = self._read.get(sentence)
        if known is None:
            if len(self._read) >= _REMEMBERED:
                self._read.clear()
            known = self._read[sentence] = self._reading(sentence)
        return known

    def together(self, first: str, second: str) -> Mapping[str, float]:
        """Return the families whose rules two sentences break as if they were one."""
        known = self._together.get((first, second))
        if known is None:
            if len(self._together) >= _REMEMBERED:
                self._together.clear()
            known = self._families(self.lexicon.tokens(fold(f"{first} {second}")))
            self._together[first, second] = known
        return known

    def forget(self) -> None:
        """Forget all sentences."""
        self._read.clear()
        self._paragraphs.clear()
        self._together.clear()

    def holding(self, context: Context) -> frozenset[str]:
        """Return the ids of the rules that hold in a context."""
        known = self._holding.get(context)
        if known is None:
            if len(self._holding) >= _REMEMBERED:
                self._holding.clear()
            ids = frozenset(rule.id for rule in self.rules if rule.holds(context))
            known = self._holding[context] = ids
        return known

    def _reading(self, sentence: str) -> Reading:
        folded = fold(sentence)
        tokens = self.lexicon.tokens(folded)
        greets = sentence.endswith(",") and len(tokens.words) <= _GREETING
        families = {} if greets else self._families(tokens)
        hits = [*self._found(sentence, folded, tokens), *self._judged(tokens, families)]
        shapes = contacts.shapes(sentence, folded)
        return Reading(tuple(hits), shapes, tokens.together, families)

    def _families(self, tokens: Tokens) -> Mapping[str, float]:
        if self.classifier is None:
            return {}
        return self.classifier.families_of(tokens.words)

    def _found(self, sentence: str, folded: str, tokens: Tokens) -> Iterator[Hit]:
        """Yield what the patterns and word lists of the rules find."""
        for search in self._listed if tokens.together & self._listed_masks else ():
            for expression in search.concepts:
                span = tokens.search(expression)
                if span is not None and not excused(folded, search.patterns):
                    yield Hit(search.rule, search.patterns, *span)
        padded = f" {folded} "
        searches = self._always
        if said := set(self._gate.findall(padded)):
            behind = sorted({at for word in said for at in self._behind[word]})
            gated = (self._gated[at] for at in behind)
            searches = [*self._always, *(one for one in gated if possible(padded, one.need))]
        for rule, patterns, _, _, _ in searches:
            subject = sentence if rule.case else folded
            found = [
                Hit(rule, patterns, *match.span(), source)
                for source in patterns.match
                for match in compiled(source, patterns.words).finditer(subject)
                if match.end() > match.start()
            ]
            if found and not excused(folded, patterns):
                yield from found

    def _judged(self, tokens: Tokens, families: Mapping[str, float]) -> Iterator[Hit]:
        """Yield one rule for each family: the first whose words the sentence holds.

        A rule leaves the sentence to a family it is `below` if more speaks for that one.
        """
        for family, weight in families.items():
            for search in self._learned.get(family, ()):
                if search.only and not any(map(tokens.search, search.only)):
                    continue
                heavier = any(families.get(other, 0) > weight for other in search.rule.below)
                if not heavier and not excused(tokens.folded, search.patterns):
                    yield Hit(search.rule, search.patterns, *self._telling(tokens, family))
                break

    def _telling(self, tokens: Tokens, family: str) -> Span:
        """Return the characters of the words that speak most for a family."""
        assert self.classifier is not None  # noqa: S101 - it has named the family
        return tokens.characters(*self.classifier.telling(tokens.words, family))


def _behind(searches: list[_Search]) -> dict[str, list[int]]:
    """Return the literals of first groups, each with the searches it opens, by their number.

    A literal opens also what its own beginnings open: where it stands, they stand.
    """
    opened: dict[str, list[int]] = {}
    for number, search in enumerate(searches):
        for word in search.need[0]:
            opened.setdefault(word, []).append(number)
    return {
        word: [number for start in opened if word.startswith(start) for number in opened[start]]
        for word in opened
    }


def _minds_numbers(found: Patterns) -> bool:
    """Tell whether patterns look for a certain digit; any digit, or how many, is none."""
    sources = (*found.match, *found.excuse, *(word for group in found.need for word in group))
    expanded = map(found.words.expand, sources)
    return any(_DIGIT.search(_ANY_DIGIT.sub("", source)) for source in expanded)


def excused(folded: str, patterns: Patterns) -> bool:
    """Tell whether a sentence holds what makes its findings harmless."""
    return any(compiled(one, patterns.words).search(folded) for one in patterns.excuse)


def scanner(rules: RuleSet, language: str) -> Scanner:
    """Return the scanner of a language, made when the first text asks for it."""
    known: Mapping[str, Scanner] = rules.scanners
    if language not in known:
        rules.scanners[language] = Scanner(rules, language, rules.tables)
    return rules.scanners[language]
