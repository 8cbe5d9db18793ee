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
    drafts = "draft" if report.count == 1 else "drafts"
    lines = [f"{report.count} {drafts} ({before}: {trend(report.count, report.before)})."]
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
        f"{x.past_cases} ({_percent(x.past_problem, x.past_cases)}); {_chance(x.p)}."
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


def chart(report: Report) -> tuple[str, list[tuple[str, int]]]:
    """Return the drafts over time with a title: each day, or each 7 days of a long period."""
    daily = report.daily
    if len(daily) < _WEEKLY:
        return "Drafts each day", [(f"{day:%a %m-%d}", count) for day, count in daily]
    first = len(daily) % 7  # what does not fill a week is the oldest, not the newest
    steps = [daily[max(0, end - 7) : end] for end in range(first or 7, len(daily) + 1, 7)]
    points = [(f"{step[0][0]}", sum(count for _, count in step)) for step in steps]
    return "Drafts each 7 days, by the first of them", points


def _lines(report: Report, width: int) -> Iterator[str]:
    yield heading(report)
    yield from summary(report)
    if report.count or report.before:
        yield from ("", *_by_rows(report, width))
    if report.count:
        title, points = chart(report)
        yield from ("", title, *bars(points, width))
    if report.options:
        yield from ("", "Options offered", *_by_options(report, width))
    yield from ("", "Products whose share of one problem grew", *stand_out_lines(report.stand_outs))
    if report.unused:
        yield from ("", "Scenarios never used", ", ".join(report.unused))


def _by_rows(report: Report, width: int) -> Iterator[str]:
    rows = [
        line
        for row in report.rows[:MOST_ROWS]
        for line in _spread((named(row.key), str(row.count), str(row.before), row.trend), row.money)
    ]
    heads = (report.by.capitalize(), "Drafts", "Before", "Trend", "Offered at most")
    yield from table(heads, rows, width, right=(1, 2, 3, 4))
    if len(report.rows) > MOST_ROWS:
        yield f"… and {len(report.rows) - MOST_ROWS} more; --json and --csv give all."
    counted = [(named(row.key), row.count) for row in report.rows[:MOST_ROWS] if row.count]
    yield from ("", *bars(counted, width))


def _by_options(report: Report, width: int) -> list[str]:
    rows = [
        line
        for row in report.options[:MOST_ROWS]
        for line in _spread((named(row.option), str(row.count)), row.money)
    ]
    return table(("Option", "Times", "Amounts in all"), rows, width, right=(1, 2))


def _spread(cells: tuple[str, ...], money: Sequence[Money]) -> Iterator[tuple[str, ...]]:
    """Yield a row for each currency, the other cells only in the first: no amount is cut."""
    yield (*cells, str(money[0]) if money else "")
    for each in money[1:]:
        yield (*("" for _ in cells), str(each))


def _percent(part: int, whole: int) -> str:
    return f"{round(100 * part / whole)} %"


def _chance(p: float) -> str:
    return "p < 0.0001" if p < 0.0001 else f"p = {p:.4f}"  # noqa: PLR2004 - what is shown


def _wrapped(line: str, width: int) -> str:
    from textwrap import wrap

    if len(line) <= width or "█" in line:
        return line
    return "\n".join(wrap(line, width, subsequent_indent="  ", break_on_hyphens=False))
