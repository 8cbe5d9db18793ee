"""Shapes that only policy.yaml has, and ways through a file that may be wrong elsewhere."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from yaml.nodes import MappingNode, ScalarNode, SequenceNode

from asv_cli.loader.groups import Key, ListOf, Record
from asv_cli.loader.shapes import is_blank, scalar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from yaml.nodes import Node

    from asv_cli.loader.nodes import Page
    from asv_cli.loader.shapes import Shape

_NO_TEXT = re.compile(r"[-+]?[0-9][0-9.]*|true|false|null|~")


class Exact:
    """A text whose blanks count, such as a pattern; numbers and the like need quotes."""

    def read(self, node: Node, page: Page, what: str) -> str:
        """Return the text with its blanks."""
        if not isinstance(node, ScalarNode) or not node.value:
            return scalar(node, page, what)  # says what is there instead
        if not node.style and _NO_TEXT.fullmatch(node.value):
            said = f"{what} must be a text, which '{node.value}' without quotes is not."
            page.fail(page.spot(node), "type", said, "Put it in quotes.")
        return str(node.value)

    def schema(self) -> dict[str, Any]:
        """Accept a text."""
        return {"type": "string"}


@dataclass(frozen=True, slots=True)
class StrictList:
    """A list written as one, where a single item would be unclear."""

    item: Shape
    looks: str
    remedy: str
    fits: Callable[[list[Node]], bool] = lambda _: True

    def read(self, node: Node, page: Page, what: str) -> Any:
        """Return the items."""
        if is_blank(node):
            scalar(node, page, what)  # says so
        if not isinstance(node, SequenceNode) or not self.fits(node.value):
            page.fail(page.spot(node), "type", f"{what} must be {self.looks}.", self.remedy)
        return ListOf(self.item).read(node, page, what)

    def schema(self) -> dict[str, Any]:
        """Accept a list."""
        return {"type": "array", "items": self.item.schema()}


class Reason:
    """Why a rule is switched off."""

    def read(self, node: Node, page: Page, what: str) -> str:
        """Return the reason."""
        if is_blank(node) or (isinstance(node, ScalarNode) and _NO_TEXT.fullmatch(node.value)):
            said = f"{what} is disabled without a reason."
            page.fail(page.place(node), "no-value", said, "Write why after its id.")
        return scalar(node, page, what)

    def schema(self) -> dict[str, Any]:
        """Accept a text."""
        return {"type": "string"}


@dataclass(frozen=True, slots=True)
class OneOrGroup:
    """A single value, or a group of them."""

    one: Shape
    group: Shape

    def read(self, node: Node, page: Page, what: str) -> Any:
        """Return what the one or the other makes of it."""
        return (self.group if is_group(node) else self.one).read(node, page, what)

    def schema(self) -> dict[str, Any]:
        """Accept both."""
        return {"anyOf": [self.one.schema(), self.group.schema()]}


@dataclass(frozen=True, slots=True)
class Identified:
    """A group that is named by its id in what is said of it."""

    kind: str
    group: Shape

    def read(self, node: Node, page: Page, what: str) -> Any:
        """Return the group."""
        name = next((text_of(value) for key, _, value in pairs_of(node) if key == "id"), "")
        named = f"{self.kind} '{name}'" if name else f"A {self.kind.lower()}"
        return self.group.read(node, page, what if is_blank(node) else named)

    def schema(self) -> dict[str, Any]:
        """Accept the group."""
        return self.group.schema()


def record(**keys: Shape | tuple[Shape, str]) -> Record:
    """Return a group of these keys; those given with what they are for must be there."""
    made = {
        key: Key(*shape, True) if isinstance(shape, tuple) else Key(shape, "")  # noqa: FBT003
        for key, shape in keys.items()
    }
    return Record(made, lambda entry: dict(entry.values), lenient=True)


def pairs_of(node: Node) -> Iterator[tuple[str, Node, Node]]:
    """Yield key, key node and value node of a group; nothing of what is none."""
    for key, value in node.value if isinstance(node, MappingNode) else ():
        if isinstance(key, ScalarNode):
            yield key.value, key, value


def under(node: Node, wanted: str) -> Iterator[tuple[str, Node, Node]]:
    """Yield the same of the group under a key."""
    for key, _, value in pairs_of(node):
        if key == wanted:
            yield from pairs_of(value)


def items(node: Node, wanted: str) -> Iterator[Node]:
    """Yield the items of the list under a key; a single one may stand without its dash."""
    for key, _, value in pairs_of(node):
        if key == wanted:
            yield from value.value if isinstance(value, SequenceNode) else [value]


def is_group(node: Node) -> bool:
    """Tell whether a node has keys."""
    return isinstance(node, MappingNode)


def is_list(node: Node) -> bool:
    """Tell whether a node is a list with something in it."""
    return isinstance(node, SequenceNode) and bool(node.value)


def text_of(node: Node | None) -> str:
    """Return the text of a node; none of what is a list, a group or not there."""
    return str(node.value) if isinstance(node, ScalarNode) else ""
