"""YAML to model: every fault of a file at once, each with line, column and remedy.

What was read without a fault is kept for the next start (`cache`), so this module imports
nothing that reads YAML before it has to.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from asv_cli.errors import LibraryError, UsageError, did_you_mean
from asv_cli.loader.cache import remembered

if TYPE_CHECKING:
    from collections.abc import Mapping

    from asv_cli.errors import Problem
    from asv_cli.library import Library
    from asv_cli.model import Marketplace, Scenario, Shared
    from asv_cli.settings import Shop

MARKETPLACES = Path(__file__).parents[1] / "data" / "marketplaces.yaml"
_SHARED = "scenarios/shared.yaml"
_Read = TypeVar("_Read")


def load_scenario(library: Library, scenario_id: str, shared: Shared) -> Scenario:
    """Return a scenario, whole and proven.

    Raises:
        UsageError: there is no scenario of that id.
        LibraryError: its file is wrong; carries every problem.
    """

    def read() -> Scenario:
        return _sound(*scenario_problems(library, scenario_id, shared))

    sources = [library.scenario(scenario_id).path, *library.places(_SHARED)]
    return remembered(f"scenario {scenario_id}", sources, read)


def load_shared(library: Library) -> Shared:
    """Return the fields, options and questions of every layer's shared.yaml.

    Raises:
        LibraryError: one of the files is wrong; carries every problem.
    """

    def read() -> Shared:
        return _sound(*shared_problems(library))

    return remembered("shared", library.places(_SHARED), read)


def load_shop(library: Library) -> Shop:
    """Return what every layer's shop.yaml says together, later layers winning key by key.

    Raises:
        LibraryError: one of the files is wrong; carries every problem.
    """

    def read() -> Shop:
        from asv_cli.loader.shop import shop_problems

        return _sound(*shop_problems(library))

    return remembered("shop", [*library.places("shop.yaml"), MARKETPLACES], read)


def _sound(found: _Read | None, problems: list[Problem]) -> _Read:
    if found is None or problems:
        raise LibraryError(problems=tuple(problems))
    return found


def marketplaces() -> Mapping[str, Marketplace]:
    """Return every marketplace by its code."""

    def read() -> Mapping[str, Marketplace]:
        from asv_cli.loader import tables

        return tables.marketplaces()

    return remembered("marketplaces", [MARKETPLACES], read)


def marketplace(code: str) -> Marketplace:
    """Return a marketplace by its code; GB is the United Kingdom too (amazon-rules R183).

    Raises:
        UsageError: there is none of that code; the message lists all.
    """
    known = marketplaces()
    wanted = {"GB": "UK"}.get(code.upper(), code.upper())
    if wanted not in known:
        hint = did_you_mean(wanted, list(known)) or f"Known: {', '.join(known)}."
        raise UsageError(f"There is no marketplace '{code}'. {hint}")
    return known[wanted]


def scenario_problems(
    library: Library, scenario_id: str, shared: Shared
) -> tuple[Scenario | None, list[Problem]]:
    """Return a scenario, None if its file cannot be read, and everything wrong with the file."""
    from asv_cli.loader import files

    return files.scenario_problems(library, scenario_id, shared)


def shared_problems(library: Library) -> tuple[Shared, list[Problem]]:
    """Return what the shared.yaml files declare, later layers winning, and their problems."""
    from asv_cli.loader import files

    return files.shared_problems(library)


def shared_uses(library: Library, scenario_id: str) -> set[str]:
    """Return the ids of the shared questions that a scenario takes in."""
    from asv_cli.loader import files

    return files.shared_uses(library, scenario_id)
