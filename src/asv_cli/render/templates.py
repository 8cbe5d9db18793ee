"""The templates of one library, each taken apart once, and kept for the next start."""

from __future__ import annotations

from typing import TYPE_CHECKING

from asv_cli.loader.cache import remembered

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

    from asv_cli.library import Library
    from asv_cli.render.anatomy import Anatomy
    from asv_cli.render.dependence import Dependence
    from asv_cli.render.parser import Parser


class Templates:
    """What was learnt of the templates of a library, by name."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self._parser: Parser | None = None
        self._anatomies: dict[str, Anatomy] = {}
        self._dependences: dict[str, Dependence] = {}

    def anatomy(self, name: str, parts: Mapping[str, Collection[str]]) -> Anatomy:
        """Return a template such as `en/damaged/offer.j2` taken apart, faults and all.

        Args:
            name: the template.
            parts: the names below a provided one, such as those of `marketplace`.
        """
        if name not in self._anatomies:
            known = "+".join(sorted(part for some in parts.values() for part in some))
            self._anatomies[name] = remembered(
                f"letter {name} {known}",
                self._places(name),
                lambda: self._dissect(name, parts),
                lambda anatomy: [p for used in anatomy.templates for p in self._places(used)],
            )
        return self._anatomies[name]

    def dependence(self, anatomy: Anatomy) -> Dependence:
        """Return what decides the text of a template."""
        from asv_cli.render.dependence import dependence

        if anatomy.name not in self._dependences:
            self._dependences[anatomy.name] = dependence(anatomy)
        return self._dependences[anatomy.name]

    def _dissect(self, name: str, parts: Mapping[str, Collection[str]]) -> Anatomy:
        from asv_cli.render.dissect import dissect
        from asv_cli.render.parser import Parser

        self._parser = self._parser or Parser(self.library)
        return dissect(self._parser, name, parts)

    def _places(self, name: str) -> list[Path]:
        """Return where a template stands or could stand, in every layer."""
        return self.library.places(f"templates/{name.removeprefix('builtin/')}")
