"""Libraries of any size, made from the shipped scenarios."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from environments import ROOT

if TYPE_CHECKING:
    from pathlib import Path

SHIPPED = sum(path.stem != "shared" for path in (ROOT / "scenarios").glob("*.yaml"))


def library(folder: Path, total: int) -> Path:
    """Return a folder that brings the number of installed scenarios to `total`.

    One of them is `one`, a copy of `damaged`; the others are copies of all shipped ones in turn.
    They use the templates of the originals.
    """
    scenarios = folder / "scenarios"
    shutil.rmtree(folder, ignore_errors=True)
    scenarios.mkdir(parents=True)
    shipped = sorted(p for p in (ROOT / "scenarios").glob("*.yaml") if p.stem != "shared")
    shutil.copy(ROOT / "scenarios" / "damaged.yaml", scenarios / "one.yaml")
    for number in range(total - SHIPPED - 1):
        original = shipped[number % len(shipped)]
        shutil.copy(original, scenarios / f"{original.stem}-copy-{number:04}.yaml")
    return folder
