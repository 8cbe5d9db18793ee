"""The same letter in every language: the same options, amounts, dates and times.

Words differ, numbers do not. The digits a letter prints are compared as whole numbers, whatever
signs and blanks a language puts between them.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from asv_cli.errors import Problem, Spot

if TYPE_CHECKING:
    from collections.abc import Iterable

    from asv_cli.check.letters import Rendered
    from asv_cli.library import Library

_NUMBER = re.compile(r"\d[\d.,'\u00a0\u202f-]*\d|\d")


def parity(library: Library, letters: Iterable[Rendered], source: str) -> list[Problem]:
    """Return the letters whose numbers differ from those of the source language.

    Args:
        library: tells where a template stands.
        letters: the rendered letters of every language.
        source: the language the others are compared to.
    """
    by_case: dict[tuple[object, ...], dict[str, Rendered]] = {}
    for made in letters:
        key = (made.scenario, made.outcome, made.spec.id, made.market, made.key)
        by_case.setdefault(key, {})[made.letter.language] = made
    problems = []
    for same in by_case.values():
        first = same.get(source)
        if first is None:
            continue
        for language, other in same.items():
            if language != source and (said := difference(first.letter.body, other.letter.body)):
                found = library.template(f"{language}/{other.spec.template}")
                at = Spot(found.shown if found else other.spec.template)
                hint = f"Compare: {other.recipe}"
                problems.append(
                    Problem(at, "parity", f"The letter differs from '{source}': {said}.", hint)
                )
    return list({(p.spot, p.message): p for p in problems}.values())


def difference(first: str, second: str) -> str:
    """Return in words which numbers only one of two texts has, or nothing."""
    ours, theirs = numbers(first), numbers(second)
    only_first, only_second = ours - theirs, theirs - ours
    said = []
    if only_first:
        said.append(f"{', '.join(sorted(only_first))} is missing")
    if only_second:
        said.append(f"{', '.join(sorted(only_second))} is there only here")
    return "; ".join(said)


def numbers(text: str) -> Counter[str]:
    """Return every number of a text in one form: no separators, no currency, no trailing zeros."""
    return Counter(_plain(match[0]) for match in _NUMBER.finditer(text))


def _plain(number: str) -> str:
    if re.fullmatch(r"\d+-[\d-]+", number):  # an order id, an ISO date
        return number
    cents = re.search(r"[.,](\d{2})$", number)
    whole = re.sub(r"\D", "", number[: cents.start()] if cents else number)
    return f"{whole}.{cents[1]}" if cents else whole
