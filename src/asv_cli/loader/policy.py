"""Where the policy rules stand, the program's own and a shop's; the own ones as plain data."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from asv_cli.library import Library

FILE = "policy.yaml"
OWN = Path(__file__).parents[1] / "data" / FILE
LEARNED = OWN.parent / "learned"
"""The tables of the classifier, one for each language."""


def policy_files(library: Library) -> list[Path]:
    """Return where the program's and every layer's rules stand or could stand."""
    return [OWN, *library.places(FILE)]


def own_table() -> dict[str, Any]:
    """Return the program's rules; they are trusted, and a test proves their shape."""
    import yaml

    from asv_cli.loader.nodes import LOADER

    table: dict[str, Any] = yaml.load(OWN.read_text("utf-8"), Loader=LOADER)  # noqa: S506 - safe
    return table
