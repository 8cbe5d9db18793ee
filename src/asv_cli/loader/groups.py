"""Shapes of lists and groups: every entry is read, whatever is wrong with its neighbours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from yaml.nodes import MappingNode, SequenceNode

from asv_cli.errors import did_you_mean, taken_for
from asv_cli.loader.keys import FILL, pairs
from asv_cli.loader.nodes import Faulty
from asv_cli.loader.shapes import LANGUAGE, Words, either, is_blank, kind_of, scalar
from asv_cli.model import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from yaml.nodes import Node

    from asv_cli.errors import Spot
    from asv_cli.loader.nodes import Page
    from asv_cli.loader.shapes import Shape


class Translated:
    """A text for people: one text (English), or one per language code."""

    def read(self, node: Node, page: Page, what: str) -> Text:
        """Return the text with its languages."""
        if not isinstance(node, MappingNode):
            return Text({"en": scalar(node, page, what)})
        try:
            return Text(_LANGUAGES.read(node, page, what))
        except Faulty:
            raise Faulty from None  # half a text is no text

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
        values: list[Any] = []
        faulty = False
        for child in nodes:
            try:
                values.append(self.item.read(child, page, what))
            except Faulty as fault:
                faulty = True
                values += [fault.rest] if fault.rest is not None else []
        if faulty:
            raise Faulty(tuple(values))
        return tuple(values)

    def schema(self) -> dict[str, Any]:
        """Accept one item or a list of them."""
        return {"anyOf": [{"type": "array", "items": self.item.schema()}, self.item.schema()]}


@dataclass(frozen=True, slots=True)
class MapOf:
    """A group with keys of the author's choosing, all of one shape. Order is kept.

    What is left of a faulty group has None for an entry that could not be read.
    """

    key: Words
    item: Shape
    each: str = "'{key}'"

    def read(self, node: Node, page: Page, what: str) -> dict[str, Any]:
        """Return the values by key, after reading every one of them."""
        values: dict[str, Any] = {}
        faulty = False
        found = pairs(node, page, what)
        if not found:
            page.fail(page.place(node), "no-value", f"{what} is empty.", FILL)
        for key, key_node, value_node in found:
            try:
                self.key.read(key_node, page, "The name before ':'")
                name = key
            except Faulty:
                faulty = True
                name = self.key.nearest(key) or key  # what leads to it is not wrong as well
            try:
                values[name] = self.item.read(value_node, page, self.each.format(key=key))
            except Faulty as fault:
                faulty = True
                values[name] = fault.rest
        if faulty:
            raise Faulty(values)
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

    @property
    def at(self) -> Spot:
        """The place of the record: of the key it stands under, if there is one."""
        return self.page.place(self.node)

    def get(self, key: str, default: Any = None) -> Any:
        """Return the value of a key, or the default where the author left it out."""
        return self.values.get(key, default)

    def at_key(self, key: str) -> Spot:
        """Return the place of a value, or of the record where the author left it out."""
        return self.page.spot(self.nodes[key]) if key in self.nodes else self.at

    def __getitem__(self, key: str) -> Any:
        return self.values[key]


@dataclass(frozen=True, slots=True)
class Record:
    """A group with known keys; `build` makes the value from the entry.

    A build may note a problem on the entry's page and return its value all the same. A `lenient`
    build makes do without keys that must be there.
    """

    keys: Mapping[str, Key]
    build: Callable[[Entry], Any] = lambda entry: entry
    lenient: bool = False

    def read(self, node: Node, page: Page, what: str) -> Any:
        """Return what `build` makes, after reading every key."""
        if not isinstance(node, MappingNode) and not is_blank(node):
            self._refuse(node, page, what)
        values: dict[str, Any] = {}
        nodes: dict[str, Node] = {}
        unknown: dict[str, Node] = {}
        faulty = False
        noted = len(page.problems)
        found = pairs(node, page, what)
        odd = any(problem.rule in {"key", "merge"} for problem in page.problems[noted:])
        for key, key_node, value_node in found:
            if key not in self.keys:
                unknown[key] = key_node
                continue
            nodes[key] = value_node
            try:
                values[key] = self.keys[key].shape.read(value_node, page, f"'{key}'")
            except Faulty as fault:
                faulty = True
                values |= {key: fault.rest} if fault.rest is not None else {}
        # What stands under an odd key may be what is missing here.
        missing = [k for k, v in self.keys.items() if v.required and k not in nodes and not odd]
        self._note(unknown, missing, page, page.place(node), what)
        noted = len(page.problems)
        complete = self.lenient or all(k in values for k, v in self.keys.items() if v.required)
        built = self.build(Entry(values, nodes, node, page)) if complete else None
        if unknown or faulty or missing or len(page.problems) > noted:
            raise Faulty(built)
        return built

    def _refuse(self, node: Node, page: Page, what: str) -> None:
        said = f"{what} must be a group of 'key: value' lines, not {kind_of(node)}."
        needed = [f"'{key}:'" for key, value in self.keys.items() if value.required]
        hint = f"It needs {either(needed, 'and')}." if needed else ""
        hint = hint or f"It can have {either(list(self.keys))}."
        page.fail(page.spot(node), "type", said, hint)

    def _note(
        self, unknown: Mapping[str, Node], missing: list[str], page: Page, at: Spot, what: str
    ) -> None:
        meant = taken_for(unknown, missing)
        for key, node in unknown.items():
            hint = f"Did you mean '{meant[key]}'?" if key in meant else ""
            hint = hint or did_you_mean(key, list(self.keys))
            hint = hint or f"It can have {either(list(self.keys))}."
            page.note(page.spot(node), "unknown-key", f"{what} has an unknown key '{key}'.", hint)
        for key in missing:
            if key not in meant.values():
                doc = self.keys[key].doc
                page.note(at, "missing-key", f"{what} has no '{key}'.", f"Add '{key}: …'. {doc}")

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
