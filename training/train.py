"""Learn from the labelled sentences what a sentence does: `python training/train.py`.

Needs scikit-learn (`pip install -r training/requirements.txt`), which nothing else here needs.
Reads `training/<language>.tsv` and the labelled corpus under `tests/policy/`, takes every sentence
that the library's own letters can hold for innocent, and writes the tables that
`asv_cli.policy.learned` reads. The same sentences make the same table.

`--folds 5` writes nothing: it learns from four fifths, judges the rest, and prints the figures.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.svm import LinearSVC

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

from asv_cli.check import check  # noqa: E402
from asv_cli.library import BUILT_IN, Layer, Library  # noqa: E402
from asv_cli.policy.document import document, fold  # noqa: E402
from asv_cli.policy.learned import WORD, features, table_bytes  # noqa: E402
from sentences import FAMILIES, OWN, Labelled, labelled, stamp  # noqa: E402

TABLES = ROOT / "src" / "asv_cli" / "data" / "learned"
STRICTNESS = 4.0
"""The cost of a mistake while learning (C of the support vector machine)."""
ROWS = 36_000
"""Features kept: those that weigh most. More find little more, and cost space and time."""
LEAN = 0.25
"""How far below the learned border a sentence is still found; fits the folds best."""


def written(language: str) -> list[Labelled]:
    """Return what every letter to a buyer that the library can write says in one sentence or two.

    Two that follow one another are there because the program reads them as one, too.
    """
    letters = check(Library((Layer(BUILT_IN, ROOT),))).letters
    found: dict[str, None] = {}
    for body in {x.letter.body for x in letters if x.letter.language == language}:
        spans = document(body, language).sentences
        texts = [" ".join(body[start:end].split()) for start, end in spans]
        found |= dict.fromkeys([*texts, *map(" ".join, pairwise(texts))])
    return [Labelled("", text, OWN) for text in sorted(found)]


class Learner:
    """Learns from some sentences and judges others."""

    def __init__(self, sentences: list[Labelled]) -> None:
        found = [self._features(one.text) for one in sentences]
        counts = Counter(feature for each in found for feature in each)
        often = sorted(feature for feature, count in counts.items() if count > 1)
        self._learn(sentences, found, often)
        heaviest = np.argsort(-np.abs(self.weights).max(0), kind="stable")[:ROWS]
        self._learn(sentences, found, [often[at] for at in sorted(heaviest)])

    def _learn(self, sentences: list[Labelled], found: list[set[str]], known: list[str]) -> None:
        """Learn the weights of the features that are to be known."""
        self.columns = {feature: at for at, feature in enumerate(known)}
        self.weights = np.zeros((len(FAMILIES), len(known)))
        self.biases = np.zeros(len(FAMILIES))
        matrix = self._matrix(found)
        for at, family in enumerate(FAMILIES):
            wanted = np.array([one.family == family for one in sentences])
            machine = LinearSVC(C=STRICTNESS, random_state=0)
            machine.fit(matrix, wanted, sample_weight=[one.weight for one in sentences])
            self.weights[at], self.biases[at] = machine.coef_[0], machine.intercept_[0] + LEAN

    def judge(self, sentences: list[Labelled]) -> Any:
        """Return a row for each sentence: whether it breaks the rules of each family."""
        matrix = self._matrix([self._features(one.text) for one in sentences])
        return matrix @ self.weights.T + self.biases > 0

    def table(self, language: str) -> bytes:
        """Return the table as the program reads it."""
        scale = float(np.abs(self.weights).max() / 127)
        whole = np.rint(self.weights / scale).astype(int)
        rows = {
            feature: whole[:, at].tolist()
            for feature, at in self.columns.items()
            if whole[:, at].any()
        }
        head = {
            "families": list(FAMILIES),
            "biases": [round(float(bias), 4) for bias in self.biases],
            "scale": scale,
            "stamp": stamp(language),
        }
        return table_bytes(head, rows)

    def _features(self, text: str) -> set[str]:
        return features(WORD.findall(fold(text)))

    def _matrix(self, found: list[set[str]]) -> Any:
        """Return the sentences as rows of equal length over the features that are kept."""
        places = [sorted(self.columns[f] for f in each if f in self.columns) for each in found]
        ends = np.cumsum([0, *map(len, places)])
        flat = [at for each in places for at in each]
        lengths = np.repeat([1 / max(1, len(each)) ** 0.5 for each in places], np.diff(ends))
        return csr_matrix((lengths, flat, ends), shape=(len(found), len(self.columns)))


def folds(language: str, count: int) -> None:
    """Print recall and precision of each family on sentences the learner has not seen."""
    sentences = labelled(language)
    judged = np.zeros((len(sentences), len(FAMILIES)), dtype=bool)
    for part in range(count):
        seen = [one for at, one in enumerate(sentences) if at % count != part]
        judged[part::count] = Learner(seen).judge(sentences[part::count])
    innocent = np.array([not one.family for one in sentences])
    alarms = judged[innocent].any(1).sum()
    found = bad = 0
    for at, family in enumerate(FAMILIES):
        own = np.array([one.family == family for one in sentences])
        found, bad = found + judged[own, at].sum(), bad + own.sum()
        print(f"{language} {family:<10} {own.sum():>5} recall {judged[own, at].mean():.3f}")
    print(
        f"{language} all        {bad:>5} recall {found / bad:.3f} "
        f"precision {found / (found + alarms):.3f}, alarms on {alarms} of {innocent.sum()}"
    )


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--folds", type=int, default=0)
    count = arguments.parse_args().folds
    TABLES.mkdir(exist_ok=True)
    for language in ("en", "fr"):
        if count:
            folds(language, count)
        else:
            sentences = [*labelled(language), *written(language)]
            made = Learner(sentences).table(language)
            (TABLES / f"{language}.bin").write_bytes(made)
            print(f"{language}: {len(sentences)} sentences, {len(made):,} bytes")


if __name__ == "__main__":
    main()
