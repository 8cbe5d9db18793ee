"""What asv asks on the way to a letter, and the keys that answer it, as JSON."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

from asv_cli.cli.prepare import Request, build_case
from asv_cli.library import open_library
from asv_cli.model import Field

if TYPE_CHECKING:
    from collections.abc import Sequence

_DIGITS = 9
_DOWN = "\x1b[B"


def plan(scenario: str, decided: dict[str, str], values: dict[str, str], settings: Any) -> Any:
    """Walk to a letter: `decided` where it is given, else the first choice and a usual value."""
    request = Request(scenario, (), "", "", "", "", "", None, may_ask=False)
    case = build_case(open_library(), scenario, request, {})
    answers: dict[str, str] = dict(settings)
    steps = []
    while (item := case.pending(answers)) is not None:
        if isinstance(item, Field) and item.setting and item.default is not None:
            answers[item.id] = case.default(item)
            continue
        if isinstance(item, Field) and not item.choices:
            default = case.default(item) if item.default is not None else ""
            text = values.get(item.id, default)
            erased = "" if text == default else "\x7f" * len(default)
            typed = "" if text == default else text
            steps.append({"keys": f"{erased}{typed}\r", "decision": False})
            answers[item.id] = case.accept(item.id, text)
            continue
        ids = list(item.choices) if isinstance(item, Field) else [c.id for c in item.choices]
        chosen = decided.get(item.id, "merchant" if "merchant" in ids else ids[0])
        steps.append({"keys": _menu(ids, chosen), "decision": True})
        answers[item.id] = chosen
    draft = case.draft(answers)
    if not draft.letters:
        sys.exit(f"'{scenario}' ends in '{draft.outcome}', which has no letter")
    return {"steps": steps, "answers": draft.answers, "outcome": draft.outcome}


def _menu(ids: Sequence[str], chosen: str) -> str:
    place = ids.index(chosen)
    return str(place + 1) if place < _DIGITS else f"{_DOWN * place}\r"


if __name__ == "__main__":
    json.dump(plan(*json.loads(sys.argv[1])), sys.stdout)
