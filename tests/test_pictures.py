"""The README's pictures: drawn from the real program, without references to outside hosts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

PICTURES = sorted((Path(__file__).parents[1] / "docs" / "pictures").glob("*.svg"))


@pytest.mark.parametrize("path", PICTURES, ids=lambda p: p.name)
def test_a_picture_refers_to_nothing_outside(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert re.findall(r"https?://[^\"]+", text) == ["http://www.w3.org/2000/svg"]
    assert not re.search(r"href|url\(|@import|<script", text)


def test_every_picture_that_is_shown_exists() -> None:
    root = Path(__file__).parents[1]
    shown = re.findall(r"\]\((pictures/[^)]+)\)", (root / "docs/terminal.md").read_text("utf-8"))
    assert {root / "docs" / name for name in shown} <= set(PICTURES)
    assert PICTURES
