"""The shape of shop.yaml: who writes, where they sell, and what never needs asking."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from asv_cli.errors import LibraryError, Problem
from asv_cli.loader.nodes import Faulty, read_page
from asv_cli.loader.shapes import ID_NAME, LANGUAGE, Key, MapOf, OneOf, Record, Words

if TYPE_CHECKING:
    from asv_cli.errors import Spot
    from asv_cli.library import Library

SHOP = Record(
    {
        "shop_name": Key(Words(), "The shop's name, as buyers know it."),
        "agent_name": Key(Words(), "The name letters are signed with."),
        "marketplace": Key(Words(r"[A-Z]{2}", "a marketplace code", "DE"), "The usual store."),
        "language": Key(Words(LANGUAGE, "a language code", "fr"), "The usual letter language."),
        "copy_command": Key(Words(), "The command that takes a letter for the clipboard."),
        "review": Key(OneOf(("yes", "no")), "Whether answers are reviewed before the letter."),
        "answers": Key(MapOf(ID_NAME, Words()), "Answers that are always the same here."),
    }
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One setting: its text, and where it stands."""

    text: str
    at: Spot


def load_shop(library: Library) -> dict[str, Entry]:
    """Return the settings of every layer's shop.yaml by key, later layers winning.

    Raises:
        LibraryError: one of the files is wrong; carries every problem.
    """
    settings: dict[str, Entry] = {}
    problems: list[Problem] = []
    for found in library.every("shop.yaml"):
        page, node = read_page(found.path, found.shown)
        try:
            entry = SHOP.read(node, page, "shop.yaml") if node else None
        except Faulty:
            entry = None
        problems += page.problems
        if entry is None:
            continue
        for key, text in entry.values.items():
            at = page.spot(entry.nodes[key])
            if key == "copy_command" and found.origin == "project":
                problems.append(_not_from_a_project(at))
            elif key != "answers":
                settings[key] = Entry(text, at)
        at = page.spot(entry.nodes.get("answers"))
        settings |= {key: Entry(text, at) for key, text in entry.get("answers", {}).items()}
    if problems:
        raise LibraryError(problems=tuple(problems))
    return settings


def _not_from_a_project(at: Spot) -> Problem:
    """Refuse a command that comes with a folder: whoever shares the folder could run anything."""
    said = "A project's shop.yaml cannot name the copy_command, as it is run on your machine."
    return Problem(at, "copy-command", said, "Set it in your own shop.yaml or ASV_COPY_COMMAND.")
