from __future__ import annotations

import re
from typing import Any

import pytest

from asv_cli.errors import LibraryError
from asv_cli.policy import Context, findings, load_rules
from asv_cli.policy.rules import SEVERITIES, compiled
from asv_cli.policy.scan import scanner
from policy_corpus import rules

RULES = list(rules())
SAMPLES = [(rule, language) for rule in RULES for language in rule.samples]
DATA: dict[str, Any] = {
    "words": {"en": {"lamp": "lamps?"}},
    "rules": [
        {
            "id": "SHOP1",
            "family": "house",
            "severity": "warning",
            "message": "Do not say lamp. Say light.",
            "source": "the shop",
            "dated": 2026,
            "texts": {"en": {"match": [r"\b{lamp}\b"], "excuse": ["street"]}},
        }
    ],
}


@pytest.mark.parametrize(("rule", "language"), SAMPLES, ids=[f"{r.id}-{c}" for r, c in SAMPLES])
def test_the_samples_of_a_rule_show_what_it_finds_and_what_it_lets_pass(
    rule: Any, language: str
) -> None:
    context = Context(**rule.context)
    sample = rule.samples[language]
    passing = findings(sample.passing, language=language, context=context, rules=rules())
    failing = findings(sample.failing, language=language, context=context, rules=rules())
    assert rule.id not in {one.rule for one in passing}
    assert rule.id in {one.rule for one in failing}


@pytest.mark.parametrize("rule", RULES, ids=[rule.id for rule in RULES])
def test_a_rule_says_what_is_wrong_then_the_remedy_and_names_its_source(rule: Any) -> None:
    assert rule.message.endswith(".")
    assert rule.message.count(". ") + 1 >= (2 if rule.family != "suppression" else 1)
    assert rule.source
    assert rule.dated
    assert rule.severity in SEVERITIES
    assert set(rule.milder.values()) <= set(SEVERITIES)
    assert "../" not in rule.source


@pytest.mark.parametrize("rule", RULES, ids=[rule.id for rule in RULES])
def test_every_pattern_of_a_rule_compiles(rule: Any) -> None:
    for patterns in (one for sets in rule.texts.values() for one in sets):
        for source in (*patterns.match, *patterns.excuse, *patterns.pardon):
            assert compiled(source, patterns.words)


def test_rules_for_english_have_their_twin_in_french() -> None:
    for rule in RULES:
        if "en" in rule.texts:
            assert "fr" in rule.texts, rule.id
        if "en" in rule.samples:
            assert "fr" in rule.samples, rule.id


def test_a_shop_adds_a_rule_of_its_own_to_the_built_in_ones() -> None:
    extended = load_rules({"words": {"any": {}}}, DATA)
    found = findings("Your lamp is here.", language="en", rules=extended)
    assert [(one.rule, one.text) for one in found] == [("SHOP1", "lamp")]
    assert findings("Your street lamp is here.", language="en", rules=extended) == []


def test_a_shop_changes_a_severity_and_disables_a_rule_with_a_reason() -> None:
    changed = load_rules(DATA, {"severity": {"SHOP1": "error"}})
    assert changed.rule("SHOP1").severity == "error"
    off = load_rules(DATA, {"disable": {"SHOP1": "we sell lamps"}})
    assert findings("Your lamp is here.", language="en", rules=off) == []
    assert off.disabled == {"SHOP1": "we sell lamps"}


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ({"disable": {"SHOP1": ""}}, "without a reason"),
        ({"disable": {"SHOP2": "why"}}, "Did you mean 'SHOP1'"),
        ({"severity": {"SHOP1": "fatal"}}, "is no severity"),
        ({"rules": [DATA["rules"][0]]}, "is there twice"),
        ({"rules": [{"id": "SHOP9", "mesage": "x"}]}, "unknown key 'mesage'"),
        ({"rules": [{**DATA["rules"][0], "id": "S3", "severity": "bad"}]}, "is no severity"),
        ({"rules": [{**DATA["rules"][0], "id": "S4", "when": {"mode": "x"}}]}, "'mode: x'"),
        ({"rules": [{**DATA["rules"][0], "id": "S5", "when": {"mood": "x"}}]}, "as key"),
    ],
)
def test_a_fault_in_a_table_is_reported_with_its_remedy(table: Any, words: str) -> None:
    with pytest.raises(LibraryError, match=re.escape(words)):
        load_rules(DATA, table)


def test_an_unknown_piece_and_a_broken_pattern_name_the_pattern() -> None:
    raw = {**DATA["rules"][0], "texts": {"en": {"match": ["{lmap}"]}}}
    table = load_rules({**DATA, "rules": [raw]})
    with pytest.raises(LibraryError, match=r"unknown piece '\{lmap\}'. Did you mean 'lamp'"):
        findings("Hello", language="en", rules=table)
    raw = {**DATA["rules"][0], "texts": {"en": {"match": ["(lamp"]}}}
    with pytest.raises(LibraryError, match=r"'\(lamp' is no regex"):
        findings("Hello", language="en", rules=load_rules({**DATA, "rules": [raw]}))


def test_a_rule_is_found_by_its_id_in_any_case_and_a_typo_is_named() -> None:
    assert rules().rule("amz010").id == "AMZ010"
    with pytest.raises(LibraryError, match="Did you mean"):
        rules().rule("AMZ0100")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_what_is_learned_of_a_family_always_has_a_rule_that_reports_it(language: str) -> None:
    last: dict[str, Any] = {}
    for rule in RULES:
        for patterns in rule.texts.get(language, ()):
            if patterns.learned and rule.check != "pair":
                last[patterns.learned] = patterns
    assert set(last) == set(scanner(rules(), language).classifier.families)  # type: ignore[union-attr]
    assert all(not patterns.only for patterns in last.values())
