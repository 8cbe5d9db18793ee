"""The second pass over a scenario: shared parts put in, and every reference followed.

Targets may stand anywhere in the file, so they are checked once everything is read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from asv_cli.errors import Problem, did_you_mean, taken_for
from asv_cli.loader.shapes import either
from asv_cli.loader.ways import way_problems
from asv_cli.model import Choice

if TYPE_CHECKING:
    from asv_cli.library import Library
    from asv_cli.loader.forms import Use
    from asv_cli.loader.scenario import Raw
    from asv_cli.model import LetterSpec, OptionUse, Outcome, Question, Scenario, Shared

# `{{ order.items }}` finds the dict's method before the key, and these names are ours.
_RESERVED = """
    items keys values get pop copy update clear setdefault popitem fromkeys
    language marketplace options keeps today number loop super self use
    none true false and or not in is if else
"""
RESERVED = frozenset(_RESERVED.split())


def resolve(
    raw: Raw, shared: Shared, library: Library, *, whole: bool
) -> tuple[Scenario, list[Problem]]:
    """Return the scenario with its shared questions, and every fault of its references.

    `whole` is false when parts of the file could not be read.
    """
    problems: list[Problem] = []
    questions = dict(raw.scenario.questions)
    for question_id, use in raw.uses.items():
        questions[question_id] = _put_in(questions[question_id], use, shared, problems)
    scenario = raw.scenario._replace(questions=questions)
    whole = whole and not problems
    problems += _names(scenario, shared)
    if raw.unread is not None:
        problems += way_problems(scenario, raw.unread, whole=whole)
    for outcome in scenario.outcomes.values():
        problems += _outcome(outcome, shared, library, whole=whole)
    return scenario, problems


def _put_in(question: Question, use: Use, shared: Shared, problems: list[Problem]) -> Question:
    model = shared.questions.get(use.shared)
    if model is None:
        hint = did_you_mean(use.shared, list(shared.questions)) or "Declare it in shared.yaml."
        said = f"There is no shared question '{use.shared}'."
        problems.append(Problem(use.at, "shared-question", said, hint))
        return question
    known = {choice.id: choice for choice in model.choices}
    missing = [choice_id for choice_id in known if choice_id not in use.ways]
    unknown = [choice_id for choice_id in use.ways if choice_id not in known]
    meant = taken_for(unknown, missing)
    for choice_id in unknown:
        hint = meant.get(choice_id, "") and f"Did you mean '{meant[choice_id]}'?"
        hint = hint or did_you_mean(choice_id, list(known)) or f"It has {either(list(known))}."
        said = f"The shared question '{use.shared}' has no choice '{choice_id}'."
        problems.append(Problem(use.ways[choice_id][1], "shared-choice", said, hint))
    for choice_id in missing:
        if choice_id not in meant.values():
            said = f"The choice '{choice_id}' of '{use.shared}' leads nowhere."
            hint = f"Add '{choice_id}: …' with a question or outcome."
            problems.append(Problem(use.at, "shared-choice", said, hint))
    choices = tuple(
        Choice(c.id, c.label, use.ways[c.id][0], c.help, use.ways[c.id][1])
        for c in model.choices
        if c.id in use.ways
    )
    return question._replace(ask=model.ask, why=model.why, choices=choices)


def _names(scenario: Scenario, shared: Shared) -> list[Problem]:
    problems = []
    for question in scenario.questions.values():
        if question.id in RESERVED:
            said = f"A question cannot be named '{question.id}': letters use that word."
            problems.append(Problem(question.at, "reserved", said, "Choose another id."))
        if question.id in shared.fields:
            said = f"'{question.id}' is a field in shared.yaml and a question here."
            problems.append(Problem(question.at, "name-clash", said, "Rename one of them."))
        if question.id in scenario.outcomes:
            at = scenario.outcomes[question.id].at
            said = f"'{question.id}' is a question and an outcome."
            problems.append(Problem(at, "name-clash", said, "Rename one of them."))
    return problems


def _outcome(outcome: Outcome, shared: Shared, library: Library, *, whole: bool) -> list[Problem]:
    problems = [
        *(p for use in outcome.options for p in _option(use, shared, library)),
        *(p for letter in outcome.letters for p in _template(letter, library)),
        *_twice(outcome),
    ]
    if whole and not outcome.letters and not outcome.steps:
        said = f"The outcome '{outcome.id}' has neither letters nor steps."
        problems.append(Problem(outcome.at, "empty-outcome", said, "Say what is to be done."))
    return problems


def _option(use: OptionUse, shared: Shared, library: Library) -> list[Problem]:
    if use.id not in shared.options:
        hint = did_you_mean(use.id, list(shared.options)) or "Declare it in shared.yaml."
        return [Problem(use.at, "option", f"There is no option '{use.id}'.", hint)]
    if not library.languages(f"options/{use.id}"):
        said = f"The option '{use.id}' has no template in any language."
        return [Problem(use.at, "template", said, f"Write templates/en/options/{use.id}.j2.")]
    return []


def _template(letter: LetterSpec, library: Library) -> list[Problem]:
    if library.languages(letter.template):
        return []
    said = f"There is no template '{letter.template}' in any language."
    written = [name.partition("/")[2].removesuffix(".j2") for name in library.templates()]
    hint = did_you_mean(letter.template, written)
    hint = hint or f"Write templates/en/{letter.template}.j2."
    return [Problem(letter.at, "template", said, hint)]


def _twice(outcome: Outcome) -> list[Problem]:
    problems: list[Problem] = []
    letters: set[str] = set()
    for letter in outcome.letters:
        if letter.id in letters:
            said = f"Two letters of the outcome '{outcome.id}' are called '{letter.id}'."
            problems.append(Problem(letter.at, "letter-id", said, "Give one an 'id'."))
        letters.add(letter.id)
    options: set[str] = set()
    for use in outcome.options:
        if use.id in options and not use.only:
            said = f"The outcome '{outcome.id}' offers '{use.id}' twice."
            problems.append(Problem(use.at, "option", said, "Delete one."))
        options.add(use.id)
    return problems
