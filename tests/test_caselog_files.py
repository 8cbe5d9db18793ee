"""Calendar and export files, read back by other programs' readers."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asv_cli.caselog import FollowUp, Logged, export
from asv_cli.caselog.ical import calendar, escape, fold
from asv_cli.model import Letter
from caselog_kit import ENTRY, NOW, ORDER, entry

icalendar = pytest.importorskip("icalendar", reason="icalendar is not installed")

ON_A_DAY = FollowUp(7, "2026-11-23", "Ask again, kindly; which option\nis it? \\o/", ENTRY)
AT_A_TIME = FollowUp(8, "2026-11-21T17:00:00Z", "Antworten: 很抱歉" * 12, ENTRY)


def _events(text: str) -> list[Any]:
    return list(icalendar.Calendar.from_ical(text).walk("VEVENT"))


def test_a_calendar_program_reads_both_kinds_of_event() -> None:
    day, time = _events(calendar([ON_A_DAY, AT_A_TIME], NOW))
    assert day["DTSTART"].dt == date(2026, 11, 23)
    assert day["DTEND"].dt == date(2026, 11, 24)
    assert str(day["SUMMARY"]) == f"{ON_A_DAY.do} (KETTLE-1 · us · damaged)"
    assert time["DTSTART"].dt == datetime(2026, 11, 21, 17, tzinfo=UTC)
    assert str(time["SUMMARY"]).startswith(AT_A_TIME.do)
    assert day["DTSTAMP"].dt == NOW
    triggers = [alarm["TRIGGER"].dt for each in (day, time) for alarm in each.walk("VALARM")]
    assert triggers == [timedelta(hours=9), timedelta(hours=-1)]


def test_importing_again_updates_and_does_not_double() -> None:
    first = _events(calendar([ON_A_DAY, AT_A_TIME], NOW))
    again = _events(calendar([ON_A_DAY, AT_A_TIME], NOW + timedelta(days=1)))
    uids = [str(each["UID"]) for each in first]
    assert uids == [str(each["UID"]) for each in again]
    assert len(set(uids)) == 2


def test_no_order_id_leaves_for_another_calendar() -> None:
    assert ORDER not in calendar([ON_A_DAY, AT_A_TIME], NOW).replace("\r\n ", "")


def test_every_line_ends_with_crlf_and_has_75_octets_at_most() -> None:
    text = calendar([ON_A_DAY, AT_A_TIME], NOW)
    lines = text.encode().split(b"\r\n")
    assert lines.pop() == b""
    assert all(len(line) <= 75 and b"\n" not in line and b"\r" not in line for line in lines)


def test_an_empty_calendar_is_still_one() -> None:
    assert _events(calendar([], NOW)) == []


@given(st.text(st.characters(exclude_characters="\r\n", exclude_categories=["Cs"])))
def test_folding_is_undone_by_taking_the_breaks_out(line: str) -> None:
    folded = fold(line)
    assert folded.replace("\r\n ", "") == line
    assert all(len(piece.encode()) <= 75 for piece in folded.split("\r\n"))


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf", "Cn", "Co", "Zl", "Zp"])))
def test_an_escaped_text_comes_back_from_a_calendar_program(text: str) -> None:
    follow_up = FollowUp(1, "2026-11-23", text, entry(product="", marketplace=""))
    [event] = _events(calendar([follow_up], NOW))
    [alarm] = event.walk("VALARM")
    assert str(alarm["DESCRIPTION"]) == text


def test_control_characters_never_reach_a_calendar() -> None:
    assert escape("a\\nb") == "a\\\\nb"
    assert escape("a\x1b]52;c;\x07b\u202ec\r\nd") == "a]52\\;c\\;bc\\nd"


def test_json_lines_hold_the_whole_draft_with_exact_amounts() -> None:
    [line] = export.json_lines([Logged(3, ENTRY)])
    data = json.loads(line)
    assert data["schema"] == 1
    assert data["id"] == 3
    assert data["order"] == ORDER
    assert data["answers"] == ENTRY.answers
    assert data["offers"][1] == {"option": "partial-refund", "amount": "5.00", "currency": "USD"}
    assert data["follow_ups"] == [{"due": ENTRY.follow_ups[0].due, "do": ENTRY.follow_ups[0].do}]
    assert "letters" not in data


def test_redacted_leaves_nothing_that_leads_to_a_person() -> None:
    letter = Letter("offer", "buyer", "email", "en", "Your kettle", "Dear Ms Example")
    kept = entry(letters=(letter,), follow_ups=(AT_A_TIME, ON_A_DAY))
    assert "Dear Ms Example" in "".join(export.json_lines([Logged(3, kept)]))
    data = export.as_data(Logged(3, export.redacted(kept)))
    text = json.dumps(data)
    for word in (ORDER, "mei", "Example", "09:30", "17:00", "letters"):
        assert word not in text
    assert data["time"] == "2026-11-20"
    assert data["scenario"] == "damaged"


cells = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


@given(cells, cells)
def test_csv_comes_back_as_it_was(product: str, outcome: str) -> None:
    written = "".join(export.csv_lines([Logged(3, entry(product=product, outcome=outcome))]))
    [row] = csv.DictReader(io.StringIO(written, newline=""))
    assert (_read(row["product"]), _read(row["outcome"])) == (product, outcome)
    assert json.loads(row["answers"]) == ENTRY.answers
    assert list(row) == list(export.COLUMNS)


def test_a_spreadsheet_runs_nothing_of_the_log() -> None:
    line = export.csv_line(["=cmd()", "+1", "-1", "@x", "plain"])
    assert line == "'=cmd(),'+1,'-1,'@x,plain\r\n"


def _read(cell: str) -> str:
    return cell.removeprefix("'") if cell.startswith("'") else cell
