"""The parts of the benchmark: each takes the environments and returns rows."""

from __future__ import annotations

import json
import re
import statistics
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import keystrokes
import libraries
import measure
import peers
import prompts
from environments import ROOT
from rows import TIMES, Row, limited

if TYPE_CHECKING:
    from collections.abc import Callable

    from environments import Bench
    from measure import Command, Taken

# The limits of every figure: (must, aim).
VERSION = (6.5, 2)
TAB = (7, 3)
DRAFT = {"photos": (10, 6.5), "offer": (14, 9)}
FASTER = {"photos": (3.5, 3.5), "offer": (2.5, 2.5)}
TITLES = {"photos": "draft without amounts", "offer": "draft with an amount (Babel)"}
QUESTION = (15, 12)
QUESTION_FASTER = (2, 2)
PER_SECOND = (5_000, 20_000)
CHECK_SECONDS = (5, 2)
MANY = (1.3, 1.05)
SIZES = (25, 100, 500, 2_000)
DATED = {
    "chosen": "partial",
    "product": "teapot",
    "refund_amount": "12.50",
    "agent_name": "Anna",
    "shop_name": "Blue Hill",
}


def startup(bench: Bench, rounds: int) -> list[Row]:
    """Whole commands, beside the peers with the same letter."""
    commands: dict[str, Command] = {"pass": _base(bench), "version": _asv(bench, "--version")}
    for letter in peers.LETTERS:
        made = peers.jobs(bench, letter)
        peers.compare(bench, letter, made)
        commands |= peers.commands(made, letter)
    dated = [word for key, text in DATED.items() for word in ("-a", f"{key}={text}")]
    commands |= {
        "dated": _asv(bench, "draft", "choice-made", "--no-input", *dated),
        "scenarios": _asv(bench, "scenarios"),
        "show": _asv(bench, "show", "damaged"),
        "help": _asv(bench, "--help"),
    }
    taken = _taken(bench, commands, rounds)
    rows = [_row("asv --version", taken["version"], taken["pass"], VERSION)]
    checks = _checks_policy(bench)
    for letter in peers.LETTERS:
        own = taken[f"asv {letter}"]
        told = f"asv {TITLES[letter]}{'' if checks else '; NO policy yet'}"
        rows.append(_row(told, own, taken["pass"], DRAFT[letter]))
        for peer in ("copier", "cookiecutter", "jinja2-cli", "chevron"):
            theirs = taken[f"{peer} {letter}"]
            rows.append(_row(f"  {peer}, same letter", theirs, taken["pass"], None))
            faster = theirs.over(own)
            limits = FASTER[letter] if peer == "copier" else None
            rows.append(
                limited(f"  {peer} / asv", faster[0], limits, wall=faster[1], at_least=True)
            )
    dates = "asv draft with an amount and dates (Babel)"
    rows.append(_row(dates, taken["dated"], taken["pass"], DRAFT["offer"]))
    others = {"scenarios": "asv scenarios", "show": "asv show damaged", "help": "asv --help"}
    return rows + [_row(told, taken[name], taken["pass"], None) for name, told in others.items()]


def tab(bench: Bench, rounds: int) -> list[Row]:
    """One TAB: the process each shell starts to complete a scenario and an answer."""
    script = bench.script("asv")
    done = subprocess.run(
        [script, "completion", "bash"], env=bench.environ(), capture_output=True, check=False
    )
    if done.returncode:
        return [Row("one TAB: SKIPPED, this asv has no completion", "-")]
    commands: dict[str, Command] = {"pass": _base(bench)}
    for name, words in (("scenario", "draft dam"), ("answer", "draft damaged -a pho")):
        line = ("env", "_ASV_COMPLETE=bash", f"_ASV_LINE=asv {words}", "_ASV_BREAKS==:", script)
        commands[f"bash, {name}"] = line
        for shell in ("zsh", "fish"):
            commands[f"{shell}, {name}"] = (
                "env", f"_ASV_COMPLETE={shell}", script, *words.split(),
            )  # fmt: skip
    for name, command in commands.items():
        told = measure.output(command, bench.environ(), bench.work("here"))
        if name != "pass" and not re.search("damaged|photos", told):
            raise RuntimeError(f"TAB in {name} offers nothing: {told!r}")
    taken = _taken(bench, commands, rounds)
    return [
        _row(f"one TAB in {name}", taken[name], taken["pass"], TAB)
        for name in commands
        if name != "pass"
    ]


def prompt(bench: Bench, rounds: int) -> list[Row]:
    """Start to first question, and copier's with the same five questions."""
    peers.jobs(bench, "photos")
    template = bench.work("peers/photos") / "copier"
    there = bench.work("here") / "asked"
    ask = "Who ships this order?"
    copier = (bench.script("copier"), "copy", "--overwrite", str(template), str(there))
    asked = {"asv": (_asv(bench, "draft", "damaged"), ask), "copier": (copier, ask)}
    picker = (_asv(bench, "draft"), "What is the case?")
    plain = (bench.python(), "-c", f"input('{ask}')")
    asked |= {"picker": picker, "input": (plain, ask)}
    taken = prompts.in_turn(asked, _base(bench), rounds, bench.environ(), bench.work("here"))
    wall = {name: one.over(taken["pass"])[1] for name, one in taken.items()}
    faster = taken["copier"].over(taken["asv"])[1]
    return [
        limited("asv draft damaged: first question", wall["asv"], QUESTION, by_wall=True),
        limited("  copier, the same five questions", wall["copier"], None, by_wall=True),
        limited("  copier / asv", faster, QUESTION_FASTER, by_wall=True, at_least=True),
        limited("asv draft: the list of cases", wall["picker"], None, by_wall=True),
        limited("python input(), nothing else", wall["input"], None, by_wall=True),
    ]


def throughput(bench: Bench, rounds: int) -> list[Row]:  # noqa: ARG001 - it has rounds of its own
    """Drafts per second in one process, with the policy and without."""
    script = str(Path(__file__).parent / "throughput.py")
    told = measure.output(
        (bench.python(), script, json.dumps(peers.ANSWERS)), bench.environ(), bench.work("here")
    )
    rows = []
    for letter, rates in json.loads(told).items():
        form = "{:,.0f} /s"
        name = TITLES[letter].removeprefix("draft ")
        rows += [
            limited(f"drafts {name}, policy included", rates["checked"], PER_SECOND, form=form,
                    at_least=True),
            limited(f"  without the policy ({name})", rates["written"], None, form=form),
        ]  # fmt: skip
    return rows


def check(bench: Bench, rounds: int) -> list[Row]:
    """`asv check` of the whole library, and of more and more scenarios."""
    ids = sorted(p.stem for p in (ROOT / "scenarios").glob("*.yaml") if p.stem != "shared")
    parts = {"": ()} | {f"{n}": tuple(ids[:n]) for n in (1, 5, 10, 15) if n < len(ids)}
    commands: dict[str, Command] = {"pass": _base(bench)}
    commands |= {name: _asv(bench, "check", *some) for name, some in parts.items()}
    letters = {name: _letters(bench, commands[name]) for name in parts}
    taken = _taken(bench, {name: commands[name] for name in ("pass", "")}, rounds)
    grown = {name: command for name, command in commands.items() if name not in {"pass", ""}}
    taken |= _taken(bench, grown, min(rounds, 3))  # these have no limit, and take long
    rows = []
    for name in sorted(parts, key=lambda n: letters[n]):
        seconds = statistics.median(taken[name].wall), statistics.median(taken[name].cpu)
        said = f"asv check: {name or 'all'} scenarios, {letters[name]:,} distinct letters"
        each = f"{1000 * seconds[1] / max(1, letters[name]):.2f} ms a letter"
        row = limited(
            said, seconds[0], None if name else CHECK_SECONDS, form="{:.2f} s", by_wall=True
        )
        rows.append(Row(row.what, f"{seconds[1]:.2f} s, {each}", *_rest(row)))
    return rows


def scale(bench: Bench, rounds: int) -> list[Row]:
    """The time of one draft in libraries of many sizes, against the smallest."""
    commands: dict[str, Command] = {"pass": _base(bench)}
    for size in SIZES:
        folder = libraries.library(bench.work("libraries") / str(size), size)
        words = list(peers.draft(bench, "photos"))
        words[words.index("damaged")] = "one"
        commands[str(size)] = (*words, "--library", str(folder))
    taken = _taken(bench, commands, rounds)
    base = taken[str(SIZES[0])]
    rows = []
    for size in SIZES:
        cpu, wall = taken[str(size)].over(base)
        said = f"asv draft one, {size:,} scenarios / {SIZES[0]} scenarios"
        rows.append(limited(said, cpu, MANY if size == SIZES[-1] else None, wall=wall))
    return rows


def memory(bench: Bench, rounds: int) -> list[Row]:  # noqa: ARG001 - it hardly varies
    """The largest resident size of whole commands."""
    big = libraries.library(bench.work("libraries") / str(SIZES[-1]), SIZES[-1])
    commands = {
        "python -c pass": _base(bench),
        "asv --version": _asv(bench, "--version"),
        "asv draft without amounts": peers.draft(bench, "photos"),
        "asv draft with an amount": peers.draft(bench, "offer"),
        f"asv draft, {SIZES[-1]:,} scenarios": (
            *peers.draft(bench, "photos"), "--library", str(big),
        ),
        "asv check, whole library": _asv(bench, "check"),
    }  # fmt: skip
    rows = []
    for name, command in commands.items():
        sizes = [measure.peak(command, bench.environ(), bench.work("here")) for _ in range(3)]
        rows.append(limited(name, statistics.median(sizes), None, form="{:.1f} MiB"))
    return rows


class Part(NamedTuple):
    """A part of the benchmark: its heading, what measures it, and what its two columns are."""

    title: str
    run: Callable[[Bench, int], list[Row]]
    columns: tuple[str, str] = TIMES


PARTS = {
    "startup": Part("Whole commands, × `python -c pass`", startup),
    "tab": Part("Completion, × `python -c pass`", tab),
    "prompt": Part("Start to first question, × `python -c pass`", prompt),
    "throughput": Part("Drafts in one process", throughput, ("per second of CPU", "")),
    "scale": Part("Draft time against size of the library", scale),
    "check": Part("Check time against number of letters", check),
    "memory": Part("Memory", memory, ("peak", "")),
    "keystrokes": Part("Keys and seconds (model)", keystrokes.part, ("asv", "by hand")),
}


def _checks_policy(bench: Bench) -> bool:
    """Tell whether `asv draft` holds its letter against the policy, as the limits suppose."""
    command = (bench.python(), "-X", "importtime", *peers.draft(bench, "photos"))
    done = subprocess.run(
        command, env=bench.environ(), cwd=bench.work("here"), capture_output=True, text=True,
        check=True,
    )  # fmt: skip
    return "asv_cli.policy" in done.stderr


def _base(bench: Bench) -> Command:
    return (bench.python(), "-c", "pass")


def _asv(bench: Bench, *words: str) -> Command:
    return (bench.script("asv"), *words)


def _taken(bench: Bench, commands: dict[str, Command], rounds: int) -> dict[str, Taken]:
    return measure.in_turn(commands, rounds, bench.environ(), bench.work("here"))


def _row(what: str, taken: Taken, base: Taken, limits: tuple[float, float] | None) -> Row:
    cpu, wall = taken.over(base)
    return limited(what, cpu, limits, wall=wall)


def _rest(row: Row) -> tuple[str, str, str, str]:
    return row.wall, row.must, row.aim, row.met


def _letters(bench: Bench, command: Command) -> int:
    """Return the number of distinct letters a check goes through; exit 1 is findings."""
    done = subprocess.run(
        command, env=bench.environ(), cwd=bench.work("here"), capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    found = re.search(r"(\d+) distinct letters", done.stderr)
    if found is None or done.returncode:
        sys.exit(f"{' '.join(command)}: {done.stderr}")
    return int(found[1])
