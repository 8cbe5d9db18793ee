"""Drafts per second in one process: `python benchmarks/throughput.py` with asv importable.

Each draft goes the whole way of `asv draft`: facts gathered, every answer validated, the walk,
the letters rendered in the sandbox, and each letter held against the policy. What a process that
drafts many letters does once is done once: reading the scenario, the shared options, the rules, the
environment.
"""

from __future__ import annotations

import gc
import itertools
import json
import os
import statistics
import sys
import time
from typing import TYPE_CHECKING

from asv_cli.cli.judged import judge_letters
from asv_cli.cli.prepare import Request, build_case
from asv_cli.facts import gather
from asv_cli.library import open_library
from asv_cli.loader import load_shop
from asv_cli.policy import open_rules

if TYPE_CHECKING:
    from collections.abc import Callable

    from asv_cli.model import Draft

ROUNDS = 10
AT_ONCE = 200
PRODUCTS = 50


gc.set_threshold(100_000)  # as the program itself does at its start


def engine() -> tuple[Callable[[dict[str, str]], int], Callable[[dict[str, str]], int]]:
    """Return what drafts one letter, with and without the policy; each returns its length."""
    library = open_library()
    request = Request("damaged", (), "", "", "", "2026-11-22", "", None, may_ask=False)
    case = build_case(library, request.scenario, request, {})
    shop = load_shop(library)
    rules = open_rules(library)
    environ = dict(os.environ)

    def written(given: dict[str, str]) -> Draft:
        facts = gather(given, {}, shop.settings, environ)
        return case.draft({key: case.accept(key, fact.text) for key, fact in facts.items()})

    def checked(given: dict[str, str]) -> int:
        draft = written(given)
        found = judge_letters(case, rules, draft.outcome, draft.letters)
        return len(draft.letters) + len(found)

    return lambda given: len(written(given).letters), checked


def name(number: int) -> str:
    """Return a name of letters that no other number has."""
    letters = [chr(ord("a") + number // 26**place % 26) for place in range(4)]
    return "".join(letters).capitalize()


def per_second(work: Callable[[dict[str, str]], int], given: dict[str, str]) -> float:
    """Return the median rate of the rounds: other buyers, and some of many products and amounts."""
    number = itertools.count()
    products = itertools.cycle(f"{name(at)} teapot" for at in range(PRODUCTS))
    amounts = itertools.cycle(f"{at}.50" for at in range(12, 12 + PRODUCTS))
    rates = []
    for turn in range(ROUNDS + 1):
        cases = [
            {
                **given,
                "buyer_name": f"Marie {name(next(number))}",
                "product": next(products),
                **({"refund_amount": next(amounts)} if "refund_amount" in given else {}),
            }
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
