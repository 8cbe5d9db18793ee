"""The one Jinja environment: sandboxed, strict, with the few words letters need.

Templates get plain data only. Amounts, dates and numbers take the form of the letter's language
by themselves; an answer that was never given can neither print as nothing nor as "None".
"""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from jinja2 import (
    BaseLoader,
    StrictUndefined,
    TemplateNotFound,
    TemplateSyntaxError,
    Undefined,
    nodes,
    pass_context,
)
from jinja2.sandbox import ImmutableSandboxedEnvironment

from asv_cli.render import words
from asv_cli.render.syntax import Unreadable, source_of

if TYPE_CHECKING:
    from collections.abc import MutableMapping

    from jinja2 import Environment, Template
    from jinja2.runtime import Context

    from asv_cli.library import Found, Library


class LibraryLoader(BaseLoader):
    """Finds templates in the layers, and keeps their syntax trees for the static checks."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._trees: dict[str, tuple[nodes.Template, Found]] = {}
        self.allowances: dict[str, str] = {}
        """Sources with an `asv-lint` comment, by template: Jinja itself drops comments."""

    def tree(self, environment: Environment, name: str) -> tuple[nodes.Template, Found]:
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
                self.allowances[name] = source
            try:
                self._trees[name] = environment.parse(source, name, str(found.path)), found
            except TemplateSyntaxError as error:
                error.filename, error.source = str(found.path), source
                raise
            except RecursionError:
                said = "The template is nested too deeply. Write it more simply."
                raise Unreadable(said, 1, name, str(found.path)) from None
        return self._trees[name]

    def list_templates(self) -> list[str]:
        """Return the names of all templates there are; Jinja's own name for it."""
        return self._library.templates()

    def load(
        self,
        environment: Environment,
        name: str,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002 - Jinja's own name
    ) -> Template:
        """Compile a template from its tree; called by Jinja for every `extends` and `include`."""
        tree, found = self.tree(environment, name)
        code = environment.compile(tree, name, str(found.path))
        return environment.template_class.from_code(environment, code, globals or {}, None)


def build(library: Library) -> ImmutableSandboxedEnvironment:
    """Return the environment over a library."""
    environment = ImmutableSandboxedEnvironment(
        loader=LibraryLoader(library),
        undefined=StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_print,
        auto_reload=False,
    )
    # What is not needed to write a letter is not there to go wrong. `default` is left out on
    # purpose: a value that is missing must stop the letter.
    keep = ("capitalize", "first", "last", "length", "lower", "trim", "upper")
    environment.filters = {name: environment.filters[name] for name in keep} | _FILTERS
    tests = ("defined", "in", "none", "eq", "ne", "lt", "le", "gt", "ge", "even", "odd")
    environment.tests = {name: environment.tests[name] for name in tests}
    environment.globals = {}
    return environment


@pass_context
def _print(context: Context, value: Any) -> Any:
    """Give a printed value the form of the letter's language; Jinja's `finalize`."""
    if value is None:
        raise ValueError("a value that was not given is printed here; test it with 'if' first")
    if isinstance(value, Decimal):
        return _money(context, value)
    if isinstance(value, datetime.date):
        return _date(context, value)
    if isinstance(value, int) and not isinstance(value, bool):
        return words.number(value, context["language"])
    if isinstance(value, Undefined):
        return str(value)  # which raises, and names what is not defined
    if not isinstance(value, str):
        raise TypeError("what is printed here is neither a text, a number nor a date")
    return value


@pass_context
def _money(context: Context, amount: Decimal) -> str:
    """Print an exact amount in the marketplace's currency."""
    return words.money(amount, context["marketplace"]["currency"], _locale(context))


@pass_context
def _date(context: Context, day: datetime.date) -> str:
    """Print a date in words."""
    return words.date(day, _locale(context))


@pass_context
def _from_today(context: Context, days: int) -> datetime.date:
    """Return the date so many days after the letter's date."""
    today: datetime.date = context["today"]
    return today + datetime.timedelta(days=days)


def _time(unit: str) -> Any:
    @pass_context
    def in_words(context: Context, count: int) -> str:
        return words.time(count, unit, context["language"])

    return in_words


def _locale(context: Context) -> str:
    language = context["language"]
    territory = {"UK": "GB"}.get(context["marketplace"]["code"], context["marketplace"]["code"])
    return language.replace("-", "_") if "-" in language else f"{language}_{territory}"


_FILTERS = {
    "money": _money,
    "date": _date,
    "from_today": _from_today,
    **{unit: _time(unit) for unit in ("hours", "days", "business_days", "months")},
}
