"""A letter taken apart: its frame, its blocks, its names, and what is wrong with its templates."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from asv_cli.errors import Spot

if TYPE_CHECKING:
    from collections.abc import Mapping

    from asv_cli.errors import Problem
    from asv_cli.render import tree


class Part(NamedTuple):
    """A piece of a template: its nodes, the file they stand in as shown, and where it begins.

    `empty` says that it can never print anything but blanks; `repeats` that it calls `super()`.
    """

    body: tuple[tree.Node, ...]
    shown: str
    line: int = 1
    empty: bool = True
    repeats: bool = False

    @property
    def at(self) -> Spot:
        """Where the piece begins."""
        return Spot(self.shown, self.line)


class Anatomy(NamedTuple):
    """A template with its frame: the outermost body, and the blocks by name, own one first.

    `names` holds every variable used in any branch, with the first place that uses it; `chain`
    the template and its frames; `templates` the names of all it is made of, includes among them;
    `allowances` the sources of those with an `asv-lint` comment, by their file as shown. Where
    there are `problems`, body and blocks have no nodes. `deciding` are the names that settle
    which others are needed, each with whether its very value does or only whether it holds.
    """

    name: str
    shown: str
    body: Part
    chain: tuple[str, ...]
    blocks: Mapping[str, tuple[Part, ...]]
    names: Mapping[str, Spot]
    templates: frozenset[str]
    problems: tuple[Problem, ...] = ()
    allowances: Mapping[str, str] = {}
    deciding: frozenset[tuple[str, bool]] = frozenset()
