"""The last look at a finished letter: its blanks, and what somebody forgot to fill in."""

from __future__ import annotations

import re
import unicodedata

from asv_cli.answers import clean

# What an unfilled placeholder looks like in a finished letter.
_UNFILLED = r"\{\{|\}\}|\{%|%\}|\[[a-z][a-z _-]*\]|\[\[|\bTODO\b|\bXXX\b"

_MARKS = ("[", "{{", "}}", "{%", "%}", "TODO", "XXX")
"""One of these is in every match: looking for them takes a tenth of the time."""


def unfilled(text: str) -> str:
    """Return the first placeholder that is left in a text, or an empty string."""
    if not any(mark in text for mark in _MARKS):
        return ""
    match = re.search(_UNFILLED, text)
    return match[0] if match else ""


def tidy(text: str) -> str:
    """Return a finished text: NFC, no controls, no trailing blanks, at most one blank line."""
    plain = clean(text)
    if not plain.isascii():
        plain = unicodedata.normalize("NFC", plain)
    lines = "\n".join([line.rstrip() for line in plain.split("\n")])
    while "\n\n\n" in lines:
        lines = lines.replace("\n\n\n", "\n\n")
    return lines.strip("\n") + "\n"


def fold(text: str) -> str:
    """Return a text on one line; a non-breaking blank, as French sets before ':', stays one."""
    return " ".join(filter(None, text.replace("\n", " ").replace("\t", " ").split(" ")))
