"""The shape of shared.yaml: fields, options and questions that many scenarios use."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from asv_cli.loader.nodes import Faulty
from asv_cli.loader.scenario import SHARED_QUESTION, named
from asv_cli.loader.shapes import (
    ID_NAME,
    ID_WORD,
    Entry,
    Flag,
    Key,
    ListOf,
    MapOf,
    OneOf,
    Record,
    Translated,
    Whole,
    Words,
)
from asv_cli.model import Field, Option, Shared

if TYPE_CHECKING:
    from yaml.nodes import Node

    from asv_cli.loader.nodes import Page

FIELD_TYPES = ("text", "integer", "money", "days", "date", "order-id", "choice")
_AMOUNT = Words(r"\d{1,9}(\.\d{1,4})?", "a number", "0.50")


def _field(entry: Entry) -> Field:
    choices = entry.get("choices", {})
    if (entry["type"] == "choice") != bool(choices):
        said = "needs 'choices'" if entry["type"] == "choice" else "cannot have 'choices'"
        entry.page.fail(
            entry.nodes["type"], "field-choices", f"A field of type {entry['type']} {said}."
        )
    return Field(
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
        choices=choices,
        at=entry.page.spot(entry.node),
    )


def _option(entry: Entry) -> Option:
    at = entry.page.spot(entry.node)
    return Option("", entry["label"], entry.get("cost", ()), entry.get("keeps", False), at)


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
    },
    _field,
)
_OPTION = Record(
    {
        "label": Key(Translated(), "What the agent reads.", required=True),
        "cost": Key(ListOf(ID_NAME), "The amounts that make up the seller's cost."),
        "keeps": Key(Flag(), "true if the buyer keeps the product for less than the full remedy."),
    },
    _option,
)
SHARED = Record(
    {
        "fields": Key(MapOf(ID_NAME, _FIELD, "field '{key}'"), "Values letters need."),
        "options": Key(MapOf(ID_WORD, _OPTION, "option '{key}'"), "Remedies letters offer."),
        "questions": Key(MapOf(ID_NAME, SHARED_QUESTION, "question '{key}'"), "By id."),
    }
)


def read_shared(node: Node, page: Page) -> Shared | None:
    """Return what a shared.yaml declares, or None after noting what is wrong with it."""
    try:
        entry = SHARED.read(node, page, "shared.yaml")
    except Faulty:
        return None
    return Shared(*(named(entry.get(key, {})) for key in ("fields", "options", "questions")))
