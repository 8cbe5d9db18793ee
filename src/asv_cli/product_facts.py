"""What a product of the catalogue answers, and why it leaves a question to the agent.

A text is taken only in the letter's own language: a French letter never quotes English praise.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from asv_cli.errors import UsageError, did_you_mean
from asv_cli.facts import Fact

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from decimal import Decimal

    from asv_cli.catalogue import Issue, Part, Product
    from asv_cli.model import Marketplace, Text
    from asv_cli.settings import Shop

PURCHASE_DATES = ("delivery_date", "purchase_date", "order_date")
"""The answers that say from when a warranty counts, the best first; the law counts delivery."""
_T = TypeVar("_T")
_STOCK = {True: "in-stock", False: "none"}


class Picked(NamedTuple):
    """A product, and what the command line says of it; empty or None where it says nothing."""

    product: Product
    issue: Issue | None = None
    part: Part | None = None
    colour: str = ""


class Place(NamedTuple):
    """What the facts are wanted for: the store, the language, the shop and the day."""

    market: Marketplace
    language: str
    shop: Shop
    today: datetime.date


class Told(NamedTuple):
    """The facts by question or field, and for others a sentence why they are still asked."""

    facts: dict[str, Fact]
    reasons: dict[str, str]


def picked(product: Product, issue: str, part: str, colour: str) -> Picked:
    """Return a product with its issue, part and colour looked up.

    A product with only one known issue or spare part needs no word about which.

    Raises:
        UsageError: the product has none of that name; the message says which it has.
    """
    _among("issue", issue, product, product.issues)
    _among("spare part", part, product, product.spare_parts)
    _among("colour", colour, product, product.colours)
    return Picked(
        product,
        product.issues.get(issue) or _only(product.issues),
        product.spare_parts.get(part) or _only(product.spare_parts),
        colour,
    )


def told(choice: Picked, place: Place, bought: str = "") -> Told:
    """Return what a product answers.

    Args:
        choice: the product, and which issue, part and colour the case is about.
        place: the store, language, shop and day.
        bought: from when the warranty counts, as an ISO date; empty where it is not known.
    """
    answer = Told({}, {})
    _texts(choice, place, answer)
    _price_level(choice.product, place, answer)
    _stock(choice, answer)
    _warranty(choice.product, place, bought, answer)
    if choice.product.size_class:
        _fact(answer, choice.product, "size_class", choice.product.size_class)
    return answer


def amounts(choice: Picked, place: Place) -> dict[str, Decimal]:
    """Return the product's amounts in the store's currency, by name; the part's own cost first."""
    named = dict(choice.product.amounts)
    if choice.part and choice.part.cost:
        named["part_cost"] = choice.part.cost
    known = {key: amount.at(place.market, place.shop.home) for key, amount in named.items()}
    return {key: amount for key, amount in known.items() if amount is not None}


def months_later(day: datetime.date, months: int) -> datetime.date:
    """Return the same day so many months later, or the last day of a shorter month."""
    import calendar

    years, month = divmod(day.month - 1 + months, 12)
    year = min(day.year + years, datetime.MAXYEAR)
    last = calendar.monthrange(year, month + 1)[1]
    return day.replace(year=year, month=month + 1, day=min(day.day, last))


def in_language(text: Text, language: str) -> str | None:
    """Return a text in exactly that language (or `fr` for `fr-CA`), None where there is none."""
    for code in (language, language.split("-", maxsplit=1)[0]):
        if code in text.by_language:
            return text.by_language[code]
    return None


def _among(kind: str, name: str, product: Product, known: Mapping[str, object]) -> None:
    if name and name not in known:
        hint = did_you_mean(name, list(known)) or (
            f"It has: {', '.join(known)}." if known else "Its entry in products.yaml names none."
        )
        raise UsageError(f"The product '{product.sku}' has no {kind} '{name}'. {hint}")


def _only(known: Mapping[str, _T]) -> _T | None:
    return next(iter(known.values())) if len(known) == 1 else None


def _fact(answer: Told, product: Product, key: str, text: str, source: str = "") -> None:
    answer.facts[key] = Fact(text, product.origin(source or key))


def _texts(choice: Picked, place: Place, answer: Told) -> None:
    product = choice.product
    for key, text, source in _texts_of(choice):
        if text is None:
            continue
        said = in_language(text, place.language)
        if said is None:
            answer.reasons[key] = f"{product.sku} has no '{source}' in '{place.language}'."
        else:
            _fact(answer, product, key, said, source)
    if choice.issue:
        for key in ("cause", "fix"):
            if f"known_{key}" in answer.facts and key in choice.issue.spots:
                spot = choice.issue.spots[key]
                origin = f"{spot.path}:{spot.line} ({product.sku}, {choice.issue.id})"
                fact = answer.facts[f"known_{key}"]
                answer.facts[f"known_{key}"] = Fact(fact.text, origin)
    elif product.issues:
        said = f"{product.sku} has several known issues: name one with --issue"
        for key in ("known_cause", "known_fix"):
            answer.reasons[key] = f"{said} {', '.join(product.issues)}."


def _texts_of(choice: Picked) -> Iterator[tuple[str, Text | None, str]]:
    product = choice.product
    yield "product", product.name, "name"
    yield "praise", product.praise, "praise"
    yield "manual_pointer", product.manual_pointer, "manual_pointer"
    if choice.issue:
        yield "known_cause", choice.issue.cause, "cause"
        yield "known_fix", choice.issue.fix, "fix"


def _price_level(product: Product, place: Place, answer: Told) -> None:
    bands = product.price_levels or place.shop.price_levels
    price = amounts(Picked(product), place).get("price")
    currency = place.market.currency
    if bands is None:
        answer.reasons["price_level"] = "shop.yaml has no 'price_levels'."
    elif price is None:
        answer.reasons["price_level"] = f"{product.sku} has no price in {currency}."
    elif (level := bands.level(price, place.market, place.shop.home)) is None:
        answer.reasons["price_level"] = f"'price_levels' has no bounds in {currency}."
    else:
        _fact(answer, product, "price_level", level, "price")


def _stock(choice: Picked, answer: Told) -> None:
    product = choice.product
    parts = {name: part.stock for name, part in product.spare_parts.items()}
    named = choice.part.id if choice.part else ""
    for key, source, stock, name, flag in (
        ("spare_parts", "spare_parts", parts, named, "--part"),
        ("colour_stock", "colours", product.colours, choice.colour, "--colour"),
    ):
        if not stock:
            continue
        there = {bool(count) for count in ([stock[name]] if name else stock.values())}
        if len(there) == 1:
            _fact(answer, product, key, _STOCK[there.pop()], source)
        else:
            counts = ", ".join(f"{name} {count or 'none'}" for name, count in stock.items())
            answer.reasons[key] = f"{product.sku} has in stock: {counts}. Name it with {flag}."


def _warranty(product: Product, place: Place, bought: str, answer: Told) -> None:
    """Answer from our warranty or the legal guarantee, whichever is longer (amazon-rules R105)."""
    if product.warranty_months is None:
        return
    _fact(answer, product, "warranty_months", str(product.warranty_months))
    months = max(product.warranty_months, 12 * place.market.rights.get("guarantee_years", 0))
    if not months:
        _fact(answer, product, "warranty", "over", "warranty_months")
        return
    try:
        day = datetime.date.fromisoformat(bought)
    except ValueError:
        answer.reasons["warranty"] = (
            f"{product.sku} is covered for {months} months from delivery. "
            "Give the day with -a delivery_date=2026-01-31."
        )
        return
    ends = months_later(day, months)
    _fact(answer, product, "warranty", "inside" if place.today <= ends else "over",
          "warranty_months")  # fmt: skip
