"""Faults of a whole library that no single file shows: what is unused, missing or out of date."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from asv_cli.check.ways import sometimes_asked
from asv_cli.errors import Problem, Spot

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from asv_cli.library import Found, Library
    from asv_cli.model import Outcome, Scenario, Shared
    from asv_cli.render.survey import Survey

SOURCE_LANGUAGE = "en"
_STAMP = re.compile(r"\{#\s*source:\s*([0-9a-f]{8})\s*#\}")


def unused_entries(
    shared: Shared, scenarios: Iterable[Scenario], names: set[str], used: set[str]
) -> list[Problem]:
    """Return the fields, options and questions of shared.yaml that nothing uses.

    Args:
        shared: what is declared.
        scenarios: every scenario there is.
        names: every variable some letter uses.
        used: the ids of the shared questions that scenarios take in.
    """
    offered = {u.id for s in scenarios for o in s.outcomes.values() for u in o.options}
    unused = [("field", f.id, f.at) for f in shared.fields.values() if f.id not in names]
    unused += [("option", o.id, o.at) for o in shared.options.values() if o.id not in offered]
    unused += [("question", q.id, q.at) for q in shared.questions.values() if q.id not in used]
    return [
        Problem(at, f"unused-{kind}", f"The {kind} '{name}' is not used anywhere.",
                "Use it, or delete it.", "warning")
        for kind, name, at in unused
    ]  # fmt: skip


def idle_questions(scenario: Scenario, names: Mapping[str, set[str]]) -> list[Problem]:
    """Return the questions whose answer changes neither the way nor any letter.

    Args:
        scenario: the tree.
        names: by outcome id, every variable its letters use.
    """
    used = {name for outcome in names.values() for name in outcome}
    return [
        Problem(
            question.at,
            "idle-question",
            f"All answers to '{question.id}' lead to the same place, and no letter uses it.",
            "Delete the question, or let a letter depend on it.",
            "warning",
        )
        for question in scenario.questions.values()
        if len({choice.goto for choice in question.choices}) == 1 and question.id not in used
    ]


def never_asked(scenario: Scenario, outcome: Outcome, renderer: Survey) -> list[Problem]:
    """Return the questions a letter uses that no way to its outcome asks."""
    asked = sometimes_asked(scenario, outcome.id)
    problems = []
    for letter in outcome.letters:
        for name, at in renderer.places(outcome, (letter,)).items():
            if name in scenario.questions and name not in asked:
                said = f"'{name}' is never asked on a way to '{outcome.id}'."
                hint = "Ask it on the way, or take it out of the letter."
                problems.append(Problem(at, "never-asked", said, hint))
    return problems


def translations(library: Library, used: set[str]) -> list[Problem]:
    """Return the templates that a language lacks, and those that lag behind their source.

    A translation names the state of its source in a comment, `{# source: 1a2b3c4d #}`; when the
    source has changed since, the two must be compared.

    Args:
        library: the layers.
        used: every template in use as `<language>/<name>.j2`.
    """
    names = {name.removeprefix("builtin/").split("/", maxsplit=1)[1] for name in used}
    problems = []
    for name in sorted(name.removesuffix(".j2") for name in names):
        source = library.template(f"{SOURCE_LANGUAGE}/{name}")
        for language in library.languages("letter"):
            if language != SOURCE_LANGUAGE and source is not None:
                problems += _translation(library, name, source, language)
    return problems


def _translation(library: Library, name: str, source: Found, language: str) -> list[Problem]:
    found = library.template(f"{language}/{name}")
    if found is None:
        said = f"'{name}' has no translation into '{language}'."
        hint = f"Write templates/{language}/{name}.j2."
        return [Problem(Spot(source.shown), "translation-missing", said, hint, "warning")]
    state = fingerprint(source.path.read_text(encoding="utf-8-sig"))
    stamp = _STAMP.search(found.path.read_text(encoding="utf-8-sig"))
    if stamp is not None and stamp[1] == state:
        return []
    said = (
        f"{source.shown} has changed since this translation was made."
        if stamp
        else "The translation does not say which state of its source it was made from."
    )
    hint = f"Compare the two, then write {{# source: {state} #}} in its first line."
    return [Problem(Spot(found.shown), "translation-outdated", said, hint, "warning")]


def fingerprint(source: str) -> str:
    """Return eight characters that change whenever the words of a template do."""
    import hashlib

    return hashlib.sha256(" ".join(source.split()).encode()).hexdigest()[:8]


def unused_templates(library: Library, used: set[str]) -> list[Problem]:
    """Return the templates of all layers that no letter reaches."""
    problems = []
    for layer in library.layers:
        root = layer.root / "templates"
        for path in sorted(root.rglob("*.j2")):
            name = path.relative_to(root).as_posix()
            if name not in used and f"builtin/{name}" not in used:
                from asv_cli.library import shown

                said = f"No letter uses the template '{name}'."
                hint = "Use it, or delete the file."
                problems.append(
                    Problem(Spot(shown(path)), "unused-template", said, hint, "warning")
                )
    return problems
