"""The shape of products.yaml: what the shop knows about each product, by SKU."""

from __future__ import annotations

from typing import TYPE_CHECKING

from asv_cli.catalogue import Issue, Part, Product
from asv_cli.errors import LibraryError, Spot, UsageError, did_you_mean
from asv_cli.loader.groups import Key, ListOf, MapOf, Record, Translated
from asv_cli.loader.money import BANDS, MONEY
from asv_cli.loader.nodes import Faulty, read_page
from asv_cli.loader.scenario import named
from asv_cli.loader.shapes import ID_WORD, OneOf, Whole, Words
from asv_cli.settings import AMOUNTS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from asv_cli.errors import Problem
    from asv_cli.library import Library
    from asv_cli.loader.groups import Entry

FILE = "products.yaml"
SIZES = ("small", "large")
SKU = Words(r"[A-Za-z0-9][A-Za-z0-9._+/#-]{0,39}", "a SKU without blanks", "KX-200")
_AMOUNT_DOCS = {
    "price": "What the buyer pays.",
    "unit_cost": "What one costs us.",
    "freight": "What sending one to a buyer costs us.",
    "return_freight": "What a return label costs us.",
    "part_cost": "What a spare part costs us, where the part itself does not say.",
    "gift_cost": "What the gift we offer with it costs us.",
    "repair_cost": "What a repair costs us.",
}


def _spots(entry: Entry) -> dict[str, Spot]:
    return {key: entry.page.spot(node) for key, node in entry.nodes.items()}


def _issue(entry: Entry) -> Issue:
    return Issue("", entry["title"], entry.get("cause"), entry.get("fix"), _spots(entry))


def _part(entry: Entry) -> Part:
    return Part("", entry["stock"], entry.get("cost"))


def _product(entry: Entry) -> Product:
    return Product(
        sku="",
        name=entry["name"],
        asin=entry.get("asin", ""),
        amounts={key: entry[key] for key in AMOUNTS if key in entry.values},
        size_class=entry.get("size_class", ""),
        price_levels=entry.get("price_levels"),
        colours={k: v for k, v in entry.get("colours", {}).items() if v is not None},
        spare_parts=named(entry.get("spare_parts", {})),
        warranty_months=entry.get("warranty_months"),
        manual_pointer=entry.get("manual_pointer"),
        praise=entry.get("praise"),
        strengths=entry.get("strengths", ()),
        weaknesses=entry.get("weaknesses", ()),
        issues=named(entry.get("issues", {})),
        spots=_spots(entry),
        at=entry.at,
    )


_ISSUE = Record(
    {
        "title": Key(Translated(), "What it looks like, for the agent.", required=True),
        "cause": Key(Translated(), "Why it happens, for the buyer."),
        "fix": Key(Translated(), "What helps, for the buyer."),
    },
    _issue,
)
_PART = Record(
    {
        "stock": Key(Whole(), "How many are in stock; 0 for none.", required=True),
        "cost": Key(MONEY, "What one costs us."),
    },
    _part,
)
PRODUCT = Record(
    {
        "name": Key(Translated(), "What buyers call it, in each language.", required=True),
        "asin": Key(Words(r"[A-Z0-9]{10}", "an ASIN", "B0ABCD1234"), "Amazon's number for it."),
        **{key: Key(MONEY, doc) for key, doc in _AMOUNT_DOCS.items()},
        "price_levels": Key(BANDS, "Its own price levels, instead of the shop's."),
        "size_class": Key(OneOf(SIZES), "small, or large and heavy."),
        "colours": Key(MapOf(ID_WORD, Whole(), "colour '{key}'"), "How many of each in stock."),
        "spare_parts": Key(MapOf(ID_WORD, _PART, "spare part '{key}'"), "The parts, by name."),
        "warranty_months": Key(Whole(), "How long our warranty runs; 0 for none."),
        "manual_pointer": Key(Translated(), "Where the manual says how to use it."),
        "praise": Key(Translated(), "What buyers praise, in our own words."),
        "strengths": Key(ListOf(Translated()), "Where it beats its competitors."),
        "weaknesses": Key(ListOf(Translated()), "Where competitors beat it."),
        "issues": Key(MapOf(ID_WORD, _ISSUE, "issue '{key}'"), "Known problems, by name."),
    },
    _product,
)
CATALOGUE = MapOf(SKU, PRODUCT, "product '{key}'")


def load_catalogue(library: Library) -> dict[str, Product]:
    """Return every product by SKU, a later layer's entry replacing an earlier one's.

    Raises:
        LibraryError: one of the files is wrong; carries every problem.
    """
    catalogue, problems = catalogue_problems(library)
    if problems:
        raise LibraryError(problems=tuple(problems))
    return catalogue


def catalogue_problems(library: Library) -> tuple[dict[str, Product], list[Problem]]:
    """Return the products of the files that can be read, and everything wrong with the others."""
    products: dict[str, Product] = {}
    problems: list[Problem] = []
    for found in library.every(FILE):
        page, node = read_page(found.path, found.shown)
        try:
            read = CATALOGUE.read(node, page, FILE) if node else {}
        except Faulty as fault:
            read = fault.rest or {}
        # A file with nothing but comments is a catalogue that has not been begun.
        problems += [problem for problem in page.problems if problem.rule != "empty"]
        products |= {sku: p._replace(sku=sku) for sku, p in read.items() if p is not None}
    return products, sorted(problems, key=lambda problem: problem.spot or Spot(""))


def pick(catalogue: Mapping[str, Product], sku: str) -> Product:
    """Return a product by its SKU, in whichever case it was typed.

    Raises:
        UsageError: there is none; the message names the nearest.
    """
    by_lower = {known.lower(): product for known, product in catalogue.items()}
    product = catalogue.get(sku) or by_lower.get(sku.lower())
    if product is None:
        known = list(catalogue)
        hint = (
            did_you_mean(sku, known)
            or did_you_mean(sku.upper(), known)
            or (
                "Run 'asv products' for the list."
                if catalogue
                else "There are no products yet; 'asv init' writes a products.yaml to start from."
            )
        )
        raise UsageError(f"There is no product '{sku}'. {hint}")
    return product
