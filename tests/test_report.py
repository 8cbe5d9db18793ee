"""Reports: periods, sums, what stands out, and the four forms they are shown in."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from html.parser import HTMLParser
from math import comb
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asv_cli.caselog import Offer
from asv_cli.errors import UsageError
from asv_cli.report import MONTH, WEEK, build, last_days, parse_day, since
from asv_cli.report.data import as_csv, as_json
from asv_cli.report.html import as_html
from asv_cli.report.standout import fisher, stand_outs
from asv_cli.report.svg import columns
from asv_cli.report.table import bar, bars, clean, cut, table, width_of
from asv_cli.report.text import as_text
from asv_cli.report.value import trend
from caselog_kit import NOW, entry

if TYPE_CHECKING:
    from asv_cli.caselog import Store
    from asv_cli.report import Report
    from asv_cli.report.value import StandOuts

pytest_plugins = ["caselog_fixtures"]
PARIS = ZoneInfo("Europe/Paris")
WEEK_PERIOD = last_days(WEEK, NOW, UTC)
NASTY = '<script>alert("x")</script>&\x1b[31m很抱歉'


@pytest.fixture
def report(store: Store) -> Report:
    refund = Offer("refund", Decimal("19.90"), "USD")
    new = [entry(time=f"2026-11-{day}T10:00:00Z") for day in (17, 18, 18, 20)]
    new += [entry(product=NASTY, offers=(refund,), scenario="lost")]
    new += [entry(product="", offers=(Offer("refund", Decimal(3), "EUR"),), marketplace="de")]
    old = [entry(time="2026-11-12T10:00:00Z", product="LAMP-2", scenario="lost")] * 2
    old += [entry(time="2026-11-10T10:00:00Z")] * 2
    older = [entry(time="2026-05-01T10:00:00Z")]
    store.add_many([*new, *old, *older])
    return build(store, WEEK_PERIOD, "product", ["damaged", "late", "lost", "quality"])


def test_a_week_is_today_and_the_six_days_before() -> None:
    assert WEEK_PERIOD.window == ("2026-11-16T00:00:00Z", "2026-11-22T12:00:01Z")
    assert WEEK_PERIOD.window_before == ("2026-11-09T00:00:00Z", "2026-11-15T12:00:01Z")
    assert WEEK_PERIOD.past == ("2025-11-16T00:00:00Z", "2026-11-16T00:00:00Z")
    assert WEEK_PERIOD.days_shown()[0] == date(2026, 11, 16)
    assert len(last_days(MONTH, NOW, UTC).days_shown()) == 30


def test_days_begin_at_midnight_of_the_users_zone() -> None:
    period = last_days(1, datetime(2026, 11, 22, 23, 30, tzinfo=UTC), PARIS)
    assert period.window == ("2026-11-22T23:00:00Z", "2026-11-22T23:30:01Z")


def test_a_time_across_a_change_of_the_clock_begins_at_midnight_all_the_same() -> None:
    period = since(date(2026, 10, 20), NOW, PARIS)
    assert period.window[0] == "2026-10-19T22:00:00Z"
    assert period.days == 34


def test_a_day_that_has_not_come_is_refused() -> None:
    with pytest.raises(UsageError, match="has not come yet"):
        since(date(2026, 11, 23), NOW, UTC)


def test_a_day_is_a_date_or_an_age() -> None:
    assert parse_day("2026-11-01", NOW) == date(2026, 11, 1)
    assert parse_day("21d", NOW) == date(2026, 11, 1)
    for wrong in ("yesterday", "21", "2026-13-01", "-3d", "9999999999d"):
        with pytest.raises(UsageError, match="is no day"):
            parse_day(wrong, NOW)


def test_drafts_are_counted_against_the_period_before(report: Report) -> None:
    assert (report.count, report.before) == (6, 4)
    kettle, nasty, none, lamp = (report.rows[n] for n in (0, 2, 1, 3))
    assert (kettle.key, kettle.count, kettle.before, kettle.trend) == ("KETTLE-1", 4, 2, "+100 %")
    assert (nasty.key, nasty.trend) == (NASTY.replace("\0", ""), "new")
    assert (none.key, none.count) == ("", 1)
    assert (lamp.key, lamp.count, lamp.before, lamp.trend) == ("LAMP-2", 0, 2, "gone")


def test_money_is_exact_and_by_currency(report: Report) -> None:
    assert [str(money) for money in report.money] == ["3 EUR", "39.90 USD"]
    assert [str(money) for money in report.money_before] == ["20.00 USD"]
    assert [str(money) for money in report.rows[0].money] == ["20.00 USD"]


def test_options_come_most_used_first(report: Report) -> None:
    assert [(x.option, x.count) for x in report.options] == [
        ("partial-refund", 4),
        ("replacement", 4),
        ("refund", 2),
    ]
    assert [str(money) for money in report.options[2].money] == ["3 EUR", "19.90 USD"]


def test_every_day_of_the_period_is_there(report: Report) -> None:
    assert [count for _, count in report.daily] == [0, 1, 2, 0, 3, 0, 0]


def test_hours_fall_into_the_days_of_the_users_zone(store: Store) -> None:
    store.add(entry(time="2026-11-20T23:30:00Z"))  # Saturday already, in Paris
    found = build(store, last_days(WEEK, NOW, PARIS))
    assert dict(found.daily)[date(2026, 11, 21)] == 1


def test_scenarios_never_used_are_named_and_used_ones_are_not(report: Report) -> None:
    assert report.unused == ("late", "quality")


def test_a_log_younger_than_the_comparison_says_so(store: Store, report: Report) -> None:
    assert not report.before_is_partial
    store.purge("2026-11-11")
    young = build(store, WEEK_PERIOD)
    assert young.before_is_partial
    assert "The log begins on 2026-11-12" in as_text(young)


@pytest.mark.parametrize("by", ["product", "scenario", "outcome", "marketplace"])
def test_every_grouping_has_every_draft(store: Store, report: Report, by: str) -> None:
    found = build(store, WEEK_PERIOD, by)
    assert sum(row.count for row in found.rows) == report.count
    assert found.money == report.money


def test_an_unknown_grouping_is_refused_with_the_nearest(store: Store) -> None:
    with pytest.raises(UsageError, match="Did you mean 'product'"):
        build(store, WEEK_PERIOD, "products")
    with pytest.raises(UsageError, match="Choose product, scenario, outcome or marketplace"):
        build(store, WEEK_PERIOD, "weather")


def test_a_change_is_put_in_words() -> None:
    assert [trend(0, 0), trend(3, 3), trend(3, 0), trend(0, 3)] == ["=", "=", "new", "gone"]
    assert [trend(3, 2), trend(1, 3)] == ["+50 %", "-67 %"]


counts = st.integers(0, 40)


@given(counts, counts, counts, counts)
def test_fisher_agrees_with_exact_fractions(hit: int, miss: int, old: int, rest: int) -> None:
    cases, everything, problems = hit + miss, hit + miss + old + rest, hit + old
    exact = sum(
        Fraction(
            comb(problems, k) * comb(everything - problems, cases - k), comb(everything, cases)
        )
        for k in range(hit, min(problems, cases) + 1)
    )
    assert fisher(hit, cases, old, old + rest) == pytest.approx(float(exact), rel=1e-9)


def test_fisher_agrees_with_a_known_table() -> None:
    # Fisher's tea tasting: 3 of 4 guessed right, p = 17/70.
    assert fisher(3, 4, 1, 4) == pytest.approx(17 / 70)


def _found(now: Any, past: Any) -> StandOuts:
    return stand_outs(now, past)


def test_a_product_whose_problem_grew_stands_out() -> None:
    found = _found(
        {("K", "damaged"): 9, ("K", "lost"): 3, ("L", "lost"): 6},
        {("K", "damaged"): 10, ("K", "lost"): 90, ("L", "lost"): 40},
    )
    assert [(x.product, x.scenario) for x in found.found] == [("K", "damaged")]
    assert (found.tested, found.too_few) == (2, 0)
    assert found.found[0].p < 0.001


def test_twice_the_sales_with_the_same_shares_is_no_finding() -> None:
    past = {("K", "damaged"): 50, ("K", "lost"): 50}
    assert _found({("K", "damaged"): 400, ("K", "lost"): 400}, past).found == ()


def test_a_smaller_share_is_no_finding() -> None:
    past = {("K", "damaged"): 50, ("K", "lost"): 50}
    found = _found({("K", "damaged"): 1, ("K", "lost"): 9}, {**past, ("K", "lost"): 950})
    assert found.found == ()


def test_with_too_little_data_nothing_is_said() -> None:
    enough_past = {("K", "damaged"): 1, ("K", "lost"): 19}
    assert _found({("K", "damaged"): 4}, enough_past).too_few == 1
    assert _found({("K", "damaged"): 4}, enough_past).found == ()
    assert _found({("K", "damaged"): 5}, enough_past).tested == 1
    little_past = {("K", "lost"): 19}
    assert _found({("K", "damaged"): 50}, little_past).found == ()
    assert _found({("K", "damaged"): 50}, {("K", "lost"): 20}).found != ()


def test_cases_without_a_product_are_not_a_product() -> None:
    found = _found({("", "damaged"): 50}, {("", "lost"): 50})
    assert (found.found, found.tested, found.too_few) == ((), 0, 0)


def test_many_products_raise_the_bar() -> None:
    now, past = {("K", "damaged"): 4, ("K", "lost"): 4}, {("K", "damaged"): 5, ("K", "lost"): 45}
    assert _found(now, past).found != ()
    for number in range(40):
        now |= {(f"P{number}", "damaged"): 1, (f"P{number}", "lost"): 9}
        past |= {(f"P{number}", "damaged"): 5, (f"P{number}", "lost"): 45}
    assert _found(now, past).found == ()


def test_a_text_report_fits_any_width_from_60_columns(report: Report) -> None:
    for width in (60, 61, 80, 200):
        lines = as_text(report, width).splitlines()
        assert max(map(width_of, lines)) <= width
    assert "\x1b" not in as_text(report)


def test_a_text_report_says_what_an_owner_asks(report: Report) -> None:
    text = as_text(report, 80)
    for line in (
        "6 drafts (4 in the 7 days before: +50 %).",
        "Offered: at most 3 EUR + 39.90 USD; before: 20.00 USD.",
        "Too little data to say anything.",
        "late, quality",
        "(none)",
    ):
        assert line in text


def test_no_amount_is_ever_cut(report: Report) -> None:
    wide = tuple(replace(each, amount=each.amount + 10**12) for each in report.money)
    rows = (replace(report.rows[0], key="K" * 90, money=wide),)
    text = as_text(replace(report, rows=rows), 60)
    assert "1,000,000,000,039.90 USD\n" in text
    assert "1,000,000,000,003 EUR\n" in text


def test_a_long_report_shows_weeks_and_the_first_rows(store: Store) -> None:
    store.add_many(entry(product=f"P{n:02}") for n in range(25))
    text = as_text(build(store, last_days(87, NOW, UTC)))
    assert "… and 5 more; --json and --csv give all." in text
    weeks = re.findall(r"^(2026-\d\d-\d\d) +(\d+)", text, re.MULTILINE)
    assert len(weeks) == 13
    assert weeks[0][0] == "2026-08-28"  # three days, then twelve whole weeks
    assert weeks[1][0] == "2026-08-31"
    assert sum(int(count) for _, count in weeks) == 25


def test_a_quiet_period_says_that_nothing_stands_out(store: Store) -> None:
    store.add_many([entry(time="2026-05-01T10:00:00Z")] * 20 + [entry()] * 5)
    text = as_text(build(store, WEEK_PERIOD))
    assert "Nothing stands out among the products tested (1)." in text
    assert "Test: Fisher's exact test" in text


def test_a_page_has_an_end(store: Store) -> None:
    store.add_many(entry(product=f"P{n:03}") for n in range(203))
    page = as_html(build(store, WEEK_PERIOD))
    assert page.count('<td class="named">P') == 200
    assert "… and 3 more; --csv gives all." in page


def test_a_small_probability_is_not_shown_with_an_exponent(report: Report) -> None:
    found = stand_outs({("K", "damaged"): 400}, {("K", "damaged"): 10, ("K", "lost"): 900})
    assert "p < 0.0001." in as_html(replace(report, stand_outs=found)).replace("&lt;", "<")


def test_json_has_a_schema_and_exact_amounts(report: Report) -> None:
    data = json.loads(as_json(report))
    assert data["schema"] == 1
    assert data["drafts"] == 6
    assert data["offered_at_most"][1] == {"currency": "USD", "amount": "39.90"}
    assert data["rows"][0]["product"] == "KETTLE-1"
    assert data["stand_outs"]["products_with_too_few_cases"] == 2
    assert data["never_used"] == ["late", "quality"]
    assert len(data["days_drafts"]) == 7


def test_csv_has_one_column_for_each_currency(report: Report) -> None:
    rows = list(csv.DictReader(io.StringIO(as_csv(report), newline="")))
    assert list(rows[0]) == ["product", "drafts", "before", "offered_EUR", "offered_USD"]
    assert (rows[0]["product"], rows[0]["offered_USD"]) == ("KETTLE-1", "20.00")
    assert rows[1]["offered_EUR"] == "3"


def test_csv_keeps_a_spreadsheet_from_running_a_sku(report: Report) -> None:
    evil = replace(report, rows=(replace(report.rows[0], key="=1+1"),))
    assert "'=1+1,4" in as_csv(evil)


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.addresses += [value or "" for name, value in attrs if name in {"src", "href"}]


def test_the_page_is_self_contained_and_escapes_every_text(report: Report) -> None:
    page = as_html(replace(report, unused=(NASTY,)))
    seen = _Page()
    seen.feed(page)
    assert not {"script", "link", "img", "iframe", "object", "form"} & set(seen.tags)
    assert seen.addresses == []
    assert "url(" not in page
    assert "http://" not in page
    assert "https://" not in page
    assert "&lt;script&gt;" in page
    assert "default-src 'none'" in page
    assert "@media print" in page
    assert "prefers-color-scheme: dark" in page


def test_an_empty_log_has_a_report_in_every_form(store: Store) -> None:
    empty = build(store, WEEK_PERIOD, "product", ["damaged"])
    assert "0 drafts (0 in the 7 days before: =)." in as_text(empty)
    assert json.loads(as_json(empty))["rows"] == []
    assert as_csv(empty) == "product,drafts,before\r\n"
    assert "Too little data" in as_html(empty)


def test_found_products_are_marked_on_the_page(store: Store) -> None:
    when = ["2026-11-18T10:00:00Z", "2026-05-01T10:00:00Z"]
    store.add_many([entry(time=when[0])] * 9 + [entry(time=when[0], scenario="lost")] * 3)
    store.add_many([entry(time=when[1])] * 10 + [entry(time=when[1], scenario="lost")] * 90)
    found = build(store, WEEK_PERIOD)
    sentence = "KETTLE-1: 'damaged' is 9 of 12 cases (75 %), in the year before 10 of 100 (10 %)"
    assert sentence in " ".join(as_text(found, 200).split())
    assert '<p class="alert">' in as_html(found)
    assert json.loads(as_json(found))["stand_outs"]["found"][0]["of_which_problem"] == 9


def test_columns_are_well_formed_and_hold_every_count() -> None:
    points = [(f"<{n}>", n * 7) for n in range(31)]
    chart = ET.fromstring(columns(points, 'A "title"'))  # noqa: S314 - our own
    rects = list(chart.iter("rect"))
    assert len(rects) == 31
    tall = [float(each.attrib["height"]) for each in rects]
    assert tall == sorted(tall)
    assert max(tall) <= 220


def test_columns_of_nothing_are_still_a_chart() -> None:
    ET.fromstring(columns([("Mon", 0)], "none"))  # noqa: S314 - our own


texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40)


@given(st.lists(st.tuples(texts, texts, st.integers(0, 10**6)), max_size=8), st.integers(60, 120))
def test_a_table_fits_its_width_in_any_script(rows: list[tuple[str, str, int]], width: int) -> None:
    lines = table(
        ("Product", "Scenario", "Drafts"),
        [(a, b, str(n)) for a, b, n in rows],
        width,
        right=(2,),
    )
    assert len(lines) == len(rows) + 2
    assert max(map(width_of, lines)) <= width


@given(st.lists(st.tuples(texts, st.integers(0, 10**6)), max_size=8), st.integers(40, 120))
def test_bars_fit_their_width_and_keep_their_numbers(
    rows: list[tuple[str, int]], width: int
) -> None:
    lines = bars(rows, width)
    assert all(width_of(line) <= width for line in lines)
    assert all(str(count) in line for line, (_, count) in zip(lines, rows, strict=True))


@given(texts, st.integers(1, 20))
def test_a_cut_text_is_never_wider_than_asked(text: str, width: int) -> None:
    assert width_of(cut(text, width)) <= width


def test_wide_and_combining_characters_count_their_columns() -> None:
    assert width_of("很抱歉") == 6
    assert width_of("e\u0301") == 1
    assert cut("很抱歉", 5) == "很抱…"


def test_columns_that_cannot_be_cut_further_stay_readable() -> None:
    [head, *_] = table(("Product", "Scenario"), [("x" * 20, "y" * 20)], 5)
    assert head == "Produ…  Scena…"
    assert bars([], 60) == []


def test_a_column_that_people_copy_is_never_cut() -> None:
    [*_, line] = table(("A", "Order"), [("x" * 80, "302-1234567-1234567")], 40, whole=(1,))
    assert line.endswith("302-1234567-1234567")
    assert width_of(line) == 40


def test_a_bar_shows_eighths_and_never_vanishes() -> None:
    assert bar(1, 2, 10) == "█████"
    assert bar(1, 1000, 10) == "▏"
    assert bar(0, 10, 10) == ""
    assert bar(3, 0, 10) == ""


def test_control_characters_never_reach_the_terminal() -> None:
    assert clean("a\x1b[31mb\u202ec\u200bd\x07") == "a[31mbcd"


def test_the_past_ends_where_the_period_begins() -> None:
    assert WEEK_PERIOD.past[1] == WEEK_PERIOD.window[0]
    assert WEEK_PERIOD.now - WEEK_PERIOD.start < timedelta(days=WEEK)
