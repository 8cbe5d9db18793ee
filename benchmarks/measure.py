"""Run commands in turn and take medians: CPU (user and system, whole process) and wall time."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

Command = tuple[str, ...]
_PEAK = (
    "import os, sys\n"
    "child = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ)\n"
    "usage = os.wait4(child, 0)[2]\n"
    "os.write(2, f'\\n{usage.ru_maxrss}'.encode())\n"
)


@dataclass(slots=True)
class Taken:
    """The seconds of every round of one command, beside those of the baseline."""

    cpu: list[float] = field(default_factory=list)
    wall: list[float] = field(default_factory=list)

    def over(self, base: Taken) -> tuple[float, float]:
        """Return the medians of the rounds' ratios to another command: CPU, wall."""
        return ratio(self.cpu, base.cpu), ratio(self.wall, base.wall)


def ratio(these: Sequence[float], those: Sequence[float]) -> float:
    """Return the median of pairwise ratios; a pair is from the same round."""
    return statistics.median(a / b for a, b in zip(these, those, strict=True))


def once(command: Command, environ: Mapping[str, str], here: Path) -> tuple[float, float]:
    """Run a command to its end and return its CPU and wall seconds.

    Raises:
        RuntimeError: it failed; a failure must not pass as a quick run.
    """
    began = time.perf_counter()
    process = subprocess.Popen(
        command,
        env=dict(environ),
        cwd=here,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"exit {process.returncode}: {' '.join(command)}")
    return usage.ru_utime + usage.ru_stime, wall


def in_turn(
    commands: Mapping[str, Command], rounds: int, environ: Mapping[str, str], here: Path
) -> dict[str, Taken]:
    """Run every command once per round, one after the other, after two rounds to warm up."""
    taken = {name: Taken() for name in commands}
    for number in range(-2, rounds):
        for name, command in commands.items():
            cpu, wall = once(command, environ, here)
            if number >= 0:
                taken[name].cpu.append(cpu)
                taken[name].wall.append(wall)
    return taken


def output(command: Command, environ: Mapping[str, str], here: Path) -> str:
    """Return what a command prints; show its errors where it fails."""
    done = subprocess.run(
        command,
        env=dict(environ),
        cwd=here,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"exit {done.returncode}: {' '.join(command)}\n{done.stderr}")
    return done.stdout


def peak(command: Command, environ: Mapping[str, str], here: Path) -> float:
    """Return the largest resident size of a command, in MiB.

    A child starts with the size of its parent, so a small one stands between.
    """
    done = subprocess.run(
        [sys.executable, "-ISc", _PEAK, *command],
        env=dict(environ),
        cwd=here,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        check=True,
    )
    kilobytes = int(done.stderr.splitlines()[-1])
    return kilobytes / 1024 / (1024 if sys.platform == "darwin" else 1)
