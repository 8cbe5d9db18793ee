"""The classifier: what it reads from its table, and how well it tells sentences apart."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asv_cli.policy import findings
from asv_cli.policy.document import fold
from asv_cli.policy.learned import WORD, Classifier, features, pieces, read_table, table_bytes
from policy_corpus import FOLDER, LEARNED, ROOT, as_table, rules, scores, total

if TYPE_CHECKING:
    from pathlib import Path

HEAD: dict[str, object] = {"families": ["a", "b"], "biases": [-1.0, -0.5], "scale": 0.1}
WEIGHTS = {"refund": [90, -90], "refund if": [127, 0], "if": [60, -10], "lamp": [0, 80]}


def classifier(path: Path, weights: dict[str, list[int]] = WEIGHTS) -> Classifier:
    path.write_bytes(table_bytes(HEAD, weights))
    found = read_table(path)
    assert found is not None
    return found


def test_a_sentence_is_weighed_by_what_the_table_knows(tmp_path: Path) -> None:
    made = classifier(tmp_path / "x.bin")
    found = made.families_of(["refund", "if", "you", "like"])
    assert found == {"a": pytest.approx((90 + 127 + 60) * 0.1 / 3**0.5 - 1.0)}
    assert made.families_of(["the", "lamp", "is", "red"]) == {"b": pytest.approx(8.0 - 0.5)}
    assert made.families_of(["nothing", "known", "in", "here"]) == {}


def test_a_sentence_of_a_word_or_two_is_not_judged(tmp_path: Path) -> None:
    assert classifier(tmp_path / "x.bin").families_of(["refund", "if"]) == {}


def test_the_telling_words_are_those_that_weigh_most(tmp_path: Path) -> None:
    words = ["we", "send", "the", "refund", "if", "the", "lamp", "is", "here"]
    assert classifier(tmp_path / "x.bin").telling(words, "a") == (3, 4)
    assert classifier(tmp_path / "x.bin").telling(words, "b") == (6, 6)


def test_a_very_long_sentence_is_added_up_in_parts(tmp_path: Path) -> None:
    weights = {f"w{chr(97 + n // 26)}{chr(97 + n % 26)}": [127, -127] for n in range(600)}
    made = classifier(tmp_path / "x.bin", weights)
    assert made.families_of(list(weights)) == {"a": pytest.approx(127 * 0.1 * 600**0.5 - 1.0)}


@given(st.dictionaries(st.text("abc ^_#", min_size=1), st.tuples(*[st.integers(-127, 127)] * 2)))
def test_every_weight_is_found_again_in_the_table(weights: dict[str, tuple[int, int]]) -> None:
    if not weights:
        return
    raw = table_bytes(HEAD, {key: list(pair) for key, pair in weights.items()})
    head, _, rows = raw.partition(b"\n")
    made = Classifier(json.loads(head), rows)
    for key, pair in weights.items():
        row = made._row(key)
        assert ((row & 0xFFFF) - 128, (row >> 16) - 128) == pair
    assert made._row("not there") == 0


@given(st.text("ab 12€?", max_size=40))
def test_features_and_pieces_are_the_same_things(text: str) -> None:
    words = WORD.findall(text)
    assert {piece.feature for piece in pieces(words)} == features(words)


def test_a_language_without_a_table_is_judged_by_patterns_alone(tmp_path: Path) -> None:
    assert read_table(tmp_path / "de.bin") is None
    text = "Bitte ziehen Sie den Antrag zurück, dann erstatten wir den Preis."
    assert findings(text, language="de", rules=rules()) == []


def test_a_table_of_another_form_is_refused(tmp_path: Path) -> None:
    raw = table_bytes(HEAD, WEIGHTS).replace(b'"form": 1', b'"form": 0')
    (tmp_path / "x.bin").write_bytes(raw)
    with pytest.raises(ValueError, match=r"another form\. Run training/train\.py"):
        read_table(tmp_path / "x.bin")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_table_is_made_from_the_sentences_there_are(language: str) -> None:
    sys.path.insert(0, str(ROOT / "training"))
    import sentences  # type: ignore[import-not-found, unused-ignore]

    head = json.loads((LEARNED / f"{language}.bin").read_bytes().partition(b"\n")[0])
    assert head["families"] == list(sentences.FAMILIES)
    assert head["stamp"] == sentences.stamp(language), "Run training/train.py."


@pytest.mark.parametrize(
    ("name", "recall", "precision"),
    [("en", 0.94, 0.95), ("fr", 0.92, 0.95), ("en-judge", 0.97, 0.95), ("fr-judge", 0.96, 0.95)],
)
def test_sentences_never_learned_from_are_told_apart(
    name: str, recall: float, precision: float
) -> None:
    language = name[:2]
    table = scores(language, f"unseen/{name}.tsv")
    print(as_table(name, table))  # noqa: T201 - `pytest -s` shows the figures by family
    everything = total(table)
    assert everything.recall >= recall
    assert everything.precision >= precision


def test_sentences_never_learned_from_are_not_among_those_learned_from() -> None:
    for path in (FOLDER / "unseen").glob("*.tsv"):
        unseen = path.read_text(encoding="utf-8").splitlines()[1:]
        seen = (ROOT / "training" / f"{path.name[:2]}.tsv").read_text(encoding="utf-8")
        texts = {fold(line.split("\t")[-1]) for line in unseen}
        assert not texts & {fold(line.split("\t")[-1]) for line in seen.splitlines()[1:]}
