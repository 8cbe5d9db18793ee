"""Ask with a product at hand: why it does not answer a question, and its known issues to pick."""

from __future__ import annotations

from typing import TYPE_CHECKING

from asv_cli.asking import GoBack, Item, Menu

if TYPE_CHECKING:
    from asv_cli.asking import Asker, Entry
    from asv_cli.cli.with_product import Stocked
    from asv_cli.i18n import Words

_ANOTHER = ":another"
_FROM_ISSUE = ("known_cause", "known_fix")


class ProductAsker:
    """An asker that knows a product; `stocked` is set once the case is there.

    One answer may come from two questions (which issue, and what else) or from none (the fix of
    an issue already picked), so the lines that each answer left on the screen are counted.
    """

    def __init__(self, asker: Asker, words: Words) -> None:
        self.stocked: Stocked | None = None
        self.language = ""
        self._asker = asker
        self.words = words
        self._picked = ""
        self._taken: set[str] = set()
        self._reasoned: set[str] = set()
        self._lines: list[int] = []

    def pick(self, menu: Menu) -> str:
        """Return the id of the item picked, after saying why the product does not know it."""
        self._say_reason(menu.key)
        picked = self._asker.pick(menu)
        self._lines += [1] if menu.echo else []
        return picked

    def write(self, entry: Entry) -> str:
        """Return a canonical answer; cause and fix come from the known issue that is picked."""
        issues = self.stocked.product.issues if self.stocked else {}
        if entry.key in _FROM_ISSUE and issues and self.stocked and not self.stocked.picked.issue:
            return self._from_issue(entry)
        self._say_reason(entry.key)
        return self._write(entry, 0)

    def tell(self, text: str) -> None:
        """Show lines that need no answer."""
        self._asker.tell(text)

    def take_back(self) -> None:
        """Take the lines of the last answer off the screen."""
        for _ in range(self._lines.pop() if self._lines else 1):
            self._asker.take_back()

    def _write(self, entry: Entry, before: int) -> str:
        answer = self._asker.write(entry)
        self._lines += [before + 1] if entry.echo else []
        return answer

    def _say_reason(self, key: str) -> None:
        reason = self.stocked.told.reasons.get(key) if self.stocked else None
        if reason and key not in self._reasoned:
            self._reasoned.add(key)
            self._asker.tell(reason)

    def _from_issue(self, entry: Entry) -> str:
        if entry.key in self._taken:  # asked again: the agent went back to pick another issue
            self._picked = ""
            self._taken.clear()
            if entry.key != _FROM_ISSUE[0]:
                raise GoBack
        asked = 0 if self._picked else 1
        self._picked = self._picked or self._pick()
        answer = self._said(entry)
        if answer is None:
            return self._write(entry, asked)
        self._taken.add(entry.key)
        self._lines.append(asked)
        return answer

    def _said(self, entry: Entry) -> str | None:
        """Return what the picked issue says, None where it is missing or does not fit."""
        from asv_cli.product_facts import in_language

        issue = self.stocked.product.issues.get(self._picked) if self.stocked else None
        text = getattr(issue, entry.key.removeprefix("known_"), None)
        said = in_language(text, self.language) if text else None
        try:
            return entry.check(said) if said else None
        except ValueError:
            return None

    def _pick(self) -> str:
        product = self.stocked.product if self.stocked else None
        issues = product.issues if product else {}
        items = [Item(key, x.title.say(self.words.language)) for key, x in issues.items()]
        items.append(Item(_ANOTHER, self.words("Another one")))
        ask = f"{self.words('Which known issue is it?')} ({product.sku if product else ''})"
        return self._asker.pick(Menu(":issue", ask, tuple(items)))
