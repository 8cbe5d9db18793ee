"""Golden letters: one plain text file for every outcome and language, read by people.

`pytest tests/test_golden.py --regen` writes them anew.
"""

from __future__ import annotations

import functools
from pathlib import Path

import pytest

from asv_cli.check.letters import TODAY
from asv_cli.check.samples import usual
from asv_cli.check.ways import ways
from asv_cli.drafting import Case
from asv_cli.library import Layer, Library, built_in_root
from asv_cli.loader import load_scenario, load_shared, marketplace
from asv_cli.model import Field, Scenario
from asv_cli.render import Renderer, Setting

GOLDEN = Path(__file__).parent / "golden"
STORES = {"en": "US", "fr": "FR"}


@functools.cache
def library() -> Library:
    return Library((Layer("built in", built_in_root()),))


@functools.cache
def scenario(name: str) -> Scenario:
    return load_scenario(library(), name, load_shared(library()))


def outcomes() -> list[tuple[str, str]]:
    names = library().scenarios()
    return [(name, outcome) for name in names for outcome in scenario(name).outcomes]


@functools.cache
def renderer(language: str) -> Renderer:
    setting = Setting(language, marketplace(STORES[language]), TODAY.date())
    return Renderer(library(), load_shared(library()), setting)


def page(name: str, outcome: str, language: str) -> str:
    """Return everything one outcome drafts, as a person reads it."""
    setting = Setting(language, marketplace(STORES[language]), TODAY.date())
    shared = load_shared(library())
    case = Case(scenario(name), shared, renderer(language), setting, TODAY)
    answers = dict(next(iter(ways(case.scenario, outcome, frozenset()).values())))
    while isinstance(item := case.pending(answers), Field):
        answers[item.id] = usual(item, setting.market)
    draft = case.draft(answers)
    parts = [f"{draft.recipe}\n"]
    for letter in draft.letters:
        subject = f"Subject: {letter.subject}\n" if letter.subject else ""
        parts.append(f"===== to {letter.to} by {letter.channel} =====\n{subject}\n{letter.body}")
    if draft.steps:
        parts.append("Steps:\n" + "".join(f"- {step}\n" for step in draft.steps))
    if draft.follow_ups:
        parts.append("Follow up:\n" + "".join(f"- {f.due} {f.do}\n" for f in draft.follow_ups))
    return "\n".join(parts)


@pytest.mark.parametrize("language", STORES)
@pytest.mark.parametrize(("name", "outcome"), outcomes())
def test_every_outcome_makes_its_golden_letters(
    name: str, outcome: str, language: str, request: pytest.FixtureRequest
) -> None:
    path = GOLDEN / language / name / f"{outcome}.txt"
    made = page(name, outcome, language)
    if request.config.getoption("--regen"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(made, encoding="utf-8", newline="\n")
    assert path.read_text(encoding="utf-8") == made


def test_no_golden_letter_outlives_its_outcome() -> None:
    wanted = {f"{lang}/{name}/{outcome}.txt" for lang in STORES for name, outcome in outcomes()}
    found = {path.relative_to(GOLDEN).as_posix() for path in GOLDEN.rglob("*.txt")}
    assert found == wanted
