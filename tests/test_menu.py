"""Menus, key by key."""

from __future__ import annotations

import pytest
from prompt_toolkit.utils import get_cwidth

from asv_cli.asking import GoBack, Item, Menu
from asv_cli.i18n import Words
from asv_cli.prompt.draw import draw
from asv_cli.prompt.menu import run_menu
from asv_cli.prompt.state import MenuState
from terminal_kit import (
    BACKSPACE,
    CTRL_C,
    CTRL_D,
    CTRL_U,
    DOWN,
    ENTER,
    ESC,
    LEFT,
    PAGE_DOWN,
    TAB_BACK,
    UP,
    Screen,
    keys,
)

SMALL = Menu("q", "Which?", (Item("red", "Red one"), Item("blue", "Blue one"), Item("3", "Third")))
CASES = Menu(
    "case",
    "What is the case?",
    (
        Item("damaged", "Arrivé cassé", words=("box was crushed", "dented"), group="Produit"),
        Item("lost", "Paquet perdu", words=("where is my parcel",), group="Livraison"),
        Item("late", "商品破损", words=("迟到",), group="Livraison"),
        Item("oeuvre", "Chef-d'œuvre rayé", group="Livraison"),
    ),
)
LONG = Menu("n", "Number?", tuple(Item(f"n{n}", f"Item {n}") for n in range(1, 41)))


def pick(menu: Menu, *pressed: str, screen: Screen | None = None) -> str:
    with keys(*pressed, screen=screen):
        return run_menu(menu, Words())


@pytest.mark.parametrize(("key", "answer"), [("1", "red"), ("2", "blue"), ("3", "3")])
def test_a_digit_answers_at_once(key: str, answer: str) -> None:
    assert pick(SMALL, key) == answer


def test_a_digit_beyond_the_list_rings_and_answers_nothing() -> None:
    screen = Screen()
    assert pick(SMALL, "4", "0", "2", screen=screen) == "blue"
    assert screen.bells == 2


def test_a_digit_is_part_of_the_filter_once_something_is_typed() -> None:
    assert pick(LONG, "item 3", "7", ENTER) == "n37"


def test_enter_takes_the_default_and_arrows_move_round_the_ends() -> None:
    default = Menu("q", "Which?", SMALL.items, default="blue")
    assert pick(default, ENTER) == "blue"
    assert pick(SMALL, DOWN, ENTER) == "blue"
    assert pick(SMALL, UP, ENTER) == "3"


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("casse", "damaged"),
        ("CASSÉ", "damaged"),
        ("cassé", "damaged"),
        ("casse\u0301", "damaged"),
        ("crushed box", "damaged"),
        ("parcel where", "lost"),
        ("lost", "lost"),
        ("破损", "late"),
        ("迟", "late"),
        ("œuvre", "oeuvre"),
        ("oeuvre", "oeuvre"),
        ("ｌｏｓｔ", "lost"),  # noqa: RUF001 - full-width letters
        ("livraison perdu", "lost"),
    ],
)
def test_typing_finds_words_in_any_order_script_and_accent(typed: str, answer: str) -> None:
    assert pick(CASES, typed, ENTER) == answer


def test_enter_without_a_match_rings_and_picks_nothing() -> None:
    screen = Screen()
    assert pick(CASES, "zzz", ENTER, ENTER, ESC, "2", screen=screen) == "lost"
    assert screen.bells == 2


def test_a_heading_is_never_the_answer() -> None:
    screen = Screen()
    with pytest.raises(EOFError):
        pick(Menu("q", "?", (), ""), "produit", ENTER, CTRL_D, screen=screen)
    assert screen.bells == 1
    assert pick(CASES, "produit", ENTER) == "damaged"


def test_a_blank_filters_nothing() -> None:
    assert pick(SMALL, "  ", "2") == "blue"


def test_escape_first_clears_the_filter_then_goes_back() -> None:
    assert pick(CASES, "perdu", ESC, "1") == "damaged"
    with pytest.raises(GoBack):
        pick(CASES, "perdu", ESC, ESC)


@pytest.mark.parametrize("key", [TAB_BACK, ESC, LEFT, BACKSPACE])
def test_every_back_key_goes_back_while_nothing_is_typed(key: str) -> None:
    with pytest.raises(GoBack):
        pick(SMALL, key)


def test_backspace_and_left_spare_a_filter() -> None:
    assert pick(CASES, "perdux", LEFT, BACKSPACE, ENTER) == "lost"
    assert pick(CASES, "perdu", CTRL_U, "1") == "damaged"


def test_shift_tab_goes_back_also_while_something_is_typed() -> None:
    with pytest.raises(GoBack):
        pick(CASES, "perdu", TAB_BACK)


@pytest.mark.parametrize(("key", "error"), [(CTRL_C, KeyboardInterrupt), (CTRL_D, EOFError)])
def test_ctrl_c_and_ctrl_d_stop(key: str, error: type[BaseException]) -> None:
    with pytest.raises(error):
        pick(SMALL, "re", key)


def test_a_paste_filters_and_never_answers() -> None:
    assert pick(CASES, "\x1b[200~where is\nmy parcel\x1b[201~", ENTER) == "lost"
    assert pick(SMALL, "\x1b[200~1\r\x1b[201~", ESC, "2") == "blue"


def test_keys_without_a_sign_do_nothing() -> None:
    assert pick(SMALL, "\x1bOP", "\x1b[C", "\x1b[2~", "2") == "blue"


def test_the_end_of_all_input_is_no_answer() -> None:
    with pytest.raises(EOFError), keys(CTRL_D):
        run_menu(SMALL, Words())


def shown(menu: Menu, columns: int = 60, rows: int = 12, typed: str = "", at: int = 0) -> list[str]:
    state = MenuState(menu)
    state.type(typed)
    state.at = at
    lines = draw(state, Words(), columns, rows)
    return ["".join(text for _, text in line) for line in lines]


@pytest.mark.parametrize("at", [0, 1, 20, 38, 39])
def test_a_long_list_scrolls_with_its_pointer(at: int) -> None:
    lines = shown(LONG, at=at)
    assert len(lines) <= 12
    assert any(line.startswith("❯") and line.endswith(f"Item {at + 1}") for line in lines)
    assert any(line.startswith("↓") for line in lines) is (at < 38)
    assert any(line.startswith("↑") for line in lines) is (at > 1)


def test_page_down_moves_through_a_long_list() -> None:
    assert pick(LONG, PAGE_DOWN, PAGE_DOWN, ENTER) == "n17"


def test_headings_stand_above_their_items() -> None:
    lines = shown(CASES)
    assert lines[1:4] == ["  Produit", "❯ 1 Arrivé cassé", "  Livraison"]


def test_the_help_of_the_current_choice_has_a_line_of_its_own() -> None:
    menu = Menu("q", "?", (Item("a", "A", help="Helps A."), Item("b", "B")))
    assert "  Helps A." in shown(menu)
    assert len(shown(menu)) == len(shown(menu, at=1))


def test_the_hint_names_the_way_back() -> None:
    assert "back" in shown(SMALL)[-1]


@pytest.mark.parametrize("columns", [20, 40, 60, 80])
@pytest.mark.parametrize("rows", [5, 12, 24])
def test_no_line_is_wider_than_the_screen_and_no_menu_higher(columns: int, rows: int) -> None:
    wide = Menu(
        "w",
        "请问买家是否已经发来损坏照片？" * 4,  # noqa: RUF001 - Chinese
        tuple(Item(f"i{n}", "很抱歉给您带来不便" * 8, help="👨‍👩‍👧 " * 30) for n in range(12)),
        why="Waffle " * 40,
        body="一二三四五六七八九十" * 30 + "\n\nshort\n" + "x" * 300,
    )
    for typed in ("", "很", "nothing like it"):
        lines = shown(wide, columns, rows, typed)
        assert len(lines) <= rows
        assert all(get_cwidth(line) < columns for line in lines)


def test_text_from_outside_cannot_steer_the_screen() -> None:
    menu = Menu(
        "q", "a\x1b]52;c;AAAA\x07b", (Item("x", "l\x1b[2Jm", help="\x9b31mh"),), why="\x08w"
    )
    assert not any(sign in line for line in shown(menu) for sign in "\x1b\x07\x08\x9b")


def test_a_tail_stays_readable_where_the_label_is_cut() -> None:
    menu = Menu("q", "?", (Item("a", "word " * 30, tail="Yes, clear"),))
    assert shown(menu)[1].endswith("… Yes, clear")


def test_a_text_above_the_items_scrolls() -> None:
    body = "\n".join(f"line {n}" for n in range(1, 51))
    menu = Menu("q", "?", SMALL.items, body=body)
    state = MenuState(menu)
    state.scroll(8)
    lines = ["".join(t for _, t in line) for line in draw(state, Words(), 60, 20)]
    assert "line 9" in lines
    assert "line 8" not in lines
    state.scroll(1000)
    assert "line 50" in ["".join(t for _, t in line) for line in draw(state, Words(), 60, 20)]
