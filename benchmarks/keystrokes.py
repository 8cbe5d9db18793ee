"""Keys and seconds for ten usual cases: asv at the keyboard against a text template by hand.

asv: a real session on a pseudo-terminal, keys sent one question at a time; the letter that comes
out must be the one the same answers give without a terminal. By hand: the finished letter with
its values taken out is the text template, already the right one of the outcome, and an editor of
the simplest kind fills it: one key jumps to the next gap, then the value is typed. The keys are
played back and must give the same letter, so neither count is a guess.

Seconds follow the keystroke-level model (Card, Moran and Newell): 0.28 s a key, and 1.35 s to
think before each question, gap or command. Whoever fills by hand has to make the same decisions
in their head to know which template to open, so these are counted on both sides. Left out on
both sides, and in favour of the hand: reading, copying the letter, looking up steps and
deadlines, and mistakes.
"""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import measure
from rows import Row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from environments import Bench

KEY, THINK = 0.28, 1.35
CASES: tuple[tuple[str, dict[str, str]], ...] = (
    ("damaged", {"photos": "none"}),
    ("damaged", {"photos": "clear"}),
    ("wrong-item", {}),
    ("item-missing", {}),
    ("late-delivery", {}),
    ("parcel-lost", {}),
    ("return-request", {}),
    ("cancel-order", {}),
    ("not-shipped-yet", {}),
    ("choice-made", {"chosen": "partial"}),
)
VALUES = {
    "buyer_name": "Marie",
    "product": "teapot",
    "refund_amount": "12.50",
    "order_amount": "34.90",
    "tracking_number": "ZX123456789",
    "carrier_name": "FastPost",
    "order_id": "111-1234567-1234567",
    "ship_date": "2026-11-16",
    "expected_date": "2026-11-20",
    "news_date": "2026-11-18",
    "delivery_date": "2026-11-19",
    "redelivery_date": "2026-11-26",
    "new_tracking_number": "ZX987654321",
    "new_expected_date": "2026-11-30",
    "tracking_news": "left the sorting centre",
}
SETTINGS = {"agent_name": "Anna", "shop_name": "Blue Hill"}
_QUIET = 0.5
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_TYPED = re.compile(rf"\$\d[\d,.]*\d|(?:{_MONTHS}) \d+(?:, \d{{4}})?")


@dataclass(frozen=True, slots=True)
class Count:
    """What a way to a letter takes."""

    keys: int
    thoughts: int

    @property
    def seconds(self) -> float:
        """The time by the model."""
        return KEY * self.keys + THINK * self.thoughts


@dataclass(frozen=True, slots=True)
class Step:
    """One question as asv asks it: the keys that answer it, and whether it is a decision."""

    keys: str
    decision: bool


def part(bench: Bench, rounds: int) -> list[Row]:  # noqa: ARG001 - keys do not vary
    """One row per case, and the sum."""
    if importlib.util.find_spec("pexpect") is None:
        return [Row("SKIPPED: this Python has no pexpect (see requirements-dev.txt)", "-")]
    environ = {**bench.environ(), **{f"ASV_{k.upper()}": v for k, v in SETTINGS.items()}}
    rows, sums = [], (Count(0, 0), Count(0, 0))
    for scenario, decided in CASES:
        told = json.loads(_plan(bench, environ, scenario, decided))
        steps = [Step(**step) for step in told["steps"]]
        words = [w for key, text in told["answers"].items() for w in ("-a", f"{key}={text}")]
        command = (bench.script("asv"), "draft", scenario, "--all", "--no-input", "-q", *words)
        letter = measure.output(command, environ, bench.work("here"))
        ours = asked(bench, environ, scenario, steps, letter)
        theirs = by_hand(told["outcome"], letter, steps)
        rows.append(_row(f"{scenario}: {told['outcome']}", ours, theirs))
        sums = _add(sums[0], ours), _add(sums[1], theirs)
    return [*rows, _row("all ten", *sums)]


def asked(
    bench: Bench, environ: dict[str, str], scenario: str, steps: Sequence[Step], letter: str
) -> Count:
    """Draft on a terminal and count the keys it took; what is left to confirm takes Enter.

    Raises:
        RuntimeError: another letter came out, or none.
    """
    import pexpect

    made = bench.work("here") / "letter.txt"
    made.unlink(missing_ok=True)
    # The letters go to a file, as the screen holds the questions too; that is not counted, nor
    # is --all where there is but one letter, whose subject asv shows anyway.
    child = pexpect.spawn(
        bench.script("asv"), ["draft", scenario, "--all", "-o", str(made)], env=environ,
        dimensions=(40, 100), encoding="utf-8", cwd=str(bench.work("here")),
    )  # fmt: skip
    sent = [f"asv draft {scenario}{' --all' if _letters(letter) > 1 else ''}\r"]
    for step in steps:
        _settle(child)
        child.send(step.keys)
        sent.append(step.keys)
    confirmed = 0
    while not _ended(child):
        if made.exists() or confirmed > 5:  # noqa: PLR2004 - no program asks that often
            break
        child.send("\r")
        sent.append("\r")
        confirmed += 1
    child.close(force=True)
    if not made.exists() or made.read_text(encoding="utf-8") != letter:
        raise RuntimeError(f"'{scenario}' at the keyboard gave another letter: {child.before}")
    return Count(sum(map(len, sent)), 1 + len(steps) + confirmed)


def by_hand(outcome: str, letter: str, steps: Sequence[Step]) -> Count:
    """Take the values out of the letters, type them in again, and count the keys."""
    gaps = _gaps(letter)
    template = _emptied(letter, gaps)
    files = _letters(letter)
    filled, typed = template, [f"edit {outcome}.txt\r"] * files
    for start, end in gaps:
        value = letter[start:end]
        typed.append(f"\t{value}")  # one key to the next gap
        filled = filled.replace("[]", value, 1)
    if filled != letter:
        raise RuntimeError(f"the template of '{outcome}' does not give its letter")
    decisions = sum(step.decision for step in steps)
    return Count(sum(map(len, typed)), files + decisions + len(gaps))


def _letters(text: str) -> int:
    """Return how many letters `--all` has printed."""
    return len(re.findall(r"^=====", text, re.MULTILINE))


def _gaps(letter: str) -> list[tuple[int, int]]:
    """Return where the letter holds a value that differs from case to case.

    Hours and days of the shop, its name and the agent's stand in the text template already.
    """
    texts = [re.escape(VALUES[k]) for k in VALUES if not k.endswith("amount")]
    found = re.compile(rf"\b(?:{'|'.join(texts)})\b|{_TYPED.pattern}")
    return [match.span() for match in found.finditer(letter)]


def _emptied(letter: str, gaps: Sequence[tuple[int, int]]) -> str:
    """Return the letter with `[]` in each gap."""
    if "[]" in letter:
        raise RuntimeError("a letter holds brackets of its own")
    for start, end in reversed(gaps):
        letter = f"{letter[:start]}[]{letter[end:]}"
    return letter


def _settle(child: object) -> None:
    """Wait until the program has drawn something and has been quiet for a moment."""
    import pexpect

    end = time.monotonic() + 30
    drawn = False
    while time.monotonic() < end:
        try:
            child.read_nonblocking(65536, timeout=_QUIET)  # type: ignore[attr-defined]
            drawn = True
        except pexpect.TIMEOUT:
            if drawn:
                return
        except pexpect.EOF:
            return


def _ended(child: object) -> bool:
    """Tell whether the program has ended, after giving it the time to draw."""
    _settle(child)
    return not child.isalive()  # type: ignore[attr-defined]


def _plan(bench: Bench, environ: dict[str, str], scenario: str, decided: dict[str, str]) -> str:
    """Return what asv asks on the way, as JSON; the engine itself tells."""
    given = json.dumps([scenario, decided, VALUES, SETTINGS])
    done = subprocess.run(
        [bench.python(), str(Path(__file__).parent / "keystrokes_plan.py"), given],
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(done.stderr)
    return done.stdout


def _add(one: Count, other: Count) -> Count:
    return Count(one.keys + other.keys, one.thoughts + other.thoughts)


def _row(what: str, ours: Count, theirs: Count) -> Row:
    def told(count: Count) -> str:
        return f"{count.keys} keys, {count.seconds:.0f} s"

    return Row(what, told(ours), told(theirs))
