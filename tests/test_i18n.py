"""The language of the screen: where it comes from, and that no sentence is forgotten."""

from __future__ import annotations

import ast
import string

import pytest

from asv_cli.i18n import Unfit, Words, ui_language
from asv_cli.i18n.french import SENTENCES
from terminal_kit import ROOT, case_of


@pytest.mark.parametrize(
    ("environ", "language"),
    [
        ({}, "en"),
        ({"ASV_UI_LANG": "fr", "LC_ALL": "en_US.UTF-8"}, "fr"),
        ({"LC_ALL": "fr_CA.UTF-8", "LANG": "en_US"}, "fr"),
        ({"LC_MESSAGES": "fr_FR@euro", "LANG": "en"}, "fr"),
        ({"LANGUAGE": "fr:en"}, "fr"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LC_ALL": "POSIX", "LANG": "fr_FR"}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
    ],
)
def test_the_language_of_the_screen_comes_from_asv_then_the_locale(
    environ: dict[str, str], language: str
) -> None:
    assert ui_language(environ) == language


def sentences() -> set[str]:
    """Return every literal sentence that the code says in the agent's language."""
    found = set()
    for path in sorted((ROOT / "src" / "asv_cli").rglob("*.py")):
        code = path.read_text(encoding="utf-8")
        console = "console import" in code  # its `say` speaks of files and faults, in English
        for node in ast.walk(ast.parse(code)):
            if isinstance(node, ast.Call) and node.args and _says(node.func, console=console):
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    found.add(first.value)
    return found


def _says(function: ast.expr, *, console: bool) -> bool:
    name = ast.unparse(function)
    words = name.rsplit(".", maxsplit=1)[-1] == "words" or name == "Unfit"
    return words or (name == "say" and not console)


def test_every_sentence_of_the_interview_is_there_in_french() -> None:
    assert {said for said in sentences() if said.strip()} - SENTENCES.keys() == set()


def names(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("english", sorted(SENTENCES))
def test_a_translation_fills_in_the_same_names(english: str) -> None:
    assert names(english) == names(SENTENCES[english])


def test_an_unknown_language_and_an_unknown_sentence_stay_english() -> None:
    assert Words("zh")("Copy") == "Copy"
    assert Words("fr")("Nobody wrote this.") == "Nobody wrote this."


def test_a_refused_answer_is_explained_in_the_language_of_the_screen() -> None:
    case = case_of()
    with pytest.raises(Unfit) as caught:
        case.accept("refund_amount", "much {x}")
    assert "'much {x}' is not an amount in USD" in str(caught.value)
    assert "« much {x} » n'est pas un montant en USD" in Words("fr").error(caught.value)
    assert Words("fr").error(ValueError("Plain.")) == "Plain."
