"""The templates of one library: parsed, taken apart and compiled once, whatever is rendered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jinja2 import nodes

from asv_cli.render.dependence import dependence
from asv_cli.render.dissect import dissect
from asv_cli.render.environment import LibraryLoader, build

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from asv_cli.library import Found, Library
    from asv_cli.render.anatomy import Anatomy
    from asv_cli.render.dependence import Dependence


class Templates:
    """One environment over a library, and what was learnt of its templates by name."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.environment = build(library)
        self.loader: LibraryLoader = self.environment.loader  # type: ignore[assignment]
        self._anatomies: dict[str, Anatomy] = {}
        self._dependences: dict[str, Dependence] = {}
        self._required: dict[str, list[str]] = {}

    def anatomy(self, name: str, parts: Mapping[str, Collection[str]]) -> Anatomy:
        """Return a template such as `en/damaged/offer.j2` taken apart, faults and all.

        Args:
            name: the template.
            parts: the names below a provided one, such as those of `marketplace`.
        """
        if name not in self._anatomies:
            self._anatomies[name] = dissect(self.environment, self.loader, name, parts)
        return self._anatomies[name]

    def dependence(self, anatomy: Anatomy) -> Dependence:
        """Return what decides the text of a template."""
        if anatomy.name not in self._dependences:
            self._dependences[anatomy.name] = dependence(anatomy)
        return self._dependences[anatomy.name]

    def file(self, name: str) -> Found:
        """Return the file a template stands in."""
        return self.loader.tree(self.environment, name)[1]

    def required(self, frame: str) -> list[str]:
        """Return the blocks a frame demands."""
        if frame not in self._required:
            tree, _ = self.loader.tree(self.environment, frame)
            blocks = tree.find_all(nodes.Block)
            self._required[frame] = [block.name for block in blocks if block.required]
        return self._required[frame]
