"""Drafts per second in one process: `python benchmarks/throughput.py` with asv importable.

Each draft goes the whole way of `asv draft`: facts gathered, every answer validated, the walk,
the letters rendered in the sandbox, and each letter held against the policy. What a process that
drafts many letters does once is done once: reading the scenario, the shared options, the rules.
"""

from __future__ import annotations

import itertools
import json
import statistics
import sys
import time
from dataclasses import replace
from typing import TYPE_CHECKING

from asv_cli.cli.prepare import Request, build_case
from asv_cli.facts import gather
from asv_cli.library import open_library
from asv_cli.loader import load_shop
from asv_cli.loader.policy import policy_tables
from asv_cli.policy import Context, findings, load_rules

if TYPE_CHECKING:
    from collections.abc import Callable

ROUNDS = 10
AT_ONCE = 200


def engine() -> tuple[Callable[[dict[str, str]], int], Callable[[dict[str, str]], int]]:
    """Return what drafts one letter, with and without the policy; each returns its length."""
    library = open_library()
    request = Request("damaged", (), "", "", "", "2026-11-22", "", None, may_ask=False)
    case = build_case(library, request.scenario, request, {})
    shop = load_shop(library)
    rules = load_rules(*policy_tables(library))
    context = Context(rights=case.setting.market.regime, whole=True)

    def written(given: dict[str, str]) -> list[str]:
        facts = gather(given, {}, shop.settings)
        answers = {key: case.accept(key, fact.text) for key, fact in facts.items()}
        return [letter.body for letter in case.draft(answers).letters]

    def checked(given: dict[str, str]) -> int:
        bodies = written(given)
        told = replace(context, apology_due=True)
        return sum(
            len(body) + len(findings(body, language="en", context=told, rules=rules))
            for body in bodies
        )

    return lambda given: sum(map(len, written(given))), checked


def per_second(work: Callable[[dict[str, str]], int], given: dict[str, str]) -> float:
    """Return the median rate of the rounds; no two drafts have the same buyer and product."""
    number = itertools.count()
    rates = []
    for turn in range(ROUNDS + 1):
        cases = [
            {**given, "buyer_name": f"Marie {next(number)}", "product": f"teapot {next(number)}"}
            for _ in range(AT_ONCE)
        ]
        began = time.process_time()
        for one in cases:
            work(one)
        if turn:
            rates.append(AT_ONCE / (time.process_time() - began))
    return statistics.median(rates)


def main() -> None:
    written, checked = engine()
    letters = json.loads(sys.argv[1])
    found = {
        letter: {"checked": per_second(checked, given), "written": per_second(written, given)}
        for letter, given in letters.items()
    }
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
