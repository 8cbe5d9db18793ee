"""docs/products.md: every key is explained, and every example is right."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from asv_cli.library import open_library
from asv_cli.loader import load_shop
from asv_cli.loader.products import PRODUCT, load_catalogue
from asv_cli.loader.shop import SHOP
from shop_kit import ROOT, shop

if TYPE_CHECKING:
    from shop_kit import Shop

__all__ = ["shop"]
TEXT = (ROOT / "docs/products.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```yaml\n(.*?)```", TEXT, re.DOTALL)
CATALOGUE, *SETTINGS = EXAMPLES
OURS = "".join(each for each in SETTINGS if "copy_command" not in each)


@pytest.mark.parametrize("key", [*PRODUCT.keys, *SHOP.keys])
def test_every_key_is_explained_with_an_example(key: str) -> None:
    assert f"`{key}`" in TEXT
    assert any(re.search(rf"^ *{key}:", example, re.MULTILINE) for example in EXAMPLES)


def test_the_examples_are_right(shop: Shop) -> None:
    shop.write(".asv/products.yaml", CATALOGUE)
    shop.write(".asv/shop.yaml", OURS)
    assert len(load_catalogue(open_library())["KX-200"].issues) == 2
    assert load_shop(open_library()).home == "EUR"


def test_the_costs_shown_are_those_of_the_example(shop: Shop) -> None:
    shop.write(".asv/products.yaml", CATALOGUE)
    shop.write(".asv/shop.yaml", OURS)
    words = ("-a", "photos=clear", "-a", "cause=transport", "-a", "refund_amount=8")
    said = shop.asv("draft", "damaged", "--no-input", "--product", "KX-200", *words).err
    shown = re.search(r"What each option would cost us.*?5\.90\)\n", TEXT, re.DOTALL)
    assert shown is not None
    assert shown[0] in said


def test_the_message_shown_is_the_one_printed(shop: Shop) -> None:
    lines = ["A:", "  name: x", "  price: 1", "", "", "  size_class: smal"]
    shop.write(".asv/products.yaml", "\n".join(lines))
    assert shop.asv("products").err.strip() in TEXT
