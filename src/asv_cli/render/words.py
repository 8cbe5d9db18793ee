"""Numbers, times, amounts and dates in the form of a letter's language.

Babel is imported by the first amount or date, and never by a letter that has none.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime
    from decimal import Decimal

# One and many, per language. A language that needs more forms than two gets its own function.
_TIMES = {
    "en": {
        "hours": ("{n} hour", "{n} hours"),
        "days": ("{n} day", "{n} days"),
        "business_days": ("{n} business day", "{n} business days"),
        "months": ("{n} month", "{n} months"),
    },
    "fr": {
        "hours": ("{n} heure", "{n} heures"),
        "days": ("{n} jour", "{n} jours"),
        "business_days": ("{n} jour ouvré", "{n} jours ouvrés"),
        "months": ("{n} mois", "{n} mois"),
    },
}
LANGUAGES = tuple(_TIMES)


def language(code: str) -> str:
    """Return the code of a language there are letters in: `fr`, or `fr-CA` for a region.

    Raises:
        ValueError: there are none; the message lists what there is.
    """
    match = re.fullmatch(r"([a-z]{2,3})(?:[-_]([a-z]{2}))?", code.strip(), re.IGNORECASE | re.ASCII)
    if match is None or match[1].lower() not in LANGUAGES:
        known = ", ".join(LANGUAGES)
        raise ValueError(f"There are no letters in the language '{code}'. Choose one of: {known}.")
    return match[1].lower() + (f"-{match[2].upper()}" if match[2] else "")


def time(count: int, unit: str, code: str) -> str:
    """Return a count with its unit, such as "2 business days"; French counts 0 as one."""
    one, many = _TIMES[code.split("-", maxsplit=1)[0]][unit]
    singular = count == 1 or (count == 0 and code.startswith("fr"))
    return (one if singular else many).format(n=number(count, code))


def number(value: int, code: str) -> str:
    """Return a whole number, its thousands grouped as the language does."""
    return f"{value:,}".replace(",", "," if code.startswith("en") else "\u202f")


@functools.lru_cache(maxsize=1 << 12)
def money(amount: Decimal, currency: str, locale: str) -> str:
    """Return an exact amount with its currency, such as "$12.50" or "12,50 €"."""
    from babel.numbers import format_currency

    return format_currency(amount, currency, locale=known_locale(locale))


@functools.lru_cache(maxsize=1 << 12)
def date(day: datetime.date, locale: str) -> str:
    """Return a date in words, such as "25 November 2026"; French says "1er" for the first."""
    from babel.dates import format_date

    words = format_date(day, format="long", locale=known_locale(locale))
    return re.sub(r"^1 ", "1er ", words) if locale.startswith("fr") else words


@functools.cache
def known_locale(locale: str) -> str:
    """Return the locale (`en_DE`), or its language alone where Babel has no such region."""
    from babel.localedata import exists

    return locale if exists(locale) else locale.split("_", maxsplit=1)[0]
