"""Input lines, key by key, and the lines they leave on the screen."""

from __future__ import annotations

import io

import pytest

from asv_cli.asking import Entry, GoBack, Item, Menu
from asv_cli.i18n import Words
from asv_cli.prompt.line import run_line
from asv_cli.prompt.menus import MenuAsker
from asv_cli.prompt.terminal import Terminal
from asv_cli.wording import field_entry
from terminal_kit import (
    BACKSPACE,
    CTRL_C,
    CTRL_D,
    CTRL_U,
    ENTER,
    ESC,
    LEFT,
    TAB_BACK,
    case_of,
    keys,
)


def entry(key: str = "refund_amount", default: str = "") -> Entry:
    case = case_of()
    return field_entry(case, case.shared.fields[key], default, Words())


def write(asked: Entry, *pressed: str) -> str:
    with keys(*pressed):
        return run_line(asked, Words())


def test_what_fits_is_taken_in_canonical_form() -> None:
    assert write(entry(), "12.5", ENTER) == "12.50"


def test_what_does_not_fit_rings_and_can_be_mended() -> None:
    with keys("much", ENTER, CTRL_U, "7", ENTER) as screen:
        assert run_line(entry(), Words()) == "7.00"
    assert screen.bells == 1


def test_an_optional_answer_can_be_left_out() -> None:
    assert write(entry("buyer_name"), ENTER) == ""


def test_the_old_answer_stands_in_the_line() -> None:
    assert write(entry("product", "teapot"), "s", ENTER) == "teapots"


@pytest.mark.parametrize("key", [TAB_BACK, ESC, LEFT, BACKSPACE])
def test_every_back_key_goes_back_from_an_empty_line(key: str) -> None:
    with pytest.raises(GoBack):
        write(entry(), key)


def test_left_and_backspace_edit_a_line_that_is_not_empty() -> None:
    assert write(entry("product"), "tepot", LEFT, LEFT, LEFT, "a", ENTER) == "teapot"
    assert write(entry("product"), "teapott", BACKSPACE, ENTER) == "teapot"


def test_escape_goes_back_also_from_a_line_that_is_not_empty() -> None:
    with pytest.raises(GoBack):
        write(entry("product"), "tea", ESC)


@pytest.mark.parametrize(("key", "error"), [(CTRL_C, KeyboardInterrupt), (CTRL_D, EOFError)])
def test_ctrl_c_and_ctrl_d_stop(key: str, error: type[BaseException]) -> None:
    with pytest.raises(error):
        write(entry(), "5", key)


def test_pasted_controls_never_reach_an_answer() -> None:
    pasted = "\x1b[200~tea\x07pot\u202e\x1b[201~"
    assert write(entry("product"), pasted, ENTER) == "teapot"


class Tty(io.StringIO):
    """A screen that takes what is written and has no size."""

    def isatty(self) -> bool:
        return True

    def fileno(self) -> int:
        raise io.UnsupportedOperation


def test_nothing_is_erased_before_anything_was_answered() -> None:
    asker = MenuAsker(Terminal(Tty(), Tty()), Words())
    asker.take_back()  # nothing was answered, so nothing is erased
    menu = Menu("q", "?", (Item("a", "A"),))
    assert menu.item("a").label == "A"
    with pytest.raises(KeyError):
        menu.item("b")
