"""Sum up the case log over a week, a month or since a day; show it in four forms.

    from asv_cli.report import build, last_days, since

    report = build(store, last_days(7, now), by="product", known=scenario_ids)

and `text.as_text(report, width)`, `data.as_json(report)`, `data.as_csv(report)` or
`html.as_html(report)`; each is imported only where it is used.
"""

from __future__ import annotations

from asv_cli.report.build import KEYS, Source, build
from asv_cli.report.period import MONTH, WEEK, Period, last_days, parse_day, since
from asv_cli.report.value import Report

__all__ = [
    "KEYS",
    "MONTH",
    "WEEK",
    "Period",
    "Report",
    "Source",
    "build",
    "last_days",
    "parse_day",
    "since",
]
