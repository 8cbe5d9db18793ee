"""The one Jinja environment: sandboxed, strict, with the few words letters need.

Templates get plain data only. Amounts, dates and numbers take the form of the letter's language
by themselves; an answer that was never given can neither print as nothing nor as "None".
"""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from jinja2 import BaseLoader, StrictUndefined, TemplateNotFound, nodes, pass_context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from asv_cli.render import words

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

    def tree(self, environment: Environment, name: str) -> tuple[nodes.Template, Found]:
        """Return the syntax tree of a template and the file it stands in.

        Raises:
            TemplateNotFound: no layer has it.
            TemplateSyntaxError: it cannot be parsed.
        """
        if name not in self._trees:
            found = self._library.template(name.removesuffix(".j2"))
            if found is None or not name.endswith(".j2"):
                raise TemplateNotFound(name)
            source = found.path.read_text(encoding="utf-8-sig")
            self._trees[name] = environment.parse(source, name, str(found.path)), found
        return self._trees[name]

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
        autoescape=False,  # noqa: S701 - letters are plain text
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
    keep = ("defined", "in", "none", "eq", "ne", "lt", "le", "gt", "ge", "even", "odd")
    environment.tests = {name: environment.tests[name] for name in keep}
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
    if isinstance(value, bool | dict | list | tuple):
        raise TypeError(f"{type(value).__name__} cannot be printed in a letter")
    return words.number(value, context["language"]) if isinstance(value, int) else value


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
