"""Whether a field's declaration makes sense: limits, choices and default fit its type."""

from __future__ import annotations

from typing import TYPE_CHECKING

from asv_cli.answers import canonical
from asv_cli.model import Marketplace

if TYPE_CHECKING:
    from asv_cli.loader.groups import Entry
    from asv_cli.model import Field

_NUMBERS = ("integer", "days", "money")
_ONLY_FOR = {"choices": ("choice",), "max_length": ("text",), "min": _NUMBERS, "max": _NUMBERS,
             "offered": ("money",)}  # fmt: skip
# A default must fit in some store; whether it fits in this one is seen when it is used.
_SOME_STORE = Marketplace("", "any store", "", "XXX", "XXX", 4, (), "other", {})


def check_field(entry: Entry, field: Field) -> None:
    """Note what in a field's declaration contradicts itself, each fault once."""
    page, noted = entry.page, len(entry.page.problems)
    for key, types in _ONLY_FOR.items():
        if key in entry.nodes and field.type not in types:
            said = f"A field of type {field.type} cannot have '{key}'."
            page.note(page.place(entry.nodes[key]), "field", said, "Delete it, or change the type.")
    if field.type == "choice" and "choices" not in entry.nodes:
        said = "A field of type choice needs 'choices'."
        page.note(entry.at_key("type"), "field", said, "Add them, or change the type.")
    low, high = field.minimum, field.maximum
    if low is not None and high is not None and low > high:
        said = f"'min' is {low:f}, which is more than 'max', {high:f}."
        page.note(entry.at_key("min"), "field", said, "Exchange them.")
    if field.setting and field.default is None and "default" not in entry.nodes:
        said = "A setting needs a 'default': it is not asked."
        page.note(entry.at_key("setting"), "field", said, "Add one, or delete 'setting'.")
    for key, text in (("default", field.default), ("example", field.example)):
        if text is not None and len(page.problems) == noted:
            try:
                canonical(field, text, _SOME_STORE)
            except ValueError as error:
                said = f"The {key} does not fit the field: {error}"
                page.note(entry.at_key(key), "field", said)
