"""`asv check` finds what a whole library can have wrong, and says where and what to do."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from asv_cli.check.parity import difference, numbers
from asv_cli.check.samples import edges, usual
from asv_cli.loader import load_shared, marketplace

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Result

    Asv = Callable[..., Result]


@pytest.fixture
def case(asv: Asv) -> Path:
    """A sound scenario of one's own, to be broken by each test."""
    assert asv("new", "my-case").code == 0
    return Path(".asv")


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_the_skeleton_of_a_new_scenario_passes(asv: Asv, case: Path) -> None:
    assert case.is_dir()
    done = asv("check", "my-case")
    assert done.code == 0, done
    assert "no findings" in done.err


def test_a_missing_translation_is_found(asv: Asv, case: Path) -> None:
    (case / "templates/fr/my-case/offer.j2").unlink()
    done = asv("check", "my-case")
    assert done.code == 1
    assert "'my-case/offer' has no translation into 'fr'." in done.out


def test_a_translation_older_than_its_source_is_found(asv: Asv, case: Path) -> None:
    change(case / "templates/en/my-case/offer.j2", "Thank you for", "Many thanks for")
    done = asv("check", "my-case")
    assert done.code == 1
    assert "has changed since this translation was made" in done.out


def test_numbers_that_differ_between_languages_are_found(asv: Asv, case: Path) -> None:
    change(case / "templates/fr/my-case/offer.j2", "Merci pour les", "Merci pour les 3")
    done = asv("check", "my-case")
    assert "The letter differs from 'en': 3 is there only here." in done.out


def test_a_branch_no_answers_lead_into_is_found(asv: Asv, case: Path) -> None:
    for language in ("en", "fr"):
        change(
            case / f"templates/{language}/my-case/offer.j2",
            "{% block promise %}",
            "{% block promise %}\n{% if photos == 'none' %}Never.{% endif %}\n",
        )
    done = asv("check", "my-case")
    assert "No answers lead into branch 1 of this condition." in done.out


def test_a_question_never_asked_on_the_way_is_found(asv: Asv, case: Path) -> None:
    change(
        case / "scenarios/my-case.yaml",
        "questions:\n",
        "questions:\n  late:\n    ask: Late?\n    choices:\n      a: {label: A, goto: end}\n"
        "      b: {label: B, goto: end2}\n",
    )
    change(case / "scenarios/my-case.yaml", "goto: offer", "goto: late")
    change(
        case / "scenarios/my-case.yaml",
        "outcomes:\n",
        "outcomes:\n  end: {title: E, letters: {to: buyer, template: my-case/offer}, "
        "options: [replacement, return-refund]}\n"
        "  end2: {title: E, steps: [Nothing.]}\n",
    )
    text = (case / "scenarios/my-case.yaml").read_text(encoding="utf-8")
    (case / "scenarios/my-case.yaml").write_text(text[: text.index("  offer:")], encoding="utf-8")
    for language in ("en", "fr"):
        path = case / f"templates/{language}/my-case/ask-for-photos.j2"
        change(path, "{% block facts %}", "{% block facts %}\n{% if late == 'a' %}X{% endif %}")
    done = asv("check", "my-case")
    assert "'late' is never asked on a way to 'ask-for-photos'." in done.out


def test_a_question_that_decides_nothing_is_found(asv: Asv, case: Path) -> None:
    change(case / "scenarios/my-case.yaml", "goto: ask-for-photos", "goto: offer")
    text = (case / "scenarios/my-case.yaml").read_text(encoding="utf-8")
    start, end = text.index("  ask-for-photos:\n"), text.index("  offer:\n")
    (case / "scenarios/my-case.yaml").write_text(text[:start] + text[end:], encoding="utf-8")
    done = asv("check", "my-case")
    assert "All answers to 'photos' lead to the same place" in done.out


def test_findings_are_printed_as_json_for_machines(asv: Asv, case: Path) -> None:
    (case / "templates/fr/my-case/offer.j2").unlink()
    found = json.loads(asv("check", "my-case", "--format", "json").out)
    assert found["schema"] == 1
    assert {finding["rule"] for finding in found["findings"]} >= {"translation-missing"}


def test_the_fail_level_decides_the_exit_and_not_what_is_shown(asv: Asv, case: Path) -> None:
    (case / "templates/fr/my-case/offer.j2").unlink()
    done = asv("check", "my-case", "--fail-level", "error")
    assert done.code == 0
    assert "no translation" in done.out


def test_every_letter_can_be_written_to_files_with_its_recipe(
    asv: Asv, case: Path, tmp_path: Path
) -> None:
    assert case.is_dir()
    folder = tmp_path / "letters"
    assert asv("check", "my-case", "--letters", str(folder)).code == 0
    files = sorted(folder.rglob("*.txt"))
    assert {path.parent.name for path in files} == {"en", "fr"}
    for path in files:
        assert path.read_text(encoding="utf-8").startswith("asv draft my-case -a ")


@pytest.mark.parametrize("word", ["no-such", "scenarios/none.yaml", "--format=xml"])
def test_what_is_not_there_cannot_be_checked(asv: Asv, word: str) -> None:
    assert asv("check", word).code == 2


def test_a_file_or_folder_may_be_named_too(asv: Asv, case: Path) -> None:
    for word in (".asv/scenarios/my-case.yaml", ".asv/templates/fr/my-case/offer.j2"):
        assert "1 scenario, " in asv("check", word).err
    assert asv("check", str(case)).code in {0, 1}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("$12.50 by November 25, 2026", "12,50\u00a0$US avant le 25 novembre 2026"),
        ("$1,234.50", "1\u202f234,50\u00a0€"),
        ("order 302-1234567-1234567 within 24 hours", "24 heures, 302-1234567-1234567"),
        ("¥1,234", "1\u202f234\u00a0¥"),
    ],
)
def test_the_same_numbers_in_other_forms_are_no_difference(one: str, other: str) -> None:
    assert difference(one, other) == ""


def test_a_number_said_twice_must_be_said_twice() -> None:
    assert numbers("1 and 1") != numbers("1")


def test_samples_stand_on_both_sides_of_what_a_template_compares() -> None:
    from decimal import Decimal

    from asv_cli.library import open_library

    shared = load_shared(open_library())
    field = shared.fields["reply_hours"]
    assert {"1", "48", "23", "24", "25"} <= set(edges(field, marketplace("US"), [Decimal(24)]))
    assert usual(shared.fields["refund_amount"], marketplace("JP")) == "12"


def offered(case: Path, options: str) -> None:
    change(case / "scenarios/my-case.yaml", "[replacement, return-refund]", options)


def test_options_that_leave_no_choice_under_some_law_are_found(asv: Asv, case: Path) -> None:
    offered(case, "[return-refund, {option: replacement, only: [eu, uk]}]")
    done = asv("check", "my-case")
    assert done.code == 1
    assert "'offer' leaves the buyer no choice in stores of: us, other." in done.out


def test_an_offer_to_keep_the_product_without_a_full_remedy_is_found(asv: Asv, case: Path) -> None:
    offered(case, "[partial-refund, freight-goodwill, {option: return-refund, only: [us, other]}]")
    done = asv("check", "my-case")
    assert done.code == 1
    assert (
        "'offer' offers to keep the product for less, but no full remedy, in stores of: uk, eu."
    ) in done.out


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("shop.yaml", "shop_nam: Blue Hill\n", "Did you mean 'shop_name'?"),
        ("products.yaml", "products:\n  KX-200: {nam: Kettle}\n", "Did you mean 'name'?"),
    ],
)
def test_faults_of_shop_and_products_are_found_too(
    asv: Asv, case: Path, name: str, text: str, said: str
) -> None:
    (case / name).write_text(text, encoding="utf-8")
    done = asv("check", "my-case")
    assert done.code == 1
    assert f".asv/{name}:" in done.out
    assert said in done.out
