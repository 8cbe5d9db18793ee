"""What a letter's text depends on: the values its conditions test, and the branches there are."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from asv_cli.render import tree
from asv_cli.render.needs import branches

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from asv_cli.render.anatomy import Anatomy

Branch = tuple[str, int, int]
"""A branch of a template: the file as shown, the line of its condition, its number from 0."""


@dataclass(slots=True)
class Dependence:
    """The names conditions test, each with the constants it is compared to; every branch."""

    tested: dict[str, set[Decimal]] = field(default_factory=dict)
    branches: set[Branch] = field(default_factory=set)


def dependence(anatomy: Anatomy) -> Dependence:
    """Read what decides the text of a letter or option, in all its templates."""
    found = Dependence()
    for part in [anatomy.body, *(part for parts in anatomy.blocks.values() for part in parts)]:
        for node, shown in _conditions(part.body, part.shown):
            for number, (test, _) in enumerate(branches(node)):
                found.branches.add((shown, node.line, number))
                if test is not None:
                    _read(test, found)
    return found


def merged(parts: Iterable[Dependence]) -> Dependence:
    """Return what several letters and options depend on together."""
    found = Dependence()
    for part in parts:
        found.branches |= part.branches
        for name, constants in part.tested.items():
            found.tested.setdefault(name, set()).update(constants)
    return found


def _conditions(
    body: Iterable[tree.Node], shown: str
) -> Iterator[tuple[tree.Condition | tree.Chosen, str]]:
    for node in body:
        if isinstance(node, tree.Condition):
            yield node, shown
        for expression in tree.expressions(node):
            yield from ((choice, shown) for choice in tree.choices(expression))
        inside = node.shown if isinstance(node, tree.Inside) else shown
        yield from _conditions(tree.inner(node), inside)


def _read(test: tree.Expression, found: Dependence) -> None:
    constants = {
        Decimal(str(value))
        for value in tree.constants(test)
        if isinstance(value, int | float) and not isinstance(value, bool)
    }
    for name in tree.names(test):
        found.tested.setdefault(name, set()).update(constants)
