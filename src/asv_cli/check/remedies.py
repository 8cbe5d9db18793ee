"""What the options of an outcome owe the buyer, under every consumer law there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from asv_cli.errors import Problem
from asv_cli.offer import CHOICE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from asv_cli.model import Outcome, Scenario, Shared


def remedies(scenarios: Iterable[Scenario], shared: Shared, laws: Iterable[str]) -> list[Problem]:
    """Return the outcomes that offer no choice, or less than the buyer may claim.

    An outcome that offers options offers at least two in every store (playbook A4). One that
    offers to keep the product for less names a full remedy beside it (amazon-rules R112).

    Args:
        scenarios: those to look at.
        shared: knows the options.
        laws: the consumer laws of the stores: eu, uk, us, other.
    """
    every = list(laws)
    return [
        problem
        for scenario in scenarios
        for outcome in scenario.outcomes.values()
        if outcome.options
        for problem in (*_choice(outcome, every), *_full(outcome, shared, every))
    ]


def _choice(outcome: Outcome, laws: list[str]) -> Iterator[Problem]:
    # Where a law leaves none, the letter has no choice to offer and must ask something instead.
    few = [law for law in laws if 0 < len(outcome.offered(law)) < CHOICE]
    if few:
        said = f"'{outcome.id}' leaves the buyer no choice in stores of: {', '.join(few)}."
        hint = "Offer two options or more, or write a letter without options."
        yield Problem(outcome.options[0].at, "no-choice", said, hint)


def _full(outcome: Outcome, shared: Shared, laws: list[str]) -> Iterator[Problem]:
    lacking = []
    for law in laws:
        options = [shared.options[use.id] for use in outcome.offered(law)]
        keeps = any(option.keeps for option in options)
        if keeps and not any(option.remedy == "full" for option in options):
            lacking.append(law)
    if lacking:
        said = (
            f"'{outcome.id}' offers to keep the product for less, but no full remedy, in stores "
            f"of: {', '.join(lacking)}."
        )
        hint = "Add an option with 'remedy: full', such as return-refund."
        yield Problem(outcome.options[0].at, "no-full-remedy", said, hint)
