"""The order of a check: files first, then templates, then letters; a broken file stops its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from asv_cli.check.letters import Press
from asv_cli.check.parity import parity
from asv_cli.check.report import Report
from asv_cli.check.structure import (
    SOURCE_LANGUAGE,
    idle_questions,
    never_asked,
    translations,
    unused_entries,
    unused_templates,
)
from asv_cli.errors import Problem, Spot
from asv_cli.loader import marketplaces, scenario_problems, shared_problems, shared_uses
from asv_cli.playbook import letter_problems, renderers, written_in
from asv_cli.render import Templates

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from asv_cli.library import Library
    from asv_cli.model import Outcome, Scenario, Shared
    from asv_cli.render import Survey


def check(
    library: Library,
    only: Iterable[str] = (),
    progress: Callable[[str], None] = lambda _: None,
) -> Report:
    """Check the scenarios of a library, all of them or `only` some by id.

    What is unused can only be told of the whole, so a part is not checked for that.
    """
    report = Report()
    shared, problems = shared_problems(library)
    templates = Templates(library)
    report.problems += problems
    chosen = [name for name in library.scenarios() if not only or name in set(only)]
    sound = []
    for name in chosen:
        progress(name)
        if (scenario := _scenario(library, name, shared, templates, report)) is not None:
            sound.append(scenario)
    complete = not only and len(sound) == len(chosen)
    _whole(library, shared, templates, sound, report, complete=complete)
    _print_every_letter(library, shared, templates, sound, report, progress)
    if not complete:  # what all letters share may be used by those that were not checked
        own = tuple(f"/{scenario.id}/" for scenario in sound)
        report.problems = [
            p
            for p in report.problems
            if p.rule != "dead-branch" or any(o in str(p.spot) for o in own)
        ]
    report.problems = sorted(dict.fromkeys(report.problems), key=lambda p: p.spot or Spot(""))
    return report


def _scenario(
    library: Library, name: str, shared: Shared, templates: Templates, report: Report
) -> Scenario | None:
    scenario, problems = scenario_problems(library, name, shared)
    if scenario is not None and not problems:
        problems = letter_problems(library, scenario, shared, templates)
    report.problems += problems
    if scenario is None or problems:
        return None
    report.scenarios += 1
    report.nodes += len(scenario.questions) + len(scenario.outcomes)
    report.edges += sum(len(question.choices) for question in scenario.questions.values())
    return scenario


def _whole(
    library: Library,
    shared: Shared,
    templates: Templates,
    scenarios: list[Scenario],
    report: Report,
    *,
    complete: bool,
) -> None:
    """Note what is never asked, idle, unused or untranslated."""
    used: set[str] = set()
    names: set[str] = set()
    for scenario in scenarios:
        per_outcome: dict[str, set[str]] = {}
        for outcome, renderer in _everywhere(
            library, renderers(library, shared, templates), scenario
        ):
            report.problems += never_asked(scenario, outcome, renderer)
            used |= renderer.templates(outcome, outcome.letters)
            used |= renderer.option_templates(outcome)
            per_outcome.setdefault(outcome.id, set()).update(
                renderer.names(outcome, outcome.letters)
            )
        names |= {name for outcome in per_outcome.values() for name in outcome}
        report.problems += idle_questions(scenario, per_outcome)
    report.problems += translations(library, used)
    if complete:
        taken_in = {use for s in scenarios for use in shared_uses(library, s.id)}
        report.problems += unused_entries(shared, scenarios, names, taken_in)
        report.problems += unused_templates(library, used)


def _everywhere(
    library: Library, by_language: Mapping[str, Survey], scenario: Scenario
) -> Iterable[tuple[Outcome, Survey]]:
    for language, renderer in by_language.items():
        for outcome in scenario.outcomes.values():
            yield written_in(language, outcome, library), renderer


def _print_every_letter(
    library: Library,
    shared: Shared,
    templates: Templates,
    scenarios: list[Scenario],
    report: Report,
    progress: Callable[[str], None],
) -> None:
    press = Press(library, shared, marketplaces(), templates)
    for scenario in scenarios:
        for language in library.languages("letter"):
            progress(f"{scenario.id} ({language})")
            report.letters += press.letters(scenario, language)
    report.problems += press.coverage.problems
    report.problems += parity(library, report.letters, SOURCE_LANGUAGE)
    for path, line, number in sorted(press.coverage.branches - press.coverage.taken):
        said = f"No answers lead into branch {number + 1} of this condition."
        hint = "Delete it, or mend the condition."
        report.problems.append(Problem(Spot(path, line), "dead-branch", said, hint, "warning"))
    report.branches = len(press.coverage.branches)
    report.branches_taken = len(press.coverage.taken & press.coverage.branches)
    report.rendered = press.coverage.rendered
