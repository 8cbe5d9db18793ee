"""The labelled sentences of `tests/policy/` and how well the rules tell them apart."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from asv_cli.policy import findings, load_rules

if TYPE_CHECKING:
    from collections.abc import Iterator

    from asv_cli.policy import RuleSet

ROOT = Path(__file__).parent.parent
POLICY = ROOT / "src" / "asv_cli" / "data" / "policy.yaml"
LEARNED = POLICY.parent / "learned"
FOLDER = Path(__file__).parent / "policy"


@cache
def rules() -> RuleSet:
    """Return the built-in rules; yaml is read here because the program's loader owns it there."""
    return load_rules(yaml.safe_load(POLICY.read_text(encoding="utf-8")), learned=LEARNED)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A labelled text: whether it breaks a rule of the family, or is a near miss of it."""

    bad: bool
    family: str
    text: str


def sentences(*names: str) -> Iterator[Sentence]:
    for name in names:
        for line in (FOLDER / name).read_text(encoding="utf-8").splitlines():
            if not line.startswith("#"):
                verdict, family, text = line.split("\t")
                yield Sentence(verdict == "bad", family, text.replace("\\n", "\n"))


def files(language: str) -> tuple[str, ...]:
    return tuple(sorted(path.name for path in FOLDER.glob(f"{language}*.tsv")))


@dataclass(slots=True)
class Score:
    """How many violating texts were found, and how many innocent ones raised an alarm."""

    bad: int = 0
    found: int = 0
    innocent: int = 0
    alarms: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        return self.found / self.bad if self.bad else 1.0

    @property
    def precision(self) -> float:
        return self.found / (self.found + self.alarms) if self.found + self.alarms else 1.0


def scores(language: str, *names: str) -> dict[str, Score]:
    """Return the score of each family over some files, or over all that a language has.

    A violation counts when its own family finds it.
    """
    table: dict[str, Score] = defaultdict(Score)
    for sentence in sentences(*(names or files(language))):
        found = findings(sentence.text, language=language, rules=rules())
        _count(table[sentence.family], sentence, {rules().rules[one.rule].family for one in found})
    return dict(table)


def _count(score: Score, sentence: Sentence, families: set[str]) -> None:
    score.bad += sentence.bad
    score.innocent += not sentence.bad
    score.found += sentence.bad and sentence.family in families
    score.alarms += not sentence.bad and bool(families)
    if sentence.bad != bool(families) or (sentence.bad and sentence.family not in families):
        score.wrong.append(f"{sentence.family}: {sentence.text} -> {sorted(families)}")


def total(table: dict[str, Score]) -> Score:
    everything = Score()
    for one in table.values():
        everything.bad += one.bad
        everything.found += one.found
        everything.innocent += one.innocent
        everything.alarms += one.alarms
        everything.wrong += one.wrong
    return everything


def as_table(language: str, table: dict[str, Score]) -> str:
    rows = [f"{language:<12} bad  found  innocent  alarms  recall  precision"]
    for family, one in [*sorted(table.items()), ("all", total(table))]:
        rows.append(
            f"{family:<12} {one.bad:>3}  {one.found:>5}  {one.innocent:>8}  {one.alarms:>6}  "
            f"{one.recall:>6.3f}  {one.precision:>9.3f}"
        )
    return "\n".join(rows)
