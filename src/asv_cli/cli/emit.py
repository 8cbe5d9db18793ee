"""Put a command's result out: whole to standard output, or whole into a file."""

from __future__ import annotations

import os
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from asv_cli.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterable


def emit(pieces: Iterable[str]) -> None:
    """Write data to standard output and make sure that it got there.

    Raises:
        OutputError: the reader has gone, or the disk is full.
    """
    out = sys.stdout
    try:
        for piece in pieces:
            out.write(piece)
        out.flush()
    except OSError as error:
        with suppress(OSError, ValueError):  # or the flush at exit complains again
            os.dup2(os.open(os.devnull, os.O_WRONLY), out.fileno())
        raise OutputError(f"The output could not be written ({error.strerror}).") from error


def tell(line: str) -> None:
    """Write one line of talk to standard error."""
    sys.stderr.write(f"{line}\n")


def save(path: Path, text: str) -> None:
    """Write a file whole or not at all, line ends as they are; readable only by its owner.

    Raises:
        OutputError: it cannot be written; a file of that name stays as it was.
    """
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
                file.write(text)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise OutputError(
            f"'{path}' could not be written ({error.strerror}). Choose another place with space."
        ) from error
