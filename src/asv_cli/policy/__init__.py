"""Amazon's rules, buyers' rights and house style over any text: findings as values."""

from __future__ import annotations

from asv_cli.policy.engine import Finding, findings
from asv_cli.policy.rules import Context, Rule, RuleSet
from asv_cli.policy.tables import load_rules, open_rules

__all__ = ["Context", "Finding", "Rule", "RuleSet", "findings", "load_rules", "open_rules"]
