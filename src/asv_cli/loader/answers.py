"""Read and write answers files: `key: value`, in YAML or JSON."""

from __future__ import annotations

import contextlib
import re
from typing import TYPE_CHECKING

import yaml
from yaml.nodes import ScalarNode

from asv_cli.errors import AnswerError
from asv_cli.loader.keys import pairs
from asv_cli.loader.nodes import Faulty, parse_page
from asv_cli.loader.shapes import is_blank, scalar

if TYPE_CHECKING:
    from collections.abc import Mapping

    from yaml.nodes import Node

__all__ = ["dump_answers", "read_answers"]

_HALVES = re.compile(r"(?<!\\)\\u(d[89ab][0-9a-f]{2})\\u(d[c-f][0-9a-f]{2})", re.IGNORECASE)


def read_answers(text: str, shown: str) -> dict[str, str]:
    """Return the answers of a file by key, each as it was written (`12.50` stays `12.50`).

    A key without a value means that an optional answer is left out.

    Raises:
        AnswerError: the text is neither YAML nor JSON, or more than keys and values.
    """
    # JSON writes rare characters as two halves; YAML knows no halves.
    page, node = parse_page(_HALVES.sub(_whole, text), shown)
    answers: dict[str, str] = {}
    with contextlib.suppress(Faulty):
        for key, _, value in pairs(node, page, "The answers file") if node else ():
            with contextlib.suppress(Faulty):
                answers[key] = "" if _left_out(value) else scalar(value, page, f"'{key}'")
    if page.problems:
        raise AnswerError(problems=tuple(page.problems))
    return answers


def _whole(halves: re.Match[str]) -> str:
    return bytes.fromhex(halves[1] + halves[2]).decode("utf-16-be")


def _left_out(node: Node) -> bool:
    """Tell whether a value says that there is none: empty, or an unquoted null."""
    bare = isinstance(node, ScalarNode) and not node.style
    return is_blank(node) or (bare and node.value in {"null", "~"})


def dump_answers(answers: Mapping[str, str]) -> str:
    """Return answers as YAML; every value is quoted where YAML would read another type."""
    return str(yaml.safe_dump(dict(answers), allow_unicode=True, sort_keys=False, width=1000))
