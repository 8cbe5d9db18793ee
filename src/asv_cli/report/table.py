"""Tables and bars as plain text that fits a terminal's width, whatever the script.

Colour is nobody's business here: a line means the same in a pipe, to a screen reader and in
black and white. Wide characters (很) count two columns, combining ones none.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

GAP: Final = "  "
_LEAST: Final = 6  # a column is never cut below this many terminal columns
_EIGHTHS: Final = " ▏▎▍▌▋▊▉█"
_HIDDEN: Final = "\u200b\u2060\ufeff"


def clean(text: str) -> str:
    """Return a text without what could move a terminal's cursor or turn its direction."""
    return "".join(
        character
        for character in text
        if not (unicodedata.category(character) == "Cc" or _turns(character))
    )


def width_of(text: str) -> int:
    """Return how many terminal columns a text takes."""
    return sum(_columns(character) for character in text)


def cut(text: str, width: int) -> str:
    """Return a text of at most `width` columns; a cut one ends with `…`."""
    if width_of(text) <= width:
        return text
    kept, used = "", 0
    for character in text:
        if used + _columns(character) > width - 1:
            break
        kept += character
        used += _columns(character)
    return kept + "…"


def pad(text: str, width: int, *, right: bool = False) -> str:
    """Return a text filled with blanks to `width` columns."""
    blanks = " " * max(0, width - width_of(text))
    return blanks + text if right else text + blanks


def table(
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    width: int,
    *,
    right: Sequence[int] = (),
    whole: Sequence[int] = (),
) -> list[str]:
    """Return a table's lines, none wider than `width` unless every column is at its least.

    Args:
        heads: one heading for each column.
        rows: one text for each column.
        width: the terminal's columns.
        right: which columns are aligned to the right (numbers); these are never cut.
        whole: which others are never cut (what a user copies).
    """
    lines = [list(heads), *([clean(cell) for cell in row] for row in rows)]
    widths = [max(width_of(line[place]) for line in lines) for place in range(len(heads))]
    _squeeze(widths, width - len(GAP) * (len(heads) - 1), (*right, *whole))
    lines.insert(1, ["-" * each for each in widths])
    return [
        GAP.join(
            pad(cut(cell, size), size, right=place in right)
            for place, (cell, size) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    ]


def bar(value: float, most: float, width: int) -> str:
    """Return a bar whose length shows value against most, to an eighth of a column."""
    if most <= 0 or value <= 0:
        return ""
    eighths = max(1, round(8 * width * min(1.0, value / most)))
    return "█" * (eighths // 8) + (_EIGHTHS[eighths % 8].strip())


def bars(rows: Sequence[tuple[str, int]], width: int) -> list[str]:
    """Return one line for each row: label, bar, number; all within `width` columns."""
    if not rows:
        return []
    most = max(count for _, count in rows)
    labels = [cut(clean(label), max(_LEAST, width // 3)) for label, _ in rows]
    named = max(width_of(label) for label in labels)
    digits = len(str(most))
    room = max(1, width - named - digits - 2 * len(GAP))
    return [
        f"{pad(label, named)}{GAP}{str(count).rjust(digits)}{GAP}{bar(count, most, room)}".rstrip()
        for label, (_, count) in zip(labels, rows, strict=True)
    ]


def _squeeze(widths: list[int], room: int, fixed: Sequence[int]) -> None:
    """Narrow the widest free column, one terminal column at a time, until all fit."""
    free = [place for place in range(len(widths)) if place not in fixed]
    while sum(widths) > room and free:
        widest = max(free, key=lambda place: widths[place])
        if widths[widest] <= _LEAST:
            return
        widths[widest] -= 1


def _columns(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _turns(character: str) -> bool:
    return (
        "\u202a" <= character <= "\u202e"
        or "\u2066" <= character <= "\u2069"
        or (character in _HIDDEN)
    )
