"""Line mode: any pair of streams, nothing redrawn, complete from picker to preview."""

from __future__ import annotations

import io

import pytest

from asv_cli.asking import Entry, GoBack, Item, Menu
from asv_cli.i18n import Words
from asv_cli.interview import TAKE, Interview
from asv_cli.prompt import wants_lines
from asv_cli.prompt.lines import LineAsker
from asv_cli.wording import field_entry
from terminal_kit import case_of

MENU = Menu(
    "q",
    "Which?",
    (
        Item("red", "Red one", help="Warm."),
        Item("blue", "Blue one", words=("sky",)),
        Item("late", "Bleu foncé", group="Others", tail="dark"),
    ),
)


def person(*lines: str) -> tuple[LineAsker, io.StringIO]:
    screen = io.StringIO()
    return LineAsker(io.StringIO("".join(f"{line}\n" for line in lines)), screen, Words()), screen


@pytest.mark.parametrize(
    ("typed", "answer"),
    [("1", "red"), ("3", "late"), ("blue", "blue"), ("SKY", "blue"), ("fonce bleu", "late")],
)
def test_a_number_an_id_or_words_answer(typed: str, answer: str) -> None:
    asker, _ = person(typed)
    assert asker.pick(MENU) == answer


def test_the_list_is_numbered_with_help_and_headings() -> None:
    asker, screen = person("1")
    asker.pick(MENU)
    assert screen.getvalue() == (
        "Which?\n1. Red one (Warm.)\n2. Blue one\nOthers:\n3. Bleu foncé dark\n"
        "Number or words, b for back: "
    )


@pytest.mark.parametrize("typed", ["0", "4", "zzz", ""])
def test_what_matches_nothing_picks_nothing(typed: str) -> None:
    asker, screen = person(typed, "2")
    assert asker.pick(MENU) == "blue"
    assert "is none of these" in screen.getvalue()


def test_what_matches_several_lists_them_with_their_numbers() -> None:
    asker, screen = person("one", "2")
    assert asker.pick(MENU) == "blue"
    assert "Several match; give the number of one.\n1. Red one (Warm.)\n2. Blue one\n" in (
        screen.getvalue()
    )


def test_enter_takes_the_old_answer() -> None:
    asker, screen = person("")
    assert asker.pick(Menu("q", "?", MENU.items, default="blue")) == "blue"
    assert "Enter for 'Blue one'" in screen.getvalue()


def test_b_goes_back_and_the_end_of_input_stops() -> None:
    asker, _ = person("b")
    with pytest.raises(GoBack):
        asker.pick(MENU)
    with pytest.raises(EOFError):
        asker.pick(MENU)


def entry(key: str, default: str = "") -> Entry:
    case = case_of()
    return field_entry(case, case.shared.fields[key], default, Words())


def test_an_entry_says_what_does_not_fit_and_asks_again() -> None:
    asker, screen = person("much", "5")
    assert asker.write(entry("refund_amount")) == "5.00"
    assert "'much' is not an amount in USD" in screen.getvalue()


def test_an_entry_keeps_or_leaves_out_its_old_answer() -> None:
    asker, screen = person("", "-", "b")
    assert asker.write(entry("buyer_name", "Zoé")) == "Zoé"
    assert asker.write(entry("buyer_name", "Zoé")) == ""
    assert "- to leave it out, Enter for 'Zoé'" in screen.getvalue()
    with pytest.raises(GoBack):
        asker.write(entry("product", "teapot"))


def test_nothing_is_redrawn_and_no_escape_is_sent() -> None:
    asker, screen = person("1", "1", "", "te\x1b[2Japot", "Anna", "Blue Hill", "1")
    interview = Interview(case_of(), {}, asker, Words())
    interview.run()
    assert interview.review() == TAKE
    assert interview.answers["product"] == "te[2Japot"
    assert not {"\x1b", "\r", "\x08"} & set(screen.getvalue())


@pytest.mark.parametrize(
    ("environ", "wanted"),
    [
        ({"TERM": "xterm"}, False),
        ({"TERM": "dumb"}, True),
        ({}, True),
        ({"TERM": "xterm", "ACCESSIBLE": "1"}, True),
        ({"TERM": "xterm", "ASV_ACCESSIBLE": "yes"}, True),
        ({"TERM": "xterm", "ASV_ACCESSIBLE": "0"}, False),
        ({"TERM": "xterm", "ACCESSIBLE": ""}, False),
    ],
)
def test_line_mode_is_chosen_by_the_agent_or_by_the_terminal(
    environ: dict[str, str], *, wanted: bool
) -> None:
    assert wants_lines(environ) is wanted
