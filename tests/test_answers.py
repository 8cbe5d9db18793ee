"""Answers: one canonical form each, whatever way they come, and a sentence for the rest."""

from __future__ import annotations

import unicodedata
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asv_cli.answers import MAX_DAYS, allowed, canonical, choose, clean, one_line, value
from asv_cli.errors import Spot
from asv_cli.loader import marketplaces
from asv_cli.model import Choice, Field, Question, Text
from asv_cli.render.finish import unfilled

if TYPE_CHECKING:
    import datetime

STORES = marketplaces()


def field(kind: str, **more: object) -> Field:
    """Return a field of a type, plain but for what is given."""
    plain: dict[str, object] = {
        "id": "x",
        "type": kind,
        "ask": Text({"en": "X?"}),
        "help": None,
        "example": None,
        "default": None,
        "optional": False,
        "setting": False,
        "minimum": None,
        "maximum": None,
        "max_length": 80,
        "choices": {},
        "at": Spot("shared.yaml"),
    }
    return Field(**{**plain, **more})  # type: ignore[arg-type]


def accept(kind: str, typed: str, store: str = "DE", **more: Any) -> str:
    """Return the canonical form of an answer in a store."""
    return canonical(field(kind, **more), typed, STORES[store])


MONEY = [
    ("12.50", "DE", "12.50"),
    ("12,50", "DE", "12.50"),
    ("12", "DE", "12.00"),
    ("0.5", "DE", "0.50"),
    ("1.234,50 €", "DE", "1234.50"),
    ("1,234.50", "US", "1234.50"),
    ("€5", "DE", "5.00"),
    ("5 EUR", "DE", "5.00"),
    ("eur 5", "DE", "5.00"),
    ("$5", "US", "5.00"),
    ("5 usd", "US", "5.00"),
    ("1 234,50", "FR", "1234.50"),
    ("1\u202f234,50\u00a0€", "FR", "1234.50"),
    ("1'234.50", "DE", "1234.50"),
    ("£3", "UK", "3.00"),
    ("1.234.567,89", "DE", "1234567.89"),
    ("¥1,234", "JP", "1234"),
    ("1,234", "JP", "1234"),
    ("1.234", "JP", "1234"),
    ("500", "JP", "500"),
    ("kr 5", "SE", "5.00"),
    ("R$ 5,00", "BR", "5.00"),
    ("5 zł", "PL", "5.00"),
    ("5 PLN", "PL", "5.00"),
    ("007", "DE", "7.00"),
    ("R5", "ZA", "5.00"),
    ("5 ZAR", "ZA", "5.00"),
]


@pytest.mark.parametrize(("typed", "store", "found"), MONEY)
def test_an_amount_is_read_as_people_write_it(typed: str, store: str, found: str) -> None:
    assert accept("money", typed, store) == found


NO_MONEY = [
    ("1,234", "DE", "is not an amount"),
    ("1.234", "US", "is not an amount"),
    ("12.345", "DE", "is not an amount"),
    ("-5", "DE", "is not an amount"),
    ("1e3", "DE", "is not an amount in EUR"),
    ("NaN", "DE", "is not an amount in EUR"),
    ("Infinity", "DE", "is not an amount in EUR"),
    ("$5", "DE", "choose another --marketplace"),
    ("5 USD", "DE", "choose another --marketplace"),
    ("5 EUR", "ZA", "is not an amount"),
    ("0", "DE", "more than zero"),
    ("0.00", "DE", "more than zero"),
    ("5.50", "JP", "too many decimals"),
    ("\u0661٢", "DE", "is not an amount"),
    ("\uff11\uff12", "DE", "is not an amount"),
    ("12..5", "DE", "is not an amount"),
    ("12 50", "DE", "is not an amount"),
    ("1,23,4", "DE", "is not an amount"),
    (".", "DE", "is not an amount"),
    ("€", "DE", "is not an amount"),
    ("5 € 5", "DE", "is not an amount"),
    ("9" * 20, "DE", "is not an amount"),
    ("1.234.50", "DE", "is not an amount"),
    ("five", "DE", "is not an amount in EUR"),
]


@pytest.mark.parametrize(("typed", "store", "said"), NO_MONEY)
def test_what_is_no_amount_or_could_be_two_is_refused(typed: str, store: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        accept("money", typed, store)


def test_an_amount_keeps_within_its_limits() -> None:
    limits: dict[str, Any] = {"minimum": Decimal(5), "maximum": Decimal("9.50")}
    assert accept("money", "9.50", **limits) == "9.50"
    with pytest.raises(ValueError, match="too small; the least is 5"):
        accept("money", "4.99", **limits)
    with pytest.raises(ValueError, match=r"too large; the most is 9\.50"):
        accept("money", "9.51", **limits)


@given(st.decimals(min_value="0.01", max_value="999999999", places=2))
def test_an_amount_is_exact_to_the_cent(amount: Decimal) -> None:
    text = accept("money", f"{amount:f}")
    assert value(field("money"), text) == amount


@pytest.mark.parametrize(("typed", "found"), [("3", "3"), ("007", "7"), (" 12 ", "12"), ("0", "0")])
def test_a_whole_number_is_read(typed: str, found: str) -> None:
    assert accept("integer", typed) == found


@pytest.mark.parametrize(
    "typed", ["-1", "+1", "1.0", "1e3", "\u0661", "three", "1 2", "1_000", "9" * 10]
)
def test_what_is_no_whole_number_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="is not a whole number"):
        accept("integer", typed)


def test_days_stop_where_dates_would_run_out() -> None:
    assert accept("days", str(MAX_DAYS)) == str(MAX_DAYS)
    with pytest.raises(ValueError, match="too large"):
        accept("days", str(MAX_DAYS + 1))
    assert accept("integer", str(MAX_DAYS + 1)) == str(MAX_DAYS + 1)


@pytest.mark.parametrize(
    "typed",
    [
        "2026-02-30",
        "2026-13-01",
        "30.11.2026",
        "2026-1-5",
        "20261125",
        "tomorrow",
        "0000-01-01",
        "2026-11-25T09:30",
        "\uff12\uff10\uff12\uff16-11-25",
    ],
)
def test_what_is_no_date_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r"is not a date\. Write year-month-day"):
        accept("date", typed)


@given(st.dates())
def test_a_date_is_kept(day: datetime.date) -> None:
    assert value(field("date"), accept("date", day.isoformat())) == day


def test_an_order_id_has_its_form() -> None:
    assert accept("order-id", " 302-1234567-1234567 ") == "302-1234567-1234567"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("D01-1234567-1234567", "a digital order"),
        ("S01-1234567-1234567", "not an order of Amazon's store"),
        ("302-1234567-123456", "is not an order id"),
        ("302 1234567 1234567", "is not an order id"),
        ("٣02-1234567-1234567", "is not an order id"),
        ("x302-1234567-1234567", "is not an order id"),
    ],
)
def test_what_is_no_order_id_is_refused(typed: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        accept("order-id", typed)


def test_a_choice_is_one_of_its_ids() -> None:
    choices = {"red": Text({"en": "Red"}), "blue": Text({"en": "Blue"})}
    assert accept("choice", "red", choices=choices) == "red"
    with pytest.raises(ValueError, match=r"'bleu' is not one of red, blue\. Did you mean 'blue'\?"):
        accept("choice", "bleu", choices=choices)
    with pytest.raises(ValueError, match=r"'x' is not one of red, blue\.$"):
        accept("choice", "x", choices=choices)


def test_a_question_takes_only_its_choices() -> None:
    spot = Spot("x.yaml")
    choices = tuple(Choice(c, Text({"en": c}), "end", None, spot) for c in ("yes", "no"))
    question = Question("q", Text({"en": "Q?"}), None, choices, spot)
    assert choose(question, " yes\n") == "yes"
    for typed in ("YES", "", "true", "y"):
        with pytest.raises(ValueError, match="is not one of yes, no"):
            choose(question, typed)


@pytest.mark.parametrize(
    "typed",
    [
        "[name]",
        "Dear [Buyer Name]",
        "{{x}}",
        "{{ name",
        "}}",
        "{% if %}",
        "%}",
        "<name>",
        "XXX",
        "XXXX",
        "TODO",
        "TBD",
        "____",
        "${name}",
        "%s",
        "[[x",
        "None",
        "null",
        "NaN",
        "n/a",
    ],
)
def test_an_answer_still_to_be_filled_in_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="looks like a placeholder"):
        accept("text", typed)


@pytest.mark.parametrize(
    "typed", ["2<3>1", "50 % off", "a_b", "XX", "None of your business shirt", "todo", "C++ {book}"]
)
def test_a_product_with_an_odd_name_is_accepted(typed: str) -> None:
    assert accept("text", typed) == typed


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("a\x1b[31mb\x07", "a[31mb"),
        ("a\u202eb\u2066", "ab"),
        ("a\u200bb\ufeff", "ab"),
        ("a\nb\r\nc\rd", "a b c d"),
        ("  a \t b  ", "a b"),
        ("e\u0301", "é"),
        ("a\u2028b", "a b"),
        ("\u0645\u06cc\u200c\u062e", "\u0645\u06cc\u200c\u062e"),
        ("👩\u200d👧", "👩\u200d👧"),
        ("a\x9b2Jb", "a2Jb"),
    ],
)
def test_a_text_is_cleaned_of_what_steers_a_terminal(typed: str, found: str) -> None:
    assert accept("text", typed) == found


def test_a_text_that_is_too_long_is_refused_and_quoted_in_short() -> None:
    assert accept("text", "x" * 80) == "x" * 80
    with pytest.raises(ValueError, match=r"^'x{20}…' has 81 characters; at most 80 are allowed.$"):
        accept("text", "x" * 81)
    assert accept("text", "x" * 81, max_length=81)


@pytest.mark.parametrize("typed", ["", "  ", "\x00", "\u200b", "\n"])
def test_nothing_is_an_answer_only_where_it_may_be_left_out(typed: str) -> None:
    assert accept("text", typed, optional=True) == ""
    assert value(field("text", optional=True), "") is None
    with pytest.raises(ValueError, match="Something must be given"):
        accept("text", typed)


KINDS = ["text", "integer", "money", "days", "date", "order-id", "choice"]


@given(
    st.sampled_from(KINDS),
    st.one_of(st.text(max_size=30), st.from_regex(r"[0-9€$ .,'-]{1,14}", fullmatch=True)),
    st.sampled_from(sorted(STORES)),
)
def test_the_canonical_form_of_a_canonical_form_is_itself(
    kind: str, typed: str, store: str
) -> None:
    some = field(kind, choices={"a": Text({"en": "A"})} if kind == "choice" else {})
    try:
        once = canonical(some, typed, STORES[store])
    except ValueError:
        return
    assert canonical(some, once, STORES[store]) == once
    value(some, once)


@given(st.sampled_from(KINDS), st.text(max_size=30))
def test_what_does_not_fit_is_told_in_a_whole_sentence(kind: str, typed: str) -> None:
    some = field(kind, choices={"a": Text({"en": "A"})} if kind == "choice" else {})
    said = "Fine."
    try:
        canonical(some, typed, STORES["DE"])
    except ValueError as error:
        said = str(error)
    assert said.endswith((".", "?"))
    assert said[0] == "'" or said[0].isupper()


@given(st.text(max_size=80))
def test_no_accepted_text_looks_unfilled_in_the_finished_letter(typed: str) -> None:
    try:
        text = accept("text", typed)
    except ValueError:
        return
    assert unfilled(f"Your {text}, please.") == ""


@given(st.text())
def test_one_line_is_one_line_composed_and_stable(text: str) -> None:
    line = one_line(text)
    assert len(line.splitlines()) <= 1
    assert unicodedata.is_normalized("NFC", line)
    assert one_line(line) == line
    assert "\x1b" not in clean(text)


@pytest.mark.parametrize(
    ("some", "said"),
    [
        (field("text"), "a text of up to 80 characters"),
        (
            field("integer", minimum=Decimal(1), maximum=Decimal(48)),
            "a whole number from 1 up to 48",
        ),
        (field("money"), "an amount, such as 12.50"),
        (field("days", minimum=Decimal(1)), "a number of days from 1"),
        (field("date"), "a date, such as 2026-11-25"),
        (field("order-id"), "an order id, such as 302-1234567-1234567"),
        (field("choice", choices={"a": Text({"en": "A"}), "b": Text({"en": "B"})}), "a, b"),
    ],
)
def test_what_is_allowed_is_said_in_a_few_words(some: Field, said: str) -> None:
    assert allowed(some) == said
