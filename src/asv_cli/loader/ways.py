"""Where a scenario's choices lead: nowhere, round in a circle, or never to some of its parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from asv_cli.errors import Problem, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from asv_cli.errors import Spot
    from asv_cli.model import Outcome, Question, Scenario


def way_problems(scenario: Scenario, unread: Collection[str], *, whole: bool) -> list[Problem]:
    """Return what is wrong with the ways through a scenario.

    Args:
        scenario: the scenario, its shared questions put in.
        unread: ids of questions and outcomes that exist but could not be read.
        whole: false when some choices are unknown; then nothing is called unreachable.
    """
    problems = [*_start(scenario, unread), *_dangling(scenario, unread), *_cycles(scenario)]
    # A wrong goto also cuts off what it should have led to: one fault, one message.
    return problems or (_unreachable(scenario) if whole else [])


def _start(scenario: Scenario, unread: Collection[str]) -> list[Problem]:
    if scenario.start in {"", *scenario.questions, *unread}:
        return []
    hint = did_you_mean(scenario.start, list(scenario.questions)) or "Name the first question."
    said = f"'start' names '{scenario.start}', which is no question."
    return [Problem(scenario.at, "start", said, hint)]


def _dangling(scenario: Scenario, unread: Collection[str]) -> list[Problem]:
    known = [*scenario.questions, *scenario.outcomes, *unread]
    return [
        Problem(
            choice.at,
            "goto",
            f"There is no question or outcome '{choice.goto}'.",
            did_you_mean(choice.goto, known) or "Add it, or lead to another.",
        )
        for question in scenario.questions.values()
        for choice in question.choices
        if choice.goto not in known
    ]


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
    """Note what no answers lead to; what hangs below it is cut off by the same fault."""
    seen: set[str] = set()
    todo = [scenario.start]
    while todo:
        name = todo.pop()
        if name not in seen:
            seen.add(name)
            todo += _targets(scenario.questions, name)
    below = {t for name in scenario.questions if name not in seen
             for t in _targets(scenario.questions, name)}  # fmt: skip
    nodes: list[tuple[str, Question | Outcome]] = [
        *(("question", q) for q in scenario.questions.values()),
        *(("outcome", o) for o in scenario.outcomes.values()),
    ]
    return [
        Problem(
            node.at,
            "unreachable",
            f"No answers lead to the {kind} '{node.id}'.",
            "Lead a choice to it, or delete it.",
        )
        for kind, node in nodes
        if node.id not in seen | below
    ]


def _targets(questions: Mapping[str, Question], name: str) -> list[str]:
    return [choice.goto for choice in questions[name].choices] if name in questions else []
