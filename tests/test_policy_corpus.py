from __future__ import annotations

import pytest

from policy_corpus import as_table, files, rules, scores, sentences, total

LANGUAGES = ("en", "fr")
FAMILIES = {
    "links",
    "email",
    "phone",
    "offsite",
    "review",
    "trade",
    "claim",
    "marketing",
    "cancel",
    "rights",
    "placeholder",
    "promise",
    "choice",
    "courtesy",
    "shouting",
    "emoji",
    "blame",
    "layout",
    "language",
    "privacy",
    "contact",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_recall_and_precision_hold_on_the_labelled_sentences(language: str) -> None:
    table = scores(language)
    print(as_table(language, table))  # noqa: T201 - `pytest -s` shows the figures by family
    everything = total(table)
    assert everything.recall >= 0.98, everything.wrong
    assert everything.precision >= 0.98, everything.wrong


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_family_falls_far_behind_the_others(language: str) -> None:
    for family, score in scores(language).items():
        assert score.recall >= 0.9, (family, score.wrong)
        assert score.alarms <= 1, (family, score.wrong)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_corpus_is_large_and_covers_every_family(language: str) -> None:
    corpus = list(sentences(*files(language)))
    assert sum(one.bad for one in corpus) >= 230
    assert sum(not one.bad for one in corpus) >= 230
    assert {one.family for one in corpus if one.bad} >= FAMILIES
    assert len({one.text for one in corpus}) == len(corpus)


def test_every_family_of_the_corpus_is_a_family_of_the_rules() -> None:
    known = {rule.family for rule in rules()}
    assert {one.family for code in LANGUAGES for one in sentences(*files(code))} <= known
