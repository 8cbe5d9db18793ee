"""Talk to people: plain lines on stderr, tables on stdout, letters written and flushed safely."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from asv_cli.answers import clean
from asv_cli.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Sequence


def prepare_streams() -> None:
    """Make stdout and stderr write UTF-8 with plain newlines, whatever the locale says."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace", newline="\n")


def say(text: str) -> None:
    """Write lines to stderr; a reader who has gone is no error."""
    if sys.stderr is not None:
        with contextlib.suppress(OSError):
            sys.stderr.write(f"{clean(text)}\n")
            sys.stderr.flush()


def write_out(text: str) -> None:
    """Write to stdout and flush, so that a full disk or a closed pipe is seen here.

    Raises:
        OutputError: stdout cannot take it.
    """
    if sys.stdout is None:
        raise OutputError("There is no standard output to write to. Use --output FILE.")
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except OSError as error:
        _silence_stdout()
        raise OutputError(f"The output could not be written: {error.strerror}.") from error


def _silence_stdout() -> None:
    """Point stdout at nothing, or the interpreter's own flush at exit complains again."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def make_folder(path: Path) -> None:
    """Make a folder with all above it; one that is there is no error.

    Raises:
        OutputError: it cannot be made.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"The folder '{path}' cannot be made: {error.strerror}.") from error


def write_file(path: Path, text: str, *, replace: bool = True) -> None:
    """Write a file whole or not at all; only its owner may read it.

    Raises:
        OutputError: the folder or disk does not take it, or it is there and not to be replaced.
    """
    try:
        if path.is_dir():
            raise OutputError(f"'{path}' is a folder. Name a file in it.")
        if path.exists() and not path.is_file():  # a device or pipe is written, never replaced
            path.write_text(text, encoding="utf-8", newline="\n")
            return
        import tempfile

        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with open(handle, "w", encoding="utf-8", newline="\n") as file:  # noqa: PTH123 - a descriptor
                file.write(text)
            if replace:
                Path(temporary).replace(path)
            else:
                path.hardlink_to(temporary)  # fails where the file is there, even since a moment
        finally:
            Path(temporary).unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(f"'{path}' could not be written: {error.strerror}.") from error


def on_terminal() -> bool:
    """Tell whether stdout is a terminal."""
    return sys.stdout is not None and sys.stdout.isatty()


def table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print rows: a table on a terminal, tab-separated lines without headings in a pipe."""
    if not on_terminal():
        write_out("".join("\t".join(clean(cell) for cell in row) + "\n" for row in rows))
        return
    from rich.box import SIMPLE
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    shape = Table(box=SIMPLE, pad_edge=False)
    for heading in headings:
        shape.add_column(heading, overflow="fold")
    for row in rows:
        shape.add_row(*(Text(clean(cell)) for cell in row))
    Console(highlight=False).print(shape)
