from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from asv_cli.policy import Context, findings, load_rules
from asv_cli.policy.document import document, fold
from asv_cli.policy.engine import looks_whole
from asv_cli.policy.language import foreign, guess_language
from asv_cli.policy.scan import scanner
from policy_corpus import rules

if TYPE_CHECKING:
    from asv_cli.policy import Finding


def found(text: str, language: str = "en", context: Context | None = None) -> list[Finding]:
    return findings(text, language=language, context=context, rules=rules())


def ids(text: str, language: str = "en", context: Context | None = None) -> list[str]:
    return [one.rule for one in found(text, language, context)]


def test_line_and_column_point_at_the_matched_words() -> None:
    text = "Hello Anna,\n\nthank you. Please write to\nhelp@lamps.com today.\n"
    (one,) = found(text)
    assert (one.line, one.column, one.text) == (4, 1, "help@lamps.com")
    assert text.splitlines()[one.line - 1][one.column - 1 :].startswith(one.text)


def test_places_stay_right_behind_accents_and_wide_characters() -> None:
    (one,) = found("Élève n° 5 — ça marche, d\u2019accord : écrivez à aide@lampes.fr.", "fr")
    assert (one.column, one.text) == (46, "aide@lampes.fr")


def test_folding_keeps_the_length_of_every_text() -> None:
    for text in ("İstanbul ﬁn ß ŒUVRE", "l\u2019été « à »\u00a0!", "日本語 テスト", "e\u0301"):
        assert len(fold(text)) == len(text)
    assert fold("L\u2019ÉTÉ \u2013 À 5\u00a0€") == "l'ete - a 5 €"


def test_findings_come_in_the_order_of_the_text_and_are_said_once() -> None:
    text = "Please close the claim and we will refund you. Thank you! Visit www.lamps.com."
    assert ids(text) == ["AMZ020", "STY041", "AMZ001"]


@pytest.mark.parametrize("rights", ["us", "other"])
def test_rights_are_errors_in_europe_and_warnings_elsewhere(rights: str) -> None:
    text = "All sales are final."
    assert [one.severity for one in found(text)] == ["error"]
    assert [one.severity for one in found(text, context=Context(rights=rights))] == ["warning"]


def test_the_buyer_who_asked_to_cancel_may_be_shown_the_way() -> None:
    text = "Please go to Your Orders and choose Request Cancellation."
    assert ids(text) == ["AMZ040"]
    assert ids(text, context=Context(cancel_asked=True)) == []


def test_letters_to_others_than_the_buyer_may_speak_of_claims_and_phones() -> None:
    text = "Please close the claim. You can call us on 020 7946 0123."
    assert ids(text, context=Context(audience="carrier")) == []
    assert ids("Dear {name}, please reply.", context=Context(audience="amazon")) == ["STY001"]


def test_a_message_the_seller_begins_must_name_the_order() -> None:
    context = Context(mode="proactive", whole=True, apology_due=False)
    assert "AMZ060" in ids("Hello Anna,\n\nthank you.", context=context)
    text = "Hello Anna,\n\nthank you. Order 302-1234567-1234567."
    assert ids(text, context=context) == []


def test_a_whole_letter_is_told_by_its_greeting_and_paragraphs() -> None:
    assert looks_whole("Hello Anna,\n\nthank you.\n\nTom")
    assert not looks_whole("We are sorry.\n\nTom")
    assert not looks_whole("Hello Anna, thank you.")


def test_rules_about_whole_letters_leave_fragments_alone() -> None:
    letter = "Hello Anna,\n\nyour lamp arrived broken.\n\nTom"
    assert ids(letter) == ["STY030", "STY031"]
    assert ids(letter, context=Context(whole=False)) == []
    assert ids(letter, context=Context(apology_due=False)) == ["STY030"]


def test_a_promise_may_have_its_time_in_the_next_sentence() -> None:
    assert ids("We will get back to you.") == ["STY010"]
    assert ids("We will get back to you. You hear from us within 24 hours.") == []
    assert ids("We will get back to you. All is well. The lamp is blue. It is 5 cm.") == ["STY010"]


def test_length_depends_on_the_channel() -> None:
    sms = Context(channel="sms")
    assert ids("a" * 160, context=sms) == []
    assert ids("a" * 161, context=sms) == ["STY060"]
    assert ids("ж" * 71, context=sms) == ["STY060"]
    assert ids("a" * 2000) == []
    assert ids("a" * 2001) == ["STY060"]
    assert ids("a" * 4001) == ["AMZ073"]


def test_numbered_options_have_no_gap() -> None:
    assert ids("1. A lamp.\n2. A shade.\n3. A bulb.") == []
    assert ids("1. A lamp.\n3. A bulb.") == ["STY063"]
    assert ids("1. A lamp.\n2. A shade.\n\n1. A bulb.\n2. A plug.") == []


def test_an_open_question_is_fine_above_numbered_options() -> None:
    assert ids("What would you like us to do?\n\n1. A lamp.\n2. A shade.") == []


def test_templates_keep_their_tags_and_are_checked_between_them() -> None:
    text = "Hello {{ name }},\n{% if x %}thank you!{% endif %}\n"
    assert ids(text) == ["STY001", "STY001", "STY041", "STY001"]
    assert ids(text, context=Context(template=True)) == ["STY041"]


def test_a_language_nobody_has_rules_for_gets_the_rules_of_all_languages() -> None:
    assert ids("Schreiben Sie an hilfe@lampen.de.", "de") == ["AMZ003"]


def test_the_language_is_guessed_from_small_words() -> None:
    assert guess_language(fold("Merci pour les photos de la lampe.")) == "fr"
    assert guess_language(fold("Thank you for the photos of your lamp.")) == "en"
    assert guess_language(fold("Vielen Dank, wir haben das für Sie.")) == "de"
    assert guess_language("", default="fr") == "fr"
    assert foreign("ok", "en") == ""
    assert foreign("something", "ja") == ""


def test_sentences_do_not_end_at_abbreviations_or_numbers() -> None:
    text = "1. Dear Mr. Hill, approx. 5.50 euros. Fine... really. “Ok.” Next\n- item"
    doc = document(text, "en")
    assert [text[a:b].strip() for a, b in doc.sentences] == [
        "1. Dear Mr. Hill, approx. 5.50 euros.",
        "Fine... really.",
        "“Ok.”",
        "Next",
        "- item",
    ]


@pytest.mark.parametrize(
    "odd",
    [
        "a." * 20_000 + "@", "a." * 20_000 + " (at", "1-" * 20_000 + " dot ", "\n " * 20_000,
        "\n" * 40_000, "." * 40_000 + "x", "A" * 40_000 + "a", "{# asv-lint: " * 8_000,
        "{{" * 16_000, "{%" * 60_000, "${" * 20_000, "?!" * 20_000, "call 0123 456 789 " * 2_000,
        "{# asv-lint: allow AMZ003 because" + " " * 40_000 + "#}",
    ],
    ids=lambda odd: odd[:12],
)  # fmt: skip
@pytest.mark.parametrize("template", [False, True])
def test_no_text_takes_long(odd: str, template: bool) -> None:  # noqa: FBT001 - a parameter
    start = time.process_time()
    found(odd, context=Context(template=template))
    assert time.process_time() - start < 2


def test_what_stands_in_a_long_run_is_found_all_the_same() -> None:
    (one,) = found("Write to " + "a." * 60 + "b@lamps.com today.")
    assert one.rule == "AMZ003"
    assert one.text.endswith("a.b@lamps.com")
    assert ids("Your {{ name }} and {{{ number }}}.") == ["STY001", "STY001"]
    assert ids("Hello,\n \n\t\nthank you. \n\n\n\n Bye.\n\n\n") == ["AMZ072", "AMZ072"]
    assert ids("Wait... Stop?! (Done.) »Yes.« PLEASE NOTE that.") == ["STY041", "STY040"]


def test_an_empty_text_has_no_findings() -> None:
    assert found("") == []
    assert found("\n\n") == []


def test_sentences_that_differ_in_numbers_are_read_once_unless_a_rule_minds_them() -> None:
    assert scanner(rules(), "en").numbers_alike
    rule = {
        "id": "SHOP1",
        "family": "house",
        "severity": "warning",
        "message": "We close at 5. Say so.",
        "source": "the shop",
        "dated": 2026,
    }
    for texts in ({"match": "at 7 pm"}, {"match": "at", "excuse": "5 pm"}, {"concepts": ["late"]}):
        made = load_rules(
            {"concepts": {"en": {"late": "at 7"}}}, {"rules": [{**rule, "texts": {"en": texts}}]}
        )
        assert not scanner(made, "en").numbers_alike
        assert findings("We close at 5 pm.", language="en", rules=made) == []
        assert len(findings("We close at 7 pm.", language="en", rules=made)) == 1
