"""The playbook: a scenario opens only with all its letters proven, in every language."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from asv_cli.errors import LibraryError, Spot, UsageError
from asv_cli.library import BUILT_IN, Layer, Library, built_in_root
from asv_cli.model import Text
from asv_cli.playbook import fields_needed, letter_problems, open_scenario

if TYPE_CHECKING:
    from pathlib import Path

LIBRARY = Library((Layer(BUILT_IN, built_in_root()),))


@pytest.mark.parametrize("scenario", list(LIBRARY.scenarios()))
def test_every_built_in_scenario_and_its_letters_are_without_a_fault(scenario: str) -> None:
    tree, shared = open_scenario(LIBRARY, scenario)
    assert tree.id == scenario
    assert letter_problems(LIBRARY, tree, shared) == []


def test_a_scenario_there_is_not_cannot_be_opened() -> None:
    with pytest.raises(UsageError):
        open_scenario(LIBRARY, "damagd")


def test_a_scenario_with_a_faulty_letter_cannot_be_opened(tmp_path: Path) -> None:
    letter = tmp_path / "templates" / "fr" / "damaged" / "offer.j2"
    letter.parent.mkdir(parents=True)
    letter.write_text('{% extends "fr/letter.j2" %}{{ prodct }}', encoding="utf-8")
    over = Library((*LIBRARY.layers, Layer("--library", tmp_path)))
    with pytest.raises(LibraryError) as caught:
        open_scenario(over, "damaged")
    assert all(p.spot and p.spot.path == str(letter) for p in caught.value.problems)
    rules = [problem.rule for problem in caught.value.problems]
    assert {"outside", "undeclared"} <= set(rules)


def test_the_fields_a_letter_needs_come_from_its_template_and_its_options() -> None:
    tree, shared = open_scenario(LIBRARY, "damaged")
    needed = fields_needed(LIBRARY, tree, shared)
    assert "refund_amount" in needed["offer-new-first", "buyer"]
    assert "refund_amount" not in needed["ask-for-photos", "buyer"]


def test_a_text_without_english_speaks_what_it_has() -> None:
    text = Text({"fr": "Oui", "de": "Ja"})
    assert (str(text), text.say("de-AT"), text.say("it")) == ("Oui", "Ja", "Oui")


def test_places_are_in_reading_order() -> None:
    spots = [Spot("b", 1), Spot("a", 10), Spot("a", 9, 2), Spot("a", 9, 1)]
    assert [str(spot) for spot in sorted(spots)] == ["a:9:1", "a:9:2", "a:10:1", "b:1:1"]
