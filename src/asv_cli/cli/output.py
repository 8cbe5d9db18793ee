"""The JSON the commands print: one schema version, errors included."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from asv_cli.errors import AsvError, Gap, Problem
    from asv_cli.model import Draft

SCHEMA = 1


def to_json(data: dict[str, Any]) -> str:
    """Return data as indented JSON with the schema version first."""
    return json.dumps({"schema": SCHEMA, **data}, ensure_ascii=False, indent=2) + "\n"


def draft_json(
    draft: Draft,
    approved_by: str,
    money: Mapping[str, Any],
    findings: list[dict[str, Any]],
    error: AsvError | None = None,
) -> str:
    """Return a whole draft.

    Args:
        draft: the draft.
        approved_by: who approved amounts above a cap; empty for nobody.
        money: what its options cost and what is above a cap.
        findings: what the policy finds in its letters.
        error: why it could not be edited or copied; it is there only if something failed.
    """
    return to_json(
        {
            "scenario": draft.scenario,
            "outcome": draft.outcome,
            "language": draft.language,
            "marketplace": draft.marketplace,
            "answers": dict(draft.answers),
            "options": list(draft.options),
            "letters": [letter._asdict() for letter in draft.letters],
            "steps": list(draft.steps),
            "follow_ups": [{"due": item.due, "do": item.do} for item in draft.follow_ups],
            "recipe": draft.recipe,
            "product": draft.product or None,
            "costs": money.get("costs", []),
            "over_cap": money.get("over_cap", []),
            "approved_by": approved_by or None,
            "findings": findings,
            **({"error": _error(error)} if error else {}),
        }
    )


def error_json(error: AsvError) -> str:
    """Return an error: its exit code, its message, its problems and its missing answers."""
    return to_json({"error": _error(error)})


def _error(error: AsvError) -> dict[str, Any]:
    data: dict[str, Any] = {
        "code": int(error.code),
        "kind": error.code.name.lower(),
        "message": error.message or str(error),
        "problems": [_problem(problem) for problem in error.problems],
    }
    gaps: tuple[Gap, ...] = getattr(error, "gaps", ())
    if gaps:
        data["answers"] = [
            {
                "key": gap.key,
                "state": "wrong" if gap.fault else "missing" if gap.sure else "perhaps",
                "message": gap.fault,
                "ask": gap.ask,
                "allowed": list(gap.allowed),
            }
            for gap in gaps
        ]
    return data


def _problem(problem: Problem) -> dict[str, Any]:
    spot = problem.spot
    return {
        "path": spot.path if spot else None,
        "line": spot.line if spot else None,
        "column": spot.column if spot else None,
        "rule": problem.rule,
        "severity": problem.severity,
        "message": problem.message,
        "hint": problem.hint,
    }
