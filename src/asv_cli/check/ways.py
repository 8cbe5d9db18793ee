"""The ways to an outcome that can make a difference, without multiplying all ways out.

A letter depends on few of the questions. Ways that agree on those make the same letter, so they
are carried through the tree as one: the cost grows with the number of distinct letters.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from asv_cli.model import Scenario

Projection = tuple[tuple[str, str], ...]
"""The answers that matter, as (question id, choice id), in asking order."""
Path = tuple[tuple[str, str], ...]
"""All answers of one way, as a `Walk` takes them."""


def ways(scenario: Scenario, outcome: str, relevant: frozenset[str]) -> dict[Projection, Path]:
    """Return every combination of relevant answers that leads to an outcome, with one way each.

    A relevant question that is not in a projection is not asked on that way.
    """
    reached: dict[str, dict[Projection, Path]] = {scenario.start: {(): ()}}
    leading = _leading_to(scenario, outcome)
    for node in _in_order(scenario):
        question = scenario.questions[node]
        for projection, path in reached.get(node, {}).items():
            for choice in question.choices:
                if choice.goto not in leading:
                    continue
                step = ((node, choice.id),)
                seen = (*projection, *step) if node in relevant else projection
                reached.setdefault(choice.goto, {}).setdefault(seen, (*path, *step))
    return reached.get(outcome, {})


def every_way(scenario: Scenario) -> Iterator[tuple[str, Path]]:
    """Yield every way multiplied out, with its outcome; for small trees and for tests."""
    todo: list[tuple[str, Path]] = [(scenario.start, ())]
    while todo:
        node, path = todo.pop()
        if node in scenario.outcomes:
            yield node, path
            continue
        choices = scenario.questions[node].choices
        todo += [(choice.goto, (*path, (node, choice.id))) for choice in choices]


def always_asked(scenario: Scenario, outcome: str) -> frozenset[str]:
    """Return the questions that every way to an outcome passes."""
    return frozenset(
        question
        for question in scenario.questions
        if outcome not in _reachable(scenario, without=question)
    )


def sometimes_asked(scenario: Scenario, outcome: str) -> frozenset[str]:
    """Return the questions that some way to an outcome passes."""
    return _leading_to(scenario, outcome) & _reachable(scenario)


def _reachable(scenario: Scenario, without: str = "") -> frozenset[str]:
    seen: set[str] = set()
    todo = [scenario.start]
    while todo:
        node = todo.pop()
        if node not in seen and node != without:
            seen.add(node)
            if node in scenario.questions:
                todo += [choice.goto for choice in scenario.questions[node].choices]
    return frozenset(seen)


def _leading_to(scenario: Scenario, outcome: str) -> frozenset[str]:
    before: dict[str, set[str]] = {}
    for question in scenario.questions.values():
        for choice in question.choices:
            before.setdefault(choice.goto, set()).add(question.id)
    seen: set[str] = set()
    todo = [outcome]
    while todo:
        node = todo.pop()
        if node not in seen:
            seen.add(node)
            todo += before.get(node, ())
    return frozenset(seen)


def _in_order(scenario: Scenario) -> list[str]:
    """Return the questions so that each stands after all that lead to it."""
    waiting = _incoming(scenario)
    ready = [scenario.start]
    order: list[str] = []
    while ready:
        node = ready.pop()
        order.append(node)
        for choice in scenario.questions[node].choices:
            if choice.goto in waiting:
                waiting[choice.goto] -= 1
                if waiting[choice.goto] == 0:
                    ready.append(choice.goto)
    return order


def _incoming(scenario: Scenario) -> dict[str, int]:
    counts: dict[str, int] = dict.fromkeys(scenario.questions, 0)
    for name in _reachable(scenario) & counts.keys():
        for choice in scenario.questions[name].choices:
            if choice.goto in counts:
                counts[choice.goto] += 1
    return counts
