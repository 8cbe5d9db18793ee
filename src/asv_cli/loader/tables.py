"""The program's own tables: Amazon's marketplaces and the law each of them stands under."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from asv_cli.errors import LibraryError
from asv_cli.loader import MARKETPLACES
from asv_cli.loader.groups import Entry, Key, ListOf, MapOf, Record
from asv_cli.loader.nodes import Faulty, read_page
from asv_cli.loader.scenario import REGIMES
from asv_cli.loader.shapes import OneOf, Whole, Words
from asv_cli.model import Marketplace

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_MARKETPLACE = Record(
    {
        "name": Key(Words(), "The country.", required=True),
        "domain": Key(Words(), "The store's domain.", required=True),
        "currency": Key(Words(r"[A-Z]{3}", "a currency code", "EUR"), "ISO code.", required=True),
        "symbol": Key(Words(), "The sign agents type.", required=True),
        "decimals": Key(Whole(), "Decimals of the currency.", required=True),
        "regime": Key(OneOf(REGIMES), "The consumer law.", required=True),
        "languages": Key(ListOf(Words()), "Usual languages.", required=True),
    }
)
_TABLE = Record(
    {
        "regimes": Key(MapOf(Words(), MapOf(Words(), Whole())), "Rights.", required=True),
        "marketplaces": Key(MapOf(Words(), _MARKETPLACE), "Stores.", required=True),
    }
)


def marketplaces() -> Mapping[str, Marketplace]:
    """Return every marketplace by its code; the table is read once."""
    return _marketplaces(MARKETPLACES)


@cache
def _marketplaces(path: Path) -> Mapping[str, Marketplace]:
    page, node = read_page(path, "marketplaces.yaml")
    try:
        table = _TABLE.read(node, page, "The table") if node else {}
    except Faulty:
        table = {}
    if not table:
        raise LibraryError(problems=tuple(page.problems))
    return {
        code: _marketplace(code, row, table["regimes"])
        for code, row in table["marketplaces"].items()
    }


def _marketplace(code: str, row: Entry, regimes: Mapping[str, Mapping[str, int]]) -> Marketplace:
    return Marketplace(
        code=code,
        name=row["name"],
        domain=row["domain"],
        currency=row["currency"],
        symbol=row["symbol"],
        decimals=row["decimals"],
        languages=row["languages"],
        regime=row["regime"],
        rights=regimes[row["regime"]],
    )
