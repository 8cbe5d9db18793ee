"""The shape of shared.yaml: fields, options and questions that many scenarios use."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from asv_cli.loader.declared import check_field
from asv_cli.loader.groups import Entry, Key, ListOf, MapOf, Record, Translated
from asv_cli.loader.nodes import Faulty
from asv_cli.loader.scenario import SHARED_QUESTION, named
from asv_cli.loader.shapes import ID_NAME, ID_WORD, Flag, OneOf, Whole, Words
from asv_cli.model import Field, Option, Shared

if TYPE_CHECKING:
    from yaml.nodes import Node

    from asv_cli.loader.nodes import Page

FIELD_TYPES = ("text", "integer", "money", "days", "date", "order-id", "choice")
_AMOUNT = Words(r"[0-9]{1,9}(\.[0-9]{1,4})?", "a number", "0.50")


def _field(entry: Entry) -> Field:
    field = Field(
        id="",
        type=entry["type"],
        ask=entry["ask"],
        help=entry.get("help"),
        example=entry.get("example"),
        default=entry.get("default"),
        optional=entry.get("optional", False),
        setting=entry.get("setting", False),
        minimum=Decimal(entry["min"]) if entry.get("min") else None,
        maximum=Decimal(entry["max"]) if entry.get("max") else None,
        max_length=entry.get("max_length", 80),
        choices=entry.get("choices", {}),
        at=entry.at,
        offered=entry.get("offered", False),
    )
    check_field(entry, field)
    return field


def _option(entry: Entry) -> Option:
    return Option(
        id="",
        label=entry["label"],
        cost=entry.get("cost"),
        keeps=entry.get("keeps", False),
        at=entry.at_key("cost"),
        remedy=entry.get("remedy", ""),
    )


_FIELD = Record(
    {
        "type": Key(OneOf(FIELD_TYPES), "What kind of value it is.", required=True),
        "ask": Key(Translated(), "The prompt, as the agent reads it.", required=True),
        "help": Key(Translated(), "One more line for who is in doubt."),
        "example": Key(Words(), "A usual value; checks and golden letters use it."),
        "default": Key(Words(), "Offered when asking; used, and said so, when not."),
        "optional": Key(Flag(), "true if letters have words for its absence."),
        "setting": Key(Flag(), "true if its default is the shop's promise, not to be asked."),
        "min": Key(_AMOUNT, "The smallest number allowed."),
        "max": Key(_AMOUNT, "The largest number allowed."),
        "max_length": Key(Whole(1), "The longest text allowed; 80 unless said."),
        "choices": Key(MapOf(ID_WORD, Translated()), "The labels of a choice, by id."),
        "offered": Key(Flag(), "true if it is money we promise; the shop's caps limit it."),
    },
    _field,
)
_OPTION = Record(
    {
        "label": Key(Translated(), "What the agent reads.", required=True),
        "cost": Key(ListOf(ID_NAME), "The amounts that make up the seller's cost; [] for none."),
        "keeps": Key(Flag(), "true if the buyer keeps the product for less than the full remedy."),
        "remedy": Key(OneOf(("full",)), "full if it is all the buyer may claim."),
    },
    _option,
)
SHARED = Record(
    {
        "fields": Key(MapOf(ID_NAME, _FIELD, "The field '{key}'"), "Values letters need."),
        "options": Key(MapOf(ID_WORD, _OPTION, "The option '{key}'"), "Remedies letters offer."),
        "questions": Key(MapOf(ID_NAME, SHARED_QUESTION, "The question '{key}'"), "By id."),
    }
)


def read_shared(node: Node, page: Page) -> Shared | None:
    """Return what a shared.yaml declares, or None after noting what is wrong with it."""
    try:
        entry = SHARED.read(node, page, "shared.yaml")
    except Faulty as fault:
        entry = fault.rest
    if entry is None:
        return None
    return Shared(*(named(entry.get(key, {})) for key in ("fields", "options", "questions")))
