"""Asking with a product at hand: the reason for a question, and the known issues to pick from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from asv_cli.asking import GoBack
from asv_cli.cli.prepare import Known, Request, build_case
from asv_cli.cli.product_asker import ProductAsker
from asv_cli.cli.with_product import pick_product, stock
from asv_cli.facts import gather
from asv_cli.i18n import Words
from asv_cli.interview import Interview
from asv_cli.library import open_library
from asv_cli.loader import load_shop
from shop_kit import SETTINGS, shop, stocked

if TYPE_CHECKING:
    from collections.abc import Callable

    from asv_cli.asking import Entry, Menu
    from shop_kit import Shop

__all__ = ["shop", "stocked"]

SCENARIO = """\
title: Does not work
category: product
start: colour_stock
questions:
  colour_stock:
    ask: Is that colour in stock?
    choices:
      in-stock: {label: Yes, goto: explain}
      none: {label: No, goto: explain}
outcomes:
  explain: {title: Explain, letters: {to: buyer, template: faulty/explain}}
"""
FIELDS = """\
fields:
  known_cause: {type: text, ask: "What is the cause?", max_length: 200}
  known_fix: {type: text, ask: "What helps?", max_length: 200}
"""
LETTER = """\
{% extends "en/letter.j2" %}
{% block subject %}Your {{ product }}{% endblock %}
{% block empathy %}Sorry.{% endblock %}
{% block facts %}It happens because {{ known_cause }}.{% endblock %}
{% block request %}Please {{ known_fix }}.{% endblock %}
{% block promise %}Soon.{% endblock %}
"""


class Scripted:
    """An asker that answers by key from a script of `key=answer`; `key<` goes back.

    `screen` holds the line each answer left there.
    """

    def __init__(self, *script: str) -> None:
        self.script = list(script)
        self.items: dict[str, list[str]] = {}
        self.screen: list[str] = []
        self.told: list[str] = []

    def pick(self, menu: Menu) -> str:
        self.items[menu.key] = [item.id for item in menu.items]
        return self._next(menu.key)

    def write(self, entry: Entry) -> str:
        return entry.check(self._next(entry.key))

    def tell(self, text: str) -> None:
        self.told.append(text)

    def take_back(self) -> None:
        self.screen.pop()

    def _next(self, key: str) -> str:
        step = self.script.pop(0)
        if step == f"{key}<":
            raise GoBack
        asked, _, answer = step.partition("=")
        assert asked == key, f"asked {key}, expected {step}"
        self.screen.append(key)
        return answer


@pytest.fixture
def faulty(stocked: Shop) -> Shop:
    stocked.write(".asv/shop.yaml", f"{SETTINGS}answers: {{buyer_name: Bo}}\n")
    stocked.write(".asv/scenarios/faulty.yaml", SCENARIO)
    stocked.write(".asv/scenarios/shared.yaml", FIELDS)
    stocked.write(".asv/templates/en/faulty/explain.j2", LETTER)
    return stocked


@pytest.fixture
def ask(faulty: Shop) -> Callable[..., dict[str, str]]:  # noqa: ARG001
    def call(asker: Scripted, issue: str = "") -> dict[str, str]:
        request = Request(
            "faulty", (), "", "en", "", "", "", None, may_ask=True, product="KX-200", issue=issue
        )
        library = open_library()
        rules = load_shop(library)
        facts = gather({}, {}, rules.settings)
        known = Known(facts, frozenset(), rules, pick_product(library, request))
        case, known, found = stock(build_case(library, "faulty", request, facts), known)
        knowing = ProductAsker(asker, Words())
        knowing.stocked, knowing.language = found, "en"
        answers, _ = known.read(case)
        interview = Interview(case, answers, knowing, Words(), dict.fromkeys(answers, "shop"))
        interview.run()
        assert asker.script == []
        return interview.answers

    return call


def test_one_pick_gives_cause_and_fix(ask: Callable[..., dict[str, str]]) -> None:
    asker = Scripted("colour_stock=none", ":issue=leak")
    answers = ask(asker)
    assert asker.items[":issue"] == ["lid", "leak", ":another"]
    assert answers["known_cause"] == "the seal sits askew"
    assert answers["known_fix"] == "push the seal back"


def test_another_issue_is_asked_for_in_words_and_only_picked_once(
    ask: Callable[..., dict[str, str]],
) -> None:
    asker = Scripted(
        "colour_stock=none", ":issue=:another", "known_cause=wear", "known_fix=send it in"
    )
    answers = ask(asker)
    assert (answers["known_cause"], answers["known_fix"]) == ("wear", "send it in")
    assert asker.screen == ["colour_stock", ":issue", "known_cause", "known_fix"]


def test_a_fix_that_does_not_fit_is_offered_for_mending(
    faulty: Shop, ask: Callable[..., dict[str, str]]
) -> None:
    path = faulty.folder / ".asv/products.yaml"
    text = path.read_text(encoding="utf-8").replace("push the seal back", "TODO")
    path.write_text(text, encoding="utf-8")
    asker = Scripted("colour_stock=none", ":issue=leak", "known_fix=push it back")
    assert ask(asker)["known_fix"] == "push it back"


def test_a_named_issue_is_not_asked_for(ask: Callable[..., dict[str, str]]) -> None:
    answers = ask(Scripted("colour_stock=none"), issue="lid")
    assert answers["known_fix"] == "press the lid down twice"


def test_a_question_says_why_the_product_does_not_answer_it(
    ask: Callable[..., dict[str, str]],
) -> None:
    asker = Scripted("colour_stock=none")
    ask(asker, issue="lid")
    assert "KX-200 has in stock: black 3, red none. Name it with --colour." in asker.told


def test_going_back_from_a_pick_reaches_the_question_before(
    ask: Callable[..., dict[str, str]],
) -> None:
    asker = Scripted("colour_stock=none", ":issue<", "colour_stock=in-stock", ":issue=lid")
    assert ask(asker)["colour_stock"] == "in-stock"


def test_going_back_over_a_pick_asks_for_the_issue_again(
    faulty: Shop, ask: Callable[..., dict[str, str]]
) -> None:
    text = faulty.folder / ".asv/scenarios/shared.yaml"
    later = '  zeal: {type: text, ask: "How much?"}\n'
    text.write_text(text.read_text(encoding="utf-8") + later, encoding="utf-8")
    letter = faulty.folder / ".asv/templates/en/faulty/explain.j2"
    said = letter.read_text(encoding="utf-8").replace("Soon", "Soon, {{ zeal }}")
    letter.write_text(said, encoding="utf-8")
    asker = Scripted("colour_stock=none", ":issue=lid", "zeal<", ":issue=leak", "zeal=much")
    answers = ask(asker)
    assert answers["known_cause"] == "the seal sits askew"
    assert answers["known_fix"] == "push the seal back"
    assert asker.screen == ["colour_stock", ":issue", "zeal"]


def test_without_anyone_to_ask_the_flag_is_told(faulty: Shop) -> None:
    words = ("draft", "faulty", "--no-input", "--product", "KX-200", "--colour", "red")
    result = faulty.asv(*words)
    assert result.code == 4
    assert "KX-200 has several known issues: name one with --issue lid, leak.\n" in result.err
    assert faulty.asv(*words, "--issue", "lid").code == 0
