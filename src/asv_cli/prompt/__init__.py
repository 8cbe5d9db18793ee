"""Ask a person on a terminal: menus, input lines, or plain numbered lists."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from asv_cli.prompt.terminal import Terminal, open_terminal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from asv_cli.asking import Asker
    from asv_cli.i18n import Words

__all__ = ["Terminal", "asker_for", "open_terminal", "wants_lines"]


def wants_lines(environ: Mapping[str, str] = os.environ) -> bool:
    """Tell whether the agent wants line mode, or the terminal can do nothing else."""
    asked = (environ.get("ASV_ACCESSIBLE"), environ.get("ACCESSIBLE"))
    if any(value not in {None, "", "0"} for value in asked):
        return True
    return environ.get("TERM", "") in {"", "dumb", "unknown"}


def asker_for(terminal: Terminal, words: Words, *, plain: bool) -> Asker:
    """Return who asks on this terminal: menus, or numbered lists."""
    if plain:
        from asv_cli.prompt.lines import LineAsker

        return LineAsker(terminal.keyboard, terminal.screen, words)
    from asv_cli.prompt.menus import MenuAsker

    return MenuAsker(terminal, words)
