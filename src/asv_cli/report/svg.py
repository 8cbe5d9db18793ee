"""Charts as inline SVG: coloured by the page's own style, readable in print and by ear."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

_WIDTH: Final = 720
_HEIGHT: Final = 220
_LEFT: Final = 44
_BOTTOM: Final = 28
_TOP: Final = 14
_LABELS: Final = 10  # at most so many words under the columns


def columns(points: Sequence[tuple[str, int]], title: str) -> str:
    """Return a column chart of counts over time, with a scale of round numbers."""
    most = max((count for _, count in points), default=0)
    scale = _scale(most)
    height = _HEIGHT - _TOP - _BOTTOM
    step = (_WIDTH - _LEFT) / max(1, len(points))
    every = -(-len(points) // _LABELS)
    parts = [_grid(value, _TOP + height * (1 - value / scale[-1])) for value in scale]
    for place, (label, count) in enumerate(points):
        tall = height * count / scale[-1]
        left = _LEFT + place * step
        parts.append(
            f'<rect class="column" x="{left + step * 0.15:.1f}" '
            f'y="{_TOP + height - tall:.1f}" width="{step * 0.7:.1f}" height="{tall:.1f}">'
            f"<title>{escape(label)}: {count}</title></rect>"
        )
        if place % every == 0:
            parts.append(
                f'<text x="{left + step / 2:.1f}" y="{_HEIGHT - 8}" text-anchor="middle">'
                f"{escape(label)}</text>"
            )
    return (
        f'<svg class="chart" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" '
        f'aria-label="{escape(title)}">{"".join(parts)}</svg>'
    )


def meter(value: int, most: int) -> str:
    """Return a bar for a table cell; the number itself stands beside it."""
    share = 100 * value / most if most else 0
    return (
        '<svg class="meter" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect class="column" width="{share:.1f}" height="10"/></svg>'
    )


def _grid(value: int, y: float) -> str:
    return (
        f'<line class="grid" x1="{_LEFT}" x2="{_WIDTH}" y1="{y:.1f}" y2="{y:.1f}"/>'
        f'<text x="{_LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{value}</text>'
    )


def _scale(most: int) -> list[int]:
    """Return three to six round whole numbers from 0 to at least `most`."""
    size = 1
    while True:
        for step in (size, 2 * size, 5 * size):
            if most <= 5 * step:
                return [step * each for each in range(max(2, -(-most // step)) + 1)]
        size *= 10
