"""Ask with menus and input lines that erase themselves and leave one line per answer."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from asv_cli.prompt.cells import fit, pair

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

    from prompt_toolkit.formatted_text import StyleAndTextTuples
    from prompt_toolkit.output import Output

    from asv_cli.asking import Entry, Menu
    from asv_cli.i18n import Words
    from asv_cli.prompt.terminal import Terminal


@dataclass(frozen=True, slots=True)
class MenuAsker:
    """Asks on a terminal that can move its cursor."""

    terminal: Terminal
    words: Words
    _lines: list[bool] = field(default_factory=list)  # what is on the screen: answers, or facts

    def pick(self, menu: Menu) -> str:
        """Return the id of the item picked; the menu erases itself."""
        from asv_cli.prompt.menu import run_menu

        with self._session() as screen:
            picked = run_menu(menu, self.words)
            if menu.echo:
                self._echo(screen, menu.ask, menu.item(picked).label)
        return picked

    def write(self, entry: Entry) -> str:
        """Return an answer that fits; what does not fit is said below the line being typed."""
        from asv_cli.prompt.line import run_line

        with self._session() as screen:
            answer = run_line(entry, self.words)
            if entry.echo:
                self._echo(screen, entry.ask, answer or "–")
        return answer

    def tell(self, text: str) -> None:
        """Show lines, dim."""
        with self._session() as screen:
            for line in text.split("\n"):
                _print(screen, [("dim", fit(line, max(screen.get_size().columns - 1, 2)))])
                self._lines.append(False)

    def take_back(self) -> None:
        """Erase the last answer's line and the facts told after it."""
        if not any(self._lines):
            return
        with self._session() as screen:
            while not self._lines.pop():
                screen.cursor_up(1)
            screen.cursor_up(1)
            screen.erase_down()
            screen.flush()

    def _echo(self, screen: Output, ask: str, answer: str) -> None:
        """Leave one line in the transcript for each answer."""
        width = max(screen.get_size().columns - 1, 4)
        said, answered = pair(ask, answer, width)
        _print(screen, [("dim", said), ("bold", answered)])
        self._lines.append(True)

    @contextlib.contextmanager
    def _session(self) -> Iterator[Output]:
        from prompt_toolkit.application import create_app_session
        from prompt_toolkit.input import create_input
        from prompt_toolkit.output import create_output

        keyboard = create_input(cast("TextIO", self.terminal.keyboard))
        screen = create_output(cast("TextIO", self.terminal.screen))
        # The cursor's place need not be known; asking for it would mix answers into the keys.
        screen.enable_cpr = False  # type: ignore[attr-defined]
        with create_app_session(input=keyboard, output=screen):
            yield screen


def _print(screen: Output, line: StyleAndTextTuples) -> None:
    from prompt_toolkit.formatted_text import FormattedText
    from prompt_toolkit.shortcuts import print_formatted_text

    print_formatted_text(FormattedText(line), output=screen)
