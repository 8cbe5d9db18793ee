"""Walking: a walk is a value, back is the way it came, and only the way counts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asv_cli.library import BUILT_IN, Layer, Library, built_in_root
from asv_cli.loader import load_scenario, load_shared
from asv_cli.walk import Walk, Ways

LIBRARY = Library((Layer(BUILT_IN, built_in_root()),))
SHARED = load_shared(LIBRARY)
SCENARIOS = {key: load_scenario(LIBRARY, key, SHARED) for key in LIBRARY.scenarios()}
DAMAGED = SCENARIOS["damaged"]


@st.composite
def walks(draw: st.DrawFn) -> Walk:
    """Draw a walk that has gone some way."""
    walk = Walk(SCENARIOS[draw(st.sampled_from(sorted(SCENARIOS)))])
    for _ in range(draw(st.integers(0, 8))):
        if walk.question is None:
            break
        walk = walk.answer(draw(st.sampled_from([c.id for c in walk.question.choices])))
    return walk


def test_a_walk_begins_at_the_start_and_ends_at_an_outcome() -> None:
    walk = Walk(DAMAGED)
    assert walk.question is not None
    assert walk.question.id == "fulfilment"
    assert walk.outcome is None
    end = walk.answer("amazon")
    assert end.question is None
    assert end.outcome is not None
    assert end.outcome.id == "amazon-handles-it"


@given(walks(), st.data())
def test_answering_and_going_back_is_where_one_was(walk: Walk, data: st.DataObject) -> None:
    if walk.question is None:
        return
    choice = data.draw(st.sampled_from([c.id for c in walk.question.choices]))
    assert walk.answer(choice).back() == walk


@given(walks(), st.data())
def test_a_walk_with_steps_back_ends_in_the_answers_of_the_straight_way(
    target: Walk, data: st.DataObject
) -> None:
    walk = Walk(target.scenario)
    while walk.answers != target.answers:
        gone = len(walk.answers)
        on_the_way = walk.answers == target.answers[:gone]
        astray = on_the_way and data.draw(st.integers(0, 3)) == 0
        if not on_the_way or (astray and gone and data.draw(st.booleans())):
            walk = walk.back()
        elif astray and walk.question is not None:
            walk = walk.answer(data.draw(st.sampled_from([c.id for c in walk.question.choices])))
        else:
            walk = walk.answer(target.answers[gone][1])
    assert walk == target
    assert walk.current == target.current


@given(walks(), st.dictionaries(st.text(max_size=8), st.text(max_size=5)))
def test_following_ignores_what_is_not_asked_on_the_way(walk: Walk, noise: dict[str, str]) -> None:
    given_answers = {k: v for k, v in noise.items() if k not in walk.scenario.questions}
    followed = Walk(walk.scenario).follow({**given_answers, **dict(walk.answers)})
    assert followed == walk


def test_following_leaves_answers_of_an_abandoned_branch_unused() -> None:
    walk = Walk(DAMAGED).follow({"fulfilment": "amazon", "photos": "clear", "cause": "transport"})
    assert walk.answers == (("fulfilment", "amazon"),)


def test_there_is_no_way_back_from_the_start() -> None:
    assert Walk(DAMAGED).back() == Walk(DAMAGED)


def test_only_a_choice_of_the_question_is_an_answer() -> None:
    with pytest.raises(KeyError):
        Walk(DAMAGED).answer("perhaps")
    with pytest.raises(KeyError):
        Walk(DAMAGED).answer("amazon").answer("amazon")
    with pytest.raises(KeyError, match="fulfilment=perhaps"):
        _ = Walk(DAMAGED, (("fulfilment", "perhaps"),)).current


@given(walks())
def test_every_way_still_open_leads_to_one_of_the_outcomes_found(walk: Walk) -> None:
    ways = Ways(walk.scenario, {}, walk.current.id)
    assert ways.outcomes
    todo = [walk]
    found: set[str] = set()
    asked: set[str] = set()
    every: list[set[str]] = []
    while todo:
        here = todo.pop()
        if here.outcome is not None:
            found.add(here.outcome.id)
            every.append({q for q, _ in here.answers} - {q for q, _ in walk.answers})
        elif here.question is not None:
            asked.add(here.question.id)
            todo += [here.answer(choice.id) for choice in here.question.choices]
    assert {outcome.id for outcome in ways.outcomes} == found
    assert set(ways.questions) == asked
    sure = set.intersection(*every)
    assert {q for q in ways.questions if ways.unavoidable(q)} == sure


def test_answers_given_ahead_close_the_ways_they_rule_out() -> None:
    ways = Ways(DAMAGED, {"photos": "none"}, DAMAGED.start)
    assert ways.questions == ("fulfilment",)
    assert {outcome.id for outcome in ways.outcomes} == {"amazon-handles-it", "ask-for-photos"}
