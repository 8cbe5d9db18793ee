"""What a part of the benchmark found: one row per figure, beside what it must and should be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

TIMES = ("CPU", "wall")
_RIGHT = {1, 2, 3, 4}


@dataclass(frozen=True, slots=True)
class Row:
    """One figure: text for CPU and wall, and whether the limits hold (None: no limit)."""

    what: str
    cpu: str
    wall: str = ""
    must: str = ""
    aim: str = ""
    met: str = ""


def limited(  # noqa: PLR0913 - one call per figure, named arguments
    what: str, value: float, limits: tuple[float, float] | None, *, wall: float | None = None,
    form: str = "{:.2f} ×", by_wall: bool = False, at_least: bool = False,
) -> Row:  # fmt: skip
    """Return a row of a value with its limits, (must, aim); `at_least` where more is better."""
    told = form.format(value)
    cpu, other = ("", told) if by_wall else (told, "" if wall is None else form.format(wall))
    if limits is None:
        return Row(what, cpu, other)
    sign = "≥" if at_least else "≤"
    must, aim = (f"{sign} {_plain(form, limit)}" for limit in limits)
    keeps = [value >= limit if at_least else value <= limit for limit in limits]
    return Row(what, cpu, other, must, aim, "aim" if keeps[1] else "must" if keeps[0] else "NO")


def table(title: str, rows: Sequence[Row], columns: tuple[str, str] = TIMES) -> str:
    """Return a Markdown table that also reads well in a terminal."""
    head = ("what", *columns, "must", "aim", "met")
    cells = [head, *((r.what, r.cpu, r.wall, r.must, r.aim, r.met) for r in rows)]
    used = [n for n in range(len(head)) if any(line[n] for line in cells[1:])]
    widths = {n: max(len(line[n]) for line in cells) for n in used}
    lines = [_line(line, widths) for line in cells]
    rule = "|".join("-" * (w + 1) + (":" if n in _RIGHT else "-") for n, w in widths.items())
    return "\n".join([f"### {title}", "", lines[0], f"|{rule}|", *lines[1:], ""])


def _line(cells: Iterable[str], widths: dict[int, int]) -> str:
    texts = list(cells)
    padded = (
        texts[n].rjust(width) if n in _RIGHT else texts[n].ljust(width)
        for n, width in widths.items()
    )
    return f"| {' | '.join(padded)} |"


def _plain(form: str, limit: float) -> str:
    """Return a limit in the form of its value without needless decimals."""
    return form.replace(".2f", "g").replace(".1f", "g").format(limit)
