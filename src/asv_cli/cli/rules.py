"""The policy as commands use it: the rules of the program and the shop, and a draft's findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from asv_cli.loader.policy import policy_tables
from asv_cli.policy.engine import Finding, findings
from asv_cli.policy.rules import Context, RuleSet, load_rules

if TYPE_CHECKING:
    from asv_cli.library import Library
    from asv_cli.model import Letter, LetterSpec

__all__ = ["Finding", "letter_findings", "policy_rules"]


def policy_rules(library: Library) -> RuleSet:
    """Return the program's rules with those of every layer's policy.yaml.

    Raises:
        LibraryError: a rule is wrong; carries every fault.
    """
    return load_rules(*policy_tables(library))


def letter_findings(
    letter: Letter, spec: LetterSpec, regime: str, rules: RuleSet
) -> list[Finding]:
    """Return what the policy says about a letter; lines count in its body."""
    context = Context(
        mode=spec.mode,
        rights=regime,
        audience=letter.to,
        channel=letter.channel,
        whole=True,
        cancel_asked=True,
    )
    return findings(letter.body, language=letter.language, context=context, rules=rules)
