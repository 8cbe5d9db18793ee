"""The shape of shop.yaml: who writes, where they sell, and what never needs asking."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from asv_cli.errors import Spot, did_you_mean
from asv_cli.loader.groups import Key, MapOf, Record
from asv_cli.loader.money import BANDS, MONEY
from asv_cli.loader.nodes import Faulty, read_page
from asv_cli.loader.shapes import ID_NAME, LANGUAGE, Flag, OneOf, Whole, Words
from asv_cli.loader.tables import marketplaces
from asv_cli.settings import DEFAULT_MARKETPLACE, LEVELS, Setting, Shop

if TYPE_CHECKING:
    from collections.abc import Mapping

    from yaml.nodes import Node

    from asv_cli.catalogue import Amounts
    from asv_cli.errors import Problem
    from asv_cli.library import Library
    from asv_cli.loader.groups import Entry
    from asv_cli.loader.nodes import Page

FILE = "shop.yaml"
_GROUPS = ("price_levels", "caps", "answers", "log")


class _Placed:
    """A text together with its place."""

    def read(self, node: Node, page: Page, what: str) -> Setting:
        """Return the text and where it stands."""
        return Setting(Words().read(node, page, what), page.spot(node))

    def schema(self) -> dict[str, Any]:
        """Accept a text."""
        return Words().schema()


@dataclass(slots=True)
class _Read:
    """What one or several files say: settings by key, and price levels and caps with places."""

    settings: dict[str, Setting] = field(default_factory=dict)
    groups: dict[str, tuple[Any, Spot]] = field(default_factory=dict)


def _shop(entry: Entry) -> _Read:
    given = {k: v for k, v in entry.values.items() if k not in _GROUPS}
    if given.get("marketplace") == "GB":  # the United Kingdom is UK here (amazon-rules R183)
        given["marketplace"] = "UK"
    settings = {key: Setting(str(value), entry.at_key(key)) for key, value in given.items()}
    code, known = given.get("marketplace"), marketplaces()
    if code is not None and code not in known:
        said = f"There is no marketplace '{code}'."
        hint = did_you_mean(code, list(known)) or f"There are {', '.join(known)}."
        entry.page.note(settings["marketplace"].at, "marketplace", said, hint)
    settings |= {k: v for k, v in entry.get("answers", {}).items() if v is not None}
    log = {f"log.{k}": str(v).lower() for k, v in entry.get("log", {}).items()}
    settings |= {key: Setting(text, entry.at_key("log")) for key, text in log.items()}
    rules = ("price_levels", "caps")
    return _Read(settings, {k: (entry[k], entry.at_key(k)) for k in rules if k in entry.values})


_CAPS = Record({level: Key(MONEY, f"The cap of the {level} price level.") for level in LEVELS},
               lambda entry: dict(entry.values))  # fmt: skip
_LOG = Record(
    {
        "on": Key(Flag(), "false to keep no case log; true unless said."),
        "keep_letters": Key(Flag(), "true to keep the letters too; false unless said."),
        "retention_days": Key(Whole(1), "Days until order ids are taken out; 30 unless said."),
    },
    lambda entry: dict(entry.values),
)
SHOP = Record(
    {
        "shop_name": Key(Words(), "The shop's name, as buyers know it."),
        "agent_name": Key(Words(), "The name letters are signed with."),
        "marketplace": Key(Words(r"[A-Z]{2}", "a marketplace code", "DE"), "The usual store."),
        "language": Key(Words(LANGUAGE, "a language code", "fr"), "The usual letter language."),
        "reply_hours": Key(Whole(1), "Within how many hours buyers are answered."),
        "dispatch_days": Key(Whole(1), "Business days until a new one leaves the shop."),
        "refund_days": Key(Whole(1), "Business days until a return is refunded."),
        "price_levels": Key(BANDS, "From which price on a product counts as expensive."),
        "caps": Key(_CAPS, "The most an agent may offer without approval, by price level."),
        "copy_command": Key(Words(), "The command that takes a letter for the clipboard."),
        "review": Key(OneOf(("yes", "no")), "Whether answers are reviewed before the letter."),
        "log": Key(_LOG, "What the case log keeps, and for how long."),
        "answers": Key(MapOf(ID_NAME, _Placed()), "Answers that are always the same here."),
    },
    _shop,
)


def shop_problems(library: Library) -> tuple[Shop, list[Problem]]:
    """Return the settings as far as they can be read, and everything wrong with the files."""
    every = _Read()
    problems: list[Problem] = []
    for found in library.every(FILE):
        page, node = read_page(found.path, found.shown)
        try:
            read = SHOP.read(node, page, FILE) if node is not None else None
        except Faulty as fault:
            read = fault.rest
        if read is not None:
            if found.origin == "project" and "copy_command" in read.settings:
                at = read.settings.pop("copy_command").at
                # Whoever shares a folder could otherwise run anything on another's machine.
                page.note(
                    at,
                    "copy-command",
                    "A project's shop.yaml cannot name the copy_command, as it runs on your machine.",
                    "Set it in your own shop.yaml or in ASV_COPY_COMMAND.",
                )
            every.settings |= read.settings
            every.groups |= read.groups
        problems += page.problems
    return _together(every), sorted(problems, key=lambda problem: problem.spot or Spot(""))


def _together(read: _Read) -> Shop:
    bands, bands_at = read.groups.get("price_levels", (None, None))
    caps: tuple[Mapping[str, Amounts], Spot | None] = read.groups.get("caps", ({}, None))
    usual = read.settings.get("marketplace")
    stores = marketplaces()
    code = usual.text if usual and usual.text in stores else DEFAULT_MARKETPLACE
    return Shop(read.settings, bands, bands_at, *caps, home=stores[code].currency)
