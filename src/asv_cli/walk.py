"""Walk a scenario; a walk is a value.

Flags, answers files, prompts, tests and the checker all walk with this one engine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from asv_cli.model import Outcome, Question, Scenario


class Walk(NamedTuple):
    """A scenario and the answers so far, as (question id, choice id) in the order given."""

    scenario: Scenario
    answers: tuple[tuple[str, str], ...] = ()

    @property
    def current(self) -> Question | Outcome:
        """The question to answer next, or the outcome: where the last answer leads."""
        name = self.scenario.start
        if self.answers:
            question_id, choice_id = self.answers[-1]
            choice = self.scenario.questions[question_id].choice(choice_id)
            if choice is None:
                raise KeyError(f"{question_id}={choice_id}")
            name = choice.goto
        return self.scenario.questions.get(name) or self.scenario.outcomes[name]

    @property
    def outcome(self) -> Outcome | None:
        """The outcome, once the walk has reached one."""
        return self.scenario.outcomes.get(self.current.id)

    @property
    def question(self) -> Question | None:
        """The question to answer next, while there is one."""
        return self.scenario.questions.get(self.current.id)

    def answer(self, choice_id: str) -> Walk:
        """Return the walk with the current question answered.

        Raises:
            KeyError: the question has no such choice, or there is no question left.
        """
        question = self.question
        if question is None or question.choice(choice_id) is None:
            raise KeyError(choice_id)
        return Walk(self.scenario, (*self.answers, (question.id, choice_id)))

    def back(self) -> Walk:
        """Return the walk without its last answer; the start stays the start."""
        return Walk(self.scenario, self.answers[:-1])

    def follow(self, given: Mapping[str, str]) -> Walk:
        """Return the walk as far as the given answers lead, each used only where it is asked."""
        answers, question = list(self.answers), self.question
        while question is not None and question.id in given:
            choice = question.choice(given[question.id])
            if choice is None:
                raise KeyError(given[question.id])
            answers.append((question.id, choice.id))
            question = self.scenario.questions.get(choice.goto)
        return Walk(self.scenario, tuple(answers))


class Ways:
    """The ways still open from a node, given the answers there are."""

    def __init__(self, scenario: Scenario, answers: Mapping[str, str], start: str) -> None:
        self._scenario, self._answers, self._start = scenario, answers, start
        seen = self._reach()
        self.questions = tuple(q for q in scenario.questions if q in seen and q not in answers)
        self.outcomes: list[Outcome] = [o for o in scenario.outcomes.values() if o.id in seen]

    def unavoidable(self, question: str) -> bool:
        """Tell whether every way to an outcome passes a question."""
        return not any(name in self._scenario.outcomes for name in self._reach(without=question))

    def _reach(self, without: str = "") -> set[str]:
        seen: set[str] = set()
        todo = [self._start]
        while todo:
            name = todo.pop()
            if name in seen or name == without:
                continue
            seen.add(name)
            question = self._scenario.questions.get(name)
            if question is not None:
                chosen = self._answers.get(name)
                todo += [c.goto for c in question.choices if chosen in {None, c.id}]
        return seen
