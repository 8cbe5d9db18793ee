"""`asv show`: draw the tree of a scenario, with what its letters need and where they come from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from asv_cli.cli.options import JsonOption, LibraryOption

if TYPE_CHECKING:
    from collections.abc import Iterator

    from asv_cli.library import Library
    from asv_cli.model import Outcome, Scenario, Shared
    from asv_cli.playbook import Needed


def command(
    scenario: Annotated[str, typer.Argument(metavar="SCENARIO", help="Its id.")],
    *,
    library: LibraryOption = None,
    json: JsonOption = False,
) -> None:
    """Draw a scenario: questions, choices, outcomes, the fields each letter needs."""
    from asv_cli.console import write_out
    from asv_cli.library import open_library
    from asv_cli.playbook import fields_needed, open_scenario

    place = open_library(library)
    tree, shared = open_scenario(place, scenario)
    needed = fields_needed(place, tree, shared)
    if json:
        from asv_cli.cli.output import to_json

        write_out(to_json(_data(place, tree, needed)))
        return
    lines = [*_head(place, tree), "", *_tree(tree), "", *_leaves(place, tree, shared, needed)]
    write_out("\n".join(lines) + "\n")


def _head(library: Library, tree: Scenario) -> list[str]:
    found = library.scenario(tree.id)
    lines = [f"{tree.id}: {tree.title} ({tree.category})", f"{found.shown} ({found.origin})"]
    return [*lines, f"Covers {', '.join(tree.covers)}"] if tree.covers else lines


def _tree(tree: Scenario) -> Iterator[str]:
    drawn: set[str] = set()

    def draw(name: str, indent: str) -> Iterator[str]:
        question = tree.questions.get(name)
        if question is None:
            return
        drawn.add(name)
        yield f"{indent}{question.ask} [{question.id}]"
        for choice in question.choices:
            last = choice is question.choices[-1]
            branch, below = ("└─ ", "   ") if last else ("├─ ", "│  ")
            again = " (above)" if choice.goto in drawn else ""
            arrow = "→" if choice.goto in tree.outcomes else "↓"
            yield f"{indent}{branch}{choice.id}: {choice.label} {arrow} {choice.goto}{again}"
            if choice.goto not in drawn:
                yield from draw(choice.goto, indent + below)

    return draw(tree.start, "")


def _leaves(library: Library, tree: Scenario, shared: Shared, needed: Needed) -> Iterator[str]:
    for outcome in tree.outcomes.values():
        yield f"{outcome.id}: {outcome.title}"
        for letter in outcome.letters:
            languages = ", ".join(library.languages(letter.template))
            yield f"  letter {letter.id}: to {letter.to} by {letter.channel} ({languages})"
            yield from _files(library, letter.template)
            yield f"    needs {', '.join(needed[outcome.id, letter.id]) or 'nothing'}"
        for number, use in enumerate(outcome.options, start=1):
            only = f" (only {', '.join(use.only)})" if use.only else ""
            yield f"  option {number}: {shared.options[use.id].label} [{use.id}]{only}"
            yield from _files(library, f"options/{use.id}")
        for step in outcome.steps:
            yield f"  step: {step}"
        for follow_up in outcome.follow_ups:
            yield f"  after {follow_up.number} {follow_up.unit}: {follow_up.do}"


def _files(library: Library, template: str) -> Iterator[str]:
    for language in library.languages(template):
        found = library.template(f"{language}/{template}")
        if found is not None:
            yield f"    {found.shown} ({found.origin})"


def _data(library: Library, tree: Scenario, needed: Needed) -> dict[str, Any]:
    found = library.scenario(tree.id)
    return {
        "id": tree.id,
        "title": str(tree.title),
        "category": tree.category,
        "covers": list(tree.covers),
        "path": found.shown,
        "origin": found.origin,
        "start": tree.start,
        "questions": {
            question.id: {
                "ask": str(question.ask),
                "choices": {
                    c.id: {"label": str(c.label), "goto": c.goto} for c in question.choices
                },
            }
            for question in tree.questions.values()
        },
        "outcomes": {
            outcome.id: _outcome(library, outcome, needed) for outcome in tree.outcomes.values()
        },
    }


def _outcome(library: Library, outcome: Outcome, needed: Needed) -> dict[str, Any]:
    return {
        "title": str(outcome.title),
        "letters": [
            {
                "id": letter.id,
                "to": letter.to,
                "channel": letter.channel,
                "template": letter.template,
                "languages": library.languages(letter.template),
                "needs": list(needed[outcome.id, letter.id]),
            }
            for letter in outcome.letters
        ],
        "options": [use.id for use in outcome.options],
        "steps": [str(step) for step in outcome.steps],
        "follow_ups": [
            {"after": f"{item.number} {item.unit}", "do": str(item.do)}
            for item in outcome.follow_ups
        ],
    }


def register(app: typer.Typer) -> None:
    """Add `show` to the program."""
    app.command("show")(command)
