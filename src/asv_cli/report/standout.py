"""Which products have more of one problem than in their own past, told from chance.

The question: of a product's cases, is the *share* that is one problem (a scenario) larger in
the period than in the year before it? Shares, because the log does not know how many pieces were
sold: when a product sells twice as much, all its problems double and no share moves. The price:
a product whose every case is the same problem cannot stand out; its trend shows the growth.

The test: Fisher's exact test, one-sided, on the table (this problem, the product's other cases)
x (period, past year). It is exact for the small counts a shop has, where a z or chi-squared test
would cry wolf. Every product with enough cases is tested for every problem it ever had, so the
probabilities are corrected by Holm's method: the chance of even one false alarm in a whole
report is at most 5 %.

One limit: the test takes drafts for independent. Several drafts of one case count as several,
because the order ids that would join them are scrubbed; a few long cases can look like many.

Too little data: below 5 cases in the period or 20 in the past year nothing is said of a
product. Both thresholds look only at the product's totals, never at the problem, so they do not
favour any finding.
"""

from __future__ import annotations

from dataclasses import replace
from math import exp, fsum, lgamma
from typing import TYPE_CHECKING, Final

from asv_cli.report.value import StandOut, StandOuts

if TYPE_CHECKING:
    from collections.abc import Mapping

LEVEL: Final = 0.05
LEAST_CASES: Final = 5
LEAST_PAST: Final = 20
TEST: Final = "Fisher's exact test, one-sided, corrected for the number of tests by Holm's method"


def stand_outs(
    now: Mapping[tuple[str, ...], int], past: Mapping[tuple[str, ...], int]
) -> StandOuts:
    """Find what stands out, least likely by chance first.

    Args:
        now: cases by (product, scenario) in the period.
        past: the same for the past year. Cases without a product are left out.
    """
    cases, past_cases = _totals(now), _totals(past)
    enough = {
        product
        for product, count in cases.items()
        if count >= LEAST_CASES and past_cases.get(product, 0) >= LEAST_PAST
    }
    tests = [
        StandOut(
            product=product,
            scenario=scenario,
            problem=now.get((product, scenario), 0),
            cases=cases[product],
            past_problem=past.get((product, scenario), 0),
            past_cases=past_cases[product],
            p=1.0,
        )
        for product, scenario in sorted(now.keys() | past.keys())
        if product in enough
    ]
    found = tuple(each for each in _holm([_tested(each) for each in tests]) if each.p <= LEVEL)
    return StandOuts(found, tested=len(enough), too_few=len(cases) - len(enough))


def fisher(problem: int, cases: int, past_problem: int, past_cases: int) -> float:
    """Return the probability of `problem` or more problems among the period's cases by chance.

    By chance means: the problems of both times together fall on the cases at random
    (hypergeometric distribution).
    """
    problems = problem + past_problem
    everything = cases + past_cases
    most = min(problems, cases)
    whole = _log_choose(everything, cases)
    terms = (
        _log_choose(problems, hits) + _log_choose(everything - problems, cases - hits) - whole
        for hits in range(max(problem, cases - (everything - problems)), most + 1)
    )
    return min(1.0, fsum(exp(term) for term in terms))


def _totals(counts: Mapping[tuple[str, ...], int]) -> dict[str, int]:
    totals: dict[str, int] = {}
    for (product, _), count in counts.items():
        if product:
            totals[product] = totals.get(product, 0) + count
    return totals


def _tested(each: StandOut) -> StandOut:
    p = fisher(each.problem, each.cases, each.past_problem, each.past_cases)
    return replace(each, p=p)


def _holm(tests: list[StandOut]) -> list[StandOut]:
    """Return the tests by rising probability, each corrected for how many there are."""
    ranked = sorted(tests, key=lambda each: (each.p, each.product, each.scenario))
    corrected, highest = [], 0.0
    for rank, each in enumerate(ranked):
        highest = max(highest, min(1.0, each.p * (len(ranked) - rank)))
        corrected.append(replace(each, p=highest))
    return corrected


def _log_choose(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
