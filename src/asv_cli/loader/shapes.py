"""Shapes: what a YAML value must look like, how it is read, and its JSON Schema.

A shape is declared once; reading and the published schema both come from it, so they cannot
drift apart. `read` notes every fault on the page and raises `Faulty` when there is no value.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from yaml.nodes import MappingNode, ScalarNode, SequenceNode

from asv_cli.errors import did_you_mean
from asv_cli.loader.nodes import Faulty
from asv_cli.model import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from yaml.nodes import Node

    from asv_cli.loader.nodes import Page

NAME = r"[a-z][a-z0-9_]*"
"""Ids that become variables in letters: questions and fields."""
WORD = r"[a-z0-9][a-z0-9-]*"
"""All other ids: scenarios, choices, outcomes, options."""
LANGUAGE = r"[a-z]{2,3}(-[A-Z]{2})?"


class Shape(Protocol):
    """What a value must look like."""

    def read(self, node: Node, page: Page, what: str) -> Any:
        """Return the value; `what` names it in messages, such as "'ask'"."""
        ...

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema (draft-07) of the value."""
        ...


def kind_of(node: Node) -> str:
    """Name what an author wrote, in their words."""
    if isinstance(node, SequenceNode):
        return "a list"
    return "a group of 'key: value' lines" if isinstance(node, MappingNode) else "a text"


def scalar(node: Node, page: Page, what: str) -> str:
    """Return a scalar as the author wrote it, refusing lists, groups and nothing at all."""
    if not isinstance(node, ScalarNode):
        page.fail(node, "type", f"{what} must be a text, not {kind_of(node)}.")
    if not node.value.strip():
        page.fail(node, "no-value", f"{what} has no value.", "Write one, or delete the line.")
    return str(node.value).strip()


@dataclass(frozen=True, slots=True)
class Words:
    """A text, kept as written; with a pattern, one that fits it."""

    pattern: str = ""
    looks: str = ""
    example: str = ""

    def read(self, node: Node, page: Page, what: str) -> str:
        """Return the text."""
        text = scalar(node, page, what)
        if self.pattern and not re.fullmatch(self.pattern, text):
            page.fail(
                node,
                "form",
                f"{what} is '{text}', but must be {self.looks}.",
                f"For example: {self.example}." if self.example else "",
            )
        return text

    def schema(self) -> dict[str, Any]:
        """Accept scalars of any YAML type: they are read as written."""
        if self.pattern:
            return {"type": "string", "pattern": f"^{self.pattern}$"}
        return {"type": ["string", "number", "boolean"]}


ID_WORD = Words(WORD, "lower-case words joined by '-'", "partial-refund")
ID_NAME = Words(NAME, "lower-case words joined by '_'", "price_level")


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of a few words."""

    words: tuple[str, ...]

    def read(self, node: Node, page: Page, what: str) -> str:
        """Return the word."""
        text = scalar(node, page, what)
        if text not in self.words:
            hint = did_you_mean(text, list(self.words)) or f"It may be {either(self.words)}."
            page.fail(node, "one-of", f"{what} cannot be '{text}'.", hint)
        return text

    def schema(self) -> dict[str, Any]:
        """List the words."""
        return {"enum": list(self.words)}


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number, at least `least`."""

    least: int = 0

    def read(self, node: Node, page: Page, what: str) -> int:
        """Return the number."""
        text = scalar(node, page, what)
        if not re.fullmatch(r"\d{1,9}", text) or int(text) < self.least:
            page.fail(
                node, "number", f"{what} is '{text}', but must be a whole number from {self.least}."
            )
        return int(text)

    def schema(self) -> dict[str, Any]:
        """Accept integers."""
        return {"type": "integer", "minimum": self.least}


class Flag:
    """`true` or `false`, written so."""

    def read(self, node: Node, page: Page, what: str) -> bool:
        """Return the flag."""
        text = scalar(node, page, what)
        if text not in {"true", "false"}:
            page.fail(node, "flag", f"{what} is '{text}'.", "Write true or false.")
        return text == "true"

    def schema(self) -> dict[str, Any]:
        """Accept booleans."""
        return {"type": "boolean"}


class Translated:
    """A text for people: one text (English), or one per language code."""

    def read(self, node: Node, page: Page, what: str) -> Text:
        """Return the text with its languages."""
        if isinstance(node, MappingNode):
            return Text(_LANGUAGES.read(node, page, what))
        return Text({"en": scalar(node, page, what)})

    def schema(self) -> dict[str, Any]:
        """Accept a text or texts by language."""
        return {"anyOf": [Words().schema(), _LANGUAGES.schema()]}


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list; a single item may stand without its dash."""

    item: Shape

    def read(self, node: Node, page: Page, what: str) -> tuple[Any, ...]:
        """Return the items, after reading every one of them."""
        nodes = node.value if isinstance(node, SequenceNode) else [node]
        values, faulty = [], False
        for child in nodes:
            try:
                values.append(self.item.read(child, page, what))
            except Faulty:
                faulty = True
        if faulty:
            raise Faulty
        return tuple(values)

    def schema(self) -> dict[str, Any]:
        """Accept one item or a list of them."""
        return {"anyOf": [{"type": "array", "items": self.item.schema()}, self.item.schema()]}


@dataclass(frozen=True, slots=True)
class MapOf:
    """A group with keys of the author's choosing, all of one shape. Order is kept."""

    key: Words
    item: Shape
    each: str = "'{key}'"

    def read(self, node: Node, page: Page, what: str) -> dict[str, Any]:
        """Return the values by key, after reading every one of them."""
        values, faulty = {}, False
        for key, key_node, value_node in pairs(node, page, what):
            try:
                self.key.read(key_node, page, self.each.format(key=key))
                values[key] = self.item.read(value_node, page, self.each.format(key=key))
            except Faulty:
                faulty = True
        if faulty:
            raise Faulty
        return values

    def schema(self) -> dict[str, Any]:
        """Accept any key of the pattern."""
        return {
            "type": "object",
            "minProperties": 1,
            "additionalProperties": False,
            "patternProperties": {f"^{self.key.pattern}$": self.item.schema()},
        }


_LANGUAGES = MapOf(Words(LANGUAGE, "a language code", "fr"), Words())


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a record: the shape of its value, whether it must be there, what it is for."""

    shape: Shape
    doc: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A record as read: values by key, and the nodes they came from."""

    values: Mapping[str, Any]
    nodes: Mapping[str, Node]
    node: Node
    page: Page

    def get(self, key: str, default: Any = None) -> Any:
        """Return the value of a key, or the default where the author left it out."""
        return self.values.get(key, default)

    def __getitem__(self, key: str) -> Any:
        return self.values[key]


@dataclass(frozen=True, slots=True)
class Record:
    """A group with known keys; `build` makes the value from the entry."""

    keys: Mapping[str, Key]
    build: Callable[[Entry], Any] = lambda entry: entry

    def read(self, node: Node, page: Page, what: str) -> Any:
        """Return what `build` makes, after reading every key."""
        values: dict[str, Any] = {}
        nodes: dict[str, Node] = {}
        unknown = faulty = False
        for key, key_node, value_node in pairs(node, page, what):
            if key not in self.keys:
                self._unknown(key, key_node, page, what)
                unknown = True
                continue
            nodes[key] = value_node
            try:
                values[key] = self.keys[key].shape.read(value_node, page, f"'{key}'")
            except Faulty:
                faulty = True
        # A misspelt key also looks like a missing one: one typo makes one message.
        missing = (
            [] if unknown else [k for k, v in self.keys.items() if v.required and k not in nodes]
        )
        for key in missing:
            page.note(page.spot(node), "missing-key", f"{what} has no '{key}'.", self.keys[key].doc)
        if unknown or faulty or missing:
            raise Faulty
        return self.build(Entry(values, nodes, node, page))

    def _unknown(self, key: str, node: Node, page: Page, what: str) -> None:
        known = [k for k in self.keys if not k.startswith("_")]
        hint = did_you_mean(key, known) or f"Known here: {', '.join(known)}."
        page.note(page.spot(node), "unknown-key", f"{what} has an unknown key '{key}'.", hint)

    def schema(self) -> dict[str, Any]:
        """Describe the keys."""
        return {
            "type": "object",
            "additionalProperties": False,
            "required": [k for k, v in self.keys.items() if v.required],
            "properties": {
                k: {**v.shape.schema(), "description": v.doc} for k, v in self.keys.items()
            },
        }


def pairs(node: Node, page: Page, what: str) -> list[tuple[str, Node, Node]]:
    """Return key, key node and value node of a group, refusing duplicates and odd keys."""
    if not isinstance(node, MappingNode):
        said = "nothing" if isinstance(node, ScalarNode) and not node.value else kind_of(node)
        page.fail(node, "type", f"{what} must be a group of 'key: value' lines, not {said}.")
    seen: dict[str, Node] = {}
    found: list[tuple[str, Node, Node]] = []
    for key_node, value_node in node.value:
        if not isinstance(key_node, ScalarNode):
            page.note(page.spot(key_node), "key", f"{what} has a key that is not a word.")
            continue
        key = str(key_node.value)
        if key in seen:
            first = seen[key].start_mark.line + 1
            page.note(
                page.spot(key_node),
                "duplicate-key",
                f"'{key}' is set twice; first at line {first}.",
                "Delete one.",
            )
            continue
        seen[key] = key_node
        found.append((key, key_node, value_node))
    return found


def either(words: tuple[str, ...] | list[str]) -> str:
    """Join words as "a, b or c"."""
    return " or ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else list(words))
