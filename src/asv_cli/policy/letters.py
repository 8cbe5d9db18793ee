"""The policy over a finished letter: audience, channel and law, and what its templates allow."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from asv_cli.policy.engine import Finding, findings
from asv_cli.policy.rules import Context
from asv_cli.policy.suppress import allowances

if TYPE_CHECKING:
    from collections.abc import Iterable

    from asv_cli.errors import Spot
    from asv_cli.model import Letter, LetterSpec
    from asv_cli.policy.rules import RuleSet


class Judged(NamedTuple):
    """What is wrong with a letter, and the allowances of its templates that it needed."""

    findings: list[Finding]
    used: frozenset[str]


def allowed_rules(sources: Iterable[tuple[Spot, str]], rules: RuleSet) -> dict[str, Spot]:
    """Return the rules that templates allow with a reason, each with the template's place."""
    return {
        rule: spot
        for spot, source in sources
        for allowance in allowances(source, rules)
        for rule in allowance.rules
    }


def judge(
    letter: Letter, spec: LetterSpec, regime: str, rules: RuleSet, allowed: Iterable[str] = ()
) -> Judged:
    """Return what the policy says about a letter; lines count in its body.

    Args:
        letter: the finished letter.
        spec: tells who writes first (`mode`).
        regime: the consumer law of the store.
        rules: the program's and the shop's.
        allowed: the ids of rules that the letter's templates allow.
    """
    context = Context(
        mode=spec.mode, rights=regime, audience=letter.to, channel=letter.channel, whole=True
    )
    found = findings(letter.body, language=letter.language, context=context, rules=rules)
    ids = frozenset(allowed)
    kept = [finding for finding in found if finding.rule not in ids]
    return Judged(kept, frozenset(finding.rule for finding in found) & ids)
