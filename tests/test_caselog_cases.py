"""Entries, warnings between drafts of one order, the clock of follow-ups."""

from __future__ import annotations

import shlex
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asv_cli.caselog import (
    FollowUp,
    LogSettings,
    Offer,
    compare,
    digest,
    entry_of,
    order_id,
    prefill,
)
from asv_cli.caselog.clock import distance, due_after, hard_line, shown, state
from asv_cli.errors import AnswerError, Spot
from asv_cli.model import Choice, Draft, Due, Letter, Question, Scenario, Text
from caselog_kit import ENTRY, NOW, ORDER, entry

if TYPE_CHECKING:
    from asv_cli.caselog import (
        Entry,
    )

HERE = Spot("damaged.yaml")
USD = "USD"


def _question(name: str, *choices: str) -> Question:
    made = tuple(Choice(each, Text({"en": each}), "x", None, HERE) for each in choices)
    return Question(name, Text({"en": f"{name}?"}), None, made, HERE)


SCENARIO = Scenario(
    id="damaged",
    title=Text({"en": "Item arrived damaged"}),
    category="product",
    covers=(),
    says=(),
    start="photos",
    questions={"photos": _question("photos", "none", "clear"), "cause": _question("cause", "drop")},
    outcomes={},
    at=HERE,
)
LETTER = Letter("offer", "buyer", "email", "en", "Your kettle", "Dear Ms Example, …")
DRAFT = Draft(
    scenario="damaged",
    outcome="offer-new-first",
    language="en",
    marketplace="us",
    answers={
        "photos": "clear",
        "cause": "drop",
        "buyer_name": "Ms Example",
        "address": "1 Example Road",
        "note": "clear",
    },
    letters=(LETTER,),
    steps=("Keep the photos.",),
    follow_ups=(Due("2026-11-23", "Ask again."), Due("2026-11-23T10:00:00+01:00", "Answer.")),
    command=("asv", "draft", "damaged", "-a", "buyer_name=Ms Example"),
    options=("replacement", "partial-refund"),
)


def _rules(earlier: list[Entry], new: Entry) -> list[str]:
    return [problem.rule for problem in compare(earlier, new)]


def _offer(**amounts: str | None) -> Entry:
    offers = (
        Offer(name.replace("_", "-"), None if sum_ is None else Decimal(sum_), USD if sum_ else "")
        for name, sum_ in amounts.items()
    )
    return entry(offers=tuple(offers))


REQUEST = entry(
    outcome="ask-for-photos",
    offers=(),
    answers={"product_kind": "main", "photos": "none"},
    time="2026-11-18T08:00:00Z",
    follow_ups=(Due("2026-11-21", "Ask for the photos again."),),
)


def test_an_entry_takes_the_choices_and_nothing_a_person_typed() -> None:
    made = entry_of(
        DRAFT,
        SCENARIO,
        now=datetime(2026, 11, 20, 10, 30, tzinfo=ZoneInfo("Europe/Paris")),
        product="KETTLE-1",
        order=ORDER,
        agent="mei",
        amounts={"partial-refund": (Decimal("5.00"), USD)},
        scenario_hash="a",
        template_hash="b",
    )
    assert made == entry(
        answers={"photos": "clear", "cause": "drop"},
        scenario_hash="a",
        template_hash="b",
        follow_ups=(Due("2026-11-23", "Ask again."), Due("2026-11-23T09:00:00Z", "Answer.")),
    )
    assert "Example" not in repr(made)
    assert "Example" not in made.recipe


def test_a_typed_answer_is_dropped_even_where_a_question_has_its_name() -> None:
    draft = DRAFT._replace(answers={"photos": "Ann"})
    assert entry_of(draft, SCENARIO, now=NOW).answers == {}


def test_letters_are_taken_only_when_the_settings_keep_them() -> None:
    assert entry_of(DRAFT, SCENARIO, now=NOW).letters == ()
    assert entry_of(DRAFT, SCENARIO, now=NOW, settings=LogSettings()).letters == ()
    keeping = LogSettings(keep_letters=True)
    assert entry_of(DRAFT, SCENARIO, now=NOW, settings=keeping).letters == (LETTER,)


def test_the_recipe_leaves_the_answers_to_the_log_while_it_knows_the_order() -> None:
    assert ENTRY.recipe == (
        f"asv draft damaged --order {ORDER} --marketplace us --lang en --product KETTLE-1"
    )
    assert entry(order="").recipe == (
        "asv draft damaged --marketplace us --lang en --product KETTLE-1 "
        "-a photos=clear -a cause=transport -a price_level=low"
    )


@given(st.text(st.characters(exclude_characters="\0"), min_size=1))
def test_the_recipe_is_safe_in_a_shell_whatever_the_sku(sku: str) -> None:
    assert sku in shlex.split(entry(product=sku).recipe)


@pytest.mark.parametrize("text", ["", "Ann Example", "a@b.example", "1 Main St.", "x" * 41, "-1-2"])
def test_what_is_no_order_id_is_refused(text: str) -> None:
    with pytest.raises(AnswerError, match="is no order id"):
        order_id(text)


def test_an_order_id_may_have_blanks_around_it() -> None:
    assert order_id(f" {ORDER}\n") == ORDER


def test_a_digest_tells_where_one_part_ends() -> None:
    assert digest(b"ab", b"c") != digest(b"a", b"bc")
    assert digest(b"ab") == digest(b"ab")
    assert len(digest()) == 16


def test_the_choices_of_the_last_draft_are_filled_in() -> None:
    assert prefill([entry(answers={"photos": "none"}), ENTRY]) == ENTRY.answers
    assert prefill([]) == {}


def test_only_drafts_of_the_scenario_fill_in_when_one_is_named() -> None:
    other = entry(scenario="lost", answers={"carrier": "silent"})
    assert prefill([ENTRY, other], "damaged") == ENTRY.answers
    assert prefill([ENTRY, other], "late") == {}


def test_the_answer_a_request_waits_for_is_asked_again() -> None:
    assert prefill([REQUEST]) == {"product_kind": "main"}


def test_a_smaller_amount_is_less() -> None:
    [problem] = compare([_offer(refund="20")], _offer(refund="15.50"))
    assert problem.rule == "case.less"
    assert problem.severity == "warning"
    assert problem.message == (
        "This draft offers 15.50 USD for 'refund', and 20 USD was offered on 2026-11-20."
    )


def test_the_highest_earlier_amount_counts_not_the_last() -> None:
    assert _rules([_offer(refund="20"), _offer(refund="10")], _offer(refund="15")) == ["case.less"]


def test_as_much_or_more_is_not_less() -> None:
    assert _rules([_offer(refund="20")], _offer(refund="20.00")) == []
    assert _rules([_offer(refund="20")], _offer(refund="25")) == []


def test_an_option_that_is_gone_is_less() -> None:
    [problem] = compare([_offer(new=None, refund="20")], _offer(refund="20"))
    assert "no longer offers 'new'" in problem.message


def test_a_dearer_remedy_may_take_the_place_of_a_cheaper_one() -> None:
    assert _rules([_offer(partial="5")], _offer(full="30")) == []
    assert _rules([_offer(new=None, partial="5")], _offer(full="30")) == []
    assert _rules([_offer(new=None)], _offer(full="30")) == []


def test_goods_do_not_take_the_place_of_money() -> None:
    assert _rules([_offer(partial="5")], _offer(gift=None)) == ["case.less"]


def test_a_letter_that_offers_nothing_takes_nothing_back() -> None:
    assert _rules([ENTRY], entry(outcome="resend-confirmed", offers=())) == []


def test_the_first_draft_of_an_order_has_nothing_to_fall_behind() -> None:
    assert compare([], ENTRY) == ()
    assert compare([], REQUEST) == ()


def test_a_request_made_twice_is_a_repeat_in_whatever_scenario() -> None:
    again = entry(outcome="ask-for-photos", offers=(), scenario="quality", answers={})
    [problem] = compare([REQUEST], again)
    assert problem.rule == "case.repeat"
    assert problem.message == "'ask-for-photos' was already requested on 2026-11-18."


def test_asking_again_on_the_day_it_was_planned_is_no_repeat() -> None:
    again = entry(outcome="ask-for-photos", offers=(), answers={}, time="2026-11-21T07:00:00Z")
    assert compare([REQUEST], again) == ()


def test_a_changed_answer_contradicts() -> None:
    new = entry(answers={**ENTRY.answers, "cause": "fault"})
    [problem] = compare([ENTRY], new)
    assert problem.rule == "case.contradiction"
    assert problem.message == "'cause' is 'fault' now and was 'transport' on 2026-11-20."


def test_the_answer_a_request_waited_for_may_change() -> None:
    new = entry(answers={"product_kind": "main", "photos": "clear"})
    assert compare([REQUEST], new) == ()
    other = entry(answers={"product_kind": "part", "photos": "clear"})
    assert _rules([REQUEST], other) == ["case.contradiction"]


def test_another_marketplace_contradicts() -> None:
    assert _rules([ENTRY], entry(marketplace="de")) == ["case.contradiction"]
    assert _rules([ENTRY], entry(marketplace="")) == []


def test_another_product_of_the_order_is_no_measure() -> None:
    other = entry(product="LAMP-2", offers=(Offer("gift"),), answers={"cause": "fault"})
    assert compare([ENTRY], other) == ()
    assert prefill([ENTRY, other], "damaged", "KETTLE-1") == ENTRY.answers
    assert _rules([entry(product="")], other) != []
    assert _rules([ENTRY], entry(product="LAMP-2", marketplace="de")) == ["case.contradiction"]


def test_another_currency_contradicts() -> None:
    euro = entry(offers=(Offer("replacement"), Offer("partial-refund", Decimal(5), "EUR")))
    assert "case.contradiction" in _rules([ENTRY], euro)


def test_hours_run_through_the_weekend() -> None:
    friday = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)
    assert due_after(friday, 24, "hours") == "2026-11-21T17:00:00Z"  # a Saturday
    assert due_after(friday, 3, "days") == "2026-11-23"
    assert due_after(friday, 3, "business days") == "2026-11-25"
    assert due_after(friday, 1, "business day") == "2026-11-23"


def test_hours_run_through_a_change_of_the_clock() -> None:
    before = datetime(2026, 10, 24, 12, 0, tzinfo=ZoneInfo("Europe/Paris"))
    assert due_after(before, 24, "hour") == "2026-10-25T10:00:00Z"


@given(st.integers(0, 400), st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)))  # noqa: DTZ001
def test_business_days_are_weekdays_and_never_fewer_than_days(count: int, at: datetime) -> None:
    start = at.replace(tzinfo=UTC)
    due = datetime.fromisoformat(due_after(start, count, "business days")).date()
    skipped = [start.date() + timedelta(days=n + 1) for n in range((due - start.date()).days)]
    assert sum(day.weekday() < 5 for day in skipped) == count
    assert count == 0 or due.weekday() < 5


@pytest.mark.parametrize(
    ("due", "expected", "words"),
    [
        ("2026-11-19", "overdue", "3 days overdue"),
        ("2026-11-21", "overdue", "1 day overdue"),
        ("2026-11-22", "today", "today"),
        ("2026-11-25", "later", "in 3 days"),
        ("2026-11-22T11:59:00Z", "overdue", "1 min overdue"),
        ("2026-11-22T07:00:00Z", "overdue", "5 h overdue"),
        ("2026-11-22T15:30:00Z", "today", "in 3 h"),
        ("2026-11-23T11:30:00Z", "later", "in 23 h"),
        ("2026-11-26T12:00:00Z", "later", "in 4 days"),
    ],
)
def test_what_is_due_is_put_in_words(due: str, expected: str, words: str) -> None:
    assert state(due, NOW) == expected
    assert distance(due, NOW) == words


def test_a_due_time_is_shown_in_the_readers_zone() -> None:
    assert shown("2026-11-21T23:30:00Z", ZoneInfo("Asia/Shanghai")) == "Sun 2026-11-22 07:30"
    assert shown("2026-11-22") == "Sun 2026-11-22"


def test_a_24_hour_target_shows_the_48_hour_line_weekend_or_not() -> None:
    friday = entry(time="2026-11-20T17:00:00Z")
    target = FollowUp(1, "2026-11-21T17:00:00Z", "Answer.", friday)
    assert hard_line(target) == datetime(2026, 11, 22, 17, 0, tzinfo=UTC)  # a Sunday
    assert hard_line(FollowUp(2, "2026-11-22T17:00:00Z", "Call.", friday)) is None
    assert hard_line(FollowUp(3, "2026-11-22", "Call.", friday)) is None
