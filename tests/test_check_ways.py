"""The clever way through a tree finds exactly what multiplying all ways out finds."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from asv_cli.check.letters import Press
from asv_cli.check.ways import always_asked, every_way, sometimes_asked, ways
from asv_cli.errors import Spot
from asv_cli.library import open_library
from asv_cli.loader import load_scenario, load_shared, marketplaces
from asv_cli.model import Choice, Outcome, Question, Scenario, Text

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from asv_cli.library import Library

AT = Spot("test")


def word(text: str) -> Text:
    return Text({"en": text})


@st.composite
def scenarios(draw: st.DrawFn, most: int = 5) -> Scenario:
    """A random tree whose branches rejoin: each question leads only to later nodes."""
    count = draw(st.integers(1, most))
    names = [f"q{n}" for n in range(count)]
    ends = ["end-a", "end-b"]
    questions = {}
    for index, name in enumerate(names):
        later = [*names[index + 1 :], *ends]
        goto = draw(st.lists(st.sampled_from(later), min_size=1, max_size=3))
        choices = tuple(Choice(f"c{n}", word(f"c{n}"), to, None, AT) for n, to in enumerate(goto))
        questions[name] = Question(name, word(name), None, choices, AT)
    outcomes = {e: Outcome(e, word(e), (), (), (), (), AT) for e in ends}
    return Scenario("s", word("s"), "product", (), (), "q0", questions, outcomes, AT)


@given(scenarios(), st.sets(st.sampled_from([f"q{n}" for n in range(5)])))
def test_projected_ways_are_those_of_all_ways_multiplied_out(
    scenario: Scenario, relevant: set[str]
) -> None:
    for outcome in scenario.outcomes:
        clever = set(ways(scenario, outcome, frozenset(relevant)))
        brute = {
            tuple(step for step in path if step[0] in relevant)
            for end, path in every_way(scenario)
            if end == outcome
        }
        assert clever == brute


@given(scenarios())
def test_the_way_beside_a_projection_really_leads_to_the_outcome(scenario: Scenario) -> None:
    everything = frozenset(scenario.questions)
    for outcome in scenario.outcomes:
        brute = {path for end, path in every_way(scenario) if end == outcome}
        assert set(ways(scenario, outcome, everything).values()) == brute
        assert set(ways(scenario, outcome, frozenset()).values()) <= brute


@given(scenarios())
def test_questions_are_asked_always_or_sometimes_as_the_ways_say(scenario: Scenario) -> None:
    for outcome in scenario.outcomes:
        asked = [{q for q, _ in path} for end, path in every_way(scenario) if end == outcome]
        if asked:
            assert sometimes_asked(scenario, outcome) >= set.union(*asked)
            assert always_asked(scenario, outcome) == set.intersection(*asked)


LETTER = """{{% extends "en/letter.j2" %}}
{{% block subject %}}Subject{{% endblock %}}
{{% block empathy %}}I am sorry.{{% endblock %}}
{{% block facts %}}
{facts}
{{% endblock %}}
{{% block request %}}Please reply.{{% endblock %}}
{{% block promise %}}Within {{{{ reply_hours|hours }}}}.{{% endblock %}}
"""


def library_of(folder: Path, scenario: Scenario, facts: str) -> Library:
    """Write a scenario and its one letter down, and open them as a library."""
    lines = ["title: Test", "category: product", f"start: {scenario.start}", "questions:"]
    for question in scenario.questions.values():
        lines += [f"  {question.id}:", "    ask: What?", "    choices:"]
        lines += [f"      {c.id}: {{label: L, goto: {c.goto}}}" for c in question.choices]
    lines.append("outcomes:")
    for outcome in scenario.outcomes:
        lines += [f"  {outcome}:", "    title: End", "    letters: {to: buyer, template: t/one}"]
    (folder / "scenarios").mkdir(parents=True, exist_ok=True)
    (folder / "scenarios" / "t.yaml").write_text("\n".join(lines), encoding="utf-8")
    (folder / "templates" / "en" / "t").mkdir(parents=True, exist_ok=True)
    template = folder / "templates" / "en" / "t" / "one.j2"
    template.write_text(LETTER.format(facts=facts), encoding="utf-8")
    return open_library(folder, environ={})


def bodies(library: Library) -> set[str]:
    """Return every letter the checker finds."""
    shared = load_shared(library)
    press = Press(library, shared, marketplaces())
    scenario = load_scenario(library, "t", shared)
    made = {letter.letter.body for letter in press.letters(scenario, "en")}
    assert not press.coverage.problems
    return made


def brute_bodies(library: Library) -> tuple[set[str], set[str]]:
    """Return the letters of every way, answers multiplied out: with usual values, and all.

    Of the printed values (all but the buyer's name) one at a time is taken to its edges.
    """
    from asv_cli.check.letters import MARKETS, TODAY
    from asv_cli.check.samples import edges, usual
    from asv_cli.drafting import Case
    from asv_cli.render import Renderer, Setting

    shared = load_shared(library)
    scenario = load_scenario(library, "t", shared)
    plain: set[str] = set()
    made: set[str] = set()
    for code in MARKETS:
        setting = Setting("en", marketplaces()[code], TODAY.date())
        case = Case(scenario, shared, Renderer(library, shared, setting), setting, TODAY)
        fields = [
            shared.fields[f] for f in ("buyer_name", "reply_hours", "agent_name", "shop_name")
        ]
        values = [{usual(f, setting.market), *edges(f, setting.market, ())} for f in fields]
        for _, path in every_way(scenario):
            for combination in itertools.product(*values):
                answers = {f.id: v for f, v in zip(fields, combination, strict=True)}
                usual_ones = [usual(f, setting.market) for f in fields[1:]]
                odd = sum(a != b for a, b in zip(combination[1:], usual_ones, strict=True))
                if odd <= 1:
                    body = case.draft({**dict(path), **answers}).letters[0].body
                    (made if odd else plain).add(body)
    return plain, plain | made


def lines(texts: set[str]) -> set[str]:
    return {line for text in texts for line in text.splitlines()}


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    scenario=scenarios(most=3),
    tests=st.lists(
        st.tuples(st.sampled_from(["q0", "q1", "q2"]), st.sampled_from(["c0", "c1", "c2"])),
        max_size=2,
    ),
)
def test_the_letters_found_are_those_of_multiplying_everything_out(
    tmp_path_factory: pytest.TempPathFactory, scenario: Scenario, tests: list[tuple[str, str]]
) -> None:
    known = [(q, c) for q, c in tests if q in scenario.questions]
    facts = "Known.\n" + "\n".join(
        f"{{% if {q} == '{c}' %}}\n{q} is {c}.\n{{% else %}}\n{q} is not {c}.\n{{% endif %}}"
        for q, c in known
    )
    reached = {end for end, _ in every_way(scenario)}
    asked = {q for _, path in every_way(scenario) for q, _ in path}
    questions = {k: v for k, v in scenario.questions.items() if k in asked}
    outcomes = {k: v for k, v in scenario.outcomes.items() if k in reached}
    whole = Scenario("t", word("t"), "product", (), (), "q0", questions, outcomes, AT)
    if any(q not in asked for q, _ in known):
        return
    library = library_of(tmp_path_factory.mktemp("library"), whole, facts)
    found = bodies(library)
    plain, brute = brute_bodies(library)
    assert plain <= found <= brute
    assert lines(found) == lines(brute)


def test_four_billion_ways_that_rejoin_are_checked_by_the_letters_they_make(
    tmp_path: Path,
) -> None:
    names = [f"q{n}" for n in range(16)]
    questions = {
        name: Question(
            name,
            word(name),
            None,
            tuple(
                Choice(f"c{k}", word("l"), names[n + 1] if n < 15 else "end-a", None, AT)
                for k in range(4)
            ),
            AT,
        )
        for n, name in enumerate(names)
    }
    outcomes = {"end-a": Outcome("end-a", word("e"), (), (), (), (), AT)}
    scenario = Scenario("t", word("t"), "product", (), (), "q0", questions, outcomes, AT)
    facts = "\n".join(
        f"{{% if {q} == 'c0' %}}{q} zero.{{% elif {q} == 'c3' %}}{q} three.{{% endif %}} Facts."
        for q in ("q2", "q13")
    )
    library = library_of(tmp_path, scenario, facts)
    found = bodies(library)
    first = [body for body in found if "24 hours" in body and "sample text" in body]
    assert len({body.split("Please")[0] for body in first}) >= 9
