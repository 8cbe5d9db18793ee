"""Keys that mean the same in every question."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from asv_cli.asking import GoBack

if TYPE_CHECKING:
    from prompt_toolkit.application import Application
    from prompt_toolkit.key_binding import KeyBindings
    from prompt_toolkit.key_binding.key_processor import KeyPressEvent


def back(event: KeyPressEvent) -> None:
    """Leave the question for the one before it."""
    event.app.exit(exception=GoBack())


def bind_leaving(bindings: KeyBindings) -> None:
    """Bind Shift-Tab to back, Ctrl-C to stopping, Ctrl-D to the end of all input."""
    bindings.add("s-tab", eager=True)(back)
    bindings.add("c-c", eager=True)(lambda event: event.app.exit(exception=KeyboardInterrupt()))
    bindings.add("c-d", eager=True)(lambda event: event.app.exit(exception=EOFError()))


def settle(app: Application[Any]) -> None:
    """Make Esc answer at once, and the question vanish when answered."""
    app.ttimeoutlen, app.timeoutlen = 0.05, 0.2  # else Esc feels dead for half a second
    app.erase_when_done = True
