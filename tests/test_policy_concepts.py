from __future__ import annotations

import pytest

from asv_cli.errors import LibraryError
from asv_cli.policy import findings, load_rules
from asv_cli.policy.concepts import lexicon
from asv_cli.policy.scan import scanner
from policy_corpus import files, rules, sentences

WORDS = lexicon(
    {
        "deny": "cannot, not able, unable",
        "back": "refund*, take .. back, # percent",
        "ask": "please, could you",
        "cancel": "cancel*",
        "yet": "yet",
    }
)


@pytest.mark.parametrize(
    ("expression", "sentence", "found"),
    [
        ("deny & back", "a refund we cannot give", "refund we cannot"),
        ("deny ~2 back", "we cannot refund it", "cannot refund"),
        ("deny ~2 back", "we cannot say when the refund comes", None),
        ("deny ~2 back", "your refund cannot wait", None),
        ("deny ~3 back", "we are not able to take the lamp back", "able to take"),
        ("back", "we keep 20 percent", "20"),
        ("ask > cancel", "could you go there and cancel it", "you go there and cancel"),
        ("ask > cancel", "we cancelled it, please wait", None),
        ("^ ~1 ask", "please wait", "please"),
        ("^ ~1 ask", "so please wait", None),
        ("deny ~2 back & -yet", "we cannot refund it yet", None),
        ("deny & back|cancel", "we cannot cancel it", "cannot cancel"),
    ],
)
def test_an_expression_says_which_concepts_stand_together(
    expression: str, sentence: str, found: str | None
) -> None:
    span = WORDS.tokens(sentence).search(WORDS.expression(expression))
    assert (None if span is None else sentence[slice(*span)]) == found


def test_an_unknown_concept_is_named_with_its_neighbour() -> None:
    with pytest.raises(LibraryError, match=r"'cancle'.*cancel"):
        WORDS.expression("ask ~3 cancle")


def test_a_shop_adds_words_to_a_list_and_rules_of_its_own() -> None:
    shop = {
        "concepts": {"en": {"lamp": "lamp*", "harm": "sabotage*"}},
        "rules": [
            {
                "id": "SHOP1",
                "family": "house",
                "severity": "warning",
                "message": "Do not praise lamps. Say what they do.",
                "source": "the shop",
                "dated": 2026,
                "texts": {"en": {"concepts": ["praise ~2 lamp"]}},
            }
        ],
    }
    made = load_rules({"concepts": {"en": {"praise": "great, lovely", "harm": "hurt*"}}}, shop)
    found = findings("We sell great old lamps.", language="en", rules=made)
    assert [(one.rule, one.text) for one in found] == [("SHOP1", "great old lamps")]
    assert made.concepts["en"]["harm"] == "hurt*, sabotage*"


@pytest.mark.parametrize("language", ["en", "fr"])
def test_what_a_sentence_says_does_not_depend_on_what_was_read_before(language: str) -> None:
    texts = [one.text for one in sentences(*files(language))][::7]
    fresh = [findings(text, language=language, rules=rules()) for text in texts]
    again = [findings(text, language=language, rules=rules()) for text in reversed(texts)]
    assert fresh == again[::-1]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_word_list_is_used(language: str) -> None:
    used = " ".join(
        expression
        for rule in rules()
        for patterns in rule.patterns(language)
        for expression in (*patterns.concepts, *patterns.only)
    )
    names = {*used.replace("|", " ").replace("-", " ").split(), "trouble", "timed"}
    assert set(scanner(rules(), language).lexicon.bits) - {"^"} <= names
