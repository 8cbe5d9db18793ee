"""The shop's products, amounts and price levels as frozen values (playbook E1, E2).

Amounts are exact decimals per store or currency; nothing is ever converted. `spots` is where
each key of a product stands, so that an answer taken from it can name its line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from asv_cli.errors import Spot
    from asv_cli.model import Marketplace, Text


class Amounts(NamedTuple):
    """One amount in several places: by store code (DE), by currency (EUR), or under "".

    The amount under "" has no currency of its own: it is in the currency of the shop's usual
    store.
    """

    by_place: Mapping[str, Decimal]

    def at(self, market: Marketplace, home: str) -> Decimal | None:
        """Return the amount in a store, None where it is not known there.

        Args:
            market: the store the order was placed in.
            home: the currency of the shop's usual store.
        """
        for place in (market.code, market.currency):
            if place in self.by_place:
                return self.by_place[place]
        return self.by_place.get("") if market.currency == home else None


class Band(NamedTuple):
    """A price level: prices from `start` (or from nothing) to less than `below` (or any)."""

    level: str
    start: Amounts | None
    below: Amounts | None


class Bands(NamedTuple):
    """Price levels that together cover every price once."""

    bands: tuple[Band, ...]

    def level(self, price: Decimal, market: Marketplace, home: str) -> str | None:
        """Return the level of a price, None where no bounds are known in that store."""
        for band in self.bands:
            start, below = (
                bound.at(market, home) if bound else None for bound in (band.start, band.below)
            )
            if (band.start and start is None) or (band.below and below is None):
                return None
            if (start is None or price >= start) and (below is None or price < below):
                return band.level
        return None


class Issue(NamedTuple):
    """A known problem of a product. The title is for the agent; cause and fix go into letters."""

    id: str
    title: Text
    cause: Text | None
    fix: Text | None
    spots: Mapping[str, Spot]


class Part(NamedTuple):
    """A spare part: how many are in stock, and what one costs us."""

    id: str
    stock: int
    cost: Amounts | None


class Product(NamedTuple):
    """A product of the catalogue. What the seller left out is None or empty."""

    sku: str
    name: Text
    asin: str
    amounts: Mapping[str, Amounts]
    size_class: str
    price_levels: Bands | None
    colours: Mapping[str, int]
    spare_parts: Mapping[str, Part]
    warranty_months: int | None
    manual_pointer: Text | None
    praise: Text | None
    strengths: tuple[Text, ...]
    weaknesses: tuple[Text, ...]
    issues: Mapping[str, Issue]
    spots: Mapping[str, Spot]
    at: Spot

    def origin(self, key: str) -> str:
        """Return where a key stands, such as `products.yaml:12 (KX-200)`."""
        spot = self.spots.get(key, self.at)
        return f"{spot.path}:{spot.line} ({self.sku})"
