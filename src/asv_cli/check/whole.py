"""The order of a check: files first, then templates, then letters; a broken file stops its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from asv_cli.check.letters import Press
from asv_cli.check.parity import parity
from asv_cli.check.remedies import remedies
from asv_cli.check.report import Report
from asv_cli.check.structure import (
    SOURCE_LANGUAGE,
    idle_questions,
    never_asked,
    translations,
    unused_entries,
    unused_templates,
)
from asv_cli.check.wording import wording
from asv_cli.errors import Problem, Spot
from asv_cli.loader import marketplaces, scenario_problems, shared_problems, shared_uses
from asv_cli.loader.products import catalogue_problems
from asv_cli.loader.shop import shop_problems
from asv_cli.playbook import letter_problems, renderers, written_in
from asv_cli.render import Templates

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from asv_cli.library import Library
    from asv_cli.model import Outcome, Scenario, Shared
    from asv_cli.policy.rules import RuleSet
    from asv_cli.render.survey import Survey


class _Work(NamedTuple):
    """What every step of a check needs, and the report it adds to."""

    library: Library
    shared: Shared
    templates: Templates
    report: Report
    progress: Callable[[str], None]


def check(
    library: Library,
    only: Iterable[str] = (),
    progress: Callable[[str], None] = lambda _: None,
    rules: RuleSet | None = None,
) -> Report:
    """Check the scenarios of a library, all of them or `only` some by id.

    What is unused can only be told of the whole, so a part is not checked for that. With
    `rules`, every letter is held against the policy too.
    """
    shared, problems = shared_problems(library)
    problems += [*shop_problems(library)[1], *catalogue_problems(library)[1]]
    work = _Work(library, shared, Templates(library), Report(problems=problems), progress)
    chosen = [name for name in library.scenarios() if not only or name in set(only)]
    sound = [scenario for name in chosen if (scenario := _scenario(work, name)) is not None]
    complete = not only and len(sound) == len(chosen)
    _whole(work, sound, complete=complete)
    _print_every_letter(work, sound)
    if rules is not None:
        work.report.problems += wording(library, work.report.letters, rules)
    if not complete:  # what all letters share may be used by those that were not checked
        _keep_own_branches(work.report, sound)
    found = dict.fromkeys(work.report.problems)
    work.report.problems = sorted(found, key=lambda p: p.spot or Spot(""))
    return work.report


def _scenario(work: _Work, name: str) -> Scenario | None:
    """Return a scenario without a fault, and count it; None after noting its faults."""
    work.progress(name)
    report = work.report
    scenario, problems = scenario_problems(work.library, name, work.shared)
    if scenario is not None and not problems:
        problems = letter_problems(work.library, scenario, work.shared, work.templates)
    report.problems += problems
    if scenario is None or problems:
        return None
    report.scenarios += 1
    report.nodes += len(scenario.questions) + len(scenario.outcomes)
    report.edges += sum(len(question.choices) for question in scenario.questions.values())
    return scenario


def _whole(work: _Work, scenarios: list[Scenario], *, complete: bool) -> None:
    """Note what is never asked, idle, unused or untranslated."""
    report, used, names = work.report, set[str](), set[str]()
    for scenario in scenarios:
        per_outcome: dict[str, set[str]] = {}
        for outcome, renderer in _everywhere(work, scenario):
            report.problems += never_asked(scenario, outcome, renderer)
            used |= renderer.templates(outcome, outcome.letters)
            used |= renderer.option_templates(outcome)
            found = renderer.names(outcome, outcome.letters)
            per_outcome.setdefault(outcome.id, set()).update(found)
        names |= {name for outcome in per_outcome.values() for name in outcome}
        report.problems += idle_questions(scenario, per_outcome)
    report.problems += translations(work.library, used)
    laws = dict.fromkeys(market.regime for market in marketplaces().values())
    report.problems += remedies(scenarios, work.shared, laws)
    if complete:
        taken_in = {use for s in scenarios for use in shared_uses(work.library, s.id)}
        report.problems += unused_entries(work.shared, scenarios, names, taken_in)
        report.problems += unused_templates(work.library, used)


def _everywhere(work: _Work, scenario: Scenario) -> Iterable[tuple[Outcome, Survey]]:
    by_language = renderers(work.library, work.shared, work.templates)
    for language, renderer in by_language.items():
        for outcome in scenario.outcomes.values():
            yield written_in(language, outcome, work.library), renderer


def _print_every_letter(work: _Work, scenarios: list[Scenario]) -> None:
    report = work.report
    press = Press(work.library, work.shared, marketplaces(), work.templates)
    for scenario in scenarios:
        for language in work.library.languages("letter"):
            work.progress(f"{scenario.id} ({language})")
            report.letters += press.letters(scenario, language)
    found = press.coverage
    report.problems += found.problems
    report.problems += parity(work.library, report.letters, SOURCE_LANGUAGE)
    for path, line, number in sorted(found.branches - found.taken):
        said = f"No answers lead into branch {number + 1} of this condition."
        hint = "Delete it, or mend the condition."
        report.problems.append(Problem(Spot(path, line), "dead-branch", said, hint, "warning"))
    report.branches = len(found.branches)
    report.branches_taken = len(found.taken & found.branches)
    report.rendered = found.rendered


def _keep_own_branches(report: Report, scenarios: list[Scenario]) -> None:
    own = tuple(f"/{scenario.id}/" for scenario in scenarios)
    report.problems = [
        problem
        for problem in report.problems
        if problem.rule != "dead-branch" or any(name in str(problem.spot) for name in own)
    ]
