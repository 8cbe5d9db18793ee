"""Rendering: strict, sandboxed, exact, and every fault with the file and line of its template."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asv_cli.errors import LibraryError, Spot
from asv_cli.library import BUILT_IN, Layer, Library, built_in_root
from asv_cli.loader import load_shared, marketplace
from asv_cli.model import LetterSpec, OptionUse, Outcome, Text
from asv_cli.render import Renderer, Setting, words
from asv_cli.render.finish import tidy, unfilled

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

DAY = datetime.date(2026, 11, 25)
HEAD = '{% extends "en/letter.j2" %}\n{% block subject %}Yours{% endblock %}\n'
BODY = """\
{% block empathy %}
I am sorry.
{% endblock %}
{% block facts %}
BODY
{% endblock %}
{% block request %}
Please tell us more.
{% endblock %}
{% block promise %}
We answer soon.
{% endblock %}
"""
VALUES: dict[str, Any] = {
    "buyer_name": "Ann",
    "product": "teapot",
    "agent_name": "Bob",
    "shop_name": "Blue Hill",
    "refund_amount": Decimal("1234.50"),
    "ship_date": DAY,
    "reply_hours": 24,
    "phone_date": None,
}


class Bench:
    """A folder over the built-in library, to write templates in and render them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.library = Library((Layer(BUILT_IN, built_in_root()), Layer("--library", folder)))
        self.shared = load_shared(self.library)
        self.spec = LetterSpec("buyer", "buyer", "email", "reply", "test/letter", Spot("x"))
        self.options: tuple[OptionUse, ...] = ()

    def write(self, name: str, text: str) -> None:
        path = self.folder / "templates" / f"{name}.j2"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def outcome(self) -> Outcome:
        text = Text({"en": "X"})
        return Outcome("x", text, (self.spec,), self.options, (), (), Spot("x"))

    def renderer(self, store: str = "US", language: str = "en") -> Renderer:
        return Renderer(self.library, self.shared, Setting(language, marketplace(store), DAY))

    def letter(self, store: str = "US", language: str = "en", **values: Any) -> str:
        """Return the body of the letter as written."""
        outcome = self.outcome()
        found = self.renderer(store, language).letters(outcome, outcome.letters, VALUES | values)
        return found[0].body

    def facts(self, text: str, store: str = "US", language: str = "en", **values: Any) -> str:
        """Return what the facts of a letter come out as."""
        body = (HEAD + BODY).replace("BODY", text)
        self.write(f"{language[:2]}/test/letter", body.replace('"en/', f'"{language[:2]}/'))
        letter = self.letter(store, language, **values)
        return letter.split("I am sorry.\n\n")[1].split("\n\nPlease")[0]

    def fault(self, text: str, **values: Any) -> str:
        """Return what is wrong with the facts of a letter."""
        with pytest.raises(LibraryError) as caught:
            self.facts(text, **values)
        return str(caught.value)


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bench:
    folder = tmp_path / "over"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return Bench(folder)


def test_a_value_not_given_never_prints(bench: Bench) -> None:
    said = bench.fault("It was {{ phone_date }}.")
    assert said.startswith("templates/en/test/letter.j2:7:1: The template cannot be rendered: ")
    assert "test it with 'if' first" in said


def test_a_value_not_given_can_be_tested_for(bench: Bench) -> None:
    assert (
        bench.facts("{% if phone_date %}Called.{% else %}Not called.{% endif %}") == "Not called."
    )
    assert bench.facts("Hi {{ phone_date or 'friend' }}") == "Hi friend"


def test_a_name_nobody_declared_stops_the_letter_by_name(bench: Bench) -> None:
    assert "'prodct' is undefined" in bench.fault("A {{ prodct }}.")
    assert "undefined" in bench.fault("{% if prodct %}x{% endif %}")


def test_a_fault_inside_an_include_names_the_included_file_and_line(bench: Bench) -> None:
    bench.write("en/parts/mine", "One line.\n\n{{ prodct }}\n")
    assert bench.fault('{% include "en/parts/mine.j2" %}').startswith(
        "templates/en/parts/mine.j2:3:1:"
    )


def test_a_fault_in_an_option_names_the_option(bench: Bench) -> None:
    bench.options = (OptionUse("replacement", (), Spot("x")),)
    bench.write("en/options/replacement", "\n{{ prodct }}")
    assert bench.fault("x").startswith("templates/en/options/replacement.j2:2:1:")


@pytest.mark.parametrize(
    "trick",
    [
        "{{ product.__class__ }}",
        "{{ product.__class__.__mro__[1].__subclasses__() }}",
        "{{ product['__class__'] }}",
        "{{ product|first.__class__ }}",
        "{{ '{0.__class__}'.format(product) }}",
        "{{ '{0.__class__.__init__}'.format_map(marketplace) }}",
        "{{ product.upper }}",
        "{{ product.join }}",
        "{{ marketplace.items }}",
        "{{ marketplace.keys() }}",
        "{{ marketplace }}",
        "{{ options }}",
        "{{ options.append(1) }}",
        "{{ marketplace.update({'code': 'x'}) }}",
        "{{ marketplace.clear() }}",
        "{{ range(1000000000)|length }}",
        "{{ lipsum() }}",
        "{{ cycler('a') }}",
        "{{ joiner() }}",
        "{{ namespace() }}",
        "{{ self }}",
        "{{ self.facts() }}",
        "{{ true }}",
        "{{ 1.5 }}",
        "{{ (1, 2) }}",
        "{{ product|attr('__class__') }}",
        "{{ product|map('upper') }}",
        "{{ product|default('x') }}",
        "{{ product|safe }}",
        "{{ product|format }}",
    ],
)
def test_the_sandbox_holds(bench: Bench, trick: str) -> None:
    said = bench.fault(trick)
    assert "templates/en/test/letter.j2:" in said


@pytest.mark.parametrize(
    ("text", "store", "language", "found"),
    [
        ("{{ refund_amount }}", "US", "en", "$1,234.50"),
        ("{{ refund_amount }}", "DE", "en", "1.234,50\u00a0€"),
        ("{{ refund_amount }}", "FR", "fr", "1\u202f234,50\u00a0€"),
        ("{{ refund_amount|money }}", "UK", "en", "£1,234.50"),
        ("{{ ship_date }}", "US", "en", "November 25, 2026"),
        ("{{ ship_date }}", "UK", "en", "25 November 2026"),
        ("{{ ship_date }}", "FR", "fr", "25 novembre 2026"),
        ("{{ ship_date|date }}", "CA", "fr-CA", "25 novembre 2026"),
        ("{{ 6|from_today }}", "FR", "fr", "1er décembre 2026"),
        ("{{ 16|from_today }}", "FR", "fr", "11 décembre 2026"),
        ("{{ 3|from_today }}", "US", "en", "November 28, 2026"),
        ("{{ today }}", "DE", "en", "25 November 2026"),
        ("{{ reply_hours|hours }}", "US", "en", "24 hours"),
        ("{{ 1|hours }}", "US", "en", "1 hour"),
        ("{{ 0|days }}", "FR", "fr", "0 jour"),
        ("{{ 2|business_days }}", "FR", "fr", "2 jours ouvrés"),
        ("{{ 1|months }}", "US", "en", "1 month"),
        ("{{ 12000 }}", "US", "en", "12,000"),
        ("{{ 12000 }}", "FR", "fr", "12\u202f000"),
        (
            "{{ marketplace.code }} {{ marketplace.withdrawal_days|days }}",
            "FR",
            "fr",
            "FR 14 jours",
        ),
        ("{{ language }}", "US", "en", "en"),
    ],
)
def test_values_take_the_form_of_the_language_and_the_store(
    bench: Bench, text: str, store: str, language: str, found: str
) -> None:
    assert bench.facts(text, store, language) == found


def test_an_amount_in_yen_has_no_decimals(bench: Bench) -> None:
    assert bench.facts("{{ refund_amount }}", "JP", refund_amount=Decimal(1234)) == "¥1,234"


def test_an_unknown_region_falls_back_on_its_language() -> None:
    assert words.known_locale("en_EG") == "en"
    assert words.known_locale("fr_FR") == "fr_FR"
    assert words.money(Decimal("0.10"), "EUR", "en_EG") == "€0.10"


@pytest.mark.parametrize(
    ("typed", "found"),
    [("en", "en"), ("EN", "en"), ("en_us", "en-US"), ("fr-ca", "fr-CA"), (" fr ", "fr")],
)
def test_a_language_is_known_in_any_of_its_spellings(typed: str, found: str) -> None:
    assert words.language(typed) == found


@pytest.mark.parametrize(
    "typed", ["", "xx", "english", "en-", "../en", "en-USA", "e", "\uff25\uff2e"]
)
def test_a_language_without_letters_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="no letters in the language"):
        words.language(typed)


def test_a_renderer_of_an_unknown_language_is_refused(bench: Bench) -> None:
    with pytest.raises(LibraryError, match="Choose one of: en, fr"):
        bench.renderer(language="xx")


def test_a_letter_not_written_in_the_language_says_where_it_is(bench: Bench) -> None:
    bench.write("en/test/letter", HEAD + BODY)
    with pytest.raises(LibraryError, match=r"not written in the language 'fr'.* choose --lang en"):
        bench.letter("FR", "fr")


@pytest.mark.parametrize("left", ["{{ '{{' }}", "[name]", "[[", "TODO", "XXX", "{{ '%}' }}"])
def test_a_placeholder_left_in_the_text_stops_the_letter(bench: Bench, left: str) -> None:
    assert "looks like a placeholder" in bench.fault(f"Dear {left},")


@pytest.mark.parametrize("text", ["None of the parcels", "[12 cm]", "a [B] c", "todo", "100 %"])
def test_plain_words_are_no_placeholder(bench: Bench, text: str) -> None:
    assert bench.facts(text) == text
    assert unfilled(text) == ""


def test_a_block_the_frame_demands_may_not_come_out_empty(bench: Bench) -> None:
    said = bench.fault("{% if phone_date %}x{% endif %}")
    assert said == (
        "templates/en/test/letter.j2:1:1: The block 'facts' came out empty; the frame demands it. "
        "Write its text."
    )


def test_options_number_themselves_and_say_their_parts(bench: Bench) -> None:
    bench.options = tuple(OptionUse(o, (), Spot("x")) for o in ("replacement", "return-refund"))
    bench.write("en/test/letter", (HEAD + BODY).replace("BODY", "Facts."))
    body = bench.letter(dispatch_days=2, refund_days=2)
    assert "\n1. We send you" in body
    assert "\n2. " in body
    assert "\n3. " not in body
    assert "Please tell us more" not in body


def test_an_option_of_another_law_is_not_offered_and_leaves_no_gap(bench: Bench) -> None:
    uses = OptionUse("return-refund", ("eu",), Spot("x")), OptionUse("replacement", (), Spot("x"))
    bench.options = uses
    bench.write("en/test/letter", (HEAD + BODY).replace("BODY", "Facts."))
    assert "1. We send you" in bench.letter("US", dispatch_days=2)
    assert "2. We send you" in bench.letter("DE", dispatch_days=2, refund_days=2)


def test_an_option_printed_before_is_not_taken_for_another(bench: Bench) -> None:
    own = """{% block we %}{{ number }} of {{ options|length }}, {{ refund_amount }}{% endblock %},
    {% if phone_date is defined %}{{ phone_date or "none" }}{% else %}open{% endif %},
    {% block you %}{% if keeps %}keep{% else %}send{% endif %}{% endblock %}
    {% block by %}in {{ reply_hours|hours }}{% endblock %}."""
    names = ("replacement", "return-refund", "keep-gift")
    for name in names:
        bench.write(f"en/options/{name}", own)
    bench.write("en/test/letter", (HEAD + BODY).replace("BODY", "Facts."))
    uses = [OptionUse(name, (), Spot("x")) for name in names]
    same, seen = bench.renderer(), set()
    for chosen in (uses[:1], uses[:2], uses[1::-1], uses):
        for change in ({}, {"reply_hours": 48}, {"phone_date": DAY}, {"refund_amount": Decimal(2)}):
            bench.options = tuple(chosen)
            outcome, values = bench.outcome(), {**VALUES, "dispatch_days": 2, **change}
            for known in (values, {k: v for k, v in values.items() if k != "phone_date"}):
                found = same.letters(outcome, outcome.letters, known)
                assert found == bench.renderer().letters(outcome, outcome.letters, known)
                seen.add(found[0].body)
    assert len(seen) > 15


def test_an_option_part_may_not_come_out_empty(bench: Bench) -> None:
    bench.options = (OptionUse("replacement", (), Spot("x")),)
    part = "{% block we %}{% if phone_date %}x{% endif %}{% endblock %}"
    rest = "{% block you %}a{% endblock %}{% block by %}b{% endblock %}"
    bench.write("en/options/replacement", part + rest)
    assert "The block 'we' came out empty" in bench.fault("x")


def test_an_override_can_extend_what_it_overrides(bench: Bench) -> None:
    bench.write(
        "en/letter",
        '{% extends "builtin/en/letter.j2" %}\n'
        "{% block close %}\n{{ super() }}PS: Bye.\n{% endblock %}\n",
    )
    bench.write("en/test/letter", (HEAD + BODY).replace("BODY", "Facts."))
    assert bench.letter().endswith("Bob\nBlue Hill\nPS: Bye.\n")


def test_a_faulty_letter_is_refused_before_anything_is_asked(bench: Bench) -> None:
    bench.write("en/test/letter", "Hello {{ buyer_name }}\n")
    outcome = bench.outcome()
    with pytest.raises(LibraryError, match="must extend its frame"):
        bench.renderer().prove(outcome, outcome.letters, set(VALUES))


def test_a_letter_proven_once_is_not_proven_again(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.write("en/test/letter", HEAD + BODY)
    outcome, renderer = bench.outcome(), bench.renderer()
    renderer.prove(outcome, outcome.letters, set(VALUES))
    monkeypatch.setattr(Renderer, "problems", None)
    renderer.prove(outcome, outcome.letters, set(VALUES))


def test_the_subject_is_one_line(bench: Bench) -> None:
    text = HEAD.replace("Yours", "Your\n  {{ product }}\n") + BODY
    bench.write("en/test/letter", text)
    outcome = bench.outcome()
    assert bench.renderer().letters(outcome, outcome.letters, VALUES)[0].subject == "Your teapot"


def test_a_finished_text_is_tidy() -> None:
    assert tidy("\n\na  \n\n\n\nb\t\n\n") == "a\n\nb\n"
    assert tidy("e\u0301") == "é\n"
    assert tidy("") == "\n"


@given(st.text(alphabet="a \n\t\u00a0é", max_size=40))
def test_tidying_twice_is_tidying_once(text: str) -> None:
    once = tidy(text)
    assert tidy(once) == once
    assert "\n\n\n" not in once
    assert once.endswith("\n")


def needs_of(bench: Bench, text: str, **known: Any) -> tuple[list[str], list[str]]:
    """Return what a letter needs for sure and perhaps, without the frame's own fields."""
    bench.write("en/test/letter", (HEAD + BODY).replace("BODY", text))
    outcome = bench.outcome()
    needs = bench.renderer().needs(outcome, outcome.letters, known)
    own = {"buyer_name", "agent_name", "shop_name", "options", "keeps"}
    return [n for n in needs.sure if n not in own], [n for n in needs.maybe if n not in own]


Reading = tuple[str, dict[str, Any], list[str], list[str]]
READINGS: list[Reading] = [
    ("{{ a }}{{ b|days }}", {}, ["a", "b"], []),
    ("{% if a %}{{ b }}{% else %}{{ c }}{% endif %}", {}, ["a"], ["b", "c"]),
    ("{% if a %}{{ b }}{% else %}{{ c }}{% endif %}", {"a": "x"}, ["a", "b"], []),
    ("{% if a %}{{ b }}{% else %}{{ c }}{% endif %}", {"a": None}, ["a", "c"], []),
    ("{% if a == 'x' %}{{ b }}{% elif a == 'y' %}{{ c }}{% endif %}", {"a": "y"}, ["a", "c"], []),
    ("{% if a > 3 %}{{ b }}{% endif %}", {"a": 4}, ["a", "b"], []),
    ("{% if a > 3 %}{{ b }}{% endif %}", {"a": None}, ["a"], ["b"]),
    ("{% if a in ['x', 'y'] %}{{ b }}{% endif %}", {"a": "x"}, ["a", "b"], []),
    ("{% if a not in ['x'] %}{{ b }}{% endif %}", {"a": "x"}, ["a"], []),
    ("{% if not a %}{{ b }}{% endif %}", {"a": "x"}, ["a"], []),
    ("{% if not a %}{{ b }}{% endif %}", {}, ["a"], ["b"]),
    ("{{ b if a else c }}", {"a": "x"}, ["a", "b"], []),
    ("{{ a or b }}", {}, ["a"], ["b"]),
    ("{{ a or b }}", {"a": "x"}, ["a"], []),
    ("{{ a and b }}", {"a": "x"}, ["a", "b"], []),
    ("{% if a and b %}{{ c }}{% endif %}", {"a": None}, ["a"], []),
    ("{% if a or b %}{{ c }}{% endif %}", {"a": None, "b": 1}, ["a", "b", "c"], []),
    ("{% if a|length > 2 %}{{ b }}{% endif %}", {"a": "xyz"}, ["a", "b"], []),
    ("{% if a|length > 2 %}{{ b }}{% endif %}", {"a": 5}, ["a"], ["b"]),
    ("{% if a is none %}{{ b }}{% endif %}", {"a": None}, ["a", "b"], []),
    ("{% if 1 < a < 9 %}{{ b }}{% endif %}", {"a": 5}, ["a", "b"], []),
    ("{% if marketplace.withdrawal_days %}{{ b }}{% endif %}", {}, ["marketplace"], []),
    ("{% if true %}{{ b }}{% endif %}", {}, ["b"], []),
    ("{{ a|from_today }}", {}, ["today", "a"], []),
    ("{% for o in options %}{% if loop.first %}{{ a }}{% endif %}{% endfor %}", {}, ["a"], []),
    (
        "{% for o in options %}{% if o == 'x' or a %}{{ b }}{% endif %}{% endfor %}",
        {},
        ["a"],
        ["b"],
    ),
    ("{% for a in ['x'] %}{% if a == 'x' %}{{ b }}{% endif %}{% endfor %}", {"a": "y"}, ["b"], []),
    ("{% for a in ['x'] %}{{ a }}{% endfor %}{{ a }}", {}, ["a"], []),
    ("{% for o in options if o == a %}{{ b }}{% endfor %}", {}, ["a", "b"], []),
]


@pytest.mark.parametrize(("text", "known", "sure", "maybe"), READINGS)
def test_what_a_letter_needs_is_read_from_its_branches(
    bench: Bench, text: str, known: dict[str, Any], sure: list[str], maybe: list[str]
) -> None:
    assert needs_of(bench, text, **known) == (sure, maybe)


def test_what_is_known_of_one_answer_is_not_taken_for_another(bench: Bench) -> None:
    text = "{% if a %}{{ b }}{% endif %}{% if c == 'x' %}{{ d }}{% endif %}{{ e or f }}"
    bench.write("en/test/letter", (HEAD + BODY).replace("BODY", text))
    outcome, renderer = bench.outcome(), bench.renderer()
    found = [
        "".join(n for n in renderer.needs(outcome, outcome.letters, known).sure if n in "abcdef")
        for known in (
            {"a": "v", "c": "x", "e": "v"},
            {"a": "w", "c": "x", "e": "w"},
            {"a": "", "c": "x", "e": "w"},
            {"a": "w", "c": "y", "e": "w"},
            {"a": "w", "c": "y", "e": None},
        )
    ]
    assert found == ["abcde", "abcde", "acde", "abce", "abcef"]


def test_what_an_include_needs_is_needed(bench: Bench) -> None:
    bench.write("en/parts/mine", "{{ a }}")
    assert needs_of(bench, '{% include "en/parts/mine.j2" %}') == (["a"], [])


FAULTS = [
    ("{% for x in 5 %}a{% endfor %}", "a 'for' goes through a list"),
    ("{% for x in phone_date %}a{% endfor %}", "a 'for' goes through a list"),
    ("{% for a, b in ['x'] %}{{ a }}{% endfor %}", "a 'for' over 2 names"),
    ("{% for () in ['x'] %}a{% endfor %}", "with plain names"),
    ("{% for super in ['x'] %}{{ super() }}{% endfor %}", "with plain names"),
    ("{{ super(x=1) }}", "call nothing but super()"),
    ("{% if 3 is defined(2) %}a{% endif %}", "'is defined' takes nothing"),
    ("{% if 3 is ge %}a{% endif %}", "'is ge' takes one plain value"),
    ("{% if 3 is even(2) %}a{% endif %}", "'is even' takes nothing"),
    ("{{ " + "1" * 5000 + " }}", "too many digits"),
    ("{{ product" + "|upper" * 150 + " }}", "nested too deeply"),
    ("{{ product" + "|upper" * 2000 + " }}", "nested too deeply"),
    ("{{ 'a'" + " + 'a'" * 600 + " }}", "nested too deeply"),
    ("{% block more %}{% block facts %}x{% endblock %}{% endblock %}", "is there twice"),
    ('{% include "en/letter.j2" %}', "has blocks, and what is included cannot"),
    ('{% include "en/parts/blocks.j2" %}', "has blocks, and what is included cannot"),
    ('{% include "en/parts/above.j2" %}', "nothing to repeat in a file that is included"),
]


@pytest.mark.parametrize(("text", "said"), FAULTS)
def test_what_cannot_be_printed_is_told_in_plain_words(bench: Bench, text: str, said: str) -> None:
    bench.write("en/parts/blocks", "{% block inner %}hello{% endblock %}")
    bench.write("en/parts/above", "{{ super() }}")
    found = bench.fault(text)
    assert said in found
    assert found.startswith("templates/en/")


def test_a_block_that_would_print_itself_is_told(bench: Bench) -> None:
    middle = (HEAD + BODY).replace("BODY", "F{% block extra %}x{% endblock %}")
    bench.write("en/middle", middle)
    own = "{% block extra %}{% block facts %}{{ super() }}{% endblock %}{% endblock %}"
    bench.write("en/test/letter", '{% extends "en/middle.j2" %}\n' + own)
    with pytest.raises(LibraryError, match="would print itself by way of"):
        bench.letter()


@pytest.mark.parametrize("before", [None, "Thanks {{ product"])
def test_a_file_mended_since_is_read_again(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, before: str | None
) -> None:
    monkeypatch.delenv("ASV_NO_CACHE", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    if before is not None:
        bench.write("en/parts/mine", before)
    bench.fault('{% include "en/parts/mine.j2" %}')
    bench.write("en/parts/mine", "Thanks.")
    assert bench.letter().count("Thanks.") == 1


def test_a_template_too_large_or_unreadable_is_told_as_a_problem(bench: Bench) -> None:
    outcome = bench.outcome()
    bench.write("en/test/letter", "x" * 300_000)
    problems = bench.renderer().problems(outcome, set(VALUES))
    assert [str(p) for p in problems] == [
        "templates/en/test/letter.j2:1:1: The file is larger than 256 KB. Split it."
    ]


def test_a_template_that_may_not_be_read_is_told_as_a_problem(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.write("en/test/letter", "x")

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    renderer, outcome = bench.renderer(), bench.outcome()
    monkeypatch.setattr("pathlib.Path.open", refuse)
    problems = renderer.problems(outcome, set(VALUES))
    assert [p.message for p in problems] == ["The file cannot be read: Permission denied."]


def test_french_letters_come_in_their_own_frame(asv: Callable[..., Any], bench: Bench) -> None:
    bench.write("fr/damaged/ask-for-photos", '{% extends "en/letter.j2" %}')
    found = asv(
        "draft",
        "damaged",
        "--no-input",
        "--lang",
        "fr",
        "--library",
        ".",
        "-a",
        "fulfilment=merchant",
        "-a",
        "photos=none",
        "-a",
        "product=lampe",
        "-a",
        "agent_name=A",
        "-a",
        "shop_name=B",
    )
    assert found.code == 3
    assert found.out == ""
    assert 'Begin the file with {% extends "fr/letter.j2" %}' in found.err
