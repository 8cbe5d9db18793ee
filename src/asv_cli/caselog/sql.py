"""The statements both databases share; a subclass connects, guards and runs them.

Every public method is one transaction at most. What is added, forgotten or purged is whole or
not at all.
"""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar

from asv_cli.caselog.entry import Entry, FollowUp, Logged, Offer, letters_from, letters_json
from asv_cli.caselog.tallies import Tallies
from asv_cli.model import Due

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_T = TypeVar("_T")
_KEPT = (
    "time, scenario, outcome, product, marketplace, language, scenario_hash, template_hash, "
    "agent, answers, order_id, letters"
)
_ADD_DRAFT = f"INSERT INTO asv_drafts ({_KEPT}, personal) VALUES ({'?, ' * 12}?)"  # noqa: S608
_ADD_OFFER = "INSERT INTO asv_offers VALUES (?, ?, ?, ?, ?, ?)"
_ADD_FOLLOW_UP = "INSERT INTO asv_follow_ups (draft, due, todo) VALUES (?, ?, ?)"
_SCRUB = """UPDATE asv_drafts SET order_id = NULL, letters = NULL, personal = 0 WHERE id IN (
    SELECT id FROM asv_drafts WHERE personal = 1 AND time < ? ORDER BY time LIMIT ?{})"""
_DUE = """SELECT id, due, todo, draft FROM asv_follow_ups
    WHERE done IS NULL ORDER BY due, id LIMIT ?"""
SCRUB_AT_ONCE = 500
_PAGE = 500


class SqlStore(Tallies):
    """A case log in an SQL database. See `store.Store` for what each method promises."""

    skip_locked: ClassVar[str] = ""  # what makes scrubbers pass over each other's rows
    no_limit: ClassVar[int | None] = -1  # what LIMIT takes for "all"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def add(self, entry: Entry, *, expired: str = "") -> int:
        """Log a draft and return its number; scrub a few drafts older than `expired`."""
        with self._writing():
            number = self._add(entry)
            if expired:
                self._change(_SCRUB.format(self.skip_locked), expired, SCRUB_AT_ONCE)
        return number

    def add_many(self, entries: Iterable[Entry]) -> int:
        """Log many drafts in one transaction, all or none, and return how many."""
        with self._writing():
            return sum(1 for entry in entries if self._add(entry))

    def cases(self, order: str) -> list[Logged]:
        """Return the drafts of one order, oldest first."""
        return self._logged("WHERE order_id = ? ORDER BY id", order)

    def latest(self, count: int) -> list[Logged]:
        """Return the newest drafts, oldest of them first."""
        return self._logged("ORDER BY id DESC LIMIT ?", count)[::-1]

    def every(self) -> Iterator[Logged]:
        """Yield every draft, oldest first, a page at a time."""
        last = 0
        while page := self._logged("WHERE id > ? ORDER BY id LIMIT ?", last, _PAGE):
            yield from page
            last = page[-1].id

    def due(self, count: int | None = None) -> list[FollowUp]:
        """Return the open follow-ups, the most overdue first; at most `count` of them."""
        rows = self._rows(_DUE, self.no_limit if count is None else count)
        entries = self._by_number(list(dict.fromkeys(row[3] for row in rows)))
        newest = self._newest({each.order for each in entries.values() if each.order})
        return [
            FollowUp(
                number,
                due,
                do,
                entries[draft],
                later=newest.get(entries[draft].order, draft) > draft,
            )
            for number, due, do, draft in rows
            if draft in entries  # purged by somebody else a moment ago
        ]

    def done(self, number: int, when: str) -> str:
        """Close a follow-up; return when it was closed, or nothing when there is none."""
        with self._writing():
            self._change(
                "UPDATE asv_follow_ups SET done = ? WHERE id = ? AND done IS NULL", when, number
            )
            rows = self._rows("SELECT done FROM asv_follow_ups WHERE id = ?", number)
        return str(rows[0][0]) if rows else ""

    def purge(self, before: str) -> int:
        """Delete the drafts older than a UTC time, with all that belongs to them."""
        with self._writing():
            return self._change("DELETE FROM asv_drafts WHERE time < ?", before)

    def forget(self, order: str) -> int:
        """Delete the drafts of an order, with all that belongs to them."""
        with self._writing():
            return self._change("DELETE FROM asv_drafts WHERE order_id = ?", order)

    def scrub(self, before: str) -> int:
        """Take order ids and letters out of every draft older than a UTC time."""
        total = 0
        while True:
            if not self._rows(
                "SELECT 1 FROM asv_drafts WHERE personal = 1 AND time < ? LIMIT 1", before
            ):
                return total
            with self._writing():
                sql = _SCRUB.format(self.skip_locked)
                changed = self._change(sql, before, SCRUB_AT_ONCE * 20)
            total += changed
            if not changed:  # another process holds the rest and scrubs it
                return total

    def _add(self, entry: Entry) -> int:
        letters = letters_json(entry)
        number = self._insert(
            _ADD_DRAFT,
            *(entry.time, entry.scenario, entry.outcome, entry.product, entry.marketplace),
            *(entry.language, entry.scenario_hash, entry.template_hash, entry.agent),
            json.dumps(dict(entry.answers), ensure_ascii=False),
            entry.order or None,
            letters,
            int(bool(entry.order or letters)),
        )
        self._each(_ADD_OFFER, [(number, *row) for row in _offer_rows(entry.offers)])
        self._each(_ADD_FOLLOW_UP, [(number, each.due, each.do) for each in entry.follow_ups])
        return number

    def _logged(self, where: str, *values: Any) -> list[Logged]:
        rows = self._rows(f"SELECT id, {_KEPT} FROM asv_drafts {where}", *values)  # noqa: S608
        offers: dict[int, list[Offer]] = {}
        follow_ups: dict[int, list[Due]] = {}
        for numbers in _pages([row[0] for row in rows]):
            for draft, option, amount, currency in self._of(
                "asv_offers", "option, amount, currency", "place", numbers
            ):
                exact = None if amount is None else Decimal(amount)
                offers.setdefault(draft, []).append(Offer(option, exact, currency))
            for draft, due, todo in self._of("asv_follow_ups", "due, todo", "id", numbers):
                follow_ups.setdefault(draft, []).append(Due(due, todo))
        return [
            _from_row(row, tuple(offers.get(row[0], ())), tuple(follow_ups.get(row[0], ())))
            for row in rows
        ]

    def _by_number(self, numbers: Sequence[int]) -> dict[int, Entry]:
        entries: dict[int, Entry] = {}
        for some in _pages(numbers):
            where = f"WHERE id IN ({_marks(some)})"
            entries |= {each.id: each.entry for each in self._logged(where, *some)}
        return entries

    def _newest(self, orders: Iterable[str]) -> dict[str, int]:
        """Return the number of the newest draft of each order."""
        newest: dict[str, int] = {}
        for some in _pages(sorted(orders)):
            newest |= dict(
                self._rows(
                    "SELECT order_id, max(id) FROM asv_drafts "  # noqa: S608
                    f"WHERE order_id IN ({_marks(some)}) GROUP BY order_id",
                    *some,
                )
            )
        return newest

    def _of(
        self, table: str, columns: str, order: str, numbers: Sequence[int]
    ) -> list[tuple[Any, ...]]:
        return self._rows(
            f"SELECT draft, {columns} FROM {table} WHERE draft IN ({_marks(numbers)}) "  # noqa: S608
            f"ORDER BY draft, {order}",
            *numbers,
        )


def _pages(values: Sequence[_T]) -> Iterator[Sequence[_T]]:
    """Yield the values some at a time: a database takes only so many in one statement."""
    for start in range(0, len(values), _PAGE):
        yield values[start : start + _PAGE]


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))


def _offer_rows(offers: Sequence[Offer]) -> Iterator[tuple[int, str, str | None, str, int]]:
    """Yield the offers as rows; mark the largest amount of each currency as its top."""
    top: dict[str, tuple[Decimal, int]] = {}
    for place, offer in enumerate(offers):
        if offer.amount is not None and offer.amount > top.get(offer.currency, (Decimal(-1),))[0]:
            top[offer.currency] = (offer.amount, place)
    tops = {place for _, place in top.values()}
    for place, offer in enumerate(offers):
        amount = None if offer.amount is None else format(offer.amount, "f")
        yield place, offer.option, amount, offer.currency, int(place in tops)


def _from_row(row: tuple[Any, ...], offers: tuple[Offer, ...], dues: tuple[Due, ...]) -> Logged:
    (number, time, scenario, outcome, product, marketplace, language, *rest) = row
    scenario_hash, template_hash, agent, answers, order, letters = rest
    entry = Entry(
        time=time,
        scenario=scenario,
        outcome=outcome,
        answers=json.loads(answers),
        offers=offers,
        product=product,
        marketplace=marketplace,
        order=order or "",
        language=language,
        scenario_hash=scenario_hash,
        template_hash=template_hash,
        agent=agent,
        follow_ups=dues,
        letters=letters_from(letters),
    )
    return Logged(number, entry)
