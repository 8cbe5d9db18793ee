from __future__ import annotations

import re
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from asv_cli.policy.document import fold
from asv_cli.policy.literals import necessary
from asv_cli.policy.rules import compiled
from policy_corpus import POLICY, files, rules, sentences
from policy_proof import counterexample
from regen_policy import regenerated

GROUPED = [
    (rule, code, number)
    for rule in rules()
    for code, patterns in rule.texts.items()
    for number, groups in enumerate(patterns.needs)
    if groups
]


def test_the_stored_literals_are_those_of_the_patterns() -> None:
    text = POLICY.read_text(encoding="utf-8")
    assert regenerated(text) == text, "run: python tests/regen_policy.py"


@pytest.mark.parametrize(
    ("rule", "code", "number"), GROUPED, ids=[f"{r.id}.{c}.{n}" for r, c, n in GROUPED]
)
def test_every_match_of_a_pattern_holds_a_literal_of_each_group(
    rule: Any, code: str, number: int
) -> None:
    patterns = rule.texts[code]
    source = patterns.match[number]
    parts = source.split(" >> ") if rule.check == "pair" else [source]
    for group in patterns.needs[number]:
        gaps = [counterexample(compiled(part, patterns.words), group, fold) for part in parts]
        assert None in gaps, gaps


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_literals_never_hide_a_match_in_the_corpus(language: str) -> None:
    texts = [fold(one.text) for one in sentences(*files(language))]
    for rule in rules():
        for patterns in rule.patterns(language):
            if rule.check == "pair" or rule.case:
                continue
            for source, groups in zip(patterns.match, patterns.needs, strict=True):
                pattern = compiled(source, patterns.words)
                for text in texts:
                    if not all(any(word in text for word in group) for group in groups):
                        assert pattern.search(text) is None, (rule.id, source, text)


PIECES = st.recursive(
    st.text(alphabet="abc", min_size=1, max_size=4),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map("".join),
        st.lists(inner, min_size=2, max_size=3).map(lambda many: f"(?:{'|'.join(many)})"),
        inner.map(lambda one: f"(?:{one})?"),
        inner.map(lambda one: f"(?:{one})+"),
        inner.map(lambda one: rf"{one}\w*"),
        inner.map(lambda one: f"{one}.{{0,3}}?"),
        inner.map(lambda one: f"[ab]{one}"),
    ),
    max_leaves=6,
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(PIECES, st.data())
def test_literals_of_any_pattern_stand_in_all_that_it_matches(
    source: str, data: st.DataObject
) -> None:
    text = data.draw(st.from_regex(re.compile(source, re.ASCII), fullmatch=True))
    for group in necessary(source):
        assert any(word in text for word in group), (source, text, group)


def test_the_proof_finds_a_literal_that_is_not_necessary() -> None:
    assert counterexample(re.compile("refund|money"), ["refund"]) == "money"
    assert counterexample(re.compile("(?:refund|money)s?"), ["refund", "mon"]) is None
    assert counterexample(re.compile("re(?:fund|turn)"), ["refund", "return"]) is None
    assert counterexample(re.compile(r"a\wb"), ["ab"]) is not None


def test_the_package_imports_nothing_heavy() -> None:
    code = (
        "import sys, asv_cli.policy, asv_cli.policy.files\n"
        "heavy = {'yaml', 'jinja2', 'rich', 'typer', 'json', 'babel'} & set(sys.modules)\n"
        "sys.exit(bool(heavy))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
