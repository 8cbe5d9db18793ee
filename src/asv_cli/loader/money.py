"""Shapes of money: amounts per store or currency, and price levels that cover every price once."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from yaml.nodes import MappingNode

from asv_cli.errors import did_you_mean
from asv_cli.loader.groups import Key, Record
from asv_cli.loader.keys import pairs
from asv_cli.loader.nodes import Faulty
from asv_cli.loader.shapes import scalar
from asv_cli.loader.tables import marketplaces
from asv_cli.settings import LEVELS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from yaml.nodes import Node

    from asv_cli.catalogue import Amounts, Band, Bands
    from asv_cli.loader.groups import Entry
    from asv_cli.loader.nodes import Page

_NUMBER = r"[0-9]{1,9}(\.[0-9]{1,4})?"


class Money:
    """An amount: `19.90`, `19.90 EUR`, or one per currency or store (`{USD: 21, DE: 19.90}`)."""

    def read(self, node: Node, page: Page, what: str) -> Amounts:
        """Return the amounts by place, after reading every one of them."""
        from asv_cli.catalogue import Amounts

        if not isinstance(node, MappingNode):
            return Amounts(dict([self._alone(node, page, what)]))
        amounts, faulty = {}, False
        for place, place_node, amount_node in pairs(node, page, what):
            try:
                decimals = _decimals(place, place_node, page, what)
                amounts[place] = _amount(amount_node, page, f"{what} for {place}", decimals)
            except Faulty:
                faulty = True
        if faulty or not amounts:
            raise Faulty
        return Amounts(amounts)

    def _alone(self, node: Node, page: Page, what: str) -> tuple[str, Decimal]:
        number, _, currency = scalar(node, page, what).partition(" ")
        if not currency:
            return "", _number(number, node, page, what, None)
        decimals = _decimals(currency, node, page, what)
        return currency, _number(number, node, page, what, decimals)

    def schema(self) -> dict[str, Any]:
        """Accept a number, a number with a currency, or amounts by place."""
        text = {"type": "string", "pattern": f"^{_NUMBER}( [A-Z]{{3}})?$"}
        by_place = {
            "type": "object",
            "minProperties": 1,
            "additionalProperties": False,
            "patternProperties": {"^[A-Z]{2,3}$": {"type": ["number", "string"]}},
        }
        return {"anyOf": [{"type": "number", "minimum": 0}, text, by_place]}


def _amount(node: Node, page: Page, what: str, decimals: int) -> Decimal:
    return _number(scalar(node, page, what), node, page, what, decimals)


def _number(text: str, node: Node, page: Page, what: str, decimals: int | None) -> Decimal:
    if not re.fullmatch(_NUMBER, text):
        page.fail(
            page.spot(node),
            "amount",
            f"{what} is '{text}', but must be an amount.",
            "For example: 19.90, 19.90 EUR, or {USD: 21.90, EUR: 19.90}.",
        )
    amount = Decimal(text)
    places = -int(amount.as_tuple().exponent)
    if decimals is not None and places > decimals:
        page.fail(
            page.spot(node),
            "decimals",
            f"{what} is '{text}', which has more decimals than its currency.",
            f"Write at most {decimals}.",
        )
    return amount


def _decimals(place: str, node: Node, page: Page, what: str) -> int:
    """Return how many decimals the currency of a place has, refusing places there are not."""
    stores = marketplaces()
    known = {m.currency: m.decimals for m in stores.values()}
    known |= {code: m.decimals for code, m in stores.items()}
    if place not in known:
        hint = did_you_mean(place.upper(), list(known))
        page.fail(
            page.spot(node),
            "place",
            f"{what} names '{place}', which is neither a currency nor a store.",
            hint or "Write a currency such as EUR, or a store such as DE.",
        )
    return known[place]


MONEY = Money()


def _band(entry: Entry) -> Band | None:
    from asv_cli.catalogue import Band

    if len(entry.node.value) != len(entry.values):
        return None  # what is left of a faulty band may overlap or gape where the whole does not
    return Band("", entry.get("from"), entry.get("below"))


def _bands(entry: Entry) -> Bands:
    from asv_cli.catalogue import Band, Bands

    bands = tuple(Band(level, entry[level].start, entry[level].below) for level in LEVELS)
    for level, said, hint in _faults(bands):
        entry.page.note(entry.page.place(entry.nodes[level]), "bands", said, hint)
    return Bands(bands)


_BOUNDS = Record(
    {
        "from": Key(MONEY, "The lowest price of the level; left out for none."),
        "below": Key(MONEY, "The price at which the next level starts; left out for none."),
    },
    _band,
)
BANDS = Record(
    {level: Key(_BOUNDS, f"Write {level}: with 'from' or 'below'.", required=True)
     for level in LEVELS},
    _bands,
)  # fmt: skip


def _faults(bands: tuple[Band, ...]) -> Iterator[tuple[str, str, str]]:
    """Yield level, message and hint of each overlap and hole, place by place."""
    places = {p for band in bands for bound in (band.start, band.below) if bound
              for p in bound.by_place}  # fmt: skip
    for place in sorted(places):
        yield from _faults_at(bands, place)


def _faults_at(bands: tuple[Band, ...], place: str) -> Iterator[tuple[str, str, str]]:
    unit = f" {place}" if place else ""
    say: Callable[[Decimal], str] = lambda amount: f"{amount:f}{unit}"  # noqa: E731
    reached: Decimal | None = Decimal(0)
    before = "nothing"
    for band in bands:
        for key, bound in (("from", band.start), ("below", band.below)):
            if bound and place not in bound.by_place:
                said = f"The level '{band.level}' has no '{key}' in {place or 'plain numbers'}."
                yield band.level, said, "Give every bound in the same currencies."
                return
        start = band.start.by_place[place] if band.start else Decimal(0)
        if reached is None or start < reached:
            upto = say(reached) if reached is not None else "any price"
            said = (
                f"The levels '{before}' and '{band.level}' overlap: '{before}' goes up to {upto}, "
                f"'{band.level}' starts at {say(start)}."
            )
            yield band.level, said, f"Let '{band.level}' start where '{before}' ends."
        elif start > reached:
            said = f"Prices from {say(reached)} to below {say(start)} are on no level."
            yield band.level, said, f"Let '{band.level}' start at {say(reached)}."
        reached, before = (band.below.by_place[place] if band.below else None), band.level
    if reached is not None:
        said = f"Prices from {say(reached)} are on no level."
        yield before, said, f"Leave out 'below' of '{before}'."
