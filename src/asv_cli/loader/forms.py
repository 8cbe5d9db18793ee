"""Shapes only scenarios have: times, shared questions, options with or without conditions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from yaml.nodes import MappingNode

from asv_cli.loader.groups import Entry
from asv_cli.loader.keys import pairs
from asv_cli.loader.nodes import Faulty
from asv_cli.loader.shapes import ID_NAME, ID_WORD, Words, scalar

if TYPE_CHECKING:
    from yaml.nodes import Node

    from asv_cli.errors import Spot
    from asv_cli.loader.groups import Record
    from asv_cli.loader.nodes import Page

ID_ANY = Words(r"[a-z0-9][a-z0-9_-]*", "the id of a question or outcome", "ask-for-photos")
UNITS = {"hour": "hours", "day": "days", "business day": "business days"}


@dataclass(frozen=True, slots=True)
class Use:
    """A question taken from shared.yaml, with the way each of its choices leads."""

    shared: str
    ways: dict[str, tuple[str, Spot]]
    at: Spot


class Span:
    """A time such as `24 hours`, `3 days` or `2 business days`: count and unit."""

    def read(self, node: Node, page: Page, what: str) -> tuple[int, str]:
        """Return the count and the unit in the plural."""
        text = scalar(node, page, what)
        match = re.fullmatch(r"([1-9][0-9]{0,2}) (hour|day|business day)s?", text)
        if match is None:
            said = f"{what} is '{text}', but must be 1 to 999 hours, days or business days."
            page.fail(page.spot(node), "span", said, "For example: 3 days.")
        return int(match[1]), UNITS[match[2]]

    def schema(self) -> dict[str, Any]:
        """Accept a number and a unit."""
        return {"type": "string", "pattern": "^[1-9][0-9]{0,2} (hour|day|business day)s?$"}


class UseOr:
    """A question written out, or `{use: shared_question, choice: goto, …}`."""

    def __init__(self, written_out: Record) -> None:
        self.written_out = written_out

    def read(self, node: Node, page: Page, what: str) -> Any:
        """Return a `Use` or what the record builds."""
        keys = {k.value for k, _ in node.value} if isinstance(node, MappingNode) else set()
        if "use" in keys:
            return self._use(node, page, what)
        if keys and not keys & self.written_out.keys.keys():
            said = f"{what} has neither 'ask' nor 'use'."
            hint = "Write 'ask' and 'choices', or 'use' and a shared question."
            page.fail(page.place(node), "missing-key", said, hint)
        return self.written_out.read(node, page, what)

    def _use(self, node: Node, page: Page, what: str) -> Use:
        faulty = False
        read: dict[str, tuple[str, Spot]] = {}
        for key, key_node, value in pairs(node, page, what):
            try:
                if key in self.written_out.keys:
                    said = f"A shared question brings its own '{key}'."
                    page.fail(page.spot(key_node), "use", said, "Delete the line.")
                shape = ID_NAME if key == "use" else ID_ANY
                read[key] = shape.read(value, page, f"'{key}'"), page.spot(value)
            except Faulty:
                faulty = True
        if faulty:
            raise Faulty
        shared, _ = read.pop("use")
        return Use(shared, read, page.place(node))

    def schema(self) -> dict[str, Any]:
        """Accept either form."""
        use = {
            "type": "object",
            "required": ["use"],
            "properties": {"use": ID_NAME.schema()},
            "additionalProperties": ID_ANY.schema(),
        }
        return {"anyOf": [self.written_out.schema(), use]}


class WordOr:
    """A plain id, or a group that says more about it."""

    def __init__(self, group: Record) -> None:
        self.group = group

    def read(self, node: Node, page: Page, what: str) -> Any:
        """Return what the record builds; a plain id is a group with only that id."""
        if isinstance(node, MappingNode):
            return self.group.read(node, page, what)
        option = ID_WORD.read(node, page, what)
        return self.group.build(Entry({"option": option}, {"option": node}, node, page))

    def schema(self) -> dict[str, Any]:
        """Accept either form."""
        return {"anyOf": [ID_WORD.schema(), self.group.schema()]}
