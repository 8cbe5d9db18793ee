"""A scenario together with its letters: loaded, and proven as far as its templates can be."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from asv_cli.errors import LibraryError, Problem, Spot
from asv_cli.facts import DEFAULT_MARKETPLACE
from asv_cli.loader import load_shared, marketplace, scenario_problems
from asv_cli.render import Setting, Templates
from asv_cli.render.survey import Survey
from asv_cli.render.words import LANGUAGES

if TYPE_CHECKING:
    from asv_cli.library import Library
    from asv_cli.model import Outcome, Scenario, Shared

Needed = dict[tuple[str, str], tuple[str, ...]]
"""The ids of the fields a letter may need, by outcome id and letter id."""


def open_scenario(library: Library, scenario_id: str) -> tuple[Scenario, Shared]:
    """Return a scenario whose file and templates, in every language, have no fault.

    Raises:
        UsageError: there is no scenario of that id.
        LibraryError: carries every problem of the file and of its templates.
    """
    shared = load_shared(library)
    scenario, problems = scenario_problems(library, scenario_id, shared)
    if scenario is not None:
        problems += letter_problems(library, scenario, shared)
    if scenario is None or problems:
        raise LibraryError(problems=tuple(problems))
    return scenario, shared


def letter_problems(
    library: Library, scenario: Scenario, shared: Shared, templates: Templates | None = None
) -> list[Problem]:
    """Return what is wrong with the templates of a scenario, in every language they exist in."""
    declared = {*scenario.questions, *shared.fields}
    problems: list[Problem] = []
    for renderer in renderers(library, shared, templates).values():
        for outcome in scenario.outcomes.values():
            problems += renderer.problems(outcome, declared)
    return sorted(dict.fromkeys(problems), key=lambda problem: problem.spot or Spot(""))


def fields_needed(library: Library, scenario: Scenario, shared: Shared) -> Needed:
    """Return the fields each letter may need, whatever the answers, options included."""
    needed: Needed = {}
    by_language = renderers(library, shared)
    for outcome in scenario.outcomes.values():
        for letter in outcome.letters:
            language = library.languages(letter.template)[0]
            written = written_in(language, outcome, library)
            read = by_language[language].needs(written, (letter,), {})
            names = {**read.sure, **read.maybe}
            needed[outcome.id, letter.id] = tuple(f for f in shared.fields if f in names)
    return needed


def renderers(
    library: Library, shared: Shared, templates: Templates | None = None
) -> dict[str, Survey]:
    """Return a renderer per language. What they prove holds in every store and on every day."""
    templates = templates or Templates(library)
    market = marketplace(DEFAULT_MARKETPLACE)
    day = datetime.date(2000, 1, 1)
    return {
        code: Survey(library, shared, Setting(code, market, day), templates) for code in LANGUAGES
    }


def written_in(language: str, outcome: Outcome, library: Library) -> Outcome:
    """Return an outcome with only the letters and options that a language has."""

    def has(template: str) -> bool:
        return library.template(f"{language}/{template}") is not None

    return outcome._replace(
        letters=tuple(letter for letter in outcome.letters if has(letter.template)),
        options=tuple(use for use in outcome.options if has(f"options/{use.id}")),
    )
