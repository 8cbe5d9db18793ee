"""Read the policy rules, the program's own and a shop's, as plain data."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from asv_cli.errors import LibraryError
from asv_cli.library import Found

if TYPE_CHECKING:
    from yaml.nodes import Node

    from asv_cli.library import Library

OWN = Path(__file__).parents[1] / "data" / "policy.yaml"
_WORDS = {"true": True, "false": False, "null": None}


LEARNED = OWN.parent / "learned"
"""The tables of the classifier, one for each language."""


def policy_files(library: Library) -> list[Path]:
    """Return where the program's and every layer's rules stand or could stand."""
    return [OWN, *library.places("policy.yaml")]


def policy_tables(library: Library) -> list[dict[str, Any]]:
    """Return the program's rules, then those of every layer's policy.yaml.

    Raises:
        LibraryError: a file is no YAML; carries the problem.
    """
    files = [Found(OWN, "built in"), *library.every("policy.yaml")]
    return [_read(found) for found in files]


def _read(found: Found) -> dict[str, Any]:
    from asv_cli.loader.nodes import LOADER, read_page

    if found.path == OWN:  # our own table may be larger than what authors write, and is trusted
        import yaml

        own: dict[str, Any] = yaml.load(OWN.read_text("utf-8"), Loader=LOADER)  # noqa: S506 - safe
        return own
    page, node = read_page(found.path, found.shown)
    if node is None or page.problems:
        raise LibraryError(problems=tuple(page.problems))
    table: dict[str, Any] = plain(node)
    return table


def plain(node: Node) -> Any:
    """Return a node as dict, list, text, number or truth; quoted scalars stay texts."""
    from yaml.nodes import MappingNode, SequenceNode

    if isinstance(node, MappingNode):
        return {str(key.value): plain(value) for key, value in node.value}
    if isinstance(node, SequenceNode):
        return [plain(item) for item in node.value]
    style, text = getattr(node, "style", None), str(node.value)
    if not style and text in _WORDS:
        return _WORDS[text]
    return int(text) if not style and text.isascii() and text.isdigit() else text
