"""Ask a person for what is missing, one question at a time, with a way back.

The interview knows no terminal: whoever implements `Asker` shows the questions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from asv_cli.errors import Interrupted
from asv_cli.model import Field

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from asv_cli.drafting import Case
    from asv_cli.model import Question, Scenario


class GoBack(Exception):  # noqa: N818 - a wish of the agent, not an error
    """The agent wants the previous question again."""


class Asker(Protocol):
    """Shows a question to the agent and returns the answer."""

    def scenario(self, scenarios: Mapping[str, Scenario]) -> str:
        """Return the id of the scenario the agent picks."""
        ...

    def choice(self, question: Question, default: str | None) -> str:
        """Return a choice id; raise GoBack, KeyboardInterrupt or EOFError."""
        ...

    def value(self, field: Field, default: str, check: Callable[[str], str]) -> str:
        """Return a canonical value; `check` raises ValueError with what is wrong."""
        ...


def interview(case: Case, known: Mapping[str, str], asker: Asker) -> dict[str, str]:
    """Return the known answers and all that was asked for.

    Going back forgets the answer for good where the new way does not pass its question, and
    offers it again where it does.

    Raises:
        Interrupted: the agent stopped; `answers` holds what was answered by then.
    """
    answers = dict(known)
    asked: list[str] = []
    earlier: dict[str, str] = {}
    try:
        while (item := case.pending(answers)) is not None:
            if isinstance(item, Field) and item.setting and item.default is not None:
                answers[item.id] = case.default(item)
                continue
            try:
                answers[item.id] = _ask(case, item, earlier.get(item.id), asker)
                asked.append(item.id)
            except GoBack:
                if asked:
                    last = asked.pop()
                    earlier[last] = answers.pop(last)
    except (KeyboardInterrupt, EOFError):
        raise Interrupted(answers) from None
    return answers


def _ask(case: Case, item: Question | Field, earlier: str | None, asker: Asker) -> str:
    if item.id in case.scenario.questions:
        return asker.choice(item, earlier)  # type: ignore[arg-type]
    default = earlier if earlier is not None else item.default or ""  # type: ignore[union-attr]
    return asker.value(item, default, lambda typed: case.accept(item.id, typed))  # type: ignore[arg-type]
