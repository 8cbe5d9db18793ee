"""Which words of a command line are options, where others are their values or what they act on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from asv_cli.completion_table import OPTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_OPTIONAL = "copy"
"""The kind of an option that may stand without its value."""


def options(command: str, words: Sequence[str]) -> Iterator[int]:
    """Yield the places of a command's words that are options; none is behind `--`."""
    rest = iter(enumerate(words))
    for place, word in rest:
        if word == "--":
            return
        if word.startswith("-"):
            yield place
            if _waits(command, word):
                next(rest, None)


def _waits(command: str, option: str) -> bool:
    """Tell whether the next word is the value of an option."""
    if re.fullmatch("-q*[ao]", option):
        return True
    _, kind = OPTIONS.get(command, {}).get(option, ("", ""))
    return kind not in ("", _OPTIONAL)
