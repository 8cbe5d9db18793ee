"""Settings: which are in force, where each comes from, and what is wrong with them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from asv_cli.library import open_library
from asv_cli.loader import load_shop
from shop_kit import SETTINGS, process, shop, stocked

if TYPE_CHECKING:
    from pathlib import Path

    from shop_kit import Shop

__all__ = ["shop", "stocked"]

LEVELS = (
    "price_levels\tlow below 25 USD, 22 EUR; high from 25 USD, 22 EUR\t.asv/shop.yaml:5 (project)"
)


def settings(shop: Shop, *words: str) -> dict[str, tuple[str | None, str]]:
    data = json.loads(shop.asv("config", "show", "--json", *words).out)
    assert data["schema"] == 1
    return {row["key"]: (row["value"], row["origin"]) for row in data["settings"]}


def test_settings_are_printed_with_where_they_come_from(stocked: Shop) -> None:
    lines = stocked.asv("config", "show", "--origin").out.splitlines()
    assert lines[:4] == [
        "shop_name\tBlue Hill\t.asv/shop.yaml:1 (project)",
        "agent_name\tAnna\t.asv/shop.yaml:2 (project)",
        "marketplace\tUS\t.asv/shop.yaml:3 (project)",
        "language\ten\tbuilt in",
    ]
    assert lines[-2:] == [
        LEVELS,
        "caps\tlow 5 USD; high 20 USD\t.asv/shop.yaml:7 (project)",
    ]


def test_settings_are_printed_without_origin_unless_asked(stocked: Shop) -> None:
    assert stocked.asv("config", "show").out.splitlines()[0] == "shop_name\tBlue Hill"


def test_a_setting_nobody_made_says_who_asks_for_it(shop: Shop) -> None:
    found = settings(shop)
    assert found["shop_name"] == (None, "not set; 'asv init' asks for it")
    assert found["caps"][0] is None
    assert found["reply_hours"][0] == "24"
    assert found["reply_hours"][1].endswith("(default)")


def test_flags_win_over_environment_project_user_and_built_in(
    shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert settings(shop)["language"] == ("en", "built in")
    user = tmp_path / "house/.config/asv"
    user.mkdir(parents=True)
    (user / "shop.yaml").write_text("language: fr\nagent_name: Uma\n", encoding="utf-8")
    assert settings(shop)["language"] == ("fr", f"{user}/shop.yaml:1 (user)")
    shop.write(".asv/shop.yaml", "shop_name: x\nlanguage: fr-CA\n")
    assert settings(shop)["language"] == ("fr-CA", ".asv/shop.yaml:2 (project)")
    assert settings(shop)["agent_name"] == ("Uma", f"{user}/shop.yaml:2 (user)")
    monkeypatch.setenv("ASV_LANGUAGE", "fr-FR")
    assert settings(shop)["language"] == ("fr-FR", "ASV_LANGUAGE")
    assert settings(shop, "--lang", "en-GB")["language"] == ("en-GB", "command line")


def test_standing_answers_are_settings_too(shop: Shop) -> None:
    shop.write(".asv/shop.yaml", "answers:\n  fulfilment: merchant\n")
    assert settings(shop)["fulfilment"] == ("merchant", ".asv/shop.yaml:2 (project)")


def test_a_later_layer_replaces_price_levels_and_caps_whole(stocked: Shop, tmp_path: Path) -> None:
    extra = tmp_path / "extra"
    extra.mkdir()
    (extra / "shop.yaml").write_text("caps: {low: 1 EUR}\n", encoding="utf-8")
    found = settings(stocked, "--library", str(extra))
    assert found["caps"][0] == "low 1 EUR"
    assert found["price_levels"][1] == ".asv/shop.yaml:5 (project)"


def test_the_folders_are_printed_the_strongest_first(stocked: Shop, tmp_path: Path) -> None:
    rows = [line.split("\t") for line in stocked.asv("config", "path").out.splitlines()]
    assert [row[0] for row in rows] == ["project", "user", "built in"]
    assert rows[0][1:] == [str(stocked.folder / ".asv"), "shop.yaml, products.yaml"]
    assert rows[1][1:] == [str(tmp_path / "house/.config/asv"), "nothing"]
    assert rows[2][2] == "scenarios, templates"


def test_the_folders_are_printed_as_json(shop: Shop) -> None:
    data = json.loads(shop.asv("config", "path", "--json").out)
    assert (data["schema"], data["folders"][0]["layer"]) == (1, "project")
    assert data["folders"][-1]["holds"] == ["scenarios", "templates"]


def test_the_currency_of_plain_amounts_is_that_of_the_usual_store(shop: Shop) -> None:
    assert load_shop(open_library()).home == "USD"
    shop.write(".asv/shop.yaml", "marketplace: GB\n")
    assert load_shop(open_library()).home == "GBP"
    assert settings(shop)["marketplace"][0] == "UK"


BAD = {
    "shop_nam: x": "1:1: shop.yaml has an unknown key 'shop_nam'. Did you mean 'shop_name'?",
    "cap: {low: 5}": "1:1: shop.yaml has an unknown key 'cap'. Did you mean 'caps'?",
    "marketplace: DF": (
        "1:14: There is no marketplace 'DF'. There are US, CA, MX, BR, UK, "
        "IE, DE, FR, IT, ES, NL, BE, SE, PL, TR, EG, SA, AE, ZA, IN, SG, AU, JP."
    ),
    "language: french": (
        "1:11: 'language' is 'french', but must be a language code. For example: fr."
    ),
    "reply_hours: soon": (
        "1:14: 'reply_hours' is 'soon', but must be a whole number from 1. "
        "Write digits only, such as 40."
    ),
    "caps: {lo: 5}": "1:8: 'caps' has an unknown key 'lo'. Did you mean 'low'?",
    "caps: {low: five}": (
        "1:13: 'low' is 'five', but must be an amount. For example: 19.90, 19.90 EUR, or "
        "{USD: 21.90, EUR: 19.90}."
    ),
    "price_levels: {low: {below: 5}, hihg: {from: 5}}": (
        "1:33: 'price_levels' has an unknown key 'hihg'. Did you mean 'high'?"
    ),
    "price_levels: {low: {below: 5}, high: {from: 6}}": (
        "1:33: Prices from 5 to below 6 are on no level. Let 'high' start at 5."
    ),
    "shop_name:": "1:1: 'shop_name' has no value. Write one, or delete the line.",
}


@pytest.mark.parametrize("text", BAD)
def test_a_wrong_setting_is_said_with_its_place_and_the_remedy(shop: Shop, text: str) -> None:
    shop.write(".asv/shop.yaml", f"{text}\n")
    for words in (("config", "show"), ("products",)):
        result = shop.asv(*words)
        assert result.code == 3
        assert result.err == f".asv/shop.yaml:{BAD[text]}\n"


def test_every_wrong_setting_is_said_at_once(shop: Shop) -> None:
    shop.write(".asv/shop.yaml", "marketplace: DF\nreply_hours: 0\ncaps: {low: x}\n")
    result = shop.asv("config", "show", "--json")
    problems = json.loads(result.out)["error"]["problems"]
    assert [problem["line"] for problem in problems] == [1, 2, 3]


def test_a_promise_beyond_its_limit_is_said_by_the_draft(shop: Shop) -> None:
    shop.write(".asv/shop.yaml", f"reply_hours: 72\n{SETTINGS}")
    words = ("draft", "damaged", "--no-input", "-a", "fulfilment=merchant", "-a", "photos=none")
    result = shop.asv(*words, "-a", "product=kettle")
    assert result.code == 3
    assert result.err == (
        ".asv/shop.yaml:1:14: 'reply_hours' does not fit: '72' is too large; the most is 48.\n"
    )


def test_config_imports_nothing_heavy(stocked: Shop) -> None:  # noqa: ARG001
    code = (
        "import sys\nfrom asv_cli.cli import run\nassert run(sys.argv[1:]) == 0\n"
        "heavy = {'questionary', 'prompt_toolkit', 'rich', 'jinja2', 'babel'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)"
    )
    done = process(code, "config", "show")
    assert done.returncode == 0, done.stderr
