"""Complete a command line: commands, options, scenario ids, answer keys and their values.

The shell starts asv for each TAB, so this runs before Typer is imported and reads YAML only for
answers. It never prints an error: a TAB must not disturb the line being typed.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from asv_cli.completion_table import COMMANDS, OPTIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from asv_cli.library import Library

Candidate = tuple[str, str]
"""A word to offer, and a line that says what it is."""

SHELLS = ("bash", "zsh", "fish")
_SHORT = {"-a": "--answer", "-o": "--output", "-q": "--quiet", "-h": "--help"}


def answer_shell(shell: str, arguments: list[str]) -> None:
    """Print the candidates for the last word, one per line, as the shell wants them."""
    words = _split(os.environ["_ASV_LINE"])[1:] if "_ASV_LINE" in os.environ else arguments
    try:
        lines = [_shown(shell, word, said, words) for word, said in candidates(words or [""])]
    except Exception:  # noqa: BLE001 - whatever is wrong, a TAB stays silent
        return
    os.write(1, "".join(f"{line}\n" for line in lines).encode())


def candidates(words: list[str]) -> list[Candidate]:
    """Return what the last of the words after `asv` can become."""
    *before, last = words
    found = _offers(before, last)
    return [(word, said) for word, said in found if word.startswith(last)]


def _offers(before: list[str], last: str) -> Iterable[Candidate]:
    if not before:
        return COMMANDS.items()
    options = OPTIONS.get(before[0], {})
    previous = _SHORT.get(before[-1], before[-1])
    if last.startswith("--") and "=" in last:
        option, _, value = last.partition("=")
        values = _values(options.get(option, ("", ""))[1], [*before, value])
        return [(f"{option}={value}", said) for value, said in values]
    kind = options.get(previous, ("", ""))[1]
    if kind and kind != "copy":
        return _values(kind, [*before, last])
    more = _values(kind, before) if kind else []
    if last.startswith("-"):
        return ((name, said) for name, (said, _) in options.items())
    return [*more, *_positional(before)]


def _positional(before: list[str]) -> list[Candidate]:
    if before[0] == "completion":
        return [(shell, "") for shell in SHELLS]
    if before[0] not in {"draft", "show", "check"} or _scenario(before):
        return []
    return [(name, "") for name in _library(before).scenarios()]


def _values(kind: str, words: list[str]) -> list[Candidate]:
    offer = _VALUES.get(kind)
    return list(offer(words)) if offer is not None else []


def _answers(words: list[str]) -> Iterator[Candidate]:
    """Offer `key=` for what can be answered, `key=value` once the key stands."""
    asked = _asked(words)
    key, equals, _ = words[-1].partition("=")
    if equals:
        yield from ((f"{key}={value}", said) for value, said in asked.get(key, ("", {}))[1].items())
        return
    given = {word.split("=", maxsplit=1)[0] for word in words[:-1] if "=" in word}
    yield from ((f"{name}=", ask) for name, (ask, _) in asked.items() if name not in given)


def _asked(words: list[str]) -> dict[str, tuple[str, dict[str, str]]]:
    """Return ask and choices of all questions of the scenario and all fields, by key."""
    library = _library(words)
    shared: dict[str, dict[str, Any]] = {"questions": {}, "fields": {}}
    for found in library.every("scenarios/shared.yaml"):
        page = _yaml(found.path)
        for part, entries in shared.items():
            entries.update(page.get(part) or {})
    asked = {}
    if scenario := _scenario(words):
        for name, raw in (_yaml(library.scenario(scenario).path).get("questions") or {}).items():
            asked[name] = _question({**shared["questions"].get(raw.get("use"), {}), **raw})
    return asked | {name: _question(raw) for name, raw in shared["fields"].items()}


def _question(raw: Mapping[str, Any]) -> tuple[str, dict[str, str]]:
    choices = raw.get("choices") or {}
    return _said(raw.get("ask")), {
        str(name): _said(choice.get("label") if isinstance(choice, dict) else choice)
        for name, choice in choices.items()
    }


def _said(text: Any) -> str:
    if isinstance(text, dict):
        text = text.get("en") or next(iter(text.values()), "")
    return " ".join(str(text or "").split())


def _languages(words: list[str]) -> Iterator[Candidate]:
    folders = [layer.root / "templates" for layer in _library(words).layers]
    names = {path.name for folder in folders if folder.is_dir() for path in folder.iterdir()}
    yield from ((name, "") for name in sorted(names) if name.isalpha())


def _stores(_: list[str]) -> Iterator[Candidate]:
    from pathlib import Path

    table = _yaml(Path(__file__).parent / "data" / "marketplaces.yaml")
    yield from ((code, row["name"]) for code, row in table["marketplaces"].items())


def _letters(_: list[str]) -> Iterator[Candidate]:
    for name in ("buyer", "amazon", "carrier", "warehouse"):
        yield name, ""


def _copies(_: list[str]) -> Iterator[Candidate]:
    yield from (("subject", ""), ("body", ""), ("both", ""))


_VALUES: dict[str, Callable[[list[str]], Iterator[Candidate]]] = {
    "answer": _answers,
    "language": _languages,
    "store": _stores,
    "letter": _letters,
    "copy": _copies,
}


def _scenario(words: list[str]) -> str:
    """Return the scenario named so far: the first word that is no option and no option's value."""
    options = OPTIONS.get(words[0], {})
    previous = ""
    for word in words[1:]:
        kind = options.get(_SHORT.get(previous, previous), ("", ""))[1]
        taken = bool(kind) and (kind != "copy" or word in {"subject", "body", "both"})
        if not taken and not word.startswith("-"):
            return word
        previous = "" if taken else word
    return ""


def _library(words: list[str]) -> Library:
    from itertools import pairwise
    from pathlib import Path

    from asv_cli.library import open_library

    named = os.environ.get("ASV_LIBRARY", "")
    for option, value in pairwise(words):
        named = value if option == "--library" else named
    return open_library(Path(named) if named and Path(named).is_dir() else None)


def _yaml(path: Any) -> dict[str, Any]:
    """Read a file without the loader: its checks would cost more than the TAB may take."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    with open(path, encoding="utf-8") as file:  # noqa: PTH123 - pathlib comes with the library only
        page = yaml.load(file, loader)  # noqa: S506 - a safe loader
    return page if isinstance(page, dict) else {}


def _split(line: str) -> list[str]:
    """Split a line into words as a shell does, an open quote included; the last may be empty."""
    words, quote, escaped = [""], "", False
    for sign in line:
        if escaped:
            words[-1], escaped = words[-1] + sign, False
        elif sign == "\\" and quote != "'":
            escaped = True
        elif quote:
            words[-1], quote = (words[-1], "") if sign == quote else (words[-1] + sign, quote)
        elif sign in "'\"":
            quote = sign
        elif sign.isspace():
            words += [""] if words[-1] else []
        else:
            words[-1] += sign
    return words


def _shown(shell: str, word: str, said: str, words: list[str]) -> str:
    if shell != "bash":
        return f"{word}\t{said}"
    breaks = os.environ.get("_ASV_BREAKS", "=")
    # bash completes only what follows the last "=" of the word, where "=" breaks words.
    return word.rpartition("=")[2] if "=" in words[-1] and "=" in breaks else word
