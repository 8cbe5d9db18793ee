"""What a shop settles once, as frozen values, and what holds where it settles nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from asv_cli.catalogue import Amounts, Bands
    from asv_cli.errors import Spot

DEFAULT_MARKETPLACE = "US"
DEFAULT_LANGUAGE = "en"
LEVELS = ("low", "high")
"""The price levels there are, the cheapest first; scenarios ask for them as `price_level`."""
AMOUNTS = (
    "price", "unit_cost", "freight", "return_freight", "part_cost", "gift_cost", "repair_cost",
)  # fmt: skip
"""The amounts a product may have; options name them as their cost."""


class Setting(NamedTuple):
    """One setting of the shop as text, and where it stands."""

    text: str
    at: Spot


class Shop(NamedTuple):
    """What every layer's shop.yaml says together.

    `caps` are the largest amounts an agent may offer alone, by price level; `home` is the
    currency of amounts without one.
    """

    settings: Mapping[str, Setting]
    price_levels: Bands | None
    price_levels_at: Spot | None
    caps: Mapping[str, Amounts]
    caps_at: Spot | None
    home: str
