"""Cut and fold text by the cells it takes on a screen; East Asian signs take two."""

from __future__ import annotations

from prompt_toolkit.utils import get_cwidth

from asv_cli.answers import clean


def cells(text: str) -> int:
    """Return how many cells a text takes."""
    return get_cwidth(text)


def fit(text: str, width: int) -> str:
    """Return one line of at most `width` cells; an ellipsis shows that something is cut."""
    line = " ".join(clean(text).split())
    if get_cwidth(line) <= width:
        return line
    kept = ""
    for sign in line:
        if get_cwidth(kept + sign) > width - 1:
            break
        kept += sign
    return f"{kept}…" if width > 0 else ""


def pair(first: str, second: str, width: int) -> tuple[str, str]:
    """Return two texts that fit on one line together; the first gives way to the second."""
    if not second:
        return fit(first, width), ""
    second = fit(second, max(width // 2, width - cells(first) - 1))
    return f"{fit(first, width - cells(second) - 1)} ", second


def fold_lines(text: str, width: int) -> list[str]:
    """Return a text as lines of at most `width` cells, broken at blanks where there are any."""
    width = max(width, 2)  # one wide sign
    return [part for line in clean(text).expandtabs(4).split("\n") for part in _fold(line, width)]


def _fold(line: str, width: int) -> list[str]:
    lines = [""]
    for number, word in enumerate(line.split(" ")):
        glue = " " if number else ""
        if get_cwidth(lines[-1] + glue + word) <= width:
            lines[-1] += glue + word
            continue
        if lines[-1]:
            lines.append("")
        for sign in word:
            if get_cwidth(lines[-1] + sign) > width:
                lines.append("")
            lines[-1] += sign
    return lines
