"""Find the terminal, whatever stdin, stdout and stderr are connected to.

Keys come from stdin if it is a terminal, else from the terminal device; the questions appear on
stderr, stdout or the device, the first that is a terminal. So a pipe holds only the letter, and
text piped in never answers a question.
"""

from __future__ import annotations

import contextlib
import os
import sys
from typing import IO, TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator


class Terminal(NamedTuple):
    """Where keys come from and where questions appear."""

    keyboard: IO[str]
    screen: IO[str]


@contextlib.contextmanager
def open_terminal() -> Iterator[Terminal | None]:
    """Yield the terminal, None where there is none (cron, CI, a closed session)."""
    with contextlib.ExitStack() as stack:
        keyboard = sys.stdin if is_terminal(sys.stdin) else _device("r", stack)
        screens = [stream for stream in (sys.stderr, sys.stdout) if is_terminal(stream)]
        screen = screens[0] if screens else _device("w", stack)
        yield Terminal(keyboard, screen) if keyboard and screen else None


def is_terminal(stream: IO[str] | None) -> bool:
    """Tell whether a stream is open and a terminal; a closed stdin is None."""
    return stream is not None and not stream.closed and stream.isatty()


def fully_interactive() -> bool:
    """Tell whether stdin, stdout and stderr are all terminals: nobody waits for the letter."""
    return all(is_terminal(stream) for stream in (sys.stdin, sys.stdout, sys.stderr))


def _device(mode: str, stack: contextlib.ExitStack) -> IO[str] | None:
    """Open the terminal by its own name; `/dev/tty`, which kqueue cannot poll, comes last."""
    names = []
    for descriptor in (2, 1, 0):
        with contextlib.suppress(OSError):
            names.append(os.ttyname(descriptor))
    for name in [*names, "/dev/tty"]:
        with contextlib.suppress(OSError):
            return stack.enter_context(open(name, mode, encoding="utf-8"))  # noqa: PTH123
    return None
