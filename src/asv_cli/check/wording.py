"""The policy over every letter that can come out, and the allowances no letter needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from asv_cli.errors import Problem, Spot
from asv_cli.policy.letters import allowed_rules, judge

if TYPE_CHECKING:
    from collections.abc import Iterable

    from asv_cli.check.letters import Rendered
    from asv_cli.library import Library
    from asv_cli.policy.rules import RuleSet


def wording(library: Library, letters: Iterable[Rendered], rules: RuleSet) -> list[Problem]:
    """Return what the policy finds in letters, once for each template, rule and wording."""
    problems: dict[tuple[str, str, str], Problem] = {}
    allowed: dict[str, Spot] = {}
    used: set[str] = set()
    for made in letters:
        granted = allowed_rules(made.allowances, rules)
        allowed |= {f"{rule} {spot.path}": spot for rule, spot in granted.items()}
        verdict = judge(made.letter, made.spec, made.regime, rules, granted)
        used |= {f"{rule} {granted[rule].path}" for rule in verdict.used}
        found = library.template(f"{made.letter.language}/{made.spec.template}")
        path = found.shown if found else made.spec.template
        for finding in verdict.findings:
            said = f"'{' '.join(finding.text.split())}': {finding.message}"
            hint = f"The letter: {made.recipe}"
            problem = Problem(Spot(path), finding.rule, said, hint, finding.severity)
            problems.setdefault((path, finding.rule, finding.text), problem)
    unused = [(key.split(" ", maxsplit=1)[0], at) for key, at in allowed.items() if key not in used]
    return [*problems.values(), *(_unused(rule, at) for rule, at in unused)]


def _unused(rule: str, at: Spot) -> Problem:
    said = f"No letter of this template breaks {rule}, which it allows."
    return Problem(at, "unused-allowance", said, "Delete the comment.", "warning")
