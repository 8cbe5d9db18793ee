"""The catalogue: read with every fault at once, listed, and answering questions of a case."""

from __future__ import annotations

import datetime
import json
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from asv_cli.catalogue import Amounts
from asv_cli.errors import UsageError
from asv_cli.library import Layer, Library
from asv_cli.loader import load_shop, marketplace
from asv_cli.loader.products import load_catalogue
from asv_cli.product_facts import Place, amounts, months_later, picked, told
from shop_kit import OFFER, PRODUCTS, answers, process, shop, stocked

if TYPE_CHECKING:
    from pathlib import Path

    from asv_cli.catalogue import Product
    from asv_cli.product_facts import Told
    from shop_kit import Shop

__all__ = ["shop", "stocked"]
TODAY = datetime.date(2026, 11, 22)


def library(*folders: Path) -> Library:
    return Library(tuple(Layer(folder.name, folder) for folder in folders))


def kettle(shop: Shop) -> Product:
    return load_catalogue(library(shop.folder / ".asv"))["KX-200"]


def place(shop: Shop, store: str = "US", language: str = "en") -> Place:
    return Place(marketplace(store), language, load_shop(library(shop.folder / ".asv")), TODAY)


def tell(shop: Shop, store: str = "US", language: str = "en", **more: str) -> Told:
    bought = more.pop("bought", "")
    words = {"issue": "", "part": "", "colour": "", **more}
    return told(picked(kettle(shop), **words), place(shop, store, language), bought)


# -- reading


def test_a_product_is_read_with_exact_amounts(stocked: Shop) -> None:
    product = kettle(stocked)
    assert product.sku == "KX-200"
    assert product.name.say("fr") == "bouilloire de voyage"
    assert product.amounts["price"].by_place["USD"] == Decimal("29.99")
    assert product.amounts["unit_cost"] == Amounts({"": Decimal("7.20")})
    assert product.amounts["return_freight"] == Amounts({"USD": Decimal("5.05")})
    assert dict(product.colours) == {"black": 3, "red": 0}
    assert product.spare_parts["lid"].stock == 4
    assert product.issues["leak"].fix is not None
    assert str(product.at) == ".asv/products.yaml:1:1"
    assert product.origin("price") == ".asv/products.yaml:4 (KX-200)"


def test_only_the_name_must_be_there(stocked: Shop) -> None:
    mug = load_catalogue(library(stocked.folder / ".asv"))["KX-9"]
    assert mug.amounts == {}
    assert mug.warranty_months is None


def test_a_later_layer_adds_products_and_replaces_those_of_the_same_sku(shop: Shop) -> None:
    shop.write("first/products.yaml", "A-1: {name: cup}\nB-2: {name: plate}\n")
    shop.write("second/products.yaml", "B-2: {name: dish}\nC-3: {name: bowl}\n")
    found = load_catalogue(library(shop.folder / "first", shop.folder / "second"))
    assert {sku: str(product.name) for sku, product in found.items()} == {
        "A-1": "cup",
        "B-2": "dish",
        "C-3": "bowl",
    }


def test_an_amount_is_that_of_the_store_then_the_currency_then_the_usual_store() -> None:
    both = Amounts({"DE": Decimal(1), "EUR": Decimal(2), "": Decimal(3)})
    assert both.at(marketplace("DE"), "USD") == Decimal(1)
    assert both.at(marketplace("FR"), "USD") == Decimal(2)
    assert both.at(marketplace("US"), "USD") == Decimal(3)
    assert both.at(marketplace("UK"), "USD") is None


BAD = {
    "nam: cup": "products.yaml:2:3: product 'A-1' has an unknown key 'nam'. Did you mean 'name'?",
    "name: cup\n  asin: B0": (
        "products.yaml:3:9: 'asin' is 'B0', but must be an ASIN. For example: B0ABCD1234."
    ),
    "name: cup\n  price: cheap": (
        "products.yaml:3:10: 'price' is 'cheap', but must be an amount. For example: 19.90, "
        "19.90 EUR, or {USD: 21.90, EUR: 19.90}."
    ),
    "name: cup\n  price: 1e3": (
        "products.yaml:3:10: 'price' is '1e3', but must be an amount. For example: 19.90, "
        "19.90 EUR, or {USD: 21.90, EUR: 19.90}."
    ),
    "name: cup\n  price: {EUR: -5}": (
        "products.yaml:3:16: 'price' for EUR is '-5', but must be an amount. For example: 19.90, "
        "19.90 EUR, or {USD: 21.90, EUR: 19.90}."
    ),
    "name: cup\n  price: 9.90 EUX": (
        "products.yaml:3:10: 'price' names 'EUX', which is neither a currency nor a store. "
        "Did you mean 'EUR'?"
    ),
    "name: cup\n  freight: {usd: 4}": (
        "products.yaml:3:13: 'freight' names 'usd', which is neither a currency nor a store. "
        "Did you mean 'USD'?"
    ),
    "name: cup\n  price: 900.50 JPY": (
        "products.yaml:3:10: 'price' is '900.50', which has more decimals than its currency. "
        "Write at most 0."
    ),
    "name: cup\n  size_class: smal": (
        "products.yaml:3:15: 'size_class' cannot be 'smal'. Did you mean 'small'?"
    ),
    "name: cup\n  colours: {black: few}": (
        "products.yaml:3:20: colour 'black' is 'few', but must be a whole number from 0. "
        "Write digits only, such as 40."
    ),
    "name: cup\n  colours: [black]": (
        "products.yaml:3:12: 'colours' must be a group of 'key: value' lines, not a list. "
        "Write 'name: …' lines, without '-'."
    ),
    "name: cup\n  spare_parts: {lid: {cost: 2}}": (
        "products.yaml:3:17: spare part 'lid' has no 'stock'. Add 'stock: …'. "
        "How many are in stock; 0 for none."
    ),
    "name: cup\n  warranty_months: two": (
        "products.yaml:3:20: 'warranty_months' is 'two', but must be a whole number from 0. "
        "Write digits only, such as 40."
    ),
    "name: cup\n  issues: {lid: {title: Lid, fixx: glue}}": (
        "products.yaml:3:30: issue 'lid' has an unknown key 'fixx'. Did you mean 'fix'?"
    ),
    "name: cup\n  name: mug": (
        "products.yaml:3:3: 'name' is set twice; first at line 2. Delete one."
    ),
    "asin: B0ABCD1234": (
        "products.yaml:1:1: product 'A-1' has no 'name'. Add 'name: …'. "
        "What buyers call it, in each language."
    ),
    "name: cup\n  price_levels: {low: {below: 25}}": (
        "products.yaml:3:3: 'price_levels' has no 'high'. Add 'high: …'. "
        "Write high: with 'from' or 'below'."
    ),
    "name: cup\n  price_levels: {low: {below: 30}, high: {from: 25}}": (
        "products.yaml:3:36: The levels 'low' and 'high' overlap: 'low' goes up to 30, 'high' "
        "starts at 25. Let 'high' start where 'low' ends."
    ),
    "name: cup\n  price_levels: {low: {below: 20 EUR}, high: {from: 25 EUR}}": (
        "products.yaml:3:40: Prices from 20 EUR to below 25 EUR are on no level. "
        "Let 'high' start at 20 EUR."
    ),
    "name: cup\n  price_levels: {low: {below: 20}, high: {from: 20, below: 90}}": (
        "products.yaml:3:36: Prices from 90 are on no level. Leave out 'below' of 'high'."
    ),
    "name: cup\n  price_levels: {low: {from: 5, below: 20}, high: {from: 20}}": (
        "products.yaml:3:18: Prices from 0 to below 5 are on no level. Let 'low' start at 0."
    ),
    "name: cup\n  price_levels: {low: {from: 0}, high: {from: 20}}": (
        "products.yaml:3:34: The levels 'low' and 'high' overlap: 'low' goes up to any price, "
        "'high' starts at 20. Let 'high' start where 'low' ends."
    ),
    "name: cup\n  price_levels: {low: {below: {USD: 20, EUR: 18}}, high: {from: 20 USD}}": (
        "products.yaml:3:52: The level 'high' has no 'from' in EUR. "
        "Give every bound in the same currencies."
    ),
}


@pytest.mark.parametrize("entry", BAD, ids=lambda entry: entry.replace("\n", " "))
def test_a_bad_entry_is_said_with_its_place_and_the_remedy(shop: Shop, entry: str) -> None:
    shop.write(".asv/products.yaml", f"A-1:\n  {entry}\n")
    result = shop.asv("products")
    assert result.code == 3
    assert result.err == f".asv/{BAD[entry]}\n"


def test_every_fault_of_every_file_is_said_at_once(shop: Shop) -> None:
    shop.write(
        ".asv/products.yaml", "A-1: {nam: cup}\nB 2: {name: mug}\nC-3: {name: pan, price: x}\n"
    )
    problems = json.loads(shop.asv("products", "--json").out)["error"]["problems"]
    assert [(p["line"], p["rule"]) for p in problems] == [
        (1, "unknown-key"),
        (2, "form"),
        (3, "amount"),
    ]


def test_what_is_right_is_listed_beside_what_is_wrong(shop: Shop, tmp_path: Path) -> None:
    shop.write(".asv/products.yaml", "A-1: {nam: cup}\n")
    (tmp_path / "house/.config/asv").mkdir(parents=True)
    (tmp_path / "house/.config/asv/products.yaml").write_text(
        "B-2: {name: mug}\n", encoding="utf-8"
    )
    result = shop.asv("products")
    assert result.code == 3
    assert result.out.startswith("B-2\tmug\t")


@pytest.mark.parametrize("text", ["", "# nothing yet\n"])
def test_a_catalogue_of_comments_only_has_no_products(shop: Shop, text: str) -> None:
    shop.write(".asv/products.yaml", text)
    result = shop.asv("products")
    assert (result.code, result.out) == (0, "")
    assert result.err.startswith("There are no products yet.")


# -- asv products


def test_products_are_listed_in_tab_separated_lines(stocked: Shop) -> None:
    result = stocked.asv("products")
    assert result.code == 0
    assert result.out == (
        "KX-200\ttravel kettle\t29.99 USD, 27.50 EUR, 24.10 UK\thigh\tsmall\t2\t"
        ".asv/products.yaml:1\n"
        "KX-9\tmug\t\t\t\t0\t.asv/products.yaml:26\n"
    )


def test_products_are_listed_as_json_with_a_schema_version(stocked: Shop) -> None:
    data = json.loads(stocked.asv("products", "--json").out)
    assert data["schema"] == 1
    first = data["products"][0]
    assert first["price"] == {"USD": "29.99", "EUR": "27.50", "UK": "24.10"}
    assert first["unit_cost"] == {"USD": "7.20"}
    assert first["price_level"] == "high"
    assert first["issues"]["lid"]["fix"] == {"en": "press the lid down twice"}
    assert (first["path"], first["line"]) == (".asv/products.yaml", 1)


def test_one_product_is_shown_whole_whatever_the_case_of_its_sku(stocked: Shop) -> None:
    shown = stocked.asv("products", "kx-200").out.splitlines()
    assert shown[0] == "KX-200: travel kettle"
    assert "price level in the usual store: high" in shown
    assert "colours: black 3, red none" in shown
    assert "weaknesses (en): short cord" in shown
    assert shown[-2:] == ["  cause (en): the seal sits askew", "  fix (en): push the seal back"]


def test_one_product_is_shown_as_json(stocked: Shop) -> None:
    data = json.loads(stocked.asv("products", "KX-200", "--json").out)
    assert data["product"]["sku"] == "KX-200"
    assert data["product"]["spare_parts"] == {"lid": {"stock": 4, "cost": {"USD": "1.15"}}}


def test_an_unknown_sku_brings_the_nearest(stocked: Shop) -> None:
    result = stocked.asv("products", "KX-20O")
    assert result.code == 2
    assert result.err == "There is no product 'KX-20O'. Did you mean 'KX-200'?\n"


# -- facts


def test_the_price_level_comes_from_the_bands_in_the_currency_of_the_store(stocked: Shop) -> None:
    assert tell(stocked).facts["price_level"].text == "high"
    assert tell(stocked, "DE").facts["price_level"].text == "high"
    uk = tell(stocked, "UK")
    assert "price_level" not in uk.facts
    assert uk.reasons["price_level"] == "'price_levels' has no bounds in GBP."
    assert tell(stocked, "JP").reasons["price_level"] == "KX-200 has no price in JPY."


def test_a_price_on_the_bound_is_on_the_upper_level(shop: Shop) -> None:
    shop.write(".asv/shop.yaml", "price_levels: {low: {below: 25}, high: {from: 25}}\n")
    for price, level in (("24.99", "low"), ("25", "high"), ("25.00", "high")):
        shop.write(".asv/products.yaml", f"KX-200: {{name: cup, price: {price}}}\n")
        assert tell(shop).facts["price_level"].text == level


def test_a_products_own_bands_win_over_the_shops(stocked: Shop) -> None:
    own = "  price_levels: {low: {below: 50}, high: {from: 50}}\n"
    stocked.write(".asv/products.yaml", PRODUCTS.replace("KX-9:", own + "KX-9:"))
    assert tell(stocked).facts["price_level"].text == "low"


def test_texts_are_taken_only_in_the_language_of_the_letter(stocked: Shop) -> None:
    english, french = tell(stocked), tell(stocked, language="fr-CA")
    assert english.facts["praise"].text == "how quickly it boils"
    assert english.facts["manual_pointer"].text == "page 4 of the booklet"
    assert french.facts["product"].text == "bouilloire de voyage"
    assert "praise" not in french.facts
    assert french.reasons["praise"] == "KX-200 has no 'praise' in 'fr-CA'."


def test_cause_and_fix_need_to_know_which_issue_it_is(stocked: Shop) -> None:
    several = tell(stocked)
    assert "known_cause" not in several.facts
    assert several.reasons["known_fix"] == (
        "KX-200 has several known issues: name one with --issue lid, leak."
    )
    one = tell(stocked, issue="leak")
    assert one.facts["known_fix"].text == "push the seal back"
    assert one.facts["known_fix"].origin == ".asv/products.yaml:25 (KX-200, leak)"


def test_the_only_known_issue_needs_no_word(shop: Shop) -> None:
    shop.write(".asv/shop.yaml", "shop_name: x\n")
    entry = "KX-200: {name: cup, issues: {chip: {title: Chip, cause: the glaze is thin}}}\n"
    shop.write(".asv/products.yaml", entry)
    said = tell(shop)
    assert said.facts["known_cause"].text == "the glaze is thin"
    assert "known_fix" not in said.facts


def test_stock_is_answered_where_all_agree_or_the_thing_is_named(stocked: Shop) -> None:
    said = tell(stocked)
    assert said.facts["spare_parts"].text == "in-stock"
    assert "colour_stock" not in said.facts
    assert said.reasons["colour_stock"] == (
        "KX-200 has in stock: black 3, red none. Name it with --colour."
    )
    assert tell(stocked, colour="red").facts["colour_stock"].text == "none"
    assert tell(stocked, colour="black").facts["colour_stock"].text == "in-stock"


def test_the_warranty_is_answered_only_where_its_start_is_known(stocked: Shop) -> None:
    assert "warranty" not in tell(stocked).facts
    assert tell(stocked).reasons["warranty"] == (
        "KX-200 is covered for 12 months from delivery. "
        "Give the day with -a delivery_date=2026-01-31."
    )
    assert tell(stocked, bought="2025-11-22").facts["warranty"].text == "inside"
    assert tell(stocked, bought="2025-11-21").facts["warranty"].text == "over"
    assert tell(stocked).facts["warranty_months"].text == "12"


def test_the_legal_guarantee_outlasts_a_shorter_warranty(stocked: Shop) -> None:
    assert tell(stocked, "US", bought="2025-01-10").facts["warranty"].text == "over"
    assert tell(stocked, "DE", bought="2025-01-10").facts["warranty"].text == "inside"


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        ("2024-02-29", 12, "2025-02-28"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2026-12-15", 24, "2028-12-15"),
        ("2026-11-30", 0, "2026-11-30"),
    ],
)
def test_months_end_on_the_last_day_of_a_shorter_month(day: str, months: int, later: str) -> None:
    assert months_later(datetime.date.fromisoformat(day), months).isoformat() == later


def test_amounts_are_those_of_the_store_and_the_part(stocked: Shop) -> None:
    choice = picked(kettle(stocked), "", "lid", "")
    assert amounts(choice, place(stocked)) == {
        "price": Decimal("29.99"),
        "unit_cost": Decimal("7.20"),
        "freight": Decimal("4.20"),
        "return_freight": Decimal("5.05"),
        "part_cost": Decimal("1.15"),
    }
    assert amounts(choice, place(stocked, "DE")) == {
        "price": Decimal("27.50"),
        "freight": Decimal("3.95"),
    }


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("lidd", "", ""), "The product 'KX-200' has no issue 'lidd'. Did you mean 'lid'?"),
        (("", "cord", ""), "The product 'KX-200' has no spare part 'cord'. It has: lid."),
        (("", "", "blakc"), "The product 'KX-200' has no colour 'blakc'. Did you mean 'black'?"),
    ],
)
def test_an_unknown_detail_of_a_product_brings_the_nearest(
    stocked: Shop, words: tuple[str, str, str], said: str
) -> None:
    with pytest.raises(UsageError, match=f"^{said.replace('.', '[.]').replace('?', '[?]')}$"):
        picked(kettle(stocked), *words)


# -- asv draft --product


def test_a_draft_takes_what_the_product_knows_and_says_so(stocked: Shop) -> None:
    result = stocked.asv(
        "draft",
        "damaged",
        "--no-input",
        "--product",
        "kx-200",
        *answers(**OFFER, refund_amount="8"),
    )
    assert result.code == 0, result.err
    assert "your travel kettle arrived damaged" in result.out
    assert "product: travel kettle (.asv/products.yaml:2 (KX-200))" in result.err
    assert "price_level: high (.asv/products.yaml:4 (KX-200))" in result.err
    assert "--product KX-200 " in result.err


def test_a_given_answer_wins_over_the_product(stocked: Shop) -> None:
    more = answers(**OFFER, refund_amount="4", product="kettle", price_level="low")
    result = stocked.asv("draft", "damaged", "--no-input", "--product", "KX-200", *more)
    assert "your kettle arrived" in result.out
    assert "products.yaml" not in result.err


def test_the_product_wins_over_what_is_always_the_same_in_the_shop(stocked: Shop) -> None:
    path = stocked.folder / ".asv/shop.yaml"
    path.write_text(f"{path.read_text()}answers: {{product: thing}}\n", encoding="utf-8")
    more = answers(**OFFER, refund_amount="4")
    result = stocked.asv("draft", "damaged", "--no-input", "--product", "KX-200", *more)
    assert "your travel kettle arrived" in result.out


def test_a_french_letter_gets_the_french_name(stocked: Shop) -> None:
    stocked.write(
        ".asv/templates/fr/damaged/ask-for-photos.j2",
        '{% extends "fr/letter.j2" %}{% block subject %}{{ product }}{% endblock %}'
        "{% block empathy %}x{% endblock %}{% block facts %}{{ product }}{% endblock %}"
        "{% block request %}x{% endblock %}{% block promise %}x{% endblock %}",
    )
    more = answers(fulfilment="merchant", photos="none")
    words = ("draft", "damaged", "--no-input", "--lang", "fr", *more, "--product", "KX-200")
    assert "bouilloire de voyage" in stocked.asv(*words).out


def test_what_the_product_cannot_answer_is_missing_with_the_reason(stocked: Shop) -> None:
    more = answers(**OFFER, refund_amount="8")
    words = ("draft", "damaged", "--no-input", "--marketplace", "UK", "--product", "KX-200", *more)
    result = stocked.asv(*words)
    assert result.code == 4
    assert "'price_levels' has no bounds in GBP.\nMissing:\n  price_level: low, high" in result.err


def test_an_answer_of_the_product_that_does_not_fit_is_left_to_the_agent(stocked: Shop) -> None:
    long = "x" * 90
    stocked.write(".asv/products.yaml", f"KX-200: {{name: {long}}}\n")
    more = answers(fulfilment="merchant", photos="none")
    result = stocked.asv("draft", "damaged", "--no-input", "--product", "KX-200", *more)
    assert result.code == 4
    assert ".asv/products.yaml:1 (KX-200) does not fit: " in result.err
    assert "\n  product: a text of up to 80 characters" in result.err


@pytest.mark.parametrize("flag", ["issue", "part", "colour"])
def test_a_detail_without_a_product_is_refused(stocked: Shop, flag: str) -> None:
    result = stocked.asv("draft", "damaged", "--no-input", f"--{flag}", "lid")
    assert result.code == 2
    assert result.err == f"'--{flag} lid' belongs to a product. Name it: --product SKU.\n"


def test_an_unknown_product_is_refused_before_anything_is_asked(stocked: Shop) -> None:
    result = stocked.asv("draft", "damaged", "--product", "KX-20")
    assert (result.code, result.out) == (2, "")
    assert "There is no product 'KX-20'. Did you mean 'KX-200'?" in result.err


def test_without_a_catalogue_the_way_to_one_is_told(shop: Shop) -> None:
    result = shop.asv("draft", "damaged", "--no-input", "--product", "X")
    assert result.err == (
        "There is no product 'X'. There are no products yet; 'asv init' writes a products.yaml "
        "to start from.\n"
    )


def test_a_draft_without_a_product_does_not_read_the_catalogue(stocked: Shop) -> None:
    stocked.write(".asv/products.yaml", "broken: [\n")
    more = answers(fulfilment="merchant", photos="none", product="kettle")
    assert stocked.asv("draft", "damaged", "--no-input", *more).code == 0
    more = ("--product", "KX-200", *more)
    assert stocked.asv("draft", "damaged", "--no-input", *more).code == 3


def test_a_draft_without_a_product_imports_nothing_of_it(shop: Shop) -> None:  # noqa: ARG001
    code = (
        "import sys\nfrom asv_cli.cli import run\nassert run(sys.argv[1:]) == 0\n"
        "names = ('catalogue', 'offer', 'product_facts', 'loader.products', 'cli.with_product')\n"
        "found = {n for n in names if f'asv_cli.{n}' in sys.modules}\nassert not found, found"
    )
    more = answers(fulfilment="merchant", photos="none", product="x", agent_name="x", shop_name="x")
    done = process(code, "draft", "damaged", "--no-input", *more)
    assert done.returncode == 0, done.stderr


def test_a_draft_with_a_product_imports_no_prompt(stocked: Shop) -> None:  # noqa: ARG001
    code = (
        "import sys\nfrom asv_cli.cli import run\nassert run(sys.argv[1:]) == 0\n"
        "heavy = {'questionary', 'prompt_toolkit', 'rich'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)"
    )
    more = answers(fulfilment="merchant", photos="none")
    done = process(code, "draft", "damaged", "--no-input", "--product", "KX-200", *more)
    assert done.returncode == 0, done.stderr
