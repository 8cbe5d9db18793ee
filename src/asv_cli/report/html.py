"""A report as one page that a shop owner opens and prints: nothing is loaded from anywhere.

Every text of the log is escaped, and the page's own policy (`default-src 'none'`) lets it
neither run a script nor ask a host for anything.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Final

from asv_cli.report.svg import columns, meter
from asv_cli.report.text import chart, heading, named, stand_out_lines, summary

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from asv_cli.report.value import Money, Report

MOST_ROWS: Final = 200
_STYLE = """
:root { color-scheme: light dark; --ink: #1b1f24; --soft: #5a6572; --line: #d8dee4;
  --page: #fff; --bar: #1f6feb; --alert: #9a3412; --alert-page: #fff4ed; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --soft: #9aa7b4; --line: #30363d;
  --page: #0f1419; --bar: #58a6ff; --alert: #ffb38a; --alert-page: #2a1a12; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2rem 1.25rem; max-width: 52rem; background: var(--page);
  color: var(--ink); font: 16px/1.5 system-ui, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .75rem; }
h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
p { margin: .25rem 0; }
.soft { color: var(--soft); font-size: .875rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { padding: .35rem .6rem .35rem 0; border-bottom: 1px solid var(--line); text-align: left;
  vertical-align: top; overflow-wrap: anywhere; }
th { font-size: .8rem; font-weight: 600; color: var(--soft); white-space: nowrap; }
.number { text-align: right; white-space: nowrap; }
th:last-child, td:last-child { padding-right: 0; }
.named { width: 60%; min-width: 9rem; }
.chart { width: 100%; min-width: 32rem; height: auto; display: block; }
.chart text { font-size: 12px; fill: var(--soft); }
.grid { stroke: var(--line); stroke-width: 1; }
.column { fill: var(--bar); }
.meter { width: 100%; height: .5rem; display: block; margin: .2rem 0 .1rem; }
ul { margin: .25rem 0; padding-left: 1.2rem; }
.alert { background: var(--alert-page); color: var(--alert); border-left: 4px solid var(--alert);
  padding: .5rem .75rem; margin: .5rem 0; }
footer { margin-top: 2rem; }
@media (max-width: 34rem) { body { padding: 1.25rem 1rem; } table { font-size: .8rem; }
  th { font-size: .7rem; } th, td { padding-right: .45rem; } .named { min-width: 6rem; } }
@media print {
  :root { color-scheme: light; --ink: #000; --soft: #444; --line: #bbb; --page: #fff;
    --bar: #333; --alert: #000; --alert-page: #fff; }
  body { padding: 0; max-width: none; font-size: 10.5pt; } .chart { min-width: 0; }
  h2 { break-after: avoid; } tr, svg, .alert, ul { break-inside: avoid; }
  thead { display: table-header-group; } .scroll { overflow: visible; }
  .column { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
@page { margin: 18mm 16mm; }
"""


def as_html(report: Report) -> str:
    """Return the whole page."""
    title = escape(heading(report))
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        f"<h1>{title}</h1>\n{''.join(_parts(report))}</body>\n</html>\n"
    )


def _parts(report: Report) -> Iterable[str]:
    yield "".join(f"<p>{_text(line)}</p>\n" for line in summary(report))
    yield _section("Products whose share of one problem grew", _stand_outs(report))
    if report.count:
        title, points = chart(report)
        yield _section(title, f'<div class="scroll">{columns(points, title)}</div>')
    if report.rows:
        yield _section(f"By {report.by}", _rows(report))
        if len(report.rows) > MOST_ROWS:
            yield f"<p>… and {len(report.rows) - MOST_ROWS} more; --csv gives all.</p>\n"
    if report.options:
        yield _section("Options offered", _options(report))
    if report.unused:
        items = "".join(f"<li>{escape(each)}</li>" for each in report.unused)
        yield _section("Scenarios never used", f"<ul>{items}</ul>")
    made = f"{report.period.now:%Y-%m-%d %H:%M}"
    yield (
        f'<footer class="soft">Made by asv on {made}. "Offered at most" counts of each draft only '
        "its largest amount in each currency, because a buyer takes one option.</footer>\n"
    )


def _section(title: str, content: str) -> str:
    return f"<section>\n<h2>{escape(title)}</h2>\n{content}\n</section>\n"


def _rows(report: Report) -> str:
    most = max(row.count for row in report.rows)
    heads = (report.by.capitalize(), "Drafts", "Before", "Trend", "Offered at most")
    return _table(
        heads,
        [
            (
                _named(row.key, row.count, most),
                _cell(str(row.count), "number"),
                _cell(str(row.before), "number"),
                _cell(row.trend, "number"),
                _money(row.money),
            )
            for row in report.rows[:MOST_ROWS]
        ],
    )


def _options(report: Report) -> str:
    most = max(row.count for row in report.options)
    return _table(
        ("Option", "Times", "Amounts in all"),
        [
            (
                _named(row.option, row.count, most),
                _cell(str(row.count), "number"),
                _money(row.money),
            )
            for row in report.options
        ],
    )


def _stand_outs(report: Report) -> str:
    lines = stand_out_lines(report.stand_outs)
    found = len(report.stand_outs.found)
    alerts = "".join(f'<p class="alert">{_text(line)}</p>\n' for line in lines[:found])
    return alerts + "".join(f'<p class="soft">{_text(line)}</p>\n' for line in lines[found:])


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    numbers = {"Drafts", "Before", "Trend", "Times", "Offered at most", "Amounts in all"}
    head = "".join(
        f'<th scope="col"{" class=number" if text in numbers else ""}>{escape(text)}</th>'
        for text in heads
    )
    body = "".join(f"<tr>{''.join(row)}</tr>\n" for row in rows)
    return (
        f'<div class="scroll"><table>\n<thead><tr>{head}</tr></thead>\n'
        f"<tbody>\n{body}</tbody></table></div>"
    )


def _text(line: str) -> str:
    """Return a line escaped, its amounts and percentages kept with their unit."""
    return re.sub(r"(?<=\d) (?=%|[A-Z]{3}\b)", "&nbsp;", escape(line))


def _named(key: str, count: int, most: int) -> str:
    return f'<td class="named">{escape(named(key))}{meter(count, most)}</td>'


def _cell(text: str, kind: str = "") -> str:
    return f"<td{f' class={kind}' if kind else ''}>{escape(text)}</td>"


def _money(money: Sequence[Money]) -> str:
    lines = "<br>".join(escape(str(each)) for each in money)
    return f"<td class=number>{lines}</td>"
