"""Outcome and answers to letters: strict, sandboxed, and the same for the same answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from asv_cli.render.setting import Setting, check_language

if TYPE_CHECKING:
    from asv_cli.library import Library
    from asv_cli.model import Shared
    from asv_cli.render.dependence import Branch, Dependence
    from asv_cli.render.letters import Renderer
    from asv_cli.render.needs import Needs
    from asv_cli.render.survey import Survey
    from asv_cli.render.templates import Templates

__all__ = [
    "Branch", "Dependence", "Needs", "Renderer", "Setting", "Survey", "Templates", "late_renderer",
]  # fmt: skip

_HOMES = {
    "Branch": "dependence",
    "Dependence": "dependence",
    "Needs": "needs",
    "Renderer": "letters",
    "Survey": "survey",
    "Templates": "templates",
}


def __getattr__(name: str) -> Any:
    """Load the template engine with the first thing that needs it."""
    from importlib import import_module

    if (module := _HOMES.get(name)) is None:
        raise AttributeError(name)
    return getattr(import_module(f"asv_cli.render.{module}"), name)


def late_renderer(library: Library, shared: Shared, setting: Setting) -> Renderer:
    """Return a renderer that is made when it is first used: questions come up before Jinja.

    Raises:
        LibraryError: there are no letters in that language.
    """
    check_language(setting)
    return cast("Renderer", _Late(library, shared, setting))


class _Late:
    """Stands in for a renderer until one of its methods is called."""

    def __init__(self, library: Library, shared: Shared, setting: Setting) -> None:
        self._arguments = library, shared, setting
        self._made: Renderer | None = None

    def __getattr__(self, name: str) -> Any:
        if self._made is None:
            from asv_cli.render.letters import Renderer

            self._made = Renderer(*self._arguments)
        return getattr(self._made, name)
