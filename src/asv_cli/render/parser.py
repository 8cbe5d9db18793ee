"""Parse the templates of a library with Jinja; nothing here renders them.

The environment knows only the few filters and tests that letters have (`evaluate`). What Jinja
would do with them is never asked: what it has parsed is proven (`faults`) and translated.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jinja2 import Environment, TemplateNotFound, TemplateSyntaxError

from asv_cli.render.evaluate import FILTERS, TESTS
from asv_cli.render.syntax import Unreadable, source_of

if TYPE_CHECKING:
    from jinja2 import nodes

    from asv_cli.library import Found, Library


DEEPEST = 100
"""How deep a template may be nested: what no letter needs, and every reader can follow."""


class Parser:
    """Finds templates in the layers, and keeps their syntax trees."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._trees: dict[str, tuple[nodes.Template, Found]] = {}
        self._allowances: dict[str, str] = {}  # Jinja itself drops comments
        self.environment = _environment()

    def tree(self, name: str) -> tuple[nodes.Template, Found]:
        """Return the syntax tree of a template and the file it stands in.

        Raises:
            TemplateNotFound: no layer has it.
            TemplateSyntaxError: it cannot be read or parsed.
        """
        if name not in self._trees:
            found = self._library.template(name.removesuffix(".j2"))
            if found is None or not name.endswith(".j2"):
                raise TemplateNotFound(name)
            source = source_of(found, name)
            if "asv-lint:" in source:
                self._allowances[name] = source
            try:
                tree = self.environment.parse(source, name, str(found.path))
            except TemplateSyntaxError as error:
                error.filename, error.source = str(found.path), source
                raise
            except ValueError:
                said = "A number has too many digits. Write a shorter one."
                raise Unreadable(said, 1, name, str(found.path)) from None
            except RecursionError:
                tree = None
            if tree is None or _is_deep(tree):
                said = "The template is nested too deeply. Write it more simply."
                raise Unreadable(said, 1, name, str(found.path))
            self._trees[name] = tree, found
        return self._trees[name]

    def templates(self) -> list[str]:
        """Return the names of all templates there are."""
        return self._library.templates()

    def allowance(self, name: str) -> tuple[Found, str]:
        """Return the file of a template, and its source if that has an `asv-lint` comment."""
        return self._trees[name][1], self._allowances.get(name, "")


def _environment() -> Environment:
    environment = Environment(  # noqa: S701 - letters are plain text, and nothing is rendered
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
    )
    # What is not needed to write a letter is not there to go wrong.
    environment.filters = dict.fromkeys(FILTERS, _never)
    environment.tests = dict.fromkeys(["defined", *TESTS], _never)
    environment.globals = {}
    return environment


def _is_deep(tree: nodes.Template) -> bool:
    level: list[nodes.Node] = [tree]
    for _ in range(DEEPEST):
        level = [child for node in level for child in node.iter_child_nodes()]
    return bool(level)


def _never(*_: Any) -> None:
    """Stand for a filter or test: Jinja only reads templates here."""
    raise NotImplementedError
