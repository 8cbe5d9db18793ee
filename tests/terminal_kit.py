"""What tests of the terminal share: keys in this process, real terminals, scripted people."""

from __future__ import annotations

import contextlib
import datetime
import os
import re
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pexpect
import pyte
from prompt_toolkit.application import create_app_session
from prompt_toolkit.data_structures import Size
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from asv_cli.drafting import Case
from asv_cli.library import open_library
from asv_cli.loader import load_scenario, load_shared, marketplace
from asv_cli.render import Renderer, Setting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from asv_cli.asking import Entry, Menu

ROOT = Path(__file__).parents[1]
ENTER, ESC, TAB_BACK, BACKSPACE = "\r", "\x1b", "\x1b[Z", "\x7f"
LEFT, UP, DOWN, PAGE_DOWN = "\x1b[D", "\x1b[A", "\x1b[B", "\x1b[6~"
CTRL_C, CTRL_D, CTRL_U = "\x03", "\x04", "\x15"
DAMAGED = {
    "fulfilment": "merchant",
    "photos": "none",
    "product": "teapot",
    "buyer_name": "Zoé",
    "agent_name": "Anna",
    "shop_name": "Blue Hill",
}


class Screen(DummyOutput):
    """A screen of a given size that counts its bells."""

    def __init__(self, rows: int = 24, columns: int = 80) -> None:
        self.size = Size(rows, columns)
        self.bells = 0

    def get_size(self) -> Size:
        return self.size

    def bell(self) -> None:
        self.bells += 1


@contextlib.contextmanager
def keys(*pressed: str, screen: Screen | None = None) -> Iterator[Screen]:
    """Press keys in this process; where they run out, the prompt sees the end of input."""
    screen = screen or Screen()
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=screen):
        pipe.send_text("".join(pressed))
        yield screen


def case_of(scenario: str = "damaged", language: str = "en", letter: str = "") -> Case:
    """Return a case of the built-in library."""
    library = open_library(None, environ={}, here=ROOT)
    shared = load_shared(library)
    setting = Setting(language, marketplace("US"), datetime.date(2026, 11, 22))
    return Case(
        load_scenario(library, scenario, shared),
        shared,
        Renderer(library, shared, setting),
        setting,
        datetime.datetime(2026, 11, 22, 9, 30, tzinfo=datetime.UTC),
        letter,
    )


class Scripted:
    """Answers from a dict by key; an answer may be a list, taken in turn, or an exception."""

    def __init__(self, answers: dict[str, object]) -> None:
        self.answers = answers
        self.seen: list[str] = []
        self.defaults: dict[str, str] = {}
        self.told: list[str] = []
        self.menus: dict[str, Menu] = {}

    def pick(self, menu: Menu) -> str:
        self.menus[menu.key] = menu
        return self._next(menu.key, menu.default)

    def write(self, entry: Entry) -> str:
        return entry.check(self._next(entry.key, entry.default))

    def tell(self, text: str) -> None:
        self.told.append(text)

    def take_back(self) -> None:
        self.told.append("(taken back)")

    def _next(self, key: str, default: str) -> str:
        self.seen.append(key)
        self.defaults[key] = default
        answer = self.answers[key]
        if isinstance(answer, list):
            answer = answer.pop(0)
        if isinstance(answer, BaseException):
            raise answer
        return str(answer)


class _Emulator(pyte.Screen):
    """A screen that takes the private sequences of vim, which pyte does not know."""

    def select_graphic_rendition(self, *attrs: int, private: bool = False) -> None:
        if not private:
            super().select_graphic_rendition(*attrs)


class Person:
    """Somebody at a real terminal, running a shell command in which `asv` is the program."""

    def __init__(
        self, command: str, folder: Path, *, rows: int = 30, columns: int = 80, **environment: str
    ) -> None:
        program = folder / "bin" / "asv"
        program.parent.mkdir(exist_ok=True)
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m asv_cli "$@"\n')
        program.chmod(0o755)
        path = f"{program.parent}:{os.environ['PATH']}"
        fixed = {"PATH": path, "PYTHONPATH": str(ROOT / "src"), "TERM": "xterm-256color"}
        self.raw = b""
        self._screen = _Emulator(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self.process: pexpect.spawn[bytes] = pexpect.spawn(
            "/bin/sh",
            ["-c", command],
            dimensions=(rows, columns),
            env={**os.environ, **fixed, **environment},
            cwd=str(folder),
            timeout=30,
        )

    @property
    def screen(self) -> str:
        """What the screen shows now."""
        return "\n".join(line.rstrip() for line in self._screen.display).rstrip()

    def see(self, words: str, seconds: float = 20) -> str:
        """Wait until the screen shows some words and return the screen."""
        end = time.monotonic() + seconds
        while words not in self.screen:
            if not self._read() and words not in self.screen:
                raise AssertionError(f"The program ended without {words!r}:\n{self.screen}")
            if time.monotonic() > end:
                raise AssertionError(f"No {words!r} on the screen:\n{self.screen}")
        return self.screen

    def press(self, *pressed: str) -> None:
        """Press keys."""
        self.process.send("".join(pressed))

    def walk(self, *steps: tuple[str, str]) -> None:
        """Wait for some words, then press keys; and so on."""
        for words, pressed in steps:
            self.see(words)
            self.press(pressed)

    def end(self) -> int:
        """Wait for the end and return the exit code."""
        while self._read():
            pass
        self.process.close()
        return int(self.process.exitstatus or 0) if self.process.signalstatus is None else -1

    def _read(self) -> bool:
        try:
            data = self.process.read_nonblocking(65536, 0.2)
        except pexpect.TIMEOUT:
            return True
        except pexpect.EOF:
            return False
        self.raw += data
        self._stream.feed(data)
        return True


TO_LETTER = (
    ("Who ships", "1"),
    ("photos", "1"),
    ("Buyer's name", f"Zoé{ENTER}"),
    ("The product", f"teapot{ENTER}"),
    ("Your name", f"Anna{ENTER}"),
    ("shop's name", f"Blue Hill{ENTER}"),
)
"""The keys of `asv draft damaged` to the letter that asks for photos."""


def escapes(raw: bytes) -> list[bytes]:
    """Return the escape sequences in what a terminal was sent."""
    return re.findall(rb"\x1b[^\n]{0,12}", raw)
