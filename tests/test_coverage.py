"""Every rule of the playbook is at work somewhere, and CONTRIBUTING shows where.

`pytest tests/test_coverage.py --regen` writes the tables of CONTRIBUTING anew.
"""

from __future__ import annotations

import functools
import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from asv_cli.library import BUILT_IN, Layer, Library, built_in_root
from asv_cli.loader import load_scenario, load_shared

if TYPE_CHECKING:
    from asv_cli.model import Scenario

HERE = Path(__file__).parent
ROOT = HERE.parent
CONTRIBUTING = ROOT / "CONTRIBUTING.md"


class Rule(NamedTuple):
    """A rule of the playbook: its id, a phrase, and the outcomes that carry it out."""

    id: str
    phrase: str
    outcomes: dict[str, list[str]]


class Elsewhere(NamedTuple):
    """What carries out a rule that is not about one case."""

    rule: str
    path: str
    words: str
    how: str


def rows(name: str, columns: int) -> list[list[str]]:
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    found = [[cell.strip() for cell in x.split("|")] for x in lines if x and x[0] != "#"]
    assert all(len(row) == columns for row in found), f"A line of {name} has not {columns} columns."
    return found


@functools.cache
def rules() -> list[Rule]:
    def outcomes(text: str) -> dict[str, list[str]]:
        parts = (part.partition(":") for part in text.split(";") if part)
        return {scenario.strip(): names.split() for scenario, _, names in parts}

    return [Rule(i, phrase, outcomes(where)) for i, phrase, where in rows("playbook-rules.txt", 3)]


@functools.cache
def elsewhere() -> list[Elsewhere]:
    return [Elsewhere(*row) for row in rows("playbook-elsewhere.txt", 4)]


@functools.cache
def scenarios() -> dict[str, Scenario]:
    library = Library((Layer(BUILT_IN, built_in_root()),))
    shared = load_shared(library)
    return {name: load_scenario(library, name, shared) for name in library.scenarios()}


def table(head: list[str], body: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *body]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def tables() -> dict[str, str]:
    """Return the tables of CONTRIBUTING by their mark."""
    covered = [
        [rule.id, rule.phrase, f"`{name}`", " ".join(f"`{o}`" for o in names)]
        for rule in rules()
        for name, names in rule.outcomes.items()
    ]
    others = [[row.rule, row.how, f"`{row.path}`"] for row in elsewhere()]
    return {
        "playbook": table(["rule", "in short", "scenario", "outcomes"], covered),
        "elsewhere": table(["rule", "how", "where"], others),
    }


def test_the_list_holds_every_rule_once_in_order() -> None:
    ids = [rule.id for rule in rules()]
    parts = [(i[0], *(int(n) for n in re.findall(r"\d+", i))) for i in ids]
    assert parts == sorted(set(parts))
    assert {letter for letter, *_ in parts} == set("ABCDEP")
    assert ids[0] == "A1"
    assert ids[-1] == "P3"
    assert all(rule.phrase for rule in rules())


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.id)
def test_every_rule_is_carried_out_by_a_scenario_or_elsewhere(rule: Rule) -> None:
    covering = {name for name, scenario in scenarios().items() if rule.id in scenario.covers}
    others = {row.rule for row in elsewhere()}
    assert covering or (rule.id[0] in "AEP" and rule.id in others), rule.phrase


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.id)
def test_the_outcomes_named_for_a_rule_exist_in_a_scenario_that_covers_it(rule: Rule) -> None:
    for name, outcomes in rule.outcomes.items():
        assert rule.id in scenarios()[name].covers
        assert outcomes
        assert set(outcomes) <= scenarios()[name].outcomes.keys()


@pytest.mark.parametrize("name", list(scenarios()))
def test_every_rule_a_scenario_covers_is_listed_with_its_outcomes(name: str) -> None:
    listed = {rule.id: rule.outcomes for rule in rules()}
    assert scenarios()[name].covers
    for rule in scenarios()[name].covers:
        # A1 and the like hold in every scenario; they are listed with the frame instead.
        assert name in listed[rule] or (rule in listed and rule[0] in "AEP")


@pytest.mark.parametrize("row", elsewhere(), ids=lambda row: f"{row.rule} {row.path}")
def test_what_carries_out_a_rule_elsewhere_is_there(row: Elsewhere) -> None:
    path = ROOT / row.path
    assert row.rule in {rule.id for rule in rules()}
    assert row.words in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("mark", ["playbook", "elsewhere"])
def test_contributing_shows_where_each_rule_is_at_work(
    mark: str, request: pytest.FixtureRequest
) -> None:
    text = CONTRIBUTING.read_text(encoding="utf-8")
    before, begin, rest = text.partition(f"<!-- {mark}: written by tests/test_coverage.py -->\n")
    shown, end, after = rest.partition(f"<!-- end of {mark} -->\n")
    assert begin
    assert end
    if request.config.getoption("--regen"):
        shown = f"\n{tables()[mark]}\n"
        CONTRIBUTING.write_text(f"{before}{begin}{shown}{end}{after}", encoding="utf-8")
    assert shown == f"\n{tables()[mark]}\n", "Run: pytest tests/test_coverage.py --regen"
