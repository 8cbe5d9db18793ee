"""`asv scenarios`: list the kinds of case there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from asv_cli.cli.options import JsonOption, LibraryOption

if TYPE_CHECKING:
    import typer

    from asv_cli.errors import Problem
    from asv_cli.library import Found
    from asv_cli.model import Scenario


def command(*, library: LibraryOption = None, json: JsonOption = False) -> None:
    """List the scenarios: id, title, category, and where each file comes from."""
    from asv_cli.console import say, table, write_out
    from asv_cli.errors import LibraryError
    from asv_cli.library import open_library
    from asv_cli.loader import load_shared, scenario_problems

    place = open_library(library)
    shared = load_shared(place)
    listed: list[tuple[Scenario, Found]] = []
    problems: list[Problem] = []
    for scenario_id, found in place.scenarios().items():
        scenario, faults = scenario_problems(place, scenario_id, shared)
        if scenario is not None:
            listed.append((scenario, found))
        problems += faults
    if json:
        from asv_cli.cli.output import to_json

        if not problems:
            write_out(to_json({"scenarios": [_row(*item) for item in listed]}))
    else:
        rows = [(s.id, str(s.title), s.category, f.origin) for s, f in listed]
        table(("Id", "Title", "Category", "From"), rows)
    if problems:
        if not json:
            say("")
        raise LibraryError(problems=tuple(problems))


def _row(scenario: Scenario, found: Found) -> dict[str, object]:
    return {
        "id": scenario.id,
        "title": str(scenario.title),
        "category": scenario.category,
        "covers": list(scenario.covers),
        "says": list(scenario.says),
        "origin": found.origin,
        "path": found.shown,
    }


def register(app: typer.Typer) -> None:
    """Add `scenarios` to the program."""
    app.command("scenarios")(command)
