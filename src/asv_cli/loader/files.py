"""Read scenario files and shared.yaml: what they say, and everything that is wrong with them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from asv_cli.errors import Problem, Spot, did_you_mean
from asv_cli.loader.nodes import read_page
from asv_cli.loader.resolve import RESERVED, resolve
from asv_cli.loader.scenario import read_scenario
from asv_cli.loader.shapes import WORD
from asv_cli.loader.shared import read_shared
from asv_cli.model import Scenario, Shared
from asv_cli.settings import AMOUNTS

if TYPE_CHECKING:
    from asv_cli.library import Library


def scenario_problems(
    library: Library, scenario_id: str, shared: Shared
) -> tuple[Scenario | None, list[Problem]]:
    """Return a scenario, None if its file cannot be read, and everything wrong with the file."""
    found = library.scenario(scenario_id)
    if not re.fullmatch(WORD, scenario_id):
        said = f"The file name '{found.path.name}' is no scenario id."
        hint = "Use lower-case words joined by '-', such as item-lost.yaml."
        return None, [Problem(Spot(found.shown), "file-name", said, hint)]
    page, node = read_page(found.path, found.shown)
    raw = read_scenario(scenario_id, node, page) if node else None
    if raw is None:
        return None, _in_order(page.problems)
    scenario, problems = resolve(raw, shared, library, whole=not page.problems)
    return None if page.problems else scenario, _in_order([*page.problems, *problems])


def shared_problems(library: Library) -> tuple[Shared, list[Problem]]:
    """Return what the shared.yaml files declare, later layers winning, and their problems."""
    shared = Shared({}, {}, {})
    problems: list[Problem] = []
    for found in library.every("scenarios/shared.yaml"):
        page, node = read_page(found.path, found.shown)
        read = read_shared(node, page) if node else None
        problems += page.problems
        if read is not None:
            shared = Shared(
                {**shared.fields, **read.fields},
                {**shared.options, **read.options},
                {**shared.questions, **read.questions},
            )
    problems += [
        Problem(
            field.at, "reserved", f"A field cannot be named '{field.id}': letters use that word.",
            "Choose another id.",
        )
        for field in shared.fields.values()
        if field.id in RESERVED
    ]  # fmt: skip
    problems += _unknown_costs(shared)
    return shared, _in_order(problems)


def _unknown_costs(shared: Shared) -> list[Problem]:
    """Return the costs that neither a product nor an answer can ever name."""
    known = [*AMOUNTS, *(field.id for field in shared.fields.values() if field.type == "money")]
    return [
        Problem(
            option.at,
            "cost",
            f"The option '{option.id}' costs '{name}', which is no amount.",
            did_you_mean(name, known) or f"Known: {', '.join(known)}.",
        )
        for option in shared.options.values()
        for name in option.cost or ()
        if name not in known
    ]


def shared_uses(library: Library, scenario_id: str) -> set[str]:
    """Return the ids of the shared questions that a scenario takes in."""
    found = library.scenario(scenario_id)
    page, node = read_page(found.path, found.shown)
    raw = read_scenario(scenario_id, node, page) if node else None
    return {use.shared for use in raw.uses.values()} if raw else set()


def _in_order(problems: list[Problem]) -> list[Problem]:
    return sorted(problems, key=lambda p: p.spot or Spot(""))
