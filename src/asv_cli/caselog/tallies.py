"""Count what the log holds over a time, for reports: plain numbers, exact money.

Times are UTC as `entry.utc` writes them, from `start` up to but without `end`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from decimal import Decimal, localcontext
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from contextlib import AbstractContextManager

KEYS: Final = {
    "product": "d.product",
    "scenario": "d.scenario",
    "outcome": "d.scenario || '/' || d.outcome",  # an outcome's id is its scenario's own
    "marketplace": "d.marketplace",
    "hour": "substr(d.time, 1, 13)",
}
"""What drafts can be counted by. `hour` is the UTC hour, `2026-11-22T21`."""

_DURING = "d.time >= ? AND d.time < ?"


class Tallies(ABC):
    """The counting half of an SQL store, on top of the few things a database must do."""

    @abstractmethod
    def close(self) -> None:
        """Let go of the database."""

    @abstractmethod
    def _rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]: ...

    @abstractmethod
    def _change(self, sql: str, *values: Any) -> int: ...

    @abstractmethod
    def _insert(self, sql: str, *values: Any) -> int: ...

    @abstractmethod
    def _each(self, sql: str, rows: Sequence[tuple[Any, ...]]) -> None: ...

    @abstractmethod
    def _writing(self) -> AbstractContextManager[None]: ...

    def first(self) -> str:
        """Return the time of the oldest draft, nothing for an empty log."""
        return str(self._rows("SELECT min(time) FROM asv_drafts")[0][0] or "")

    def counts(self, by: Sequence[str], start: str, end: str) -> dict[tuple[str, ...], int]:
        """Return how many drafts each combination of the `KEYS` in `by` has."""
        keys = ", ".join(KEYS[name] for name in by)
        places = ", ".join(str(place + 1) for place in range(len(by)))
        sql = f"SELECT {keys}, count(*) FROM asv_drafts d WHERE {_DURING} GROUP BY {places}"  # noqa: S608
        return {row[:-1]: row[-1] for row in self._rows(sql, start, end)}

    def money(self, by: str, start: str, end: str) -> dict[tuple[str, str], Decimal]:
        """Return the most that buyers could take up, by key and currency.

        Of one draft only the largest amount of each currency counts: its options are
        alternatives, and the buyer takes one.
        """
        sql = (
            f"SELECT {KEYS[by]}, o.currency, o.amount, count(*) "  # noqa: S608
            "FROM asv_drafts d CROSS JOIN asv_offers o "
            f"WHERE o.draft = d.id AND o.top = 1 AND {_DURING} GROUP BY 1, 2, 3"
        )
        rows = self._rows(sql, start, end)
        return _sums(((row[0], row[1]), row[2], row[3]) for row in rows)

    def options(self, start: str, end: str) -> dict[tuple[str, str], tuple[int, Decimal | None]]:
        """Return how often each option was offered in each currency, and for how much in all.

        The amount is None where the option never named one; the currency is empty then.
        """
        sql = (
            "SELECT o.option, o.currency, o.amount, count(*) "  # noqa: S608
            "FROM asv_drafts d CROSS JOIN asv_offers o "
            f"WHERE o.draft = d.id AND {_DURING} GROUP BY 1, 2, 3"
        )
        rows = self._rows(sql, start, end)
        counts: dict[tuple[str, str], int] = {}
        for option, currency, _, count in rows:
            counts[option, currency] = counts.get((option, currency), 0) + count
        sums = _sums(((row[0], row[1]), row[2], row[3]) for row in rows if row[2] is not None)
        return {key: (count, sums.get(key)) for key, count in counts.items()}

    def used(self, scenarios: Sequence[str]) -> set[str]:
        """Return which of these scenarios the log has at least one draft of."""
        if not scenarios:
            return set()
        sql = (
            f"SELECT column1 FROM (VALUES {', '.join(['(?)'] * len(scenarios))}) AS known "  # noqa: S608
            "WHERE EXISTS (SELECT 1 FROM asv_drafts WHERE scenario = column1)"
        )
        return {row[0] for row in self._rows(sql, *scenarios)}


def _sums(rows: Iterable[tuple[tuple[str, str], str, int]]) -> dict[tuple[str, str], Decimal]:
    sums: dict[tuple[str, str], Decimal] = {}
    with localcontext(prec=60):  # 28 digits round a sum silently
        for key, amount, count in rows:
            sums[key] = sums.get(key, Decimal(0)) + Decimal(amount) * count
    return sums
