"""Facts: what is known beforehand, the strongest origin winning, held to the same rules."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from asv_cli.errors import Spot
from asv_cli.facts import gather
from asv_cli.settings import Setting

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Result

BASE = (
    "draft",
    "damaged",
    "--no-input",
    "-a",
    "fulfilment=merchant",
    "-a",
    "photos=none",
    "-a",
    "product=lamp",
)


@pytest.fixture
def shop(tmp_path: Path) -> Callable[[str], Path]:
    """Write the user's shop.yaml."""

    def write(text: str) -> Path:
        path = Path.home() / ".config" / "asv" / "shop.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    assert tmp_path.parent in Path.home().parents
    return write


def test_flags_win_over_the_file_the_file_over_the_environment_and_that_over_the_shop() -> None:
    shop = {
        key: Setting("shop", Spot("shop.yaml", 3)) for key in ("shop_name", "agent_name", "a", "b")
    }
    environ = {"ASV_AGENT_NAME": "environment", "ASV_A": "no setting", "ASV_SHOP_NAME": ""}
    facts = gather({"b": "flag"}, {"b": "file", "a": "file"}, shop, environ)
    assert {key: (fact.text, fact.origin) for key, fact in facts.items()} == {
        "shop_name": ("shop", "shop.yaml:3:1"),
        "agent_name": ("environment", "ASV_AGENT_NAME"),
        "a": ("file", "answers file"),
        "b": ("flag", "command line"),
    }


def test_what_the_shop_knows_is_not_asked_and_its_origin_is_said(
    asv: Callable[..., Result], shop: Callable[[str], Path]
) -> None:
    path = shop("agent_name: Anna\nshop_name: Blue Hill\nanswers:\n  reply_hours: 12\n")
    found = asv(*BASE)
    assert found.code == 0, found
    assert found.out.endswith("Anna\nBlue Hill\n")
    assert "within 12 hours" in found.out.lower()
    assert f"reply_hours: 12 ({path}:4:16)" in found.err


def test_a_wrong_setting_is_a_fault_of_the_settings_with_its_place(
    asv: Callable[..., Result], shop: Callable[[str], Path]
) -> None:
    shop("agent_name: Anna\nshop_name: Blue Hill\nanswers:\n  reply_hours: 99\n")
    found = asv(*BASE)
    assert (found.code, found.out) == (3, "")
    assert "shop.yaml:4:16: 'reply_hours' does not fit: '99' is too large" in found.err


def test_a_wrong_setting_overruled_by_a_flag_does_no_harm(
    asv: Callable[..., Result], shop: Callable[[str], Path]
) -> None:
    shop("agent_name: Anna\nshop_name: Blue Hill\nanswers:\n  reply_hours: 99\n")
    assert asv(*BASE, "-a", "reply_hours=5").code == 0


@pytest.mark.parametrize("text", ["language: xx\n", "marketplace: ZZ\n"])
def test_a_language_or_store_there_is_not_is_a_fault_of_the_settings(
    asv: Callable[..., Result], shop: Callable[[str], Path], text: str
) -> None:
    shop(text)
    found = asv(*BASE)
    assert found.code == 3
    assert "shop.yaml:1:" in found.err


def test_a_project_overrules_the_user_setting_by_setting(
    asv: Callable[..., Result], shop: Callable[[str], Path]
) -> None:
    shop("agent_name: Anna\nshop_name: Blue Hill\n")
    Path(".asv").mkdir()
    Path(".asv/shop.yaml").write_text("shop_name: Red Hill\n", encoding="utf-8")
    assert asv(*BASE).out.endswith("Anna\nRed Hill\n")


def test_the_environment_is_held_to_the_same_rules(
    asv: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASV_SHOP_NAME", "[shop]")
    monkeypatch.setenv("ASV_AGENT_NAME", "Anna")
    found = asv(*BASE)
    assert found.code == 3
    assert "ASV_SHOP_NAME: 'shop_name' does not fit: '[shop]' looks like a placeholder" in found.err
