"""A text made ready for rules: folded letter by letter, cut into sentences, with line numbers."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from functools import cached_property

_PLAIN = {
    **dict.fromkeys("\u2019\u2018\u201b\u02bc\u0060\u00b4", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u00ab\u00bb", '"'),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"),
    **dict.fromkeys("\u00a0\u202f\u2009\u2007\t\r\n\x0b\x0c\u2028", " "),
}
_END = re.compile(
    r"(?P<stop>(?<![.!?\u2026])[.!?\u2026]++(?:[\"'\u201d\u2019)\]]|[ \u00a0\u202f]?\u00bb)*)(?=\s)"
    r"|\n[ \t]*\n\s*|\n(?=[ \t]*(?:\d{1,2}[.)]|[-*\u2022\u2013])[ \t])"
)
_ABBREVIATIONS = {
    "mr", "mrs", "ms", "dr", "mm", "me", "mme", "mlle", "st", "ste", "no", "nr", "art", "réf",
    "ref", "tél", "tel", "approx", "env", "ca", "eg", "e.g", "ie", "i.e", "p.ex", "ex", "incl",
    "excl", "max", "min", "vs", "a.k.a",
}  # fmt: skip
_LONGEST = max(map(len, _ABBREVIATIONS))
_BRACED = r"(?s)\{\{(?:(?!\{\{|\}\}).)*+\}\}|\{%(?:(?!\{%|%\}).)*+%\}|\{#(?:(?!\{#|#\}).)*+#\}"
"""Jinja tags; none reaches over the beginning of another, or one left open would be dear."""


class _Folding(dict[int, str]):
    """Maps a character to its plain lower-case twin of the same length, found on demand."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        plain = _PLAIN.get(char) or unicodedata.normalize("NFD", char)[0].lower()
        self[code] = plain if len(plain) == 1 else char
        return self[code]


_FOLDING = _Folding()
_NUMBERS = re.compile("[1-9]")
_SPACES = str.maketrans("\t\r\n\x0b\x0c", "     ")


def fold(text: str) -> str:
    """Return the text in plain lower case without accents, of the very same length.

    Apostrophes, quotes, dashes and spaces become the ASCII ones, line ends become spaces, so
    that a pattern need be written one way only.
    """
    if text.isascii():
        return text.lower().translate(_SPACES)
    return text.translate(_FOLDING)


def mask_template(text: str) -> str:
    """Return a template with its Jinja tags as neutral characters; line ends stay."""
    return re.sub(_BRACED, _masked, text)


def _masked(match: re.Match[str]) -> str:
    filler = "n" if match[0].startswith("{{") else " "
    return re.sub(r"[^\n]", filler, match[0])


class Document:
    """One text while it is checked; everything costly is worked out once, when asked for."""

    def __init__(self, text: str, language: str) -> None:
        self.text = text
        self.alike = _NUMBERS.sub("0", text)
        """The text with every digit as 0: what says the same but for numbers is the same."""
        self.language = language

    @cached_property
    def folded(self) -> str:
        """The text as `fold` makes it."""
        return fold(self.text)

    @cached_property
    def paragraphs(self) -> list[tuple[int, str]]:
        """Where each paragraph begins, and its text with every digit as 0."""
        found, start = [], 0
        for text in self.alike.split("\n\n"):
            found.append((start, text))
            start += len(text) + 2
        return found

    @cached_property
    def sentences(self) -> list[tuple[int, int]]:
        """Start and end of each sentence; none reaches over an empty line."""
        spans = [(at + start, at + end) for at, text in self.paragraphs for start, end in cut(text)]
        return spans or [(0, len(self.text))]

    @cached_property
    def _lines(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self.text))]

    def sentence_index(self, start: int) -> int:
        """Return the number of the sentence that holds the character."""
        return max(0, bisect_right(self.sentences, (start, len(self.text) + 1)) - 1)

    def place(self, start: int) -> tuple[int, int]:
        """Return line and column of a character, both counted from 1."""
        line = bisect_right(self._lines, start)
        return line, start - self._lines[line - 1] + 1


def document(text: str, language: str, *, template: bool = False) -> Document:
    """Return the text ready for rules."""
    return Document(mask_template(text) if template else text, language)


def cut(text: str) -> list[tuple[int, int]]:
    """Return start and end of the sentences of a paragraph; list items are some of their own."""
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _END.finditer(text):
        if match["stop"] and _goes_on(text, match):
            continue
        spans.append((start, match.end()))
        start = match.end()
    spans.append((start, len(text)))
    return [span for span in spans if text[span[0] : span[1]].strip()]


def _goes_on(text: str, match: re.Match[str]) -> bool:
    """Tell whether the stop belongs to an abbreviation, a list number or a pause."""
    stop = match["stop"]
    if stop in ("...", "…"):
        return text[match.end() :].lstrip()[:1].islower()
    return stop == "." and _abbreviates(text, match.start())


def _abbreviates(text: str, stop: int) -> bool:
    """Tell whether a dot follows an abbreviation, an initial, or the number of a list item."""
    start = max(text.rfind(" ", 0, stop), text.rfind("\n", 0, stop)) + 1
    if stop - start > _LONGEST and "(" not in text[start:stop]:
        return False
    word = re.split(r"[\s(]", text[max(0, stop - 8) : stop])[-1].lower()
    if len(word) == 1:
        return (word.isalpha() and word != "a") or _numbers(text, stop, word)
    return word in _ABBREVIATIONS or _numbers(text, stop, word)


def _numbers(text: str, stop: int, word: str) -> bool:
    """Tell whether a number of one or two digits begins its line."""
    line = text[text.rfind("\n", 0, stop) + 1 : stop]
    return word.isdigit() and len(word) <= 2 and line.strip() == word  # noqa: PLR2004 - "10."
