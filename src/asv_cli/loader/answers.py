"""Read and write answers files: `key: value`, in YAML or JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

import yaml

from asv_cli.errors import AnswerError
from asv_cli.loader.nodes import Faulty, parse_page
from asv_cli.loader.shapes import Words, pairs, scalar

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["dump_answers", "read_answers"]

_ANY = Words()


def read_answers(text: str, shown: str) -> dict[str, str]:
    """Return the answers of a file by key, each as it was written (`12.50` stays `12.50`).

    A key without a value means that an optional answer is left out.

    Raises:
        AnswerError: the text is neither YAML nor JSON, or more than keys and values.
    """
    page, node = parse_page(text, shown)
    answers: dict[str, str] = {}
    try:
        for key, _, value in pairs(node, page, "An answers file") if node else ():
            try:
                blank = getattr(value, "value", None) in {"", "null", "~"}
                answers[key] = "" if blank else scalar(value, page, f"'{key}'")
            except Faulty:
                continue
    except Faulty:
        pass
    if page.problems:
        raise AnswerError(problems=tuple(page.problems))
    return answers


def dump_answers(answers: Mapping[str, str]) -> str:
    """Return answers as YAML; every value is quoted where YAML would read another type."""
    return str(yaml.safe_dump(dict(answers), allow_unicode=True, sort_keys=False, width=1000))
