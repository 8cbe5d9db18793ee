"""Ask in plain lines: numbered lists, one input line, nothing redrawn, no escape sequences.

For screen readers, serial consoles and `TERM=dumb`; it takes any pair of streams.
"""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, NamedTuple

from asv_cli.answers import clean
from asv_cli.asking import GoBack
from asv_cli.prompt.search import fold, matching

if TYPE_CHECKING:
    from asv_cli.asking import Entry, Item, Menu
    from asv_cli.i18n import Words

_BACK = "b"
_NOTHING = "-"


class LineAsker(NamedTuple):
    """Asks on any pair of text streams, a line at a time."""

    keyboard: IO[str]
    screen: IO[str]
    words: Words

    def pick(self, menu: Menu) -> str:
        """Return the id of the item whose number, id or words are typed."""
        self.tell("\n".join(part for part in (menu.body, menu.ask, menu.why) if part))
        self._list(menu, menu.items)
        while True:
            typed = self._read(self._prompt(menu))
            found = _found(menu, typed)
            if len(found) == 1:
                return found[0].id
            if found:
                self.tell(self.words("Several match; give the number of one."))
                self._list(menu, found)
            else:
                said = self.words("'{typed}' is none of these. Give a number, or b.", typed=typed)
                self.tell(said)

    def write(self, entry: Entry) -> str:
        """Return an answer that fits; a lone `-` leaves out what is optional."""
        self.tell("\n".join(part for part in (entry.ask, entry.help) if part))
        while True:
            typed = self._read(self._entry_prompt(entry)) or entry.default
            if entry.optional and typed == _NOTHING:
                typed = ""
            try:
                return entry.check(typed)
            except ValueError as error:
                self.tell(self.words.error(error))

    def tell(self, text: str) -> None:
        """Show lines."""
        self.screen.write(f"{clean(text)}\n")
        self.screen.flush()

    def take_back(self) -> None:
        """Leave what is written: nothing is redrawn."""

    def _list(self, menu: Menu, items: tuple[Item, ...] | list[Item]) -> None:
        group = ""
        for number, item in enumerate(menu.items, start=1):
            if item not in items:
                continue
            if item.group != group:
                group = item.group
                self.tell(f"{group}:")
            tail = f" ({item.help})" if item.help else ""
            self.tell(f"{number}. {item.label}{' ' if item.tail else ''}{item.tail}{tail}")

    def _prompt(self, menu: Menu) -> str:
        if menu.default:
            label = menu.item(menu.default).label
            return self.words("Number or words, b for back, Enter for '{label}': ", label=label)
        return self.words("Number or words, b for back: ")

    def _entry_prompt(self, entry: Entry) -> str:
        if entry.default and entry.optional:
            said = "b for back, - to leave it out, Enter for '{default}': "
            return self.words(said, default=entry.default)
        if entry.default:
            return self.words("b for back, Enter for '{default}': ", default=entry.default)
        if entry.optional:
            return self.words("b for back, Enter to leave it out: ")
        return self.words("b for back: ")

    def _read(self, prompt: str) -> str:
        """Return a line without its newline.

        Raises:
            GoBack: the line says so.
            EOFError: there are no more lines.
        """
        self.screen.write(clean(prompt))
        self.screen.flush()
        line = self.keyboard.readline()
        if not line:
            raise EOFError
        typed = clean(line).strip()
        if typed.lower() == _BACK:
            raise GoBack
        return typed


def _found(menu: Menu, typed: str) -> list[Item]:
    """Return what a typed line can mean: a number, an id, else all items its words match."""
    if not typed:
        return [menu.item(menu.default)] if menu.default else []
    if typed.isdecimal():
        number = int(typed)
        return [menu.items[number - 1]] if 1 <= number <= len(menu.items) else []
    exact = [item for item in menu.items if fold(typed) in {fold(item.id), fold(item.label)}]
    return exact or matching(menu.items, typed)
