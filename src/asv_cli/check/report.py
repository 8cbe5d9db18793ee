"""What a check found and how much it went through."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from asv_cli.check.letters import Rendered
    from asv_cli.errors import Problem

SEVERITIES = ("suggestion", "warning", "error")


@dataclass(slots=True)
class Report:
    """The findings, the letters, and the counts of the summary line."""

    problems: list[Problem] = field(default_factory=list)
    letters: list[Rendered] = field(default_factory=list)
    scenarios: int = 0
    nodes: int = 0
    edges: int = 0
    branches: int = 0
    branches_taken: int = 0
    rendered: int = 0
    seconds: float = 0.0

    @property
    def summary(self) -> str:
        """One line: what was gone through, and how many findings there are."""
        count = len(self.problems)
        found = "no findings" if not count else f"{count} finding{'s' if count > 1 else ''}"
        scenarios = f"{self.scenarios} scenario{'' if self.scenarios == 1 else 's'}"
        return (
            f"{scenarios}, {self.nodes} nodes, {self.edges} edges, "
            f"{self.branches_taken} of {self.branches} template branches, "
            f"{len(self.letters)} distinct letters{self._speed}: {found}."
        )

    @property
    def _speed(self) -> str:
        return f" ({len(self.letters) / self.seconds:,.0f} a second)" if self.seconds else ""

    def reaches(self, level: str) -> bool:
        """Tell whether a finding is at least of a severity."""
        least = SEVERITIES.index(level)
        return any(SEVERITIES.index(problem.severity) >= least for problem in self.problems)
