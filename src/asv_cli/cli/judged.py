"""Hold the letters of a draft against the policy, before they are handed over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from asv_cli.drafting import Case
    from asv_cli.i18n import Words
    from asv_cli.model import Letter
    from asv_cli.policy import Finding, RuleSet


class Judged(NamedTuple):
    """What the policy finds in a letter."""

    letter: Letter
    finding: Finding

    @property
    def forbids(self) -> bool:
        """Whether the letter breaks a rule that a letter may not break."""
        return self.finding.severity == "error"

    @property
    def said(self) -> str:
        """The words it is about, in quotes, and the message; about a whole letter, only that."""
        quoted = " ".join(self.finding.text.split())
        return f"“{quoted}” {self.finding.message}" if quoted else self.finding.message

    def data(self) -> dict[str, Any]:
        """Return the finding as plain data, as `asv lint --json` has it, with its letter."""
        return {"letter": self.letter.id, **self.finding._asdict()}


def judge_letters(
    case: Case, rules: RuleSet, outcome_id: str, letters: Iterable[Letter]
) -> list[Judged]:
    """Return what the policy finds in letters of an outcome; hints of style are left out."""
    from asv_cli.policy.letters import allowed_rules, judge

    outcome = case.leaf(outcome_id)
    specs = {spec.id: spec for spec in outcome.letters}
    found = []
    for letter in letters:
        spec = specs[letter.id]
        allowed = allowed_rules(case.renderer.allowances(outcome, (spec,)), rules)
        verdict = judge(letter, spec, case.setting.market.regime, rules, allowed)
        found += [Judged(letter, x) for x in verdict.findings if x.severity != "suggestion"]
    return found


def lines(judged: Iterable[Judged], words: Words) -> list[str]:
    """Return a line for each finding, with the words it is about and what to do."""
    return [
        words(
            "{letter}, line {line}: {rule} {said}",
            letter=each.letter.id,
            line=each.finding.line,
            rule=each.finding.rule,
            said=each.said,
        )
        for each in judged
    ]
