"""From what was typed to a value: one validation, whichever way an answer comes.

An answer is kept as text in one canonical form (`canonical`), which flags, answers files,
recipes and prompts share; letters get the value (`value`).
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from decimal import Decimal
from typing import TYPE_CHECKING

from asv_cli.i18n import Unfit

if TYPE_CHECKING:
    from collections.abc import Callable

    from asv_cli.model import Field, Marketplace, Question

# C0 and C1 controls but tab and newline, bidi overrides and isolates, zero-width space, word
# joiner, byte order mark. U+200C and U+200D stay: Persian, Indic scripts and emoji need them.
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
# An answer that still waits to be filled in: {{x}}, {% x %}, [name], <name>, XXX, TODO, ___.
_PLACEHOLDER = re.compile(
    r"\{\{|\}\}|\{%|%\}|\[[^\]]*\]|\[\[|^(?i:none|null|nan|n/a)$|^<[^>]*>$|\bX{3,}\b|\b(TODO|TBD|FIXME)\b|_{3,}|\$\{|^%s$"
)


MAX_DAYS = 3660
"""Ten years; letters count dates from it."""


def clean(text: str) -> str:
    """Remove what could steer a terminal or hide words; keep everything a person reads."""
    if text.isprintable():  # the usual case, told at once: no controls, no line breaks
        return text
    return _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def one_line(text: str) -> str:
    """Clean a text, compose its accents (NFC) and fold all white space into single blanks."""
    plain = clean(text)
    return " ".join((plain if plain.isascii() else unicodedata.normalize("NFC", plain)).split())


def choose(question: Question, typed: str) -> str:
    """Return the id of a choice.

    Raises:
        ValueError: the question has no such choice; the message says what is allowed.
    """
    word = one_line(typed)
    if question.choice(word) is None:
        raise _not_one_of(word, [choice.id for choice in question.choices])
    return word


def canonical(field: Field, typed: str, market: Marketplace) -> str:
    """Return an answer to a field in its canonical form; empty for an optional field left out.

    Raises:
        ValueError: the answer does not fit; the message is one sentence with the remedy.
    """
    text = one_line(typed)
    if not text:
        if field.optional:
            return ""
        raise Unfit("Something must be given here.")
    return _FORMS[field.type](field, text, market)


def value(field: Field, text: str) -> str | int | Decimal | datetime.date | None:
    """Return the value of a canonical answer, None for an optional field left out."""
    if not text:
        return None
    if field.type == "money":
        return Decimal(text)
    if field.type in {"integer", "days"}:
        return int(text)
    return datetime.date.fromisoformat(text) if field.type == "date" else text


def allowed(field: Field) -> str:
    """Say in a few words what a field accepts."""
    if field.choices:
        return ", ".join(field.choices)
    said = {
        "text": f"a text of up to {field.max_length} characters",
        "integer": "a whole number",
        "money": "an amount, such as 12.50",
        "days": "a number of days",
        "date": "a date, such as 2026-11-25",
        "order-id": "an order id, such as 302-1234567-1234567",
    }[field.type]
    low, high = field.minimum, field.maximum
    limits = [f"from {low:f}"] if low is not None else []
    limits += [f"up to {high:f}"] if high is not None else []
    return " ".join([said, *limits])


def _text(field: Field, text: str, _: Marketplace) -> str:
    if len(text) > field.max_length:
        raise Unfit(
            "'{start}…' has {length} characters; at most {most} are allowed.",
            start=text[:20], length=len(text), most=field.max_length,
        )  # fmt: skip
    if match := _PLACEHOLDER.search(text):
        raise Unfit(
            "'{text}' looks like a placeholder ('{mark}'). Write what the buyer is to read.",
            text=text, mark=match[0],
        )  # fmt: skip
    return text


def _integer(field: Field, text: str, _: Marketplace) -> str:
    if not re.fullmatch(r"[0-9]{1,9}", text):
        raise Unfit("'{text}' is not a whole number. Write digits only, such as 3.", text=text)
    number = int(_within(field, Decimal(text), text))
    if field.type == "days" and number > MAX_DAYS:
        raise Unfit("'{text}' is too large; the most is {most:f}.", text=text, most=MAX_DAYS)
    return str(number)


def _date(_field: Field, text: str, _: Marketplace) -> str:
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            return datetime.date.fromisoformat(text).isoformat()
    except ValueError:
        pass
    raise Unfit("'{text}' is not a date. Write year-month-day, such as 2026-11-25.", text=text)


_NOT_HERE = {
    "D": "'{text}' is a digital order, which is not answered through this channel.",
    "S": "'{text}' is not an order of Amazon's store, which is not answered through this channel.",
}


def _order_id(_field: Field, text: str, _: Marketplace) -> str:
    if re.fullmatch(r"[0-9]{3}-[0-9]{7}-[0-9]{7}", text):  # amazon-rules R186
        return text
    if text[:1] in {"D", "S"}:
        raise Unfit(_NOT_HERE[text[0]], text=text)
    raise Unfit("'{text}' is not an order id. It has the form 302-1234567-1234567.", text=text)


def _choice(field: Field, text: str, _: Marketplace) -> str:
    if text not in field.choices:
        raise _not_one_of(text, list(field.choices))
    return text


def _money(field: Field, text: str, market: Marketplace) -> str:
    plain = _without_currency(text, market)
    if not market.decimals:  # no decimals, so a separator can only group
        plain = re.sub(r"(?<=[0-9])[.,](?=[0-9]{3}\b)", "", plain)
    number = _number(plain)
    if number is None:
        raise Unfit("'{text}' is not an amount. Write it plainly, such as 12.50.", text=text)
    amount = Decimal(number)
    if -amount.as_tuple().exponent > market.decimals:  # type: ignore[operator]
        if not market.decimals:
            said = "'{text}' has too many decimals; {currency} has none."
            raise Unfit(said, text=text, currency=market.currency)
        said = "'{text}' has too many decimals; {currency} has {decimals}."
        raise Unfit(said, text=text, currency=market.currency, decimals=market.decimals)
    if amount == 0:
        raise Unfit("'{text}' is no amount to offer. Write more than zero.", text=text)
    return f"{_within(field, amount, text):.{market.decimals}f}"


def _without_currency(text: str, market: Marketplace) -> str:
    own = (market.currency, market.symbol)
    for sign in own:
        if text.upper().startswith(sign.upper()) or text.upper().endswith(sign.upper()):
            return text.upper().replace(sign.upper(), "", 1).strip()
    if re.search(r"[^\d.,'\s\u00a0\u202f-]", text):
        raise Unfit(
            "'{text}' is not an amount in {currency}, the currency of {store}. "
            "Write the number only, or choose another --marketplace.",
            text=text, currency=market.currency, store=market.name,
        )  # fmt: skip
    return text


def _number(text: str) -> str | None:
    """Return the digits with a decimal point; None where a separator could mean either thing."""
    text = re.sub(r"(?<=\d)['\s\u00a0\u202f](?=\d{3}\b)", "", text)
    if re.fullmatch(r"[0-9]{1,9}([.,][0-9]{1,2})?", text):
        return text.replace(",", ".")
    for group, point in ((",", r"\."), (r"\.", ",")):
        if match := re.fullmatch(rf"([0-9]{{1,3}}(?:{group}[0-9]{{3}})+){point}([0-9]+)", text):
            return re.sub(r"[.,]", "", match[1]) + "." + match[2]
    return None


def _within(field: Field, number: Decimal, text: str) -> Decimal:
    if field.minimum is not None and number < field.minimum:
        raise Unfit(
            "'{text}' is too small; the least is {least:f}.", text=text, least=field.minimum
        )
    if field.maximum is not None and number > field.maximum:
        raise Unfit("'{text}' is too large; the most is {most:f}.", text=text, most=field.maximum)
    return number


def _not_one_of(word: str, known: list[str]) -> Unfit:
    from difflib import get_close_matches

    words = ", ".join(known)
    if near := get_close_matches(word, known, n=1, cutoff=0.6):
        said = "'{word}' is not one of {known}. Did you mean '{near}'?"
        return Unfit(said, word=word, known=words, near=near[0])
    return Unfit("'{word}' is not one of {known}.", word=word, known=words)


_FORMS: dict[str, Callable[[Field, str, Marketplace], str]] = {
    "text": _text,
    "integer": _integer,
    "days": _integer,
    "money": _money,
    "date": _date,
    "order-id": _order_id,
    "choice": _choice,
}
