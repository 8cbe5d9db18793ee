"""Run one input line on the terminal of the current session."""

from __future__ import annotations

from typing import TYPE_CHECKING

import questionary
from prompt_toolkit.application import get_app
from prompt_toolkit.filters import Condition
from prompt_toolkit.key_binding import KeyBindings, merge_key_bindings
from prompt_toolkit.layout import FormattedTextControl, HSplit, Layout, Window
from prompt_toolkit.styles import Style

from asv_cli.answers import clean
from asv_cli.prompt.cells import fold_lines
from asv_cli.prompt.draw import STYLES
from asv_cli.prompt.keys import back, bind_leaving, settle

if TYPE_CHECKING:
    from typing import Any

    from prompt_toolkit.application import Application
    from prompt_toolkit.formatted_text import StyleAndTextTuples
    from prompt_toolkit.key_binding.key_processor import KeyPressEvent

    from asv_cli.asking import Entry
    from asv_cli.i18n import Words


class _Line:
    """The entry being typed, and what is wrong with what was last entered."""

    def __init__(self, entry: Entry, words: Words) -> None:
        self.entry = entry
        self.words = words
        self.fault = ""

    def enter(self, event: KeyPressEvent) -> None:
        """Take the answer if it fits; else ring, and say below what is wrong."""
        try:
            event.app.exit(result=self.entry.check(event.current_buffer.text))
        except ValueError as error:
            self.fault = self.words.error(error)
            event.app.output.bell()

    def below(self) -> StyleAndTextTuples:
        """Return the lines below the input: the fault, the help, the hint."""
        width = max(get_app().output.get_size().columns - 3, 10)
        hint = "Enter takes it; Esc or Shift-Tab: back"
        if self.entry.optional:
            hint = "Enter takes it, empty leaves it out; Esc or Shift-Tab: back"
        parts = [("class:fault", self.fault), ("class:why", self.entry.help),
                 ("class:hint", self.words(hint))]  # fmt: skip
        lines = [(s, f"  {line}") for s, text in parts if text for line in fold_lines(text, width)]
        below: StyleAndTextTuples = [part for line in lines for part in (line, ("", "\n"))]
        return below[:-1]


def run_line(entry: Entry, words: Words) -> str:
    """Return a canonical answer.

    Raises:
        GoBack, KeyboardInterrupt, EOFError: the agent left the question.
    """
    line = _Line(entry, words)
    prompt = questionary.text(
        clean(entry.ask), default=clean(entry.default), qmark="?", style=Style.from_dict(STYLES)
    )
    app = prompt.application
    app.key_bindings = merge_key_bindings([app.key_bindings, _bindings(app, line)])  # type: ignore[list-item]
    below = Window(FormattedTextControl(line.below), dont_extend_height=True)
    app.layout = Layout(HSplit([app.layout.container, below]), app.layout.current_window)
    settle(app)
    return str(prompt.unsafe_ask())


def _bindings(app: Application[Any], line: _Line) -> KeyBindings:
    bindings = KeyBindings()
    bind_leaving(bindings)
    bindings.add("enter", eager=True)(line.enter)
    bindings.add("c-j", eager=True)(line.enter)
    bindings.add("escape")(back)
    empty = Condition(lambda: not app.current_buffer.text)
    bindings.add("backspace", eager=True, filter=empty)(back)
    bindings.add("left", eager=True, filter=empty)(back)
    return bindings
