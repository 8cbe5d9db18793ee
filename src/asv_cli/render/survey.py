"""What can be said of letters before they are rendered, for those who check a library."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from asv_cli.render.dependence import merged
from asv_cli.render.letters import Renderer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from asv_cli.errors import Spot
    from asv_cli.model import LetterSpec, Outcome
    from asv_cli.render.dependence import Branch, Dependence


class Survey(Renderer):
    """A renderer that also tells what its letters are made of and depend on."""

    def names(self, outcome: Outcome, letters: tuple[LetterSpec, ...]) -> set[str]:
        """Return every name the letters use in any of their branches."""
        return {name for a in self._anatomies_of(outcome, letters) for name in a.names}

    def places(self, outcome: Outcome, letters: tuple[LetterSpec, ...]) -> dict[str, Spot]:
        """Return where each name is first used, letters before options."""
        return {
            name: at
            for anatomy in reversed(self._anatomies_of(outcome, letters))
            for name, at in anatomy.names.items()
        }

    def templates(self, outcome: Outcome, letters: tuple[LetterSpec, ...]) -> set[str]:
        """Return the names of all templates the letters are made of."""
        return {name for a in self._anatomies_of(outcome, letters) for name in a.templates}

    def option_templates(self, outcome: Outcome) -> set[str]:
        """Return the names of the templates of all options, also those other laws offer."""
        return {self._name(f"options/{use.id}") for use in outcome.options}

    def dependence(self, outcome: Outcome, letters: tuple[LetterSpec, ...]) -> Dependence:
        """Return what decides the text of the letters, and all their branches."""
        return merged(map(self._templates.dependence, self._anatomies_of(outcome, letters)))

    def live(
        self, outcome: Outcome, letters: tuple[LetterSpec, ...], values: Mapping[str, Any]
    ) -> tuple[set[tuple[str, Spot]], set[Branch]]:
        """Return the names the letters really use with these values, and the branches taken.

        Each name comes with every place that uses it.
        """
        reader = self._reader(outcome, values)
        for anatomy in self._anatomies_of(outcome, letters):
            reader.read(anatomy)
        return reader.places, reader.taken
