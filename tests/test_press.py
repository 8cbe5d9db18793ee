"""Letters print from their trees exactly as Jinja itself would print the templates."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import BaseLoader, StrictUndefined, TemplateNotFound, pass_context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from asv_cli.library import BUILT_IN, Layer, Library, built_in_root
from asv_cli.loader import marketplace
from asv_cli.render import evaluate
from asv_cli.render.dissect import dissect
from asv_cli.render.parser import Parser
from asv_cli.render.press import Press, Unprintable

if TYPE_CHECKING:
    from collections.abc import Callable

    from jinja2 import Environment
    from jinja2.runtime import Context

DAY = datetime.date(2026, 11, 25)
PLACE = {"marketplace": {"code", "currency", "return_days", "withdrawal_days"}}


class Loader(BaseLoader):
    """Gives Jinja the templates of a folder and of the built-in library."""

    def __init__(self, texts: dict[str, str]) -> None:
        self.texts = texts

    def get_source(self, _: Environment | None, template: str) -> tuple[str, None, None]:
        if template in self.texts:
            return self.texts[template], None, None
        path = built_in_root() / "templates" / template
        if not path.is_file():
            raise TemplateNotFound(template)
        return path.read_text(encoding="utf-8"), None, None


def by_jinja(name: str, data: dict[str, Any], texts: dict[str, str]) -> str:
    """Return what Jinja itself makes of a template, with asv's forms of values and filters."""

    def in_context(form: Callable[[Any, Any], Any]) -> Any:
        @pass_context
        def made(context: Context, value: Any) -> Any:
            return form(value, context)

        return made

    environment = ImmutableSandboxedEnvironment(
        loader=Loader(texts),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=in_context(evaluate.printed),
    )
    own = {"capitalize", "first", "last", "length", "lower", "trim", "upper"}
    environment.filters |= {
        name: in_context(form) for name, form in evaluate.FILTERS.items() if name not in own
    }
    return environment.get_template(name).render(data)


def data(**more: Any) -> dict[str, Any]:
    market = marketplace("DE")
    return {
        "language": "en",
        "marketplace": {"code": "DE", "currency": "EUR", **market.rights},
        "today": DAY,
        "options": ["We send one.", "You keep it."],
        "keeps": True,
        "number": 1,
        "product": "teapot",
        "buyer_name": None,
        "agent_name": "Bob",
        "shop_name": "Blue Hill",
        "refund_amount": Decimal("1234.50"),
        "ship_date": DAY,
        "reply_hours": 24,
        **more,
    }


def pressed(name: str, values: dict[str, Any], library: Library) -> str:
    anatomy = dissect(Parser(library), name, PLACE)
    assert anatomy.problems == ()
    return Press(anatomy, values).text()


BUILT = Library((Layer(BUILT_IN, built_in_root()),))


def letters() -> list[str]:
    """Return the templates of letters and options: all but parts and frames of others."""
    texts = {name: Loader({}).get_source(None, name)[0] for name in BUILT.templates()}
    frames = {
        name for text in texts.values() for name in re.findall(r'(?:extends|include) "(.*)"', text)
    }
    return sorted(texts.keys() - frames)


@pytest.mark.parametrize("name", letters())
def test_every_template_prints_as_jinja_prints_it(name: str) -> None:
    folder = name.split("/", maxsplit=1)[0]
    anatomy = dissect(Parser(BUILT), name, PLACE)
    counts = {key for key in anatomy.names if key.endswith(("_hours", "_days", "_months"))}
    dates = {key for key in anatomy.names if key.endswith("_date")}
    values = data(language=folder, **dict.fromkeys(counts, 3), **dict.fromkeys(dates, DAY))
    values |= {key: f"the {key}" for key in anatomy.names if key not in values}
    if "request" in anatomy.blocks and not anatomy.blocks["request"][0].empty:
        values["options"] = []
    assert pressed(name, values, BUILT) == by_jinja(name, values, {})


pieces = st.sampled_from(
    [
        "{{ product }}", "{{ refund_amount }}", "{{ ship_date }}", "{{ reply_hours|hours }}",
        "{{ product|upper }}", "{{ options|length }}", "{{ options|first }}", "{{ options|last }}",
        "{{ buyer_name or 'you' }}", "{{ product and 'x' }}", "{{ 'a' if keeps else 'b' }}",
        "{{ marketplace.return_days|days }}", "{{ 3|from_today }}", "{{ reply_hours + 1 }}",
        "{{ reply_hours - 1 }}", "{{ ' Ab '|trim|lower }}", "{{ marketplace['code'] }}",
        " words, words ", "\n", "\n\n", "{# a note #}", "{{ product|capitalize }}",
    ]
)  # fmt: skip
tests = st.sampled_from(
    [
        "buyer_name", "not buyer_name", "keeps and product", "buyer_name or keeps",
        "reply_hours > 3", "1 < reply_hours <= 24", "product == 'teapot'", "product != 'x'",
        "product in ['teapot', 'x']", "product not in ['teapot']", "buyer_name is none",
        "nobody is defined", "product is defined", "reply_hours is even", "reply_hours is ge 24",
        "options|length > 2", "marketplace.withdrawal_days", "not (keeps and buyer_name)",
    ]
)  # fmt: skip


def grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    condition = st.builds(
        "{{% if {} %}}\n{}{{% else %}}{}{{% endif %}}\n".format, tests, inner, inner
    )
    several = st.builds(
        "{{% if {} %}}{}{{% elif {} %}}{}{{% endif %}}".format, tests, inner, tests, inner
    )
    loop = st.builds(
        "{{% for one in options %}}\n{{{{ loop.index }}}}{{{{ loop.last and 'l' or 'm' }}}} "
        "{{{{ one }}}}{}{{% else %}}{}{{% endfor %}}\n".format,
        inner,
        inner,
    )
    block = st.builds(
        "{{% block {} %}}\n{}\n{{% endblock %}}\n".format,
        st.uuids().map(lambda key: f"b{key.hex}"),
        inner,
    )
    return st.lists(inner | condition | several | loop | block, max_size=4).map("".join)


@settings(max_examples=300)
@given(st.recursive(pieces, grown, max_leaves=12))
def test_any_letter_prints_as_jinja_prints_it(text: str) -> None:
    found = by_jinja("en/x/letter.j2", data(), {"en/x/letter.j2": text})
    assert pressed_text(text) == found


def pressed_text(text: str) -> str:
    parser = Parser(BUILT)
    tree = parser.environment.parse(text, "en/x/letter.j2")
    parser._trees["en/x/letter.j2"] = tree, BUILT.scenario("damaged")
    anatomy = dissect(parser, "en/x/letter.j2", PLACE)
    assert anatomy.problems == ()
    return Press(anatomy, data()).text()


def test_what_cannot_be_printed_says_where() -> None:
    with pytest.raises(Unprintable, match="was not given") as caught:
        pressed_text("a\nb {{ buyer_name }}\n")
    assert caught.value.line == 2
    with pytest.raises(Unprintable, match="'nobody' is undefined"):
        pressed_text("{% if nobody %}x{% endif %}")
