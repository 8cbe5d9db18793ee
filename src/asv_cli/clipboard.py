"""Put text on the clipboard by whatever way this machine has, and say which it was."""

from __future__ import annotations

import base64
import os
import shlex
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, NamedTuple

from asv_cli.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SECONDS = 5


class Copied(NamedTuple):
    """The way a text went; `certain` is false where nothing answers whether it arrived."""

    way: str
    certain: bool

    def __str__(self) -> str:
        if self.certain:
            return f"Copied to the clipboard ({self.way})."
        return f"Sent to your terminal for the clipboard ({self.way}); paste to see that it came."


def copy(text: str, environ: Mapping[str, str] = os.environ, *, command: str = "") -> Copied:
    """Copy a text: the configured command, a native tool, tmux, or the terminal itself (OSC 52).

    A configured command is the only way tried: who sets one wants no other.

    Raises:
        OutputError: no way worked; the message names another way out.
    """
    if command:
        return _by_command(command, text)
    faults = []
    for name, tool, certain in _tools(environ):
        if fault := _run(tool, text):
            faults.append(f"{name} {fault}")
        else:
            return Copied(name, certain)
    if _osc52(text):
        return Copied("OSC 52", certain=False)
    tried = f" ({'; '.join(faults)})" if faults else ""
    raise OutputError(
        f"The letter could not be copied{tried}: install xclip or wl-copy, or use --output FILE."
    )


def _by_command(command: str, text: str) -> Copied:
    try:
        words = shlex.split(command)
    except ValueError:
        words = []
    fault = _run(words, text) if words else "cannot be understood"
    if fault:
        raise OutputError(
            f"The letter could not be copied: the copy_command '{command}' {fault}. Mend the "
            "setting, or use --output FILE."
        )
    return Copied(words[0], certain=True)


def _tools(environ: Mapping[str, str]) -> Iterator[tuple[str, list[str], bool]]:
    """Yield name, command and certainty of each tool that can reach a clipboard from here."""
    remote = environ.get("SSH_TTY") or environ.get("SSH_CONNECTION")
    if not remote:
        native = []
        if sys.platform == "darwin":
            native.append(["pbcopy"])
        if environ.get("WSL_DISTRO_NAME") or sys.platform == "win32":
            native.append(["clip.exe"])
        if environ.get("WAYLAND_DISPLAY"):
            native.append(["wl-copy"])
        if environ.get("DISPLAY"):
            native += [["xclip", "-selection", "clipboard"], ["xsel", "--clipboard", "--input"]]
        for command in native:
            if shutil.which(command[0]):
                yield command[0], command, True
    if environ.get("TMUX") and shutil.which("tmux"):
        yield "tmux", ["tmux", "load-buffer", "-w", "-"], False


def _run(command: list[str], text: str) -> str:
    """Run a tool; return what went wrong, or nothing.

    xclip and wl-copy stay alive as owners of the clipboard: they must not hold our pipes, nor
    die of our Ctrl-C.
    """
    encoding = "utf-16" if command[0] == "clip.exe" else "utf-8"
    try:
        done = subprocess.run(  # noqa: S603 - fixed commands, found on PATH
            command,
            input=text.encode(encoding),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS,
            start_new_session=True,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return "did not answer"
    except OSError as error:
        return f"failed ({error.strerror})"
    return f"ended with code {done.returncode}" if done.returncode else ""


def _osc52(text: str) -> bool:
    """Ask the terminal itself to take the text; tell whether there is a terminal."""
    from asv_cli.prompt.terminal import open_terminal

    payload = base64.b64encode(text.encode()).decode()
    with open_terminal() as terminal:
        if terminal is None or os.environ.get("TERM") in {"dumb", None}:
            return False
        terminal.screen.write(f"\033]52;c;{payload}\a")
        terminal.screen.flush()
    return True
