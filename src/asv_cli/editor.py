"""Let the agent edit a letter in $VISUAL or $EDITOR, also when stdin or stdout is a pipe."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from asv_cli.answers import clean
from asv_cli.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from asv_cli.prompt.terminal import Terminal


def edit(text: str, terminal: Terminal, environ: Mapping[str, str] = os.environ) -> str:
    """Return a text as the agent left it in the editor, cleaned, with one newline at its end.

    The file lies in a folder that only its owner may enter, and is gone afterwards.

    Raises:
        OutputError: the editor could not start, failed, or left nothing; the draft stands.
    """
    command = _command(environ)
    with tempfile.TemporaryDirectory(prefix="asv-") as folder:  # mode 0700
        file = Path(folder, "reply.txt")
        file.write_text(text, encoding="utf-8", newline="\n")
        _run([*command, str(file)], terminal)
        try:
            edited = file.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError):
            raise OutputError(
                f"'{command[0]}' left no UTF-8 text; the draft stays as it was. Save it as UTF-8."
            ) from None
    edited = clean(edited).strip("\n")
    if not edited.strip():
        raise OutputError("The edited letter is empty; the draft stays as it was. Edit it again.")
    return f"{edited}\n"


def _command(environ: Mapping[str, str]) -> list[str]:
    chosen = environ.get("VISUAL") or environ.get("EDITOR") or ""
    try:
        words = shlex.split(chosen)
    except ValueError as error:
        raise OutputError(
            f"The editor '{chosen}' cannot be understood ({error}); the draft stays as it was. "
            "Set VISUAL to a command."
        ) from error
    return words or ["notepad" if sys.platform == "win32" else "vi"]


def _run(command: list[str], terminal: Terminal) -> None:
    """Run the editor on the terminal itself, whatever our own streams are connected to."""
    try:
        done = subprocess.run(  # noqa: S603 - the agent's own editor
            command,
            stdin=terminal.keyboard.fileno(),
            stdout=terminal.screen.fileno(),
            stderr=terminal.screen.fileno(),
            check=False,
        )
    except OSError as error:
        raise OutputError(
            f"The editor '{command[0]}' cannot be started: {error.strerror}. The draft stays as "
            "it was; set VISUAL or EDITOR."
        ) from error
    if done.returncode:
        raise OutputError(
            f"The editor '{command[0]}' ended with code {done.returncode}; the draft stays as it "
            "was. Edit it again, or set VISUAL to another editor."
        )
