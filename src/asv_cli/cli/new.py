"""`asv new`: a commented skeleton of a scenario and its letters, for authors to fill."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer


def command(
    scenario: Annotated[str, typer.Argument(metavar="ID", help="The new scenario's id.")],
    *,
    into: Annotated[
        Path, typer.Option(metavar="DIR", help="The library folder to write to.")
    ] = Path(".asv"),
) -> None:
    """Write the skeleton of a scenario with a letter per language; change it, then check it."""
    from asv_cli.console import say, write_file, write_out
    from asv_cli.errors import OutputError, UsageError
    from asv_cli.library import open_library
    from asv_cli.loader.shapes import ID_WORD
    from asv_cli.skeleton import skeleton

    if not re.fullmatch(ID_WORD.pattern, scenario):
        raise UsageError(f"'{scenario}' cannot be an id. Use {ID_WORD.looks}, such as late-gift.")
    if scenario in open_library().scenarios():
        raise UsageError(f"There is a scenario '{scenario}' already. Choose another id.")
    files = skeleton(scenario)
    for name in files:
        if (into / name).exists():
            raise UsageError(f"'{into / name}' exists already. Delete it, or choose another id.")
    for name, text in files.items():
        path = into / name
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutputError(f"'{path.parent}' cannot be made: {error.strerror}.") from error
        write_file(path, text)
        write_out(f"{path}\n")
    say(f"Now change the texts, and run: asv check {scenario}")


def register(app: typer.Typer) -> None:
    """Add `new` to the program."""
    app.command("new")(command)
