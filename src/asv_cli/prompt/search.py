"""Find items by typed words: accent-blind, in any script, the words in any order."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from asv_cli.asking import Item

# Letters that keyboards write otherwise and that NFKD does not take apart.
_ALIKE = str.maketrans(
    {"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ı": "i", "’": "'", "‘": "'", "-": " "}
)


def fold(text: str) -> str:
    """Return a text as it is compared: no case, no accents, full-width forms narrowed."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return bare.translate(_ALIKE)


def matching(items: Iterable[Item], typed: str) -> list[Item]:
    """Return the items that hold every typed word in label, id, group or extra words."""
    words = fold(typed).split()
    return [item for item in items if all(word in _haystack(item) for word in words)]


def _haystack(item: Item) -> str:
    return fold("\n".join((item.label, item.tail, item.id, item.group, *item.words)))
