"""`asv log`: what was drafted, by order; purge, forget and export it."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer
from typer.core import TyperGroup

from asv_cli.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from asv_cli.caselog import Logged, LogSettings, Store


HELP: Final = """Show what was drafted: `asv log` the latest, `asv log ORDER` one order.

The log holds no names, addresses or letters unless the settings keep letters. It is a file only
you can read, and it is not encrypted: disk encryption is up to you."""


class OrderOrCommand(TyperGroup):
    """A group whose first word may be an order id: anything but a command goes to `show`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Send what is no command to `show`, which lists the latest drafts without a word."""
        if not args or not (args[0] in self.commands or args[0] == "--help"):
            args = ["show", *args]
        return super().parse_args(ctx, args)


def register(app: typer.Typer, settings: Callable[[], LogSettings] | None = None) -> None:
    """Add `log` to the program. `settings` is called when a command runs."""
    settings = settings or usual_settings
    log = typer.Typer(cls=OrderOrCommand, rich_markup_mode=None)
    app.add_typer(log, name="log", help=HELP)

    @log.command(hidden=True)
    def show(
        order: Annotated[str, typer.Argument(help="An order id; the latest drafts if none.")] = "",
        *,
        count: Annotated[int, typer.Option("-n", help="How many of the latest.", min=1)] = 20,
        as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    ) -> None:
        """Show the drafts of an order, or the latest drafts."""
        show_drafts(order, count, settings(), as_json=as_json)

    @log.command()
    def purge(
        older_than: Annotated[str, typer.Option(help="An age, like 30d or 12w.")],
    ) -> None:
        """Delete every draft older than an age, with its follow-ups."""
        purge_drafts(older_than)

    @log.command()
    def forget(order: Annotated[str, typer.Argument(help="The order id.")]) -> None:
        """Delete the drafts of an order, with their follow-ups."""
        forget_order(order)

    @log.command()
    def export(
        *,
        redacted: Annotated[
            bool, typer.Option("--redacted", help="Without order ids, agents, letters and hours.")
        ] = False,
        form: Annotated[str, typer.Option("--format", help="jsonl or csv.")] = "jsonl",
    ) -> None:
        """Print every draft, one record each."""
        export_drafts(form, settings(), redacted=redacted)


def usual_settings() -> LogSettings:
    """Return what shop.yaml says of the log."""
    from asv_cli.cli.casebook import log_settings
    from asv_cli.library import open_library
    from asv_cli.loader import load_shop

    return log_settings(load_shop(open_library()).settings)


def show_drafts(order: str, count: int, settings: LogSettings, *, as_json: bool) -> None:
    """Print the drafts of an order, or the latest ones."""
    from asv_cli.caselog import open_store, order_id
    from asv_cli.caselog.export import SCHEMA, as_data
    from asv_cli.console import say, write_out

    with open_store(create=False) as store:
        scrub(store, settings)
        drafts = store.cases(order_id(order)) if order else store.latest(count)
    if as_json:
        data = {"schema": SCHEMA, "drafts": [as_data(each) for each in drafts]}
        write_out(json.dumps(data, ensure_ascii=False, indent=2) + "\n")
    elif drafts:
        write_out(
            "".join(f"{line}\n" for line in (_order_lines if order else _latest_lines)(drafts))
        )
    else:
        say(f"No draft of order '{order}' is logged." if order else "No draft is logged yet.")


def scrub(store: Store, settings: LogSettings) -> None:
    """Take out what is past the retention time; say so when the log cannot be written."""
    from asv_cli.caselog import StoreError, retention_ends
    from asv_cli.console import say

    try:
        store.scrub(retention_ends(settings))
    except StoreError as fault:
        say(f"Old order ids could not be taken out of the log. {fault}")


def purge_drafts(older_than: str) -> None:
    """Delete the drafts older than an age, like `30d` or `12w`."""
    from asv_cli.caselog import open_store, utc
    from asv_cli.console import say

    before = utc(datetime.now(UTC) - _age(older_than))
    with open_store(create=False) as store:
        count = store.purge(before)
    say(f"{count} {'draft' if count == 1 else 'drafts'} older than {older_than} deleted.")


def forget_order(order: str) -> None:
    """Delete the drafts of an order."""
    from asv_cli.caselog import open_store, order_id
    from asv_cli.console import say

    order = order_id(order)
    with open_store(create=False) as store:
        count = store.forget(order)
    say(f"{count} {'draft' if count == 1 else 'drafts'} of order '{order}' deleted.")


def export_drafts(form: str, settings: LogSettings, *, redacted: bool) -> None:
    """Print every draft as JSON Lines or CSV."""
    from asv_cli.caselog import export, open_store
    from asv_cli.console import write_out

    writers = {"jsonl": export.json_lines, "csv": export.csv_lines}
    if form not in writers:
        raise UsageError(f"The format '{form}' is not known. Choose jsonl or csv.")
    with open_store(create=False) as store:
        scrub(store, settings)
        drafts = store.every()
        if redacted:
            drafts = (x._replace(entry=export.redacted(x.entry)) for x in drafts)
        for piece in writers[form](drafts):
            write_out(piece)


def _age(text: str) -> timedelta:
    found = re.fullmatch(r"(\d{1,5})([dw])", text)
    if not found:
        raise UsageError(f"'{text}' is no age. Give days or weeks, like 30d or 12w.")
    return timedelta(days=int(found[1]) * (7 if found[2] == "w" else 1))


def _latest_lines(drafts: list[Logged]) -> list[str]:
    from asv_cli.report.table import table

    rows = [
        (_local(x)[:10], x.entry.scenario, x.entry.outcome, x.entry.product, x.entry.order)
        for x in drafts
    ]
    return table(("Day", "Scenario", "Outcome", "Product", "Order"), rows, _width(), whole=(0, 4))


def _order_lines(drafts: list[Logged]) -> Iterator[str]:
    """Yield the whole case: each draft with what it rested on, offered and promised."""
    from asv_cli.caselog.clock import shown
    from asv_cli.report.table import clean

    for each in drafts:
        entry = each.entry
        about = ", ".join(filter(None, (entry.product, entry.marketplace, entry.language)))
        yield clean(f"{_local(each)}  {entry.scenario}: {entry.outcome}  ({about})")
        for key, choice in entry.answers.items():
            yield clean(f"    {key} = {choice}")
        for offer in entry.offers:
            amount = "" if offer.amount is None else f" {offer.amount:f} {offer.currency}"
            yield clean(f"    offered: {offer.option}{amount}")
        for follow_up in entry.follow_ups:
            yield clean(f"    due {shown(follow_up.due)}: {follow_up.do}")


def _local(logged: Logged) -> str:
    return f"{datetime.fromisoformat(logged.entry.time).astimezone():%Y-%m-%d %H:%M}"


def _width() -> int:
    from shutil import get_terminal_size

    return get_terminal_size().columns
