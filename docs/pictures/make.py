"""Draw the README's pictures: real sessions of the real program, as SVG without outside references.

Run `python docs/pictures/make.py` with the test extras installed (pexpect, pyte). Each picture is
the screen of a pseudo-terminal at one moment; nothing in it is written by hand.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from html import escape
from pathlib import Path
from typing import NamedTuple

import pexpect
import pyte
from wcwidth import wcswidth, wcwidth

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
ROWS, COLUMNS = 24, 78
CELL, LINE, EDGE = 8.4, 18, 14
XMLNS = "http://www.w3.org/2000/svg"  # a name, not an address: nothing is fetched
FONT = 'font-family="ui-monospace, Menlo, Consolas, monospace" font-size="14"'
COLOURS = {"cyan": "#0b7285", "red": "#c92a2a"}
ENTER = "\r"
TO_REVIEW = (
    ("What is the case?", "dent"),
    ("/ dent", ENTER),
    ("Who ships", "1"),
    ("photos", "1"),
    ("name, as in the greeting", f"Zoé{ENTER}"),
    ("product, as the buyer", f"teapot{ENTER}"),
    ("Your name", f"Anna{ENTER}"),
    ("shop's name", f"Blue Hill{ENTER}"),
    ("Your answers", ""),
)


class Shot(NamedTuple):
    """A picture: its name, the steps that lead to it, and the words it must show."""

    name: str
    steps: tuple[tuple[str, str], ...]
    shows: str


SHOTS = (
    Shot("picker", TO_REVIEW[:1], "/ dent"),
    Shot("question", TO_REVIEW[:3], "photos"),
    Shot("review", TO_REVIEW, "Your answers"),
    Shot("preview", (*TO_REVIEW[:-1], ("Your answers", "2")), "Done"),
)


def screen_of(shot: Shot) -> pyte.Screen:
    """Return the screen of a session after some steps."""
    screen = pyte.Screen(COLUMNS, ROWS)
    stream = pyte.ByteStream(screen)
    with tempfile.TemporaryDirectory() as home:
        fixed = {"HOME": home, "TERM": "xterm-256color", "ASV_UI_LANG": "en"}
        process = pexpect.spawn(
            sys.executable,
            ["-m", "asv_cli", "draft"],
            dimensions=(ROWS, COLUMNS),
            env={**os.environ, "PYTHONPATH": str(ROOT / "src"), **fixed},
            cwd=home,
        )
        for words, keys in (*shot.steps, (shot.shows, "")):
            wait_for(words, process, screen, stream)
            process.send(keys)
        process.close(force=True)
    return screen


def wait_for(
    words: str, process: pexpect.spawn[bytes], screen: pyte.Screen, stream: pyte.ByteStream
) -> None:
    """Feed the screen until it shows some words and the program has come to rest."""
    end = time.monotonic() + 20
    while time.monotonic() < end:
        try:
            stream.feed(process.read_nonblocking(65536, 0.3))
        except pexpect.TIMEOUT:
            if words in "\n".join(screen.display):
                return
    raise SystemExit(f"The session never showed {words!r}:\n" + "\n".join(screen.display))


def svg(screen: pyte.Screen) -> str:
    """Return a screen as SVG, on light ground, in whatever monospaced font there is."""
    rows = [row for row in range(ROWS) if screen.display[row].strip()]
    height = (max(rows, default=0) + 1) * LINE + 2 * EDGE
    width = COLUMNS * CELL + 2 * EDGE
    texts = [text for row in range(max(rows, default=0) + 1) for text in line(screen, row)]
    said = escape("\n".join(screen.display[row].rstrip() for row in rows))
    return "\n".join(
        [
            f'<svg xmlns="{XMLNS}" width="{width:.0f}" height="{height}" {FONT}>',
            f"<title>{said}</title>",
            '<rect width="100%" height="100%" rx="8" fill="#fdfdfb" stroke="#ced4da"/>',
            *texts,
            "</svg>\n",
        ]
    )


def line(screen: pyte.Screen, row: int) -> list[str]:
    """Return the runs of one style in a row; each stands at its own cell, so nothing drifts."""
    runs: list[tuple[int, str, tuple[str, bool, bool]]] = []
    for column in range(COLUMNS):
        sign = screen.buffer[row][column]
        style = (sign.fg, sign.bold, sign.underscore)
        wide = any(wcwidth(part) > 1 for part in sign.data)
        if runs and runs[-1][2] == style and not wide:
            start, text, _ = runs[-1]
            runs[-1] = (start, text + sign.data, style)
        else:
            runs.append((column, sign.data, style))
    return [drawn(row, *run) for run in runs if run[1].strip()]


def drawn(row: int, column: int, text: str, style: tuple[str, bool, bool]) -> str:
    """Return one run of text."""
    colour, bold, underline = style
    more = ' font-weight="bold"' if bold else ""
    more += ' text-decoration="underline"' if underline else ""
    lead = len(text) - len(text.lstrip())
    x, y = EDGE + (column + lead) * CELL, EDGE + (row + 0.75) * LINE
    length = wcswidth(text.strip()) * CELL
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" textLength="{length:.1f}" xml:space="preserve" '
        f'fill="{COLOURS.get(colour, "#212529")}"{more}>{escape(text.strip())}</text>'
    )


def main() -> None:
    """Write every picture beside this file."""
    for shot in SHOTS:
        (HERE / f"{shot.name}.svg").write_text(svg(screen_of(shot)), encoding="utf-8")


if __name__ == "__main__":
    main()
