"""The answers a call gives: flags and the answers file."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from asv_cli.errors import UsageError


def pairs(words: tuple[str, ...]) -> dict[str, str]:
    """Return `KEY=VALUE` flags by key; the last of a key wins."""
    for word in words:
        key, equals, _ = word.partition("=")
        if not equals:
            raise UsageError(f"'-a {word}' has no '='. Write -a {word}=value.")
        if not key.strip():
            raise UsageError(f"'-a {word}' names no answer. Write -a key=value.")
        if not word.isprintable() and re.search("[\ud800-\udfff]", word):
            raise UsageError(f"'-a {word}' is not UTF-8 text. Type it again.")
    return {key.strip(): text for key, text in (word.split("=", maxsplit=1) for word in words)}


def answers_file(name: str) -> dict[str, str]:
    """Return the answers of a file, or of standard input for `-`.

    Raises:
        UsageError: it cannot be read.
        AnswerError: it holds no answers; carries every problem.
    """
    if not name:
        return {}
    from asv_cli.loader.answers import read_answers

    try:
        if name != "-":
            raw = Path(name).read_bytes()
            return read_answers(raw.decode("utf-8-sig", errors="surrogateescape"), name)
        if sys.stdin is None or sys.stdin.isatty():
            raise UsageError("'--answers -' reads a pipe or file, but there is only the keyboard.")
        return read_answers(sys.stdin.read().removeprefix("\ufeff"), "<stdin>")
    except OSError as error:
        raise UsageError(f"The answers file '{name}' cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"'{name}' is not UTF-8 text. Save it as UTF-8.") from error
