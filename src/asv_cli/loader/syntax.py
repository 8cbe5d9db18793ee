"""What libyaml says about a broken file, in an author's words and at the author's place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import yaml

_QUOTE = "Put the whole text in quotes."
_INDENT = ("The indentation does not fit.", "Line it up with its neighbours.")
_TAB = ("There is a tab character.", "Use spaces.")
_UNCLOSED = ("A '{bracket}' is never closed, or a ',' is missing.", "Close it, or put the ','.")
# Words of libyaml (and of PyYAML's own parser), and what an author needs to hear.
_PLAIN = (
    ("expected key", *_INDENT),
    ("expected '-' indicator", *_INDENT),
    ("expected <block end>", *_INDENT),
    ("violates indentation", *_TAB),
    ("find expected ':'", "A key is not followed by ':'.", "Write 'key: value'."),
    ("expected ',' or", *_UNCLOSED),
    ("unexpected end of stream", "A quoted text is never closed.", "Add the closing quote."),
    ("Unicode character escape", "A '\\u' in double quotes names no character.",
     "Write the character itself."),
    ("unknown escape", "'{after}' has no meaning in double quotes.", "Use single quotes."),
    ("another document", "A second document begins here ('---').", "Keep one per file."),
    ("sequence entries are not allowed", "A list begins in the middle of a line.",
     "Begin each '- ' on a line of its own."),
    ("directive", "A line cannot begin with '%'.", "Delete the line."),
    ("incompatible YAML", "A line cannot begin with '%'.", "Delete the line."),
)  # fmt: skip
# Where these are said, the fault stands where the text in hand began, not where it was noticed.
_AT_START = ("unexpected end of stream", "find expected ':'", "expected ',' or", "alphabetic",
             "comment or line break")  # fmt: skip


def in_plain_words(error: yaml.MarkedYAMLError, text: str) -> tuple[Any, str, str]:
    """Return where the fault is, one sentence that says what it is, and the remedy."""
    mark: Any = error.problem_mark or error.context_mark
    if error.context_mark and any(words in str(error.problem) for words in _AT_START):
        mark = error.context_mark
    return mark, *_explain(error, mark, text)


def _explain(error: yaml.MarkedYAMLError, mark: Any, text: str) -> tuple[str, str]:
    said = str(error.problem)
    lines = [*text.splitlines(), ""]
    line = lines[min(mark.line, len(lines) - 1)]
    before, after = line[: mark.column], line[mark.column :]
    if after.startswith("\t"):
        return _TAB
    if "mapping values are not allowed" in said:
        is_key = re.fullmatch(r"\s*[\w-]*", before)
        return _INDENT if is_key else ("There is a ': ' inside a text.", _QUOTE)
    if "expected key" in said and re.search(r"""["']$""", before.rstrip()):
        hint = "Inside single quotes write '' for an apostrophe, or use double quotes."
        return "The text goes on after its closing quote.", hint
    for words, message, hint in _PLAIN:
        if words in said:
            return message.format(bracket=after[:1], after=_escape(error, text)), hint
    if not after:
        return "The file ends in the middle of something.", "Write it to the end."
    return f"A text cannot begin with '{after[:1]}'.", _QUOTE


def _escape(error: yaml.MarkedYAMLError, text: str) -> str:
    mark = error.problem_mark
    return (
        text.splitlines()[mark.line][mark.column :][:2] if mark and "escape" in str(error) else ""
    )
