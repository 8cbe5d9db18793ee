"""What each command imports and reads, kept as lists: a guard of speed that needs no clock.

`tests/startup/<command>.txt` names every module of asv and of its dependencies, the packages of
the standard library, and every file and folder read, in a fresh home and once more with what
asv has cached by then. More of anything fails; `pytest tests/test_startup.py --regen` writes the
lists anew, and the diff shows what a change costs each start.
"""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import sysconfig
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[1]
LISTS = Path(__file__).parent / "startup"
PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"
MANY = 20
PLAIN = (
    "draft", "damaged", "--no-input", "-a", "fulfilment=merchant", "-a", "photos=none",
    "-a", "product=teapot", "-a", "agent_name=Anna", "-a", "shop_name=Blue Hill",
)  # fmt: skip
AMOUNTS = (
    *(word.replace("photos=none", "photos=clear") for word in PLAIN),
    "-a", "cause=unknown", "-a", "price_level=low", "-a", "refund_amount=5",
)  # fmt: skip


class Start(NamedTuple):
    """A command whose start is guarded: its words, and the environment that makes it one."""

    words: tuple[str, ...]
    environment: tuple[tuple[str, str], ...] = ()


COMMANDS = {
    "version": Start(("--version",)),
    "draft": Start(PLAIN),
    "draft-with-amounts": Start(AMOUNTS),
    "scenarios": Start(("scenarios",)),
    "show": Start(("show", "damaged")),
    "completion": Start(("draft", "dam"), (("_ASV_COMPLETE", "fish"),)),
}

# Runs without `site`, so that no .pth file of the environment has a part in the lists. Opened
# files and listed folders are told by Python's own audit events, whoever opens them.
SPY = """
import os, sys
import site
root, cache = sys.argv.pop(1), sys.argv.pop(1)
before = set(sys.modules)
seen = []
def spy(event, arguments):
    kinds = str, os.PathLike
    if event in ("open", "os.listdir", "os.scandir") and isinstance(arguments[0], kinds):
        path = os.path.abspath(os.fspath(arguments[0]))
        verb = "reads" if event == "open" else "lists"
        for top in ("scenarios", "templates", "src/asv_cli/data"):
            if (path + "/").startswith(f"{root}/{top}/"):
                seen.append(f"{verb} {path[len(root) + 1:]}")
        writing = event == "open" and (arguments[2] or 0) & (os.O_WRONLY | os.O_RDWR)
        if path.startswith(cache + "/") and event == "open" and not writing:
            seen.append("reads the cache")
sys.addaudithook(spy)
from asv_cli.__main__ import main
code = 0
try:
    main()
except SystemExit as end:
    code = end.code or 0
sys.stdout.flush()
lines = [f"exit {code}", *sorted(seen), *sorted(set(sys.modules) - before)]
print("\\0" + "\\n".join(lines), file=sys.__stdout__)
"""


class Seen(NamedTuple):
    """What one run imported and read."""

    modules: list[str]
    reads: list[str]


def start(command: Start) -> Seen:
    paths = {str(ROOT / "src"), sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    cache = Path(os.environ["HOME"]) / ".cache"
    done = subprocess.run(
        [sys.executable, "-S", "-c", SPY, str(ROOT), str(cache), *command.words],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
        stdin=subprocess.DEVNULL,
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join(sorted(paths, key=len)),
            **dict(command.environment),
        },
    )
    printed, _, told = done.stdout.rpartition("\0")
    code, *lines = told.splitlines()
    assert code == "exit 0", done.stderr
    assert printed, "a command that prints nothing has done nothing"
    reads = [line for line in lines if " " in line]
    return Seen([line for line in lines if " " not in line], reads)


def described(command: Start) -> list[str]:
    """Return the lines of a list: what is imported, then the reads of a first and second run."""
    cold, warm = start(command), start(command)
    modules = sorted({*cold.modules, *warm.modules})
    own = [f"imports {name}" for name in modules if not is_standard(name) and not private(name)]
    standard = {name.split(".")[0] for name in modules if is_standard(name)}
    return [
        *own,
        *(f"standard {name}" for name in sorted(standard) if not name.startswith("_")),
        *counted("first", cold.reads),
        *counted("again", warm.reads),
    ]


def counted(run: str, reads: list[str]) -> list[str]:
    """Return each read once, with how often; scenarios and templates by folder if many."""
    if len(set(reads)) > MANY:
        reads = [str(Path(line).parent) if Path(line).suffix else line for line in reads]
    return [f"{run} {line}: {times}" for line, times in sorted(Counter(reads).items())]


def is_standard(name: str) -> bool:
    return name.split(".", maxsplit=1)[0] in sys.stdlib_module_names


def private(name: str) -> bool:
    """Tell of parts that differ by how a package was built, such as compiled speed-ups."""
    if name.startswith("asv_cli"):
        return False
    return name == "cython_runtime" or any(part.startswith("_") for part in name.split("."))


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_imports_and_reads_no_more_than_its_list_says(
    name: str, request: pytest.FixtureRequest
) -> None:
    if name == "completion" and importlib.util.find_spec("asv_cli.completion") is None:
        pytest.skip("this asv has no completion yet")
    path = LISTS / f"{name}.txt"
    found = described(COMMANDS[name])
    if request.config.getoption("--regen"):
        head = f"# made with Python {PYTHON}; by: pytest tests/test_startup.py --regen"
        path.write_text("\n".join([head, *found, ""]), encoding="utf-8")
    head, *kept = path.read_text(encoding="utf-8").splitlines()
    if f"Python {PYTHON};" not in head:
        # Each Python's standard library imports a little differently; the rest is the same.
        kept, found = ([x for x in some if not x.startswith("standard ")] for some in (kept, found))
    more, fewer = sorted(set(found) - set(kept)), sorted(set(kept) - set(found))
    assert not more, f"'asv {name}' does more than before; if it must, run with --regen."
    assert not fewer, f"'asv {name}' does less than before: run with --regen to keep it so."


def test_reading_one_draft_does_not_read_other_scenarios() -> None:
    for name in ("draft", "draft-with-amounts"):
        lines = (LISTS / f"{name}.txt").read_text(encoding="utf-8").splitlines()
        read = {line.split()[2].rstrip(":") for line in lines if " reads scenarios/" in line}
        assert read <= {"scenarios/damaged.yaml", "scenarios/shared.yaml"}
