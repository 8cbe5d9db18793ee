"""Sample values of fields: one usual value, and those at the edges of what is allowed."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from asv_cli import answers as forms

if TYPE_CHECKING:
    from collections.abc import Iterable

    from asv_cli.model import Field, Marketplace

_USUAL = {
    "text": "sample text",
    "integer": "3",
    "money": "12.50",
    "days": "3",
    "date": "2026-11-25",
    "order-id": "302-1234567-1234567",
}
_LEAST = Decimal(1)


def usual(field: Field, market: Marketplace) -> str:
    """Return one canonical value such as agents give: the author's example, default, or ours."""
    for text in (
        field.example,
        field.default,
        next(iter(field.choices), None),
        _USUAL.get(field.type),
    ):
        if text and (value := _fitting(field, text, market)) is not None:
            return value
    return edges(field, market, ())[0]


def edges(field: Field, market: Marketplace, compared: Iterable[Decimal]) -> list[str]:
    """Return canonical values at the edges: nothing, least, most, and both sides of a constant.

    Args:
        field: the field to sample.
        market: gives amounts their decimals.
        compared: the constants a template compares the field to.
    """
    texts = ["", *field.choices] if field.optional else list(field.choices)
    if field.type in {"integer", "days", "money"}:
        least = field.minimum if field.minimum is not None else _LEAST
        texts += [f"{number:f}" for number in _numbers(field, least, compared)]
    values = (_fitting(field, text, market) for text in texts)
    return list(dict.fromkeys(v for v in values if v is not None))


def _numbers(field: Field, least: Decimal, compared: Iterable[Decimal]) -> list[Decimal]:
    numbers = [least, least + 1]
    numbers += [field.maximum] if field.maximum is not None else [Decimal(1234)]
    return numbers + [c + shift for c in compared for shift in (-1, 0, 1)]


def _fitting(field: Field, text: str, market: Marketplace) -> str | None:
    if not market.decimals:
        text = text.split(".", maxsplit=1)[0] if field.type == "money" else text
    try:
        return forms.canonical(field, text, market)
    except ValueError:
        return None
