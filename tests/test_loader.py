"""The loader: words as written, every fault once, and nothing that makes it crash."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from asv_cli.errors import AnswerError, LibraryError, UsageError, taken_for
from asv_cli.library import BUILT_IN, Layer, Library, built_in_root
from asv_cli.loader import (
    load_scenario,
    load_shared,
    load_shop,
    marketplace,
    marketplaces,
    scenario_problems,
    shared_problems,
)
from asv_cli.loader.answers import dump_answers, read_answers
from asv_cli.loader.nodes import MAX_BYTES, parse_page, read_page
from asv_cli.loader.scenario import SCENARIO
from asv_cli.loader.shapes import either
from asv_cli.loader.shared import SHARED
from asv_cli.loader.shop import SHOP

if TYPE_CHECKING:
    from pathlib import Path

SCENARIO_TEXT = """\
title: A test
category: product
start: photos
questions:
  photos:
    ask: {en: Photos?, fr: Des photos ?}
    why: yes
    choices:
      no: {label: no, goto: ask, help: 12:30}
      on: {label: 1.10, goto: ask}
outcomes:
  ask:
    title: 2026-11-22
    letters: {to: buyer, template: damaged/ask-for-photos}
    options: [{option: replacement, only: eu}]
    follow_up: {after: 2 business days, do: Look.}
"""


def library(folder: Path, **files: str) -> Library:
    """Lay a folder with the given scenario files over the built-in library."""
    (folder / "scenarios").mkdir()
    for name, text in files.items():
        (folder / "scenarios" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return Library((Layer(BUILT_IN, built_in_root()), Layer("--library", folder)))


def test_words_that_look_like_other_types_stay_as_they_were_written(tmp_path: Path) -> None:
    place = library(tmp_path, test=SCENARIO_TEXT)
    scenario = load_scenario(place, "test", load_shared(place))
    question = scenario.questions["photos"]
    assert [choice.id for choice in question.choices] == ["no", "on"]
    assert [str(choice.label) for choice in question.choices] == ["no", "1.10"]
    assert str(question.why) == "yes"
    assert str(question.choices[0].help) == "12:30"
    assert str(scenario.outcomes["ask"].title) == "2026-11-22"


def test_a_text_may_be_given_in_several_languages(tmp_path: Path) -> None:
    place = library(tmp_path, test=SCENARIO_TEXT)
    ask = load_scenario(place, "test", load_shared(place)).questions["photos"].ask
    assert (ask.say("fr-CA"), ask.say("de"), str(ask)) == ("Des photos ?", "Photos?", "Photos?")


def test_a_single_item_may_stand_without_its_dash(tmp_path: Path) -> None:
    place = library(tmp_path, test=SCENARIO_TEXT)
    outcome = load_scenario(place, "test", load_shared(place)).outcomes["ask"]
    assert [letter.id for letter in outcome.letters] == ["buyer"]
    assert outcome.options[0].only == ("eu",)
    assert (outcome.follow_ups[0].number, outcome.follow_ups[0].unit) == (2, "business days")


def test_every_place_points_at_the_key_an_author_looks_for(tmp_path: Path) -> None:
    place = library(tmp_path, test=SCENARIO_TEXT)
    scenario = load_scenario(place, "test", load_shared(place))
    assert (scenario.questions["photos"].at.line, scenario.outcomes["ask"].at.line) == (5, 12)
    assert (
        scenario.questions["photos"].choices[0].at.column == len("      no: {label: no, goto: ") + 1
    )


def test_a_faulty_scenario_is_refused_with_all_its_problems(tmp_path: Path) -> None:
    place = library(tmp_path, test=SCENARIO_TEXT.replace("goto: ask}", "goto: aks}"))
    with pytest.raises(LibraryError) as caught:
        load_scenario(place, "test", load_shared(place))
    assert [problem.rule for problem in caught.value.problems] == ["goto"]


def test_an_unknown_scenario_is_a_wrong_command_line(tmp_path: Path) -> None:
    place = library(tmp_path)
    with pytest.raises(UsageError, match="Did you mean 'damaged'"):
        scenario_problems(place, "damagd", load_shared(place))


def test_a_later_shared_file_replaces_entries_one_by_one(tmp_path: Path) -> None:
    place = library(tmp_path, shared="fields:\n  product: {type: text, ask: What?}\n")
    shared, problems = shared_problems(place)
    assert not problems
    assert str(shared.fields["product"].ask) == "What?"
    assert "order_id" in shared.fields


def test_a_faulty_shared_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="is empty"):
        load_shared(library(tmp_path, shared="fields:\n"))


def test_the_rest_of_a_faulty_shared_file_is_read_all_the_same(tmp_path: Path) -> None:
    text = "fields:\n  one: {type: nonsense, ask: One?}\n  two: {type: text, ask: Two?}\n"
    shared, problems = shared_problems(library(tmp_path, shared=text))
    assert len(problems) == 1
    assert "two" in shared.fields
    assert "one" not in shared.fields


@pytest.mark.parametrize("piece", ["[", "{", "- ", "? ", "[{a: ", "-\t"])
def test_a_hundred_thousand_levels_neither_crash_nor_recurse(piece: str) -> None:
    page, node = parse_page("a:\n  " + piece * (200_000 // len(piece)), "deep.yaml")
    assert node is None
    assert len(page.problems) == 1


def test_a_thousand_levels_of_indentation_are_refused_too() -> None:
    text = "".join(f"{' ' * depth}a:\n" for depth in range(600))
    page, node = parse_page(text, "deep.yaml")
    assert node is None
    assert "nested more than 20 levels" in page.problems[0].message


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "large.yaml"
    path.write_text("a: é\n" * (MAX_BYTES // 5), encoding="utf-8")
    page, node = read_page(path, "large.yaml")
    assert node is None
    assert str(page.problems[0]) == "large.yaml:1:1: The file is larger than 256 KB. Split it."


def test_a_large_file_cut_inside_a_character_is_called_large(tmp_path: Path) -> None:
    path = tmp_path / "large.yaml"
    path.write_bytes(b"a" + "é".encode() * MAX_BYTES)
    assert read_page(path, "large.yaml")[0].problems[0].rule == "too-large"


def test_a_folder_in_place_of_a_file_is_a_problem_and_no_crash(tmp_path: Path) -> None:
    (tmp_path / "scenarios" / "test.yaml").mkdir(parents=True)
    place = Library((Layer(BUILT_IN, built_in_root()), Layer("--library", tmp_path)))
    _, problems = scenario_problems(place, "test", load_shared(place))
    assert problems[0].message == "The file cannot be read: Is a directory."


def test_a_circle_among_a_thousand_questions_does_not_exhaust_the_stack(tmp_path: Path) -> None:
    questions = "".join(
        f"  q{n}: {{ask: Go?, choices: {{a: {{label: A, goto: q{(n + 1) % 900}}}}}}}\n"
        for n in range(900)
    )
    head, tail = "title: T\ncategory: buyer\nstart: q0\nquestions:\n", "outcomes:\n"
    text = f"{head}{questions}{tail}  end: {{title: End, steps: Stop.}}\n"
    place = library(tmp_path, test=text)
    _, problems = scenario_problems(place, "test", load_shared(place))
    assert [problem.rule for problem in problems] == ["cycle"]


@given(st.text(max_size=60))
@example("a: \ufeff")
@example("a: \u2028b: c")
@example('{"a": "\\ud83d"}')
@example("'")
@example("a: &")
def test_no_text_whatever_makes_the_reader_fail_in_another_way(text: str) -> None:
    problems: tuple[object, ...] = ("read",)
    try:
        read_answers(text, "x")
    except AnswerError as error:
        problems = error.problems
    assert problems


@given(st.text(alphabet="ab:-? \n[]{}'\"#&*!|>%@,", max_size=40))
def test_no_piece_of_yaml_makes_a_scenario_fail_in_another_way(text: str) -> None:
    page, node = parse_page(text, "x")
    assert (node is None) == bool(page.problems)
    if node is not None:
        from asv_cli.loader.scenario import read_scenario

        read_scenario("x", node, page)
        assert page.problems


ANSWERS = st.dictionaries(
    st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True).filter(lambda key: key != "null"),
    st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=30).map(str.strip),
    min_size=1,
)


@given(ANSWERS)
@example({"a": "yes", "b": "12:30", "c": "0123", "d": "null", "e": "a: b", "f": "~", "g": ""})
@example({"a": "# x", "b": "- x", "c": "'", "d": '"', "e": "!x", "f": "&x", "g": "*x", "h": "%"})
@example({"a": "1e3", "b": "=", "c": "<<", "d": "2026-11-22", "e": "@", "f": "[x]", "g": "{x}"})
def test_answers_saved_are_read_back_as_they_were(answers: dict[str, str]) -> None:
    assert read_answers(dump_answers(answers), "saved.yaml") == answers


def test_answers_are_read_from_json_with_halves_of_rare_characters() -> None:
    text = '{"a": "\\ud83d\\ude00 \\u00e9 \\/", "b": 12.50, "c": true, "d": null, "e": ""}'
    read = read_answers(text, "a.json")
    assert read == {"a": "😀 é /", "b": "12.50", "c": "true", "d": "", "e": ""}


def test_a_quoted_null_is_a_word_and_a_bare_one_is_nothing() -> None:
    assert read_answers("a: 'null'\nb: null\nc: ~\nd:\n", "a.yaml") == {
        "a": "null",
        "b": "",
        "c": "",
        "d": "",
    }


def test_every_fault_of_an_answers_file_is_told_at_once() -> None:
    with pytest.raises(AnswerError) as caught:
        read_answers("a: [1]\nb: {c: d}\na: 2\nok: fine\n", "a.yaml")
    places = [(p.spot.line, p.spot.column) for p in caught.value.problems if p.spot]
    assert sorted(places) == [(1, 4), (2, 4), (3, 1)]


def test_settings_come_with_the_place_of_each(tmp_path: Path) -> None:
    (tmp_path / "shop.yaml").write_text(
        "shop_name: Blue Hill\nmarketplace: DE\nanswers:\n  reply_hours: 12\n", encoding="utf-8"
    )
    shop = load_shop(Library((Layer("user", tmp_path),))).settings
    found = {key: (entry.text, entry.at.line) for key, entry in shop.items()}
    assert found == {
        "shop_name": ("Blue Hill", 1),
        "marketplace": ("DE", 2),
        "reply_hours": ("12", 4),
    }


def test_faulty_settings_are_refused(tmp_path: Path) -> None:
    (tmp_path / "shop.yaml").write_text("marketplace: [DE]\n", encoding="utf-8")
    with pytest.raises(LibraryError, match="one text, not a list"):
        load_shop(Library((Layer("user", tmp_path),)))


@pytest.mark.parametrize(
    ("code", "found"), [("de", "DE"), ("GB", "UK"), ("gb", "UK"), ("UK", "UK")]
)
def test_a_store_is_found_by_its_code_in_any_case(code: str, found: str) -> None:
    assert marketplace(code).code == found


@pytest.mark.parametrize("code", ["", "XX", "GBGB", "../US", "D E"])
def test_an_unknown_store_is_refused_with_all_there_are(code: str) -> None:
    with pytest.raises(UsageError, match="no marketplace"):
        marketplace(code)


def test_every_store_has_the_rights_letters_read() -> None:
    rights = {"withdrawal_days", "return_days", "guarantee_years"}
    assert all(set(store.rights) == rights for store in marketplaces().values())


def test_a_broken_table_of_stores_is_told_as_a_problem(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("asv_cli.loader.tables.MARKETPLACES", tmp_path / "marketplaces.yaml")
    with pytest.raises(LibraryError, match="cannot be read"):
        marketplaces()
    (tmp_path / "marketplaces.yaml").write_text("stores: []\n", encoding="utf-8")
    with pytest.raises(LibraryError, match="unknown key 'stores'"):
        marketplaces()


def test_a_misspelt_key_stands_for_the_missing_one_it_resembles() -> None:
    assert taken_for(["lable", "gto"], ["goto", "label"]) == {"lable": "label", "gto": "goto"}
    assert taken_for(["text"], ["ask"]) == {"text": "ask"}
    assert taken_for(["text"], ["ask", "choices"]) == {}
    assert taken_for(["x"], []) == {}


def test_words_are_joined_as_people_do() -> None:
    assert (either(["a"]), either(["a", "b"]), either(["a", "b", "c"], "and")) == (
        "a",
        "a or b",
        "a, b and c",
    )


@pytest.mark.parametrize("shape", [SCENARIO, SHARED, SHOP])
def test_the_published_schema_names_every_key_with_its_purpose(shape: object) -> None:
    schema = shape.schema()  # type: ignore[attr-defined]
    assert schema["additionalProperties"] is False
    for key, value in schema["properties"].items():
        assert value["description"], key
