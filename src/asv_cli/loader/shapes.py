"""Shapes: what a YAML value must look like, how it is read, and its JSON Schema.

A shape is declared once; reading and the published schema both come from it, so they cannot
drift apart. `read` notes every fault on the page and raises `Faulty` when there is no value.
Here are the shapes of single values; `groups` has lists and groups of them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from yaml.nodes import CollectionNode, MappingNode, ScalarNode, SequenceNode

from asv_cli.errors import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Sequence

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
        """Return the value; `what` names it at the start of messages, such as "'ask'"."""
        ...

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema (draft-07) of the value."""
        ...


def kind_of(node: Node) -> str:
    """Name what an author wrote, in their words."""
    if isinstance(node, SequenceNode):
        return "a list"
    return "a group of 'key: value' lines" if isinstance(node, MappingNode) else "a text"


def is_blank(node: Node) -> bool:
    """Tell whether an author wrote nothing at all, or only blanks."""
    return isinstance(node, ScalarNode) and not node.value.strip()


def scalar(node: Node, page: Page, what: str) -> str:
    """Return a scalar as the author wrote it, refusing lists, groups and nothing at all."""
    if is_blank(node):
        page.fail(
            page.place(node), "no-value", f"{what} has no value.", "Write one, or delete the line."
        )
    if isinstance(node, CollectionNode):
        in_line = "If it is one text, put it in quotes." if node.flow_style else ""
        said = f"{what} must be one text, not {kind_of(node)}."
        page.fail(page.spot(node), "type", said, in_line or "Write one text after the ':'.")
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
            said = f"{what} is '{text}', but must be {self.looks}."
            page.fail(page.spot(node), "form", said, self._remedy(text))
        return text

    def schema(self) -> dict[str, Any]:
        """Accept scalars of any YAML type: they are read as written."""
        if self.pattern:
            return {"type": "string", "pattern": f"^{self.pattern}$"}
        return {"type": ["string", "number", "boolean"]}

    def nearest(self, text: str) -> str | None:
        """Return the text in the form the pattern wants, if joining its words is enough."""
        joined = (re.sub(r"[\s_-]+", joint, text.strip().lower()) for joint in "_-")
        forms = (*joined, text.strip().upper())
        return next((form for form in forms if re.fullmatch(self.pattern, form)), None)

    def _remedy(self, text: str) -> str:
        near = self.nearest(text)
        return f"Did you mean '{near}'?" if near else f"For example: {self.example}."


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
            page.fail(page.spot(node), "one-of", f"{what} cannot be '{text}'.", hint)
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
        if not re.fullmatch(r"[0-9]{1,9}", text) or int(text) < self.least:
            said = f"{what} is '{text}', but must be a whole number from {self.least}."
            page.fail(page.spot(node), "number", said, "Write digits only, such as 40.")
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
            said = f"{what} is '{text}', but must be true or false."
            page.fail(page.spot(node), "flag", said, "Write true or false.")
        return text == "true"

    def schema(self) -> dict[str, Any]:
        """Accept booleans."""
        return {"type": "boolean"}


def either(words: Sequence[str], joint: str = "or") -> str:
    """Join words as "a, b or c"."""
    return f" {joint} ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else list(words))
