"""What Jinja says about a broken template, in an author's words and at the author's place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from jinja2 import TemplateSyntaxError

from asv_cli.errors import did_you_mean

if TYPE_CHECKING:
    from asv_cli.library import Found

MAX_BYTES = 256 * 1024
_TAGS = ["if", "elif", "else", "endif", "for", "endfor", "block", "endblock", "extends", "include"]
_TAG = re.compile(r"\{%[-+]?\s*(\w+)")
_OTHER_TONGUES = {"elseif": "elif", "elsif": "elif", "end": "endif", "foreach": "for"}
_ONE_NAME = "Write one name there, such as {{ buyer_name }}."
_LACKS = ("A tag lacks what it is about.", "Write it, such as {% if buyer_name %}.")
# Words of Jinja, and what an author needs to hear.
_PLAIN = (
    ("template, expected 'end of print statement'", "'{{' is never closed.", "Close it with '}}'."),
    ("template, expected 'end of statement block'", "'{%' is never closed.", "Close it with '%}'."),
    ("Missing end of comment", "'{#' is never closed.", "Close it with '#}'."),
    ("'end of print statement', got", "There is more than one name between '{{' and '}}'.",
     _ONE_NAME),
    ("Expected an expression, got 'end of print", "There is nothing between '{{' and '}}'.",
     _ONE_NAME),
    ("expected token 'end of statement block'", "A tag holds too much, or its '%}' is missing.",
     "Compare it with {% if buyer_name %}."),
    ("unexpected 'end of statement", *_LACKS),
    ("an expression, got 'end of statement", *_LACKS),
    ("unexpected 'end of print", "Something is missing before '}}'.", _ONE_NAME),
    ("unexpected char '\"'", "A quoted text is never closed.", "Add the closing quote."),
    ("expected token 'name', got 'end of print", "Something is missing before '}}'.", _ONE_NAME),
    ("expected token 'name'", "A tag lacks the name it is about.",
     "Write it, such as {% block facts %}."),
    ("expected token 'in'", "A 'for' lacks its 'in'.", "Write {% for option in options %}."),
    ("unexpected char", "A character has no meaning between '{{' and '}}'.", _ONE_NAME),
    ("unexpected '", "A bracket has no partner.", "Delete it, or write the other one."),
    ("may not contain hyphens", "The name of a block cannot have a '-'.", "Use '_' instead."),
)  # fmt: skip


class Unreadable(TemplateSyntaxError):  # noqa: N818 - it is no error of syntax
    """A template that is no text one could read; the message is in plain words already."""


class Fault(NamedTuple):
    """A fault of syntax: the line, one sentence, the remedy."""

    line: int
    message: str
    hint: str


def source_of(found: Found, name: str) -> str:
    """Return the text of a template.

    Raises:
        Unreadable: it cannot be read, is too large, or is no UTF-8 text.
    """
    path = str(found.path)
    try:
        with found.path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise Unreadable(f"The file cannot be read: {error.strerror}.", 1, name, path) from error
    if len(raw) > MAX_BYTES:
        raise Unreadable("The file is larger than 256 KB. Split it.", 1, name, path)
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        said = "The file is not UTF-8 text. Save it as UTF-8."
        raise Unreadable(said, line, name, path) from error


def in_plain_words(error: TemplateSyntaxError) -> Fault:
    """Say what is wrong with a template and what to do about it."""
    said = error.message or ""
    if isinstance(error, Unreadable):
        message, _, hint = said.partition(". ")
        return Fault(error.lineno, message.removesuffix(".") + ".", hint)
    if match := re.match(r"Encountered unknown tag '(\w+)'", said):
        tag = match[1]
        if tag not in _TAGS:
            hint = (
                did_you_mean(_OTHER_TONGUES.get(tag, tag), _TAGS)
                or f"There are {', '.join(_TAGS)}."
            )
            return Fault(error.lineno, f"There is no tag '{{% {tag} %}}'.", hint)
        opens = "if" if tag.startswith("el") else tag.removeprefix("end")
        if not _opened(error, opens, tag):
            hint = f"Put {{% {opens} … %}} before it, or delete it."
            return Fault(error.lineno, f"'{{% {tag} %}}' closes nothing.", hint)
    if match := re.search(r"innermost block that needs to be closed is '(\w+)'", said):
        line = _opened(error, match[1]) or error.lineno
        hint = f"Add {{% end{match[1]} %}}."
        return Fault(line, f"'{{% {match[1]} %}}' is never closed.", hint)
    for words, message, hint in _PLAIN:
        if words in said:
            return Fault(error.lineno, message, hint)
    said = f"This is not a valid template: {said[:1].lower()}{said[1:].rstrip('.')}."
    return Fault(error.lineno, said, "Compare it with a template that works.")


def _opened(error: TemplateSyntaxError, tag: str, closer: str = "") -> int:
    """Return the line of the tag still open where Jinja stopped, 0 for none.

    `closer` is the tag it stopped at: the last of that name on the line.
    """
    opened: list[int] = []
    lines = (error.source or "").split("\n")[: error.lineno]
    found = [(n, w) for n, line in enumerate(lines, start=1) for w in _TAG.findall(line)]
    if (error.lineno, closer) in found:
        del found[len(found) - 1 - found[::-1].index((error.lineno, closer)) :]
    for number, word in found:
        if word == tag:
            opened.append(number)
        elif word == f"end{tag}" and opened:
            opened.pop()
    return opened[-1] if opened else 0
