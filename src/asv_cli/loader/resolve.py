"""The second pass over a scenario: shared parts put in, and every reference followed.

Targets may stand anywhere in the file, so they are checked once everything is read.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from asv_cli.errors import Problem, did_you_mean
from asv_cli.loader.shapes import either
from asv_cli.model import Choice

if TYPE_CHECKING:
    from asv_cli.errors import Spot
    from asv_cli.library import Library
    from asv_cli.loader.scenario import Raw, Use
    from asv_cli.model import Outcome, Question, Scenario, Shared

# `{{ order.items }}` finds the dict's method before the key, and these names are ours.
RESERVED = frozenset(
    "items keys values get pop copy update clear setdefault popitem fromkeys "
    "language marketplace options keeps today number loop super self use".split()
)


def resolve(raw: Raw, shared: Shared, library: Library) -> tuple[Scenario, list[Problem]]:
    """Return the scenario with its shared questions, and every fault of its references."""
    problems: list[Problem] = []
    questions = dict(raw.scenario.questions)
    for question_id, use in raw.uses.items():
        questions[question_id] = _put_in(questions[question_id], use, shared, problems)
    scenario = replace(raw.scenario, questions=questions)
    problems += _names(scenario, shared)
    dangling = _dangling(scenario)
    problems += dangling
    problems += _cycles(scenario)
    if not dangling:  # a wrong goto also cuts off what it should have led to
        problems += _unreachable(scenario)
    for outcome in scenario.outcomes.values():
        problems += _outcome(outcome, shared, library)
    return scenario, problems


def _put_in(question: Question, use: Use, shared: Shared, problems: list[Problem]) -> Question:
    model = shared.questions.get(use.shared)
    if model is None:
        hint = did_you_mean(use.shared, list(shared.questions)) or "Declare it in shared.yaml."
        said = f"There is no shared question '{use.shared}'."
        problems.append(Problem(use.at, "shared-question", said, hint))
        return question
    known = {choice.id: choice for choice in model.choices}
    for choice_id, (_, at) in use.ways.items():
        if choice_id not in known:
            hint = did_you_mean(choice_id, list(known)) or f"It has {either(list(known))}."
            said = f"The shared question '{use.shared}' has no choice '{choice_id}'."
            problems.append(Problem(at, "shared-choice", said, hint))
    if missing := [choice_id for choice_id in known if choice_id not in use.ways]:
        said = f"The choice '{missing[0]}' of '{use.shared}' leads nowhere."
        hint = f"Add '{missing[0]}: …' with a question or outcome."
        problems.append(Problem(use.at, "shared-choice", said, hint))
    choices = tuple(
        Choice(c.id, c.label, use.ways[c.id][0], c.help, use.ways[c.id][1])
        for c in model.choices
        if c.id in use.ways
    )
    return replace(question, ask=model.ask, why=model.why, choices=choices)


def _names(scenario: Scenario, shared: Shared) -> list[Problem]:
    problems = []
    for question in scenario.questions.values():
        if question.id in RESERVED:
            said = f"A question cannot be named '{question.id}': letters use that word."
            problems.append(Problem(question.at, "reserved", said, "Choose another id."))
        if question.id in shared.fields:
            said = f"'{question.id}' is a field in shared.yaml and a question here."
            problems.append(Problem(question.at, "name-clash", said, "Rename one of them."))
    for name in scenario.questions.keys() & scenario.outcomes.keys():
        at = scenario.outcomes[name].at
        said = f"'{name}' is a question and an outcome."
        problems.append(Problem(at, "name-clash", said, "Rename one of them."))
    return problems


def _dangling(scenario: Scenario) -> list[Problem]:
    nodes = [*scenario.questions, *scenario.outcomes]
    targets: list[tuple[str, Spot]] = [
        (c.goto, c.at) for q in scenario.questions.values() for c in q.choices
    ]
    problems = [
        Problem(
            at,
            "goto",
            f"There is no question or outcome '{goto}'.",
            did_you_mean(goto, nodes) or "Add it, or lead to another.",
        )
        for goto, at in targets
        if goto not in nodes
    ]
    if scenario.start not in scenario.questions:
        hint = did_you_mean(scenario.start, list(scenario.questions)) or "Name the first question."
        said = f"'start' names '{scenario.start}', which is no question."
        problems.append(Problem(scenario.at, "start", said, hint))
    return problems


def _cycles(scenario: Scenario) -> list[Problem]:
    problems: list[Problem] = []
    done: set[str] = set()

    # An explicit stack: a tree of many hundred questions must not end in a RecursionError.
    for root in scenario.questions:
        path: list[str] = []
        stack: list[tuple[str, Spot | None]] = [(root, None)]
        while stack:
            name, at = stack.pop()
            if name == "":  # everything below the last of the path has been seen
                done.add(path.pop())
            elif name in path:
                way = " → ".join([*path[path.index(name) :], name])
                said = f"The questions go round in a circle: {way}."
                problems.append(Problem(at, "cycle", said, "Lead one of them to an outcome."))
            elif name not in done and name in scenario.questions:
                path.append(name)
                stack.append(("", None))
                stack += [(c.goto, c.at) for c in reversed(scenario.questions[name].choices)]
    return problems


def _unreachable(scenario: Scenario) -> list[Problem]:
    seen: set[str] = set()
    todo = [scenario.start]
    while todo:
        name = todo.pop()
        if name not in seen:
            seen.add(name)
            question = scenario.questions.get(name)
            todo += [choice.goto for choice in question.choices] if question else []
    nodes = [("question", q.id, q.at) for q in scenario.questions.values()]
    nodes += [("outcome", o.id, o.at) for o in scenario.outcomes.values()]
    return [
        Problem(
            at,
            "unreachable",
            f"No answers lead to the {kind} '{name}'.",
            "Lead a choice to it, or delete it.",
        )
        for kind, name, at in nodes
        if name not in seen
    ]


def _outcome(outcome: Outcome, shared: Shared, library: Library) -> list[Problem]:
    problems = []
    for option in outcome.options:
        if option.id not in shared.options:
            hint = did_you_mean(option.id, list(shared.options)) or "Declare it in shared.yaml."
            said = f"There is no option '{option.id}'."
            problems.append(Problem(option.at, "option", said, hint))
        elif not library.languages(f"options/{option.id}"):
            said = f"The option '{option.id}' has no template in any language."
            hint = f"Write templates/en/options/{option.id}.j2."
            problems.append(Problem(option.at, "template", said, hint))
    for letter in outcome.letters:
        if not library.languages(letter.template):
            said = f"There is no template '{letter.template}' in any language."
            hint = f"Write templates/en/{letter.template}.j2."
            problems.append(Problem(letter.at, "template", said, hint))
    counts = Counter(letter.id for letter in outcome.letters)
    for letter in outcome.letters:
        if counts[letter.id] > 1:
            said = f"Two letters of the outcome '{outcome.id}' are called '{letter.id}'."
            problems.append(Problem(letter.at, "letter-id", said, "Give one an 'id'."))
            break
    if not outcome.letters and not outcome.steps:
        said = f"The outcome '{outcome.id}' has neither letters nor steps."
        problems.append(Problem(outcome.at, "empty-outcome", said, "Say what is to be done."))
    return problems
