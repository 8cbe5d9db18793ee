"""The command line: arguments to calls to an exit code. One file per command."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from asv_cli.cli import (
    check,
    config,
    draft,
    due,
    init,
    lint,
    log,
    new,
    products,
    report,
    scenarios,
    schema,
    show,
)
from asv_cli.errors import AsvError, Exit

if TYPE_CHECKING:
    from collections.abc import Sequence

app = typer.Typer(
    name="asv",
    help="Draft courteous, policy-safe replies to Amazon buyers.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
# Typer's own errors of usage; its click is private, the public exceptions are their children.
_UsageProblem = typer.BadParameter.__mro__[2]


def _version(*, wanted: bool) -> None:
    if wanted:
        from asv_cli import __version__

        typer.echo(f"asv {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    *,
    version: Annotated[
        bool, typer.Option("--version", help="Show the version.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """Draft courteous, policy-safe replies to Amazon buyers."""


app.command("draft")(draft.command)
app.command("scenarios")(scenarios.command)
app.command("show")(show.command)
app.command("check")(check.command)
app.command("lint")(lint.command)
app.command("new")(new.command)
app.command("schema")(schema.command)
log.register(app)
due.register(app)
report.register(app, report.known_scenarios)
app.command("init")(init.command)
app.command("products")(products.command)
app.add_typer(config.app)


def run(arguments: Sequence[str]) -> int:
    """Run the command line and return the exit code; the only place that prints errors."""
    from asv_cli.console import prepare_streams

    prepare_streams()
    as_json = "--json" in arguments
    try:
        code = app(list(arguments), prog_name="asv", standalone_mode=False)
    except AsvError as error:
        return _report(error, as_json=as_json)
    except _UsageProblem as error:
        return _report(_usage(error), as_json=as_json)
    except (KeyboardInterrupt, EOFError, typer.Abort):
        return int(Exit.INTERRUPTED)
    return int(code or Exit.OK)


def _usage(error: BaseException) -> AsvError:
    from asv_cli.errors import UsageError

    message = error.format_message()  # type: ignore[attr-defined]
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "asv"
    ending = "" if message.endswith((".", "?")) else "."
    return UsageError(f"{message}{ending} Run '{command} --help' for what there is.")


def _report(error: AsvError, *, as_json: bool) -> int:
    from asv_cli.console import say, write_out

    if as_json:
        from asv_cli.cli.output import error_json

        write_out(error_json(error))
    else:
        say(str(error))
    return int(error.code)
