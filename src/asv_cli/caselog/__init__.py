"""The case log: what was promised, what is due, what was drafted for an order before.

For the end of `asv draft`:

    from asv_cli.caselog import (
        LogSettings, compare, entry_of, open_store, order_id, prefill, record,
    )

    settings = LogSettings(on=…, keep_letters=…, retention_days=…)
    order = order_id(text)                    # --order; AnswerError when it is none
    with open_store(create=False) as store:   # StoreError: warn, and go on without
        cases = [each.entry for each in store.cases(order)]
    prefilled = prefill(cases, scenario.id, product)  # below flags and facts, above prompts
    entry = entry_of(draft, scenario, now=…, order=order, product=…, amounts=…, …)
    warnings = compare(cases, entry)          # Problems of severity "warning", for stderr
    fault = record(entry, settings=settings)  # a Problem for stderr, or None; never raises

Nothing here is imported by `asv draft --no-log`; sqlite3 and psycopg load only in `open_store`.
"""

from __future__ import annotations

from asv_cli.caselog.cases import compare, prefill
from asv_cli.caselog.entry import (
    Entry,
    FollowUp,
    Logged,
    LogSettings,
    Offer,
    digest,
    entry_of,
    order_id,
    utc,
)
from asv_cli.caselog.faults import StoreError
from asv_cli.caselog.store import Store, open_store, record, retention_ends

__all__ = [
    "Entry",
    "FollowUp",
    "LogSettings",
    "Logged",
    "Offer",
    "Store",
    "StoreError",
    "compare",
    "digest",
    "entry_of",
    "open_store",
    "order_id",
    "prefill",
    "record",
    "retention_ends",
    "utc",
]
