"""The command line: arguments to calls to an exit code. One file per command."""

from __future__ import annotations

from typing import TYPE_CHECKING

from asv_cli.errors import AsvError, Exit

if TYPE_CHECKING:
    from collections.abc import Sequence


def run(arguments: Sequence[str]) -> int:
    """Run the command line and return the exit code; the only place that prints errors."""
    from asv_cli.console import prepare_streams

    prepare_streams()
    try:
        return _run(arguments)
    except AsvError as error:
        return _report(error, as_json=_wants_json(arguments))
    except (KeyboardInterrupt, EOFError):
        return int(Exit.INTERRUPTED)


def _run(arguments: Sequence[str]) -> int:
    from asv_cli.cli.quick import read

    if (wanted := read(arguments)) is not None:
        from asv_cli.cli.wanted import draft

        return draft(wanted)
    from asv_cli.cli.app import execute

    return execute(arguments)


def _wants_json(arguments: Sequence[str]) -> bool:
    """Tell whether `--json` stands there as an option, not as the value of one."""
    if "--json" not in arguments:
        return False
    from asv_cli.cli.spelled import options

    return any(arguments[place] == "--json" for place in options(arguments[0], arguments))


def _report(error: AsvError, *, as_json: bool) -> int:
    from asv_cli.console import say, write_out

    if as_json:
        from asv_cli.cli.output import error_json

        write_out(error_json(error))
    else:
        say(str(error))
    return int(error.code)
