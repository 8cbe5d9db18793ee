"""`--product` on a case: which facts the catalogue gives, and what it says before a question."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from asv_cli.errors import AnswerError, UsageError
from asv_cli.product_facts import PURCHASE_DATES, Place, amounts, picked, told

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from asv_cli.catalogue import Product
    from asv_cli.cli.prepare import Known, Request
    from asv_cli.drafting import Case
    from asv_cli.facts import Fact
    from asv_cli.library import Library
    from asv_cli.product_facts import Picked, Told
    from asv_cli.settings import Shop

_NONE_OF_THEM = "another"


class Stocked(NamedTuple):
    """A product in a case: what it answers, and its amounts in the currency of the store."""

    picked: Picked
    told: Told
    amounts: Mapping[str, Decimal]
    level: str
    consulted: frozenset[str]

    @property
    def product(self) -> Product:
        """The product itself."""
        return self.picked.product

    def explained(self, error: AnswerError) -> AnswerError:
        """Return the error with a line for each missing answer the product could not give."""
        reasons = self.told.reasons
        lines = dict.fromkeys(reasons[gap.key] for gap in error.gaps if gap.key in reasons)
        return AnswerError("\n".join([error.message, *lines]), error.problems, error.gaps)


def pick_product(library: Library, request: Request) -> Picked:
    """Return the product that is named, with the issue, part and colour of the case.

    Raises:
        UsageError: there is no such product, issue, part or colour, or no product is named.
        LibraryError: a products.yaml is wrong.
    """
    from asv_cli.loader.products import load_catalogue, pick

    sku = request.product
    detail = {"issue": request.issue, "part": request.part, "colour": request.colour}
    if not sku:
        flag, name = next((flag, name) for flag, name in detail.items() if name)
        raise UsageError(f"'--{flag} {name}' belongs to a product. Name it: --product SKU.")
    return picked(pick(load_catalogue(library), sku), **detail)


def stock(case: Case, known: Known) -> tuple[Case, Known, Stocked | None]:
    """Return the case and what is known with what the catalogue says of the product named."""
    if known.picked is None:
        return case, known, None
    case = case._replace(product=known.picked.product.sku)
    product = stocked(known.picked, case, known.shop, known.facts)
    told = {k: fact for k, fact in product.told.facts.items() if k not in known.given}
    return case, known._replace(facts={**known.facts, **told}), product


def stocked(choice: Picked, case: Case, shop: Shop, facts: Mapping[str, Fact]) -> Stocked:
    """Return what a product answers in a case; what does not fit there is left to be asked."""
    place = Place(case.setting.market, case.setting.language, shop, case.setting.today)
    bought = next((facts[key].text for key in PURCHASE_DATES if key in facts), "")
    answers = told(choice, place, bought)
    level = answers.facts["price_level"].text if "price_level" in answers.facts else ""
    for key, fact in list(answers.facts.items()):
        try:
            case.accept(key, fact.text)
        except KeyError:  # nothing in this scenario asks for it
            del answers.facts[key]
        except ValueError as error:
            del answers.facts[key]
            answers.reasons[key] = f"{fact.origin} does not fit: {error}"
    consulted = set(PURCHASE_DATES) if "warranty" in answers.facts else set()
    return Stocked(choice, answers, amounts(choice, place), level, frozenset(consulted))
