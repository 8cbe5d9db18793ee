"""Fill a case log with made-up drafts: `python benchmarks/log_generate.py PLACE COUNT [DAYS]`.

PLACE is a file or postgresql://…; the drafts are spread evenly over the last DAYS days (730),
so the same COUNT is always the same log but for today's date. Every draft of the last 30 days
has an order id, as after scrubbing; 40 follow-ups are open, the others done, as in a shop that
keeps up. Nothing in it is or resembles a person's data.
"""

from __future__ import annotations

import random
import sys
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from asv_cli.caselog import Entry, Offer, open_store, utc
from asv_cli.model import Due

if TYPE_CHECKING:
    from collections.abc import Iterator

SCENARIOS = tuple(f"scenario-{number:02}" for number in range(30))
PRODUCTS = tuple(f"SKU-{number:03}" for number in range(200))
MARKETPLACES = {"us": "USD", "de": "EUR", "fr": "EUR", "uk": "GBP", "jp": "JPY"}
AT_ONCE = 20_000
OPEN = 40
DAYS = 730


def entries(count: int, days: int, now: datetime) -> Iterator[Entry]:
    """Yield made-up drafts, oldest first."""
    chance = random.Random(count)  # noqa: S311 - nothing secret
    for number in range(count):
        moment = now - timedelta(days=days) * ((count - number) / count)
        marketplace = chance.choice(tuple(MARKETPLACES))
        amount = Decimal(chance.randrange(100, 5000)) / 100
        due = (moment + timedelta(days=3)).date().isoformat()
        recent = now - moment < timedelta(days=30)
        yield Entry(
            time=utc(moment),
            scenario=chance.choice(SCENARIOS),
            outcome=f"outcome-{chance.randrange(4)}",
            answers={"photos": "clear", "cause": "transport", "price_level": "low"},
            offers=(
                Offer("replacement"),
                Offer("partial-refund", amount, MARKETPLACES[marketplace]),
                Offer("refund", 3 * amount, MARKETPLACES[marketplace]),
            ),
            product=chance.choice(PRODUCTS),
            marketplace=marketplace,
            order=f"100-{number:07}-{chance.randrange(10**7):07}" if recent else "",
            language="en",
            scenario_hash="0123456789abcdef",
            template_hash="fedcba9876543210",
            agent=f"agent-{number % 5}",
            follow_ups=(Due(due, "Ask again which option the buyer prefers."),),
        )


def fill(place: str, count: int, days: int = DAYS) -> None:
    """Log `count` drafts, and close all but the newest follow-ups."""
    from itertools import islice

    made = entries(count, days, datetime.now(UTC))
    with open_store(place) as store:
        while some := list(islice(made, AT_ONCE)):
            store.add_many(some)
            close_old(store, OPEN)


def close_old(store: object, still_open: int) -> None:
    """Close every open follow-up but the newest, in one statement; asv itself closes one by one."""
    with store._writing():  # type: ignore[attr-defined]  # noqa: SLF001
        store._change(  # type: ignore[attr-defined]  # noqa: SLF001
            "UPDATE asv_follow_ups SET done = due WHERE done IS NULL AND id <= "
            "(SELECT max(id) FROM asv_follow_ups) - ?",
            still_open,
        )


if __name__ == "__main__":
    if len(sys.argv) < 3:  # noqa: PLR2004
        sys.exit(__doc__)
    fill(sys.argv[1], int(sys.argv[2]), *map(int, sys.argv[3:4]))
