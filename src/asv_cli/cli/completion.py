"""`asv completion`: print the script that teaches a shell to complete asv."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Shell(StrEnum):
    """The shells that asv can be completed in."""

    BASH = "bash"
    ZSH = "zsh"
    FISH = "fish"


def command(shell: Annotated[Shell, typer.Argument(help="The shell the script is for.")]) -> None:
    """Print the completion script of a shell; its first lines say where to put it."""
    from asv_cli.console import write_out

    folder = Path(__file__).parents[1] / "data" / "completion"
    write_out((folder / f"asv.{shell.value}").read_text(encoding="utf-8"))


def register(app: typer.Typer) -> None:
    """Add `completion` to the program."""
    app.command("completion")(command)
