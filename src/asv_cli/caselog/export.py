"""The log as JSON Lines or CSV, for other programs; redacted, for other people.

Redacted means: no order id, no letter, no agent, and of each time only the day, so that a row
cannot be matched with an order by its minute.
"""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any, Final

from asv_cli.model import Due

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from asv_cli.caselog.entry import Entry, Logged

SCHEMA: Final = 1
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "'")
COLUMNS: Final = (
    *("id", "time", "scenario", "outcome", "product", "marketplace", "order", "language"),
    *("agent", "scenario_hash", "template_hash", "answers", "offers", "follow_ups"),
)


def redacted(entry: Entry) -> Entry:
    """Return an entry without what could lead back to a person."""
    day = len("2026-11-22")
    dues = tuple(Due(each.due[:day], each.do) for each in entry.follow_ups)
    return entry._replace(time=entry.time[:day], order="", agent="", letters=(), follow_ups=dues)


def as_data(logged: Logged) -> dict[str, Any]:
    """Return a draft as plain data for JSON; amounts are text, so that they stay exact."""
    entry = logged.entry
    data: dict[str, Any] = {"id": logged.id}
    data |= {name: getattr(entry, name) for name in COLUMNS[1:11]}
    data["answers"] = dict(entry.answers)
    data["offers"] = [
        {
            "option": offer.option,
            "amount": None if offer.amount is None else format(offer.amount, "f"),
            "currency": offer.currency,
        }
        for offer in entry.offers
    ]
    data["follow_ups"] = [{"due": each.due, "do": each.do} for each in entry.follow_ups]
    if entry.letters:
        data["letters"] = [
            {"to": each.to, "language": each.language, "subject": each.subject, "body": each.body}
            for each in entry.letters
        ]
    return data


def json_lines(drafts: Iterable[Logged]) -> Iterator[str]:
    """Yield one line of JSON for each draft; each says its schema."""
    for each in drafts:
        yield json.dumps({"schema": SCHEMA, **as_data(each)}, ensure_ascii=False) + "\n"


def csv_lines(drafts: Iterable[Logged]) -> Iterator[str]:
    """Yield the heading and one record for each draft; lists are JSON in their cell."""
    yield csv_line(COLUMNS)
    for each in drafts:
        data = as_data(each)
        yield csv_line([_cell(data[name]) for name in COLUMNS])


def csv_line(cells: Iterable[object]) -> str:
    """Return one CSV record; text a spreadsheet would run as a formula gets a `'` in front."""
    written = io.StringIO()
    safe = (f"'{cell}" if str(cell).startswith(_FORMULA) else cell for cell in cells)
    csv.writer(written).writerow(safe)
    return written.getvalue()


def _cell(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else str(value)
