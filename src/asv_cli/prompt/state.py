"""A menu as it stands: what is typed, what is left of the list, where the pointer is.

It knows no terminal, so every key can be tried without one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from asv_cli.prompt.search import matching

if TYPE_CHECKING:
    from asv_cli.asking import Item, Menu

MOST_DIGITS = 9


class MenuState:
    """The filter and the pointer of one menu."""

    def __init__(self, menu: Menu) -> None:
        self.menu = menu
        self.typed = ""
        self.visible: list[Item] = list(menu.items)
        ids = [item.id for item in menu.items]
        self.at = ids.index(menu.default) if menu.default in ids else 0
        self.scrolled = 0

    @property
    def current(self) -> Item | None:
        """The item that Enter picks; None where nothing matches."""
        return self.visible[self.at] if self.visible else None

    def digit(self, sign: str) -> Item | None:
        """Return the item a digit picks at once: 1 to 9, only while nothing is typed."""
        if self.typed or sign not in "123456789":
            return None
        number = int(sign)
        return self.visible[number - 1] if number <= len(self.visible) else None

    def type(self, text: str) -> None:
        """Add to the filter; a blank alone filters nothing."""
        self._filter((self.typed + text).lstrip())

    def erase(self) -> bool:
        """Take back the last sign; tell whether there was one."""
        if not self.typed:
            return False
        self._filter(self.typed[:-1])
        return True

    def clear(self) -> bool:
        """Take back the whole filter; tell whether there was one."""
        if not self.typed:
            return False
        self._filter("")
        return True

    def move(self, by: int) -> None:
        """Move the pointer, round the ends for single steps."""
        if not self.visible:
            return
        if abs(by) == 1:
            self.at = (self.at + by) % len(self.visible)
        else:
            self.at = min(max(self.at + by, 0), len(self.visible) - 1)

    def scroll(self, by: int) -> None:
        """Scroll the text above the items; drawing stops it at the last page."""
        self.scrolled = max(0, self.scrolled + by)

    def _filter(self, typed: str) -> None:
        before = self.current
        self.typed = typed
        self.visible = matching(self.menu.items, typed)
        if not typed and before in self.visible:
            self.at = self.visible.index(before)
        else:
            self.at = 0
