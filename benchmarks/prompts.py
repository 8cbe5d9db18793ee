"""Start to first question: wall time until the question stands on a real pseudo-terminal."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import termios
import time
from typing import TYPE_CHECKING

import measure
from measure import Command, Taken

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_WHERE = b"\x1b[6n"  # "where is the cursor?", which a terminal answers
_AT_TOP = b"\x1b[1;1R"
_PATIENCE = 30


def first_question(command: Command, shown: str, environ: Mapping[str, str], here: Path) -> float:
    """Return the seconds from start until the terminal has received a text, then end the program.

    Raises:
        RuntimeError: the text never came.
    """
    parent, child = pty.openpty()
    fcntl.ioctl(child, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 100, 0, 0))
    began = time.perf_counter()
    process = subprocess.Popen(
        command,
        env=dict(environ),
        cwd=here,
        stdin=child,
        stdout=child,
        stderr=child,
        start_new_session=True,
    )
    os.close(child)
    seen = b""
    try:
        while shown.encode() not in seen:
            ready, _, _ = select.select([parent], [], [], _PATIENCE)
            more = os.read(parent, 65536) if ready else b""
            if not more:
                raise RuntimeError(f"'{shown}' never came from {' '.join(command)}: {seen!r}")
            seen += more
            if _WHERE in more:
                os.write(parent, _AT_TOP)
        return time.perf_counter() - began
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
        os.close(parent)


def in_turn(
    asked: Mapping[str, tuple[Command, str]],
    base: Command,
    rounds: int,
    environ: Mapping[str, str],
    here: Path,
) -> dict[str, Taken]:
    """Take wall times in turn: the baseline to its end, every other to its first question."""
    taken = {name: Taken() for name in ("pass", *asked)}
    for number in range(-2, rounds):
        cpu, wall = measure.once(base, environ, here)
        times = {"pass": wall}
        for name, (command, shown) in asked.items():
            times[name] = first_question(command, shown, environ, here)
        if number >= 0:
            for name, wall in times.items():
                taken[name].wall.append(wall)
                taken[name].cpu.append(cpu)
    return taken
