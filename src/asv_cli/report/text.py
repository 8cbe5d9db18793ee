"""A report for the terminal: tables and bars in plain lines, correct from 60 columns on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from asv_cli.report.standout import LEAST_CASES, LEAST_PAST, TEST
from asv_cli.report.table import bars, clean, table
from asv_cli.report.value import trend

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from asv_cli.report.value import Money, Report, StandOuts

MOST_ROWS: Final = 20
_WEEKLY: Final = 35  # from this many days on, the bars are weeks


def as_text(report: Report, width: int = 80) -> str:
    """Return the whole report in lines of at most `width` columns, 60 at least."""
    return "\n".join(_wrapped(line, max(60, width)) for line in _lines(report, max(60, width)))


def heading(report: Report) -> str:
    """Return what the report is about in one line."""
    start, end = report.period.start.date(), report.period.now.date()
    return f"Drafts from {start} to {end}, by {report.by}"


def summary(report: Report) -> list[str]:
    """Return the report's first sentences."""
    before = f"{report.before} in the {report.period.days} days before"
    lines = [f"{report.count} drafts ({before}: {trend(report.count, report.before)})."]
    if report.money:
        was = f"; before: {money_text(report.money_before)}" if report.money_before else ""
        lines.append(f"Offered: at most {money_text(report.money)}{was}.")
    if report.before_is_partial:
        lines.append(
            f"The log begins on {report.first[:10]}, so the time before is not fully in it."
        )
    return lines


def money_text(money: Sequence[Money]) -> str:
    """Return amounts in one text, `12.50 EUR + 3.00 USD`."""
    return " + ".join(map(str, money))


def named(key: str) -> str:
    """Return a key for people; nothing is named as such."""
    return clean(key) or "(none)"


def stand_out_lines(found: StandOuts) -> list[str]:
    """Return what stands out, or why nothing can be said, in sentences."""
    lines = [
        f"{named(x.product)}: '{x.scenario}' is {x.problem} of {x.cases} cases "
        f"({_percent(x.problem, x.cases)}), in the year before {x.past_problem} of "
        f"{x.past_cases} ({_percent(x.past_problem, x.past_cases)}); p = {x.p:.2g}."
        for x in found.found
    ]
    if found.tested and not lines:
        lines.append(f"Nothing stands out among the products tested ({found.tested}).")
    if not found.tested:
        lines.append("Too little data to say anything.")
    if found.too_few:
        lines.append(
            f"Products with too few cases to say ({found.too_few}): below {LEAST_CASES} in this "
            f"time or {LEAST_PAST} in the year before."
        )
    if found.tested:
        lines.append(f"Test: {TEST}; level 5 %. Shares of a product's cases, not of its sales.")
    return lines


def chart(report: Report) -> list[tuple[str, int]]:
    """Return the drafts over time: each day, or each seven days of a long period."""
    if len(report.daily) < _WEEKLY:
        return [(f"{day:%a %m-%d}", count) for day, count in report.daily]
    steps = [report.daily[start : start + 7] for start in range(0, len(report.daily), 7)]
    return [(f"{step[0][0]}", sum(count for _, count in step)) for step in steps]


def _lines(report: Report, width: int) -> Iterator[str]:
    yield heading(report)
    yield from summary(report)
    if report.count or report.before:
        yield from ("", *_by_rows(report, width))
    if report.count:
        yield from ("", "Over time", *bars(chart(report), width))
    if report.options:
        yield from ("", "Options offered", *_by_options(report, width))
    yield from ("", "Products whose share of one problem grew", *stand_out_lines(report.stand_outs))
    if report.unused:
        yield from ("", "Scenarios never used", ", ".join(report.unused))


def _by_rows(report: Report, width: int) -> Iterator[str]:
    rows = [
        (named(row.key), str(row.count), str(row.before), row.trend, money_text(row.money))
        for row in report.rows[:MOST_ROWS]
    ]
    heads = (report.by.capitalize(), "Drafts", "Before", "Trend", "Offered at most")
    yield from table(heads, rows, width, right=(1, 2, 3))
    if len(report.rows) > MOST_ROWS:
        yield f"… and {len(report.rows) - MOST_ROWS} more; --json and --csv give all."
    counted = [(named(row.key), row.count) for row in report.rows[:MOST_ROWS] if row.count]
    yield from ("", *bars(counted, width))


def _by_options(report: Report, width: int) -> list[str]:
    rows = [
        (named(row.option), str(row.count), money_text(row.money))
        for row in report.options[:MOST_ROWS]
    ]
    return table(("Option", "Times", "Amounts in all"), rows, width, right=(1,))


def _percent(part: int, whole: int) -> str:
    return f"{round(100 * part / whole)} %"


def _wrapped(line: str, width: int) -> str:
    from textwrap import wrap

    if len(line) <= width or "█" in line:
        return line
    return "\n".join(wrap(line, width, subsequent_indent="  ", break_on_hyphens=False))
