"""Sum up a log over a period into a report."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal, localcontext
from typing import TYPE_CHECKING, Final, Protocol

from asv_cli.errors import UsageError, did_you_mean
from asv_cli.report.standout import stand_outs
from asv_cli.report.value import Money, OptionRow, Report, Row

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from asv_cli.report.period import Period

KEYS: Final = ("product", "scenario", "outcome", "marketplace")


class Source(Protocol):
    """What a report asks of a log; every `caselog.Store` is one. Times are UTC text."""

    def first(self) -> str:
        """Return the time of the oldest draft, nothing for an empty log."""

    def counts(self, by: Sequence[str], start: str, end: str) -> dict[tuple[str, ...], int]:
        """Return how many drafts each combination of keys has; `hour` is a UTC hour."""

    def money(self, by: str, start: str, end: str) -> dict[tuple[str, str], Decimal]:
        """Return the most that buyers could take up, by key and currency."""

    def options(self, start: str, end: str) -> dict[tuple[str, str], tuple[int, Decimal | None]]:
        """Return count and total of each option in each currency."""

    def used(self, scenarios: Sequence[str]) -> set[str]:
        """Return which of these scenarios were ever drafted."""


def build(source: Source, period: Period, by: str = "product", known: Sequence[str] = ()) -> Report:
    """Return the report of a period.

    Args:
        source: the log.
        period: the time, and with it the time before.
        by: what the rows are: product, scenario, outcome or marketplace.
        known: the ids of every scenario there is, to name those never used.

    Raises:
        UsageError: `by` is none of these.
    """
    if by not in KEYS:
        hint = did_you_mean(by, list(KEYS)) or f"Choose {', '.join(KEYS[:-1])} or {KEYS[-1]}."
        raise UsageError(f"A report by '{by}' is not known. {hint}")
    counts = _by_first(source.counts([by], *period.window))
    before = _by_first(source.counts([by], *period.window_before))
    money = source.money(by, *period.window)
    pairs = ("product", "scenario")
    used = source.used(known)
    return Report(
        period=period,
        by=by,
        count=sum(counts.values()),
        before=sum(before.values()),
        rows=_rows(counts, before, money),
        options=_options(source.options(*period.window)),
        money=_total(money),
        money_before=_total(source.money(by, *period.window_before)),
        daily=_daily(source.counts(["hour"], *period.window), period),
        stand_outs=stand_outs(
            source.counts(pairs, *period.window), source.counts(pairs, *period.past)
        ),
        unused=tuple(each for each in sorted(known) if each not in used),
        first=source.first(),
    )


def _by_first(counts: Mapping[tuple[str, ...], int]) -> dict[str, int]:
    return {key: count for (key,), count in counts.items()}


def _rows(
    counts: Mapping[str, int],
    before: Mapping[str, int],
    money: Mapping[tuple[str, str], Decimal],
) -> tuple[Row, ...]:
    sums: dict[str, list[Money]] = {}
    for (key, currency), amount in money.items():
        sums.setdefault(key, []).append(Money(currency, amount))
    rows = [
        Row(key, counts.get(key, 0), before.get(key, 0), tuple(sorted(sums.get(key, ()))))
        for key in counts.keys() | before.keys()
    ]
    return tuple(sorted(rows, key=lambda row: (-row.count, -row.before, row.key)))


def _options(
    counted: Mapping[tuple[str, str], tuple[int, Decimal | None]],
) -> tuple[OptionRow, ...]:
    counts: dict[str, int] = {}
    sums: dict[str, list[Money]] = {}
    for (option, currency), (count, amount) in counted.items():
        counts[option] = counts.get(option, 0) + count
        if amount is not None:
            sums.setdefault(option, []).append(Money(currency, amount))
    rows = [
        OptionRow(option, count, tuple(sorted(sums.get(option, ()))))
        for option, count in counts.items()
    ]
    return tuple(sorted(rows, key=lambda row: (-row.count, row.option)))


def _total(money: Mapping[tuple[str, str], Decimal]) -> tuple[Money, ...]:
    sums: dict[str, Decimal] = {}
    with localcontext(prec=60):  # 28 digits round a sum silently
        for (_, currency), amount in money.items():
            sums[currency] = sums.get(currency, Decimal(0)) + amount
    return tuple(Money(currency, sums[currency]) for currency in sorted(sums))


def _daily(hourly: Mapping[tuple[str, ...], int], period: Period) -> tuple[tuple[date, int], ...]:
    """Return the drafts of each day in the user's zone; UTC hours fall into its days."""
    days = dict.fromkeys(period.days_shown(), 0)
    for day, count in _local_days(hourly, period):
        if day in days:
            days[day] += count
    return tuple(days.items())


def _local_days(
    hourly: Mapping[tuple[str, ...], int], period: Period
) -> Iterable[tuple[date, int]]:
    for (hour,), count in hourly.items():
        moment = datetime.strptime(hour, "%Y-%m-%dT%H").replace(tzinfo=UTC)
        yield moment.astimezone(period.start.tzinfo).date(), count
