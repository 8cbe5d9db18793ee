"""The keys of a group: each once, each a word, and which one a misspelt key stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from yaml.nodes import MappingNode, ScalarNode

from asv_cli.loader.nodes import Faulty
from asv_cli.loader.shapes import is_blank, kind_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from yaml.nodes import Node

    from asv_cli.loader.nodes import Page

FILL = "Write 'key: value' lines below it, or delete the line."


def pairs(node: Node, page: Page, what: str) -> list[tuple[str, Node, Node]]:
    """Return key, key node and value node of a group, refusing duplicates and odd keys."""
    if is_blank(node):
        page.fail(page.place(node), "no-value", f"{what} is empty.", FILL)
    if not isinstance(node, MappingNode):
        said = f"{what} must be a group of 'key: value' lines, not {kind_of(node)}."
        page.fail(page.spot(node), "type", said, "Write 'name: …' lines, without '-'.")
    seen: dict[str, Node] = {}
    found: list[tuple[str, Node, Node]] = []
    for key_node, value_node in node.value:
        if problem := _odd_key(key_node, seen, what):
            page.note(page.spot(key_node), *problem)
            continue
        seen[key_node.value] = key_node
        found.append((key_node.value, key_node, value_node))
        page.keys[id(value_node)] = key_node
    if node.value and not found:
        raise Faulty
    return found


def _odd_key(node: Node, seen: Mapping[str, Node], what: str) -> tuple[str, str, str] | None:
    if not isinstance(node, ScalarNode):
        said = f"{what} has a key that is not a word."
        return "key", said, "If it is a text that begins with '{' or '[', put it in quotes."
    if node.value == "<<":
        return "merge", "Merging with '<<' is not used here.", "Write the lines out."
    if node.value in seen:
        first: Any = seen[node.value].start_mark
        line = first.line + 1
        return "duplicate-key", f"'{node.value}' is set twice; first at line {line}.", "Delete one."
    return None
