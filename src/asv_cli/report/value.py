"""A report as a frozen value; every renderer shows this and computes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from asv_cli.report.period import Period


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An exact amount in one currency; the currency is empty where none was named."""

    currency: str
    amount: Decimal

    def __str__(self) -> str:
        return f"{self.amount:,f} {self.currency}".rstrip()


@dataclass(frozen=True, slots=True)
class Row:
    """One product (or scenario, outcome, marketplace) now and in the period before."""

    key: str
    count: int
    before: int
    money: tuple[Money, ...] = ()

    @property
    def trend(self) -> str:
        """The change in words: `new`, `gone`, `+50 %`, `=`."""
        return trend(self.count, self.before)


@dataclass(frozen=True, slots=True)
class OptionRow:
    """How often an option was offered, and for how much in all, by currency."""

    option: str
    count: int
    money: tuple[Money, ...] = ()


@dataclass(frozen=True, slots=True)
class StandOut:
    """A product with a larger share of one problem than in its own past year.

    `problem` cases of `cases` in the period, `past_problem` of `past_cases` before; `p` is the
    corrected probability that chance alone gives a share this large or larger.
    """

    product: str
    scenario: str
    problem: int
    cases: int
    past_problem: int
    past_cases: int
    p: float


@dataclass(frozen=True, slots=True)
class StandOuts:
    """What was found, how many products were tested, and how many had too few cases to say."""

    found: tuple[StandOut, ...] = ()
    tested: int = 0
    too_few: int = 0


@dataclass(frozen=True, slots=True)
class Report:
    """A period summed up.

    `rows` and `options` have the most frequent first; `daily` has every day of the period, and
    `by` says what the rows are. `money` is the most that buyers could take up: of one draft
    only its largest amount in each currency counts. `first` is the log's first day, empty for
    an empty log; `unused` are the scenarios the log has no draft of, at any time.
    """

    period: Period
    by: str
    count: int
    before: int
    rows: tuple[Row, ...]
    options: tuple[OptionRow, ...]
    money: tuple[Money, ...]
    money_before: tuple[Money, ...]
    daily: tuple[tuple[date, int], ...]
    stand_outs: StandOuts
    unused: tuple[str, ...]
    first: str

    @property
    def before_is_partial(self) -> bool:
        """Whether the log begins after the period before, so that the trend says little."""
        return bool(self.first) and self.first > self.period.window_before[0]


def trend(count: int, before: int) -> str:
    """Return the change from one count to another in words."""
    if count == before:
        return "="
    if not before:
        return "new"
    if not count:
        return "gone"
    return f"{round(100 * (count - before) / before):+d} %"
