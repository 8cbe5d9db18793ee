"""What a letter's text depends on: the values its conditions test, and the branches there are."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from jinja2 import nodes

from asv_cli.render.needs import branches

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from asv_cli.library import Found
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
    for node, file in _conditions(anatomy):
        for number, (test, _) in enumerate(branches(node)):
            found.branches.add((file.shown, node.lineno, number))
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


def _conditions(anatomy: Anatomy) -> Iterator[tuple[nodes.If | nodes.CondExpr, Found]]:
    kinds = (nodes.If, nodes.CondExpr)
    for part in anatomy.trees:
        every = [n for top in part.body for n in (top, *top.find_all(kinds))]
        found = [n for n in every if isinstance(n, nodes.If | nodes.CondExpr)]
        ways = {id(way) for node in found if isinstance(node, nodes.If) for way in node.elif_}
        yield from ((node, part.found) for node in found if id(node) not in ways)


def _read(test: nodes.Node, found: Dependence) -> None:
    names = [test] if isinstance(test, nodes.Name) else list(test.find_all(nodes.Name))
    constants = {
        Decimal(str(node.value))
        for node in test.find_all(nodes.Const)
        if isinstance(node.value, int | float) and not isinstance(node.value, bool)
    }
    for name in names:
        found.tested.setdefault(name.name, set()).update(constants)
