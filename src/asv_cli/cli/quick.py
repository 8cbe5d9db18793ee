"""Read the plain command lines of `asv draft` without Typer, which costs as much as the draft.

Only what can mean one thing is read here; help, faults, abbreviations and all else is Typer's. A
test holds every reading against Typer's own.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from asv_cli.cli.wanted import Wanted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SPELLED = {"-a": "answer", "-o": "output", "-q": "quiet", "--all": "every"}
LEFT_OUT = frozenset({"scenario", "every", "review", "copy"})
"""Names that are no `--option`, or one with a grammar of its own."""
PATHS = frozenset({"save_answers", "output", "library"})
_DEFAULTS = Wanted()._asdict()
OPTIONS = {f"--{name.replace('_', '-')}": name for name in _DEFAULTS.keys() - LEFT_OUT} | SPELLED


def read(words: Sequence[str]) -> Wanted | None:
    """Return what a command line asks `draft` for; None where Typer is to read it."""
    if words[:1] != ["draft"] or "--copy" in words or "ASV_LIBRARY" in os.environ:
        return None
    found: dict[str, Any] = {}
    rest = iter(words[1:])
    for word in rest:
        if not _take(word, rest, found):
            return None
    return Wanted(**found)


def _take(word: str, rest: Iterator[str], found: dict[str, Any]) -> bool:
    """Note what a word says, with the value that follows it; tell whether that is plain."""
    if not word.startswith("-"):
        known = "scenario" in found
        found["scenario"] = word
        return bool(word) and not known
    option, equals, value = word.partition("=")
    name = OPTIONS.get(option)
    if name is None or (equals and not word.startswith("--")):
        return False
    if isinstance(_DEFAULTS[name], bool):
        found[name] = True
        return not equals
    if not equals:
        value = next(rest, "")
    if name == "answer":
        found[name] = (*found.get(name, ()), value)
    else:
        found[name] = Path(value) if name in PATHS else value
    return bool(value)
