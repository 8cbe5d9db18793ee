"""The program as Typer knows it: its commands, their help, and its errors of usage."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Annotated

import typer

from asv_cli.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

# The commands in the order of the help, each with the module below this package that has it.
COMMANDS = {
    "draft": "draft",
    "scenarios": "scenarios",
    "show": "show",
    "check": "check",
    "lint": "lint",
    "new": "new",
    "schema": "schema",
    "log": "log",
    "due": "due",
    "done": "due",
    "report": "report",
    "init": "init",
    "products": "products",
    "config": "config",
    "completion": "completion",
}
# Typer's own errors of usage; its click is private, the public exceptions are their children.
_UsageProblem: type[Exception] = typer.BadParameter.__mro__[2]


def build(command: str = "") -> typer.Typer:
    """Return the program with one command, or with all of them.

    Typer reads the signature of every command it is given, which for all of them costs more
    than to draft a letter. So the command that is asked for is the only one it gets.
    """
    app = typer.Typer(
        name="asv",
        help="Draft courteous, policy-safe replies to Amazon buyers.",
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_options)
    modules = [COMMANDS[command]] if command in COMMANDS else dict.fromkeys(COMMANDS.values())
    for module in modules:
        import_module(f"asv_cli.cli.{module}").register(app)
    return app


def _version(*, wanted: bool) -> None:
    if wanted:
        from asv_cli import __version__

        typer.echo(f"asv {__version__}")
        raise typer.Exit


def _options(
    *,
    version: Annotated[
        bool, typer.Option("--version", help="Show the version.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """Draft courteous, policy-safe replies to Amazon buyers."""


def execute(arguments: Sequence[str]) -> int:
    """Run a command line and return the exit code.

    Raises:
        AsvError: what went wrong, errors of usage among it.
    """
    try:
        app = build(arguments[0] if arguments else "")
        return int(app(list(arguments), prog_name="asv", standalone_mode=False) or 0)
    except _UsageProblem as error:
        raise _usage(error) from error
    except typer.Abort:
        raise KeyboardInterrupt from None


def _usage(error: BaseException) -> UsageError:
    message = error.format_message()  # type: ignore[attr-defined]
    if message.startswith("Usage:"):  # the whole help, where no command was given
        return UsageError(message)
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "asv"
    ending = "" if message.endswith((".", "?")) else "."
    return UsageError(f"{message}{ending} Run '{command} --help' for what there is.")
