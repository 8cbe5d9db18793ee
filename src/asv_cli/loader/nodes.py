"""Read a YAML file as nodes with places, refusing what an author never needs.

Nodes, not constructed objects: `yes`, `12:30` and `1.10` stay the words the author typed,
duplicate keys are seen, and every fault can point at its line and column.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NoReturn

import yaml

from asv_cli.errors import Problem, Spot

if TYPE_CHECKING:
    from pathlib import Path

    from yaml.nodes import Node

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
MAX_BYTES = 256 * 1024
MAX_DEPTH = 20

# What libyaml (or PyYAML itself) says, and what an author needs to hear.
_PLAIN_WORDS = (
    (
        "mapping values are not allowed",
        "There is a ': ' inside a text.",
        "Put the whole text in quotes.",
    ),
    (
        "cannot start any token",
        "A text starts with a character YAML reserves.",
        "Put it in quotes.",
    ),
    (
        "did not find expected key",
        "The indentation does not fit.",
        "Line it up with its neighbours.",
    ),
    ("expected <block end>", "The indentation does not fit.", "Line it up with its neighbours."),
    ("could not find expected ':'", "A key is not followed by ':'.", "Write 'key: value'."),
    (
        "did not find expected ',' or",
        "A '[' or '{' list is not closed.",
        "Close it, or put ',' between.",
    ),
    ("expected ',' or", "A '[' or '{' list is not closed.", "Close it, or put ',' between."),
    ("unexpected end of stream", "A quoted text is not closed.", "Add the closing quote."),
    ("unknown escape", "A backslash in double quotes has no meaning here.", "Use single quotes."),
    ("but found another document", "There is a second document ('---').", "Keep one per file."),
    ("control characters are not allowed", "There is a control character.", "Delete it."),
    ("special characters are not allowed", "There is a control character.", "Delete it."),
    (
        "undefined alias",
        "YAML aliases ('*name') are not used here.",
        "Write the value out, or quote it.",
    ),
    ("undefined tag handle", "YAML tags ('!') are not used here.", "Put the text in quotes."),
)


class Faulty(Exception):  # noqa: N818 - a signal inside the loader, never seen outside
    """A value could not be read; the problem has been noted on its page."""


@dataclass(slots=True)
class Page:
    """One YAML file on its way in: its path as shown, and the problems found so far."""

    path: str
    problems: list[Problem] = field(default_factory=list)

    def spot(self, node: Node | None) -> Spot:
        """Return where a node starts (marks count from 0, people from 1)."""
        if node is None or node.start_mark is None:
            return Spot(self.path)
        return Spot(self.path, node.start_mark.line + 1, node.start_mark.column + 1)

    def note(self, spot: Spot, rule: str, message: str, hint: str = "") -> None:
        """Add a problem and go on."""
        self.problems.append(Problem(spot, rule, message, hint))

    def fail(self, node: Node | None, rule: str, message: str, hint: str = "") -> NoReturn:
        """Add a problem and give up on this value."""
        self.note(self.spot(node), rule, message, hint)
        raise Faulty


def read_page(path: Path, shown: str) -> tuple[Page, Node | None]:
    """Read a file. The node is None when the file could not be read; the page says why."""
    page = Page(shown)
    try:
        return page, _compose(page, path)
    except Faulty:
        return page, None


def parse_page(text: str, shown: str) -> tuple[Page, Node | None]:
    """Read a text that came another way than from the library, such as an answers file."""
    page = Page(shown)
    try:
        return page, _compose_text(page, text)
    except Faulty:
        return page, None


def _compose(page: Page, path: Path) -> Node:
    try:
        raw = path.read_bytes()
    except OSError as error:
        page.fail(None, "unreadable", f"The file cannot be read: {error.strerror}.")
    if len(raw) > MAX_BYTES:
        page.fail(None, "too-large", "The file is larger than 256 KB.", "Split it.")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        column = error.start - (raw.rfind(b"\n", 0, error.start) + 1) + 1
        spot = Spot(page.path, line, column)
        page.note(spot, "encoding", "The file is not UTF-8 text.", "Save it as UTF-8.")
        raise Faulty from None
    return _compose_text(page, text)


def _compose_text(page: Page, text: str) -> Node:
    try:
        if re.search(r"[&*!]", text) or text.count("[") + text.count("{") > MAX_DEPTH:
            _refuse_machinery(page, text)
        node: Node | None = yaml.compose(text, Loader=LOADER)
    except yaml.YAMLError as error:
        _fail_in_plain_words(page, error)
    if node is None:
        page.fail(None, "empty", "The file is empty.")
    return node


def _refuse_machinery(page: Page, text: str) -> None:
    """Refuse tags, anchors and depth before anything is built from them."""
    depth = 0
    for event in yaml.parse(text, Loader=LOADER):
        mark = event.start_mark
        spot = Spot(page.path, mark.line + 1, mark.column + 1)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            page.note(
                spot,
                "alias",
                f"YAML anchors and aliases ('&{event.anchor}', '*{event.anchor}') are not used here.",
                "Write the value out, or put the text in quotes.",
            )
            raise Faulty
        if getattr(event, "tag", None):
            page.note(
                spot,
                "tag",
                f"YAML tags ('{event.tag}') are not used here.",
                "Remove it, or put the text in quotes.",
            )
            raise Faulty
        if isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            depth += 1
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            depth -= 1
        if depth > MAX_DEPTH:
            page.note(spot, "depth", f"The file is nested more than {MAX_DEPTH} levels deep.")
            raise Faulty


def _fail_in_plain_words(page: Page, error: yaml.YAMLError) -> NoReturn:
    mark = getattr(error, "problem_mark", None)
    spot = Spot(page.path, mark.line + 1, mark.column + 1) if mark else Spot(page.path)
    said = str(getattr(error, "problem", None) or getattr(error, "reason", None) or error)
    for words, message, hint in _PLAIN_WORDS:
        if words in said:
            page.note(spot, "yaml", message, hint)
            raise Faulty
    if "'\\t'" in said:
        page.note(spot, "yaml", "There is a tab character.", "Use spaces.")
        raise Faulty
    page.note(spot, "yaml", f"This is not YAML: {said}.", "Compare it with a file that works.")
    raise Faulty
