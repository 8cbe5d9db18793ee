"""Work out which plain words every match of a pattern must hold; only used to write the data.

The words are stored under `needs` in `policy.yaml`, so that at run time a text is searched for
plain words first and a pattern is compiled only when it can match.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from asv_cli.policy.document import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from asv_cli.policy.rules import RuleSet

    Group = frozenset[str]

_MOST = 400
"""Literals in one group: above, the data grows more than the pattern costs."""

_LIKELY = 8.0
"""Groups as likely as this in any harmless sentence are not worth keeping."""

_ORDINARY = (
    "hello anna, thank you for your message about your order. we are sorry that the lamp you "
    "received arrived with a problem. would you prefer one of these options? 1. we will send you "
    "a new one within 2 business days. 2. you can return it for a full refund. please reply "
    "with the number. you will have our answer in 24 hours. kind regards, it is this "
    "bonjour anna, merci de votre message au sujet de votre commande. nous sommes desoles que la "
    "lampe que vous avez recue pose un probleme. que preferez-vous ? 1. nous vous envoyons une "
    "nouvelle lampe sous 2 jours ouvres. 2. vous pouvez la retourner pour un remboursement "
    "integral. repondez simplement par le numero. bien cordialement, avec dans cette est pas"
)
"""Words of any harmless letter, which say nothing about what a text contains."""


def needs(rules: RuleSet) -> dict[str, list[list[str]]]:
    """Return the literal groups of every pattern, keyed as `AMZ010.en.0`."""
    found: dict[str, list[list[str]]] = {}
    for rule in rules:
        for code, patterns in rule.texts.items():
            if rule.check in ("links", "phones", "tagged_phones"):
                continue
            for number, source in enumerate(patterns.match):
                groups = necessary(patterns.words.expand(source))
                if groups:
                    key = f"{rule.id}.{code}.{number}"
                    found[key] = [sorted(map(fold, group)) for group in groups]
    return found


def necessary(pattern: str) -> list[Group]:
    """Return at most three groups of literals; every match holds one literal of each group."""
    tree = list(import_module("re._parser").parse(pattern))
    groups = sorted(set(_sequence(tree)), key=lambda group: (_odds(group), sorted(group)))
    return [group for group in groups if _odds(group) < _LIKELY and _telling(group)][:3]


def _telling(group: Group) -> bool:
    """Tell whether the group holds more than mere letters and spaces."""
    return any(len(word.strip()) > 1 for word in group)


def _odds(group: Group) -> float:
    """Estimate how likely a harmless text holds a literal of the group."""
    return sum(1.0 if word in _ORDINARY else 4.0 ** -len(word) for word in group)


def _sequence(items: list[Any], run: str = "") -> Iterator[Group]:
    """Yield the groups of what must follow one another; neighbouring characters are joined."""
    for item in [*_flat(items), ("END", None)]:
        op, value = str(item[0]), item[1]
        if op == "LITERAL":
            run += chr(value)
            continue
        if op in ("ASSERT", "ASSERT_NOT", "AT"):
            continue
        if run:
            yield frozenset({run})
        if op == "BRANCH":
            yield from _branch(value[1], run)
        run = ""
        if op in ("MAX_REPEAT", "MIN_REPEAT") and value[0]:
            yield from _sequence(list(value[2]))


def _flat(items: list[Any]) -> Iterator[tuple[Any, Any]]:
    """Yield the items with plain brackets opened."""
    for op, value in items:
        if str(op) == "SUBPATTERN":
            yield from _flat(list(value[3]))
        else:
            yield op, value


def _branch(branches: list[Any], run: str) -> Iterator[Group]:
    """Yield the union of the best group of each branch, if every branch has one.

    `run` is what stands before the branches: "re" before "fund|turn", as the parser splits it.
    """
    best: list[Group] = []
    for branch in branches:
        groups = list(_sequence(list(branch), run))
        if not groups:
            return
        best.append(min(groups, key=lambda group: (_odds(group), sorted(group))))
    union = frozenset(word for group in best for word in group)
    kept = frozenset(w for w in union if not any(o != w and o in w for o in union))
    if len(kept) <= _MOST:
        yield kept
