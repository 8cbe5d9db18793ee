"""A report for other programs: JSON with a schema version, and CSV of its rows."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any, Final

from asv_cli.report.standout import LEAST_CASES, LEAST_PAST, LEVEL, TEST

if TYPE_CHECKING:
    from collections.abc import Sequence

    from asv_cli.report.value import Money, Report, StandOuts

SCHEMA: Final = 1
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "'")


def as_json(report: Report) -> str:
    """Return the report as one JSON object; amounts are text, so that they stay exact."""
    return json.dumps(as_data(report), ensure_ascii=False, indent=2) + "\n"


def as_data(report: Report) -> dict[str, Any]:
    """Return the report as plain data."""
    return {
        "schema": SCHEMA,
        "from": report.period.start.isoformat(),
        "to": report.period.now.isoformat(timespec="seconds"),
        "days": report.period.days,
        "by": report.by,
        "drafts": report.count,
        "drafts_before": report.before,
        "log_begins": report.first or None,
        "offered_at_most": _money(report.money),
        "offered_at_most_before": _money(report.money_before),
        "rows": [
            {
                report.by: row.key,
                "drafts": row.count,
                "before": row.before,
                "offered_at_most": _money(row.money),
            }
            for row in report.rows
        ],
        "options": [
            {"option": row.option, "times": row.count, "amounts": _money(row.money)}
            for row in report.options
        ],
        "days_drafts": [{"day": str(day), "drafts": count} for day, count in report.daily],
        "stand_outs": _stand_outs(report.stand_outs),
        "never_used": list(report.unused),
    }


def as_csv(report: Report) -> str:
    """Return the rows as CSV; each currency has its own column of exact amounts."""
    currencies = sorted({money.currency for row in report.rows for money in row.money})
    heads = [report.by, "drafts", "before", *(f"offered_{each}" for each in currencies)]
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(heads)
    for row in report.rows:
        sums = {money.currency: format(money.amount, "f") for money in row.money}
        cells = [row.key, row.count, row.before, *(sums.get(each, "") for each in currencies)]
        writer.writerow([_safe(cell) for cell in cells])
    return written.getvalue()


def _safe(cell: object) -> object:
    """Keep a spreadsheet from running a text as a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def _money(money: Sequence[Money]) -> list[dict[str, str]]:
    return [{"currency": each.currency, "amount": format(each.amount, "f")} for each in money]


def _stand_outs(found: StandOuts) -> dict[str, Any]:
    return {
        "test": TEST,
        "level": LEVEL,
        "least_cases": LEAST_CASES,
        "least_past_cases": LEAST_PAST,
        "products_tested": found.tested,
        "products_with_too_few_cases": found.too_few,
        "found": [
            {
                "product": each.product,
                "scenario": each.scenario,
                "cases": each.cases,
                "of_which_problem": each.problem,
                "past_cases": each.past_cases,
                "past_of_which_problem": each.past_problem,
                "p_corrected": each.p,
            }
            for each in found.found
        ],
    }
