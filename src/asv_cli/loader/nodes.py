"""Read a YAML file as nodes with places, refusing what an author never needs.

Nodes, not constructed objects: `yes`, `12:30` and `1.10` stay the words the author typed,
duplicate keys are seen, and every fault can point at its line and column.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NoReturn

import yaml

from asv_cli.errors import Problem, Spot

if TYPE_CHECKING:
    from pathlib import Path

    from yaml.nodes import Node

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
MAX_BYTES = 256 * 1024
MAX_DEPTH = 20

# What YAML cannot hold at all: bytes that were no text, and control characters.
_NO_TEXT = re.compile("[\ud800-\udfff]")
_CONTROL = re.compile("[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# A blank that looks like one and is none, where the structure hangs on it.
_FALSE_BLANK = re.compile("^ *(?:[\\w-]+:)?\u00a0", re.MULTILINE)
# Only a text with one of these can hold tags or anchors, or be nested dangerously deep.
_MACHINERY = re.compile(r"[&*!]|[-?:\t ]{20}")


class Faulty(Exception):  # noqa: N818 - a signal inside the loader, never seen outside
    """A value could not be read; the problem has been noted on its page.

    `rest` is what could be read of it all the same, so that one fault does not hide another.
    """

    def __init__(self, rest: Any = None) -> None:
        super().__init__()
        self.rest = rest


@dataclass(slots=True)
class Page:
    """One YAML file on its way in: its path as shown, and the problems found so far.

    `keys` holds the key node each value stands under, by the value's identity.
    """

    path: str
    problems: list[Problem] = field(default_factory=list)
    keys: dict[int, Node] = field(default_factory=dict)

    def spot(self, node: Node) -> Spot:
        """Return where a node starts (marks count from 0, people from 1)."""
        return self.at(node.start_mark)

    def place(self, node: Node) -> Spot:
        """Return the place of the key a value stands under, or its own in a list."""
        return self.spot(self.keys.get(id(node), node))

    def at(self, mark: Any) -> Spot:
        """Return the place of a mark."""
        return Spot(self.path, mark.line + 1, mark.column + 1)

    def note(self, spot: Spot, rule: str, message: str, hint: str = "") -> None:
        """Add a problem and go on."""
        self.problems.append(Problem(spot, rule, message, hint))

    def fail(self, spot: Spot, rule: str, message: str, hint: str = "") -> NoReturn:
        """Add a problem and give up on this value."""
        self.note(spot, rule, message, hint)
        raise Faulty


def read_page(path: Path, shown: str) -> tuple[Page, Node | None]:
    """Read a file. The node is None when the file could not be read; the page says why."""
    page = Page(shown)
    try:
        return page, _compose(page, _decode(page, path))
    except Faulty:
        return page, None


def parse_page(text: str, shown: str) -> tuple[Page, Node | None]:
    """Read a text that came another way than from the library, such as an answers file."""
    page = Page(shown)
    try:
        return page, _compose(page, text)
    except Faulty:
        return page, None


def _decode(page: Page, path: Path) -> str:
    top = Spot(page.path)
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except OSError as error:
        page.fail(top, "unreadable", f"The file cannot be read: {error.strerror}.")
    _refuse_size(page, raw)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8-sig").split("\n")
        spot = Spot(page.path, len(before), len(before[-1]) + 1)
        page.note(spot, "encoding", "The file is not UTF-8 text.", "Save it as UTF-8.")
        raise Faulty from None


def _compose(page: Page, text: str) -> Node:
    _refuse_size(page, text)
    _refuse_characters(page, text)
    try:
        if _MACHINERY.search(text) or text.count("[") + text.count("{") > MAX_DEPTH:
            _refuse_machinery(page, text)
        node: Node | None = yaml.compose(text, Loader=LOADER)
    except yaml.MarkedYAMLError as error:
        from asv_cli.loader.syntax import in_plain_words

        mark, message, hint = in_plain_words(error, text)
        page.fail(page.at(mark), "yaml", message, hint)
    if node is None:
        page.fail(Spot(page.path), "empty", "The file is empty.", "Fill it, or delete it.")
    return node


def _refuse_size(page: Page, content: str | bytes) -> None:
    if len(content) > MAX_BYTES:
        page.fail(Spot(page.path), "too-large", "The file is larger than 256 KB.", "Split it.")


def _refuse_characters(page: Page, text: str) -> None:
    for pattern, message, hint in (
        (_NO_TEXT, "The file is not UTF-8 text.", "Save it as UTF-8."),
        (_CONTROL, "There is a control character.", "Delete it."),
        (
            _FALSE_BLANK,
            "There is a non-breaking space where a plain one is needed.",
            "Type a plain space instead.",
        ),
    ):
        if match := pattern.search(text):
            before = text[: match.end() - 1].split("\n")
            spot = Spot(page.path, len(before), len(before[-1]) + 1)
            page.fail(spot, "character", message, hint)


def _refuse_machinery(page: Page, text: str) -> None:
    """Refuse tags, anchors and depth before anything is built from them."""
    depth = 0
    lines = text.splitlines()
    seen: set[str] = set()
    for event in yaml.parse(text, Loader=LOADER):
        mark: Any = event.start_mark
        if isinstance(event, yaml.AliasEvent) or event_has(event, "anchor", "tag"):
            word = lines[mark.line][mark.column :].split(maxsplit=1)[0].rstrip(",]}")
            # An anchor and its aliases are one device, so they make one message.
            if (name := word.lstrip("&*")) not in seen:
                said = f"'{word}' begins with '{word[0]}', which has a meaning of its own in YAML."
                hint = "Put the text in quotes; what it stands for must be written out."
                page.note(page.at(mark), "machinery", said, hint)
            seen.add(name)
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            said = f"The file is nested more than {MAX_DEPTH} levels deep."
            page.fail(page.at(mark), "depth", said, "Write it flatter.")
    if seen:
        raise Faulty


def event_has(event: yaml.Event, *names: str) -> bool:
    """Tell whether an event carries one of the marks (an anchor, a tag)."""
    return any(getattr(event, name, None) for name in names)
