"""`asv due` and `asv done`: what was promised, by date, and the command for the next letter."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from asv_cli.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from asv_cli.caselog import FollowUp, LogSettings

SCHEMA: Final = 1
AT_ONCE: Final = 50


def register(app: typer.Typer, settings: Callable[[], LogSettings] | None = None) -> None:
    """Add `due` and `done` to the program. `settings` is called when a command runs."""
    from asv_cli.cli.log import usual_settings

    settings = settings or usual_settings

    @app.command()
    def due(
        *,
        ics: Annotated[
            Path | None, typer.Option(help="Write a calendar file instead, to import elsewhere.")
        ] = None,
        everything: Annotated[bool, typer.Option("--all", help="List more than 50.")] = False,
        as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    ) -> None:
        """List follow-ups by date, overdue first, with the command for the next letter."""
        list_due(settings(), ics, everything=everything, as_json=as_json)

    @app.command()
    def done(
        number: Annotated[list[int], typer.Argument(help="Numbers that `asv due` shows.")],
    ) -> None:
        """Close follow-ups."""
        close(number)


def list_due(settings: LogSettings, ics: Path | None, *, everything: bool, as_json: bool) -> None:
    """Print the open follow-ups, or write them all into a calendar file."""
    from asv_cli.caselog import open_store
    from asv_cli.cli.log import scrub
    from asv_cli.console import say, write_file, write_out

    now = datetime.now().astimezone()
    most = None if everything or ics else AT_ONCE
    with open_store(create=False) as store:
        scrub(store, settings)
        found = store.due(most and most + 1)
    more, found = len(found) > (most or len(found)), found[:most]
    if ics:
        from asv_cli.caselog.ical import calendar

        write_file(ics, calendar(found, now))
        say(f"Follow-ups written to '{ics}': {len(found)}.")
    elif as_json:
        data = {"schema": SCHEMA, "more": more, "follow_ups": [_data(x, now) for x in found]}
        write_out(json.dumps(data, ensure_ascii=False, indent=2) + "\n")
    elif found:
        write_out("".join(f"{line}\n" for each in found for line in _lines(each, now)))
    else:
        say("Nothing is due.")
    if more and not as_json:
        say(f"These are the first {AT_ONCE}; 'asv due --all' lists every one.")


def close(numbers: list[int]) -> None:
    """Mark follow-ups as done.

    Raises:
        UsageError: a number is no follow-up's; the others are closed all the same.
    """
    from asv_cli.caselog import open_store, utc
    from asv_cli.console import say

    now = utc(datetime.now(UTC))
    unknown = []
    with open_store(create=False) as store:
        for number in numbers:
            when = store.done(number, now)
            if not when:
                unknown.append(str(number))
            elif when < now:
                say(f"Follow-up {number} was done already, on {when[:10]}.")
            else:
                say(f"Follow-up {number} is done.")
    if unknown:
        raise UsageError(f"No follow-up has the number {', '.join(unknown)}. See 'asv due'.")


def _lines(follow_up: FollowUp, now: datetime) -> Iterator[str]:
    from asv_cli.caselog.clock import distance, hard_line, shown
    from asv_cli.report.table import clean

    entry = follow_up.entry
    about = ", ".join(filter(None, (entry.order, entry.product, entry.marketplace)))
    yield f"{follow_up.id:>5}  {shown(follow_up.due)}  {distance(follow_up.due, now)}"
    yield clean(f"       {follow_up.do}" + (f" ({about})" if about else ""))
    if line := hard_line(follow_up):
        last = shown(line.isoformat())
        yield f"       Target 24 h; the last moment is {last}. Weekends count."
    if follow_up.later:
        yield "       A newer draft of this order exists: perhaps this is done."
    yield clean(f"       {entry.recipe}")


def _data(follow_up: FollowUp, now: datetime) -> dict[str, Any]:
    from asv_cli.caselog.clock import hard_line, state

    entry = follow_up.entry
    line = hard_line(follow_up)
    return {
        "id": follow_up.id,
        "due": follow_up.due,
        "state": state(follow_up.due, now),
        "hard_line": line.isoformat() if line else None,
        "do": follow_up.do,
        "order": entry.order,
        "scenario": entry.scenario,
        "product": entry.product,
        "marketplace": entry.marketplace,
        "newer_draft": follow_up.later,
        "command": entry.recipe,
    }
