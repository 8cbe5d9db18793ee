"""`asv schema`: the JSON Schema of scenario files, for editors."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import typer


def command() -> None:
    """Print the JSON Schema of a scenario file; editors complete and check with it."""
    from asv_cli.console import write_out
    from asv_cli.loader.schema import scenario_schema

    write_out(scenario_schema())


def register(app: typer.Typer) -> None:
    """Add `schema` to the program."""
    app.command("schema")(command)
