"""The shape of shop.yaml: who writes, where they sell, and what never needs asking."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from asv_cli.errors import LibraryError, did_you_mean
from asv_cli.loader.money import BANDS, MONEY
from asv_cli.loader.nodes import Faulty, read_page
from asv_cli.loader.shapes import (
    ID_NAME,
    LANGUAGE,
    Key,
    MapOf,
    OneOf,
    Record,
    Whole,
    Words,
    scalar,
)
from asv_cli.loader.tables import marketplaces
from asv_cli.settings import DEFAULT_MARKETPLACE, LEVELS, Setting, Shop

if TYPE_CHECKING:
    from typing import Any

    from yaml.nodes import Node

    from asv_cli.errors import Problem
    from asv_cli.library import Found, Library
    from asv_cli.loader.nodes import Page
    from asv_cli.loader.shapes import (
        Entry,
    )

FILE = "shop.yaml"


class Store:
    """The code of one of Amazon's stores."""

    def read(self, node: Node, page: Page, what: str) -> str:
        """Return the code, as the table of stores has it."""
        code = scalar(node, page, what).upper().replace("GB", "UK")
        if code not in (known := list(marketplaces())):
            hint = did_you_mean(code, known) or f"Known: {', '.join(known)}."
            page.fail(node, "store", f"{what} is '{code}', which is no store of Amazon's.", hint)
        return code

    def schema(self) -> dict[str, Any]:
        """List the codes."""
        return {"enum": [*marketplaces(), "GB"]}


SHOP = Record(
    {
        "shop_name": Key(Words(), "The shop's name, as buyers know it."),
        "agent_name": Key(Words(), "The name letters are signed with."),
        "marketplace": Key(Store(), "The usual store."),
        "language": Key(Words(LANGUAGE, "a language code", "fr"), "The usual letter language."),
        "reply_hours": Key(Whole(1), "Within how many hours buyers are answered."),
        "dispatch_days": Key(Whole(1), "Business days until a new one leaves the shop."),
        "refund_days": Key(Whole(1), "Business days until a return is refunded."),
        "price_levels": Key(BANDS, "From which price on a product counts as expensive."),
        "caps": Key(
            MapOf(OneOf(LEVELS), MONEY, "the cap '{key}'"),  # type: ignore[arg-type]
            "The most an agent may offer without approval, by price level.",
        ),
        "answers": Key(MapOf(ID_NAME, Words()), "Answers that are always the same here."),
    }
)
_MONEY_RULES = ("price_levels", "caps")


@dataclass(slots=True)
class _Gathered:
    settings: dict[str, Setting] = field(default_factory=dict)
    rules: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def load_shop(library: Library) -> Shop:
    """Return what every layer's shop.yaml says together, later layers winning key by key.

    Raises:
        LibraryError: one of the files is wrong; carries every problem.
    """
    gathered = _Gathered()
    for found in library.every(FILE):
        _gather(found, gathered)
    if gathered.problems:
        raise LibraryError(problems=tuple(gathered.problems))
    settings, rules = gathered.settings, gathered.rules
    usual = settings["marketplace"].text if "marketplace" in settings else DEFAULT_MARKETPLACE
    return Shop(
        settings=settings,
        price_levels=rules.get("price_levels"),
        price_levels_at=rules.get("price_levels_at"),
        caps=rules.get("caps", {}),
        caps_at=rules.get("caps_at"),
        home=marketplaces()[usual].currency,
    )


def _gather(found: Found, gathered: _Gathered) -> None:
    page, node = read_page(found.path, found.shown)
    try:
        entry: Entry | None = SHOP.read(node, page, FILE) if node else None
    except Faulty:
        entry = None
    gathered.problems += page.problems
    if entry is None:
        return
    for key, value in entry.values.items():
        spot = page.spot(entry.nodes[key])
        if key == "answers":
            more = {k: Setting(text, spot) for k, text in value.items()}
            gathered.settings |= more
        elif key in _MONEY_RULES:
            gathered.rules |= {key: value, f"{key}_at": spot}
        else:
            gathered.settings[key] = Setting(str(value), spot)
