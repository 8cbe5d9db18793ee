"""`asv report`: what was drafted over a time, and what goes wrong with which product."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path  # noqa: TC003 - typer reads the annotations
from typing import TYPE_CHECKING, Annotated

import typer

from asv_cli.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from asv_cli.report import Period, Report


def register(app: typer.Typer, known: Callable[[], Sequence[str]] | None = None) -> None:
    """Add `report` to the program. `known` gives the ids of all scenarios when it runs."""

    @app.command()
    def report(  # noqa: PLR0913 - one parameter for each option of the command
        *,
        week: Annotated[bool, typer.Option("--week", help="The last 7 days.")] = False,
        month: Annotated[bool, typer.Option("--month", help="The last 30 days.")] = False,
        day: Annotated[str, typer.Option("--since", help="A date, or an age like 90d.")] = "",
        by: Annotated[
            str, typer.Option(help="product, scenario, outcome or marketplace.")
        ] = "product",
        as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
        as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV.")] = False,
        html: Annotated[Path | None, typer.Option(help="Write a page to open and print.")] = None,
    ) -> None:
        """Sum up a week (the default), a month or the time since a day."""
        if week + month + bool(day) > 1:
            raise UsageError("A report has one time. Give one of --week, --month and --since.")
        if as_json + as_csv + bool(html) > 1:
            raise UsageError("A report has one form. Give one of --json, --csv and --html.")
        found = summed_up(_period(day, month=month), by, (known or known_scenarios)())
        _put_out(found, html, as_json=as_json, as_csv=as_csv)


def summed_up(period: Period, by: str, known: Sequence[str]) -> Report:
    """Return the report of the log."""
    from asv_cli.caselog import open_store
    from asv_cli.report import build

    with open_store(create=False) as store:
        return build(store, period, by, known)


def known_scenarios() -> Sequence[str]:
    """Return the ids of all scenarios, so that a report can name those never used."""
    from asv_cli.library import open_library

    return list(open_library().scenarios())


def _period(day: str, *, month: bool) -> Period:
    from asv_cli.report import MONTH, WEEK, last_days, parse_day, since

    now = datetime.now().astimezone()
    return since(parse_day(day, now), now) if day else last_days(MONTH if month else WEEK, now)


def _put_out(report: Report, html: Path | None, *, as_json: bool, as_csv: bool) -> None:
    from asv_cli.console import say, write_file, write_out
    from asv_cli.report import data, text

    if html:
        from asv_cli.report.html import as_html

        write_file(html, as_html(report))
        say(f"The report was written to '{html}'.")
    elif as_json:
        write_out(data.as_json(report))
    elif as_csv:
        write_out(data.as_csv(report))
    else:
        from shutil import get_terminal_size

        write_out(text.as_text(report, get_terminal_size().columns) + "\n")
