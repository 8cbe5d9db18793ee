"""Broken libraries: each folder of `bad/` yields exactly the problems of its `expected.txt`."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from asv_cli.library import BUILT_IN, Layer, Library, built_in_root
from asv_cli.loader import scenario_problems, shared_problems
from asv_cli.loader.shop import shop_problems
from asv_cli.playbook import letter_problems

if TYPE_CHECKING:
    from asv_cli.errors import Problem

BAD = Path(__file__).parent / "bad"
CASES = sorted(folder.name for folder in BAD.iterdir())


def every_problem(folder: Path) -> list[Problem]:
    """Return all that is wrong in a folder laid over the built-in library."""
    library = Library((Layer(BUILT_IN, built_in_root()), Layer("--library", folder)))
    shared, problems = shared_problems(library)
    problems += shop_problems(library)[1]
    if problems:  # every command stops here; what follows from it would be noise
        return problems
    scenarios = library.scenarios()
    own = [key for key, found in scenarios.items() if found.origin == "--library"]
    for scenario_id in own or scenarios:  # an override of letters alone may spoil any of them
        scenario, found = scenario_problems(library, scenario_id, shared)
        problems += found
        if scenario is not None:
            problems += letter_problems(library, scenario, shared)
    return list(dict.fromkeys(problems))


@pytest.mark.parametrize("case", CASES)
def test_a_broken_library_yields_exactly_the_expected_problems(
    case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / case
    shutil.copytree(BAD / case, folder)
    monkeypatch.chdir(folder)
    said = "".join(f"{problem}\n" for problem in every_problem(folder))
    assert said == (BAD / case / "expected.txt").read_text(encoding="utf-8")


def test_there_is_a_broken_library_for_each_of_many_fault_families() -> None:
    assert len(CASES) >= 30
