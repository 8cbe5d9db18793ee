"""What can be asked of a person, as values: menus, entries, and the promise of whoever asks.

Nothing here knows a terminal. The interview says what to ask; an `Asker` shows it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable


class GoBack(Exception):  # noqa: N818 - a wish of the agent, not an error
    """The agent wants the previous question again."""


class Item(NamedTuple):
    """One thing to pick.

    `words` are found by the filter too; `group` is the heading above it; `tail` stands after the
    label and stays readable where the label must be cut.
    """

    id: str
    label: str
    help: str = ""
    words: tuple[str, ...] = ()
    group: str = ""
    tail: str = ""


class Menu(NamedTuple):
    """A closed question. `key` says which one it is: a question's id, or a word of the program.

    `body` is a text to read above the items. With `echo`, the answer stays on the screen.
    """

    key: str
    ask: str
    items: tuple[Item, ...]
    why: str = ""
    default: str = ""
    body: str = ""
    echo: bool = True

    def item(self, item_id: str) -> Item:
        """Return the item of that id.

        Raises:
            KeyError: the menu has none of that id.
        """
        for item in self.items:
            if item.id == item_id:
                return item
        raise KeyError(item_id)


class Entry(NamedTuple):
    """An open question. `check` returns the canonical answer; its ValueError says what is wrong."""

    key: str
    ask: str
    check: Callable[[str], str]
    help: str = ""
    default: str = ""
    optional: bool = False
    echo: bool = True


class Asker(Protocol):
    """Shows questions to the agent. Both questions raise GoBack, KeyboardInterrupt, EOFError."""

    def pick(self, menu: Menu) -> str:
        """Return the id of the item picked."""
        ...

    def write(self, entry: Entry) -> str:
        """Return a canonical answer."""
        ...

    def tell(self, text: str) -> None:
        """Show lines that need no answer."""
        ...

    def take_back(self) -> None:
        """Take the last answer's line, and all after it, off the screen where that can be."""
        ...
