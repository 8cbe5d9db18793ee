"""The shape of shop.yaml: who writes, where they sell, and what never needs asking."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from asv_cli.errors import LibraryError, Spot, did_you_mean
from asv_cli.loader.groups import Key, MapOf, Record
from asv_cli.loader.nodes import Faulty, read_page
from asv_cli.loader.shapes import ID_NAME, LANGUAGE, OneOf, Words
from asv_cli.loader.tables import marketplaces

if TYPE_CHECKING:
    from yaml.nodes import Node

    from asv_cli.errors import Problem
    from asv_cli.library import Library
    from asv_cli.loader import groups
    from asv_cli.loader.nodes import Page


@dataclass(frozen=True, slots=True)
class Entry:
    """One setting: its text, and where it stands."""

    text: str
    at: Spot


class _Placed:
    """A text together with its place."""

    def read(self, node: Node, page: Page, what: str) -> Entry:
        """Return the text and where it stands."""
        return Entry(Words().read(node, page, what), page.spot(node))

    def schema(self) -> dict[str, Any]:
        """Accept a text."""
        return Words().schema()


def _settings(entry: groups.Entry) -> dict[str, Entry]:
    settings = {k: Entry(v, entry.at_key(k)) for k, v in entry.values.items() if k != "answers"}
    if (code := entry.get("marketplace")) not in {None, *(known := marketplaces())}:
        said = f"There is no marketplace '{code}'."
        hint = did_you_mean(code, list(known)) or f"There are {', '.join(known)}."
        entry.page.note(settings["marketplace"].at, "marketplace", said, hint)
    return settings | {k: v for k, v in entry.get("answers", {}).items() if v is not None}


SHOP = Record(
    {
        "shop_name": Key(Words(), "The shop's name, as buyers know it."),
        "agent_name": Key(Words(), "The name letters are signed with."),
        "marketplace": Key(Words(r"[A-Z]{2}", "a marketplace code", "DE"), "The usual store."),
        "language": Key(Words(LANGUAGE, "a language code", "fr"), "The usual letter language."),
        "copy_command": Key(Words(), "The command that takes a letter for the clipboard."),
        "review": Key(OneOf(("yes", "no")), "Whether answers are reviewed before the letter."),
        "answers": Key(MapOf(ID_NAME, _Placed()), "Answers that are always the same here."),
    },
    _settings,
)


# Whoever shares a folder could otherwise run anything on the machine of who opens it.
_NOT_FROM_A_PROJECT = (
    "A project's shop.yaml cannot name the copy_command, as it is run on your machine.",
    "Set it in your own shop.yaml or in ASV_COPY_COMMAND.",
)


def load_shop(library: Library) -> dict[str, Entry]:
    """Return the settings of every layer's shop.yaml by key, later layers winning.

    Raises:
        LibraryError: one of the files is wrong; carries every problem.
    """
    settings, problems = shop_problems(library)
    if problems:
        raise LibraryError(problems=tuple(problems))
    return settings


def shop_problems(library: Library) -> tuple[dict[str, Entry], list[Problem]]:
    """Return the settings as far as they can be read, and everything wrong with the files."""
    settings: dict[str, Entry] = {}
    problems: list[Problem] = []
    for found in library.every("shop.yaml"):
        page, node = read_page(found.path, found.shown)
        try:
            read = SHOP.read(node, page, "shop.yaml") if node is not None else {}
        except Faulty as fault:
            read = fault.rest or {}
        if found.origin == "project" and (command := read.pop("copy_command", None)):
            page.note(command.at, "copy-command", *_NOT_FROM_A_PROJECT)
        settings |= read
        problems += page.problems
    return settings, sorted(problems, key=lambda problem: problem.spot or Spot(""))
