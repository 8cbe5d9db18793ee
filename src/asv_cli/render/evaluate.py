"""The value of an expression, and the form in which a value prints.

An answer that was never given can neither print as nothing nor as "None". Amounts, dates and
numbers take the form of the letter's language by themselves.
"""

from __future__ import annotations

import datetime
import operator
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from asv_cli.render import tree, words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Data = Mapping[str, Any]

ABOVE = "super()"
"""The key under which a block finds the text of the block above it; no name looks like it."""


class Undefined(LookupError):  # noqa: N818 - what it says is the state of a name
    """A name has no value."""


def value(expression: tree.Expression, data: Data) -> Any:
    """Return the value of an expression over the values by name.

    Raises:
        Undefined: a name has no value.
        TypeError, ValueError: the values do not fit one another.
    """
    return _VALUES[type(expression)](expression, data)


def printed(found: Any, data: Data) -> str:
    """Return a value in the form of the letter's language (`data` names language and store).

    Raises:
        ValueError: the value was not given.
        TypeError: it is neither a text, a number nor a date.
    """
    if isinstance(found, str):
        return found
    if found is None:
        raise ValueError("a value that was not given is printed here; test it with 'if' first")
    if isinstance(found, Decimal):
        return _money(found, data)
    if isinstance(found, datetime.date):
        return _date(found, data)
    if isinstance(found, int) and not isinstance(found, bool):
        return words.number(found, data["language"])
    raise TypeError("what is printed here is neither a text, a number nor a date")


def _name(expression: tree.Name, data: Data) -> Any:
    try:
        return data[expression.name]
    except KeyError:
        raise Undefined(f"'{expression.name}' is undefined") from None


def _member(expression: tree.Member, data: Data) -> Any:
    root = _name(expression.root, data)
    try:
        return root[expression.part]
    except (KeyError, TypeError):
        raise Undefined(f"'{expression.root.name}' has no '{expression.part}'") from None


def _tested(expression: tree.Tested, data: Data) -> bool:
    if expression.test == "defined":
        try:
            value(expression.value, data)
        except Undefined:
            return False
        return True
    others = [value(other, data) for other in expression.other]
    return bool(TESTS[expression.test](value(expression.value, data), *others))


def _compared(expression: tree.Compared, data: Data) -> bool:
    left = value(expression.left, data)
    for name, step in expression.steps:
        right = value(step, data)
        if not COMPARISONS[name](left, right):
            return False
        left = right
    return True


def _joined(expression: tree.Joined, data: Data) -> Any:
    left = value(expression.left, data)
    return value(expression.right, data) if bool(left) == expression.both else left


def _summed(expression: tree.Summed, data: Data) -> Any:
    left, right = value(expression.left, data), value(expression.right, data)
    return left + right if expression.sign > 0 else left - right


def _chosen(expression: tree.Chosen, data: Data) -> Any:
    held = value(expression.test, data)
    return value(expression.then if held else expression.other, data)


def _money(amount: Decimal, data: Data) -> str:
    return words.money(amount, data["marketplace"]["currency"], _locale(data))


def _date(day: datetime.date, data: Data) -> str:
    return words.date(day, _locale(data))


def _from_today(days: int, data: Data) -> datetime.date:
    """Return the date so many days after the letter's date."""
    today: datetime.date = data["today"]
    return today + datetime.timedelta(days=days)


def _time(unit: str) -> Callable[[int, Data], str]:
    return lambda count, data: words.time(count, unit, data["language"])


def _locale(data: Data) -> str:
    language: str = data["language"]
    code: str = data["marketplace"]["code"]
    return language.replace("-", "_") if "-" in language else f"{language}_{_ISO.get(code, code)}"


_ISO = {"UK": "GB"}  # amazon-rules R183

_VALUES: dict[type, Callable[[Any, Data], Any]] = {
    tree.Name: _name,
    tree.Constant: lambda expression, _: expression.value,
    tree.Member: _member,
    tree.Filtered: lambda e, data: FILTERS[e.filter](value(e.value, data), data),
    tree.Tested: _tested,
    tree.Compared: _compared,
    tree.Joined: _joined,
    tree.Not: lambda expression, data: not value(expression.value, data),
    tree.Summed: _summed,
    tree.Listed: lambda expression, data: [value(item, data) for item in expression.items],
    tree.Above: lambda _, data: data[ABOVE],
    tree.Chosen: _chosen,
}

FILTERS: dict[str, Callable[[Any, Data], Any]] = {
    "money": _money,
    "date": _date,
    "from_today": _from_today,
    **{unit: _time(unit) for unit in ("hours", "days", "business_days", "months")},
    "capitalize": lambda text, _: text.capitalize(),
    "first": lambda items, _: items[0],
    "last": lambda items, _: items[-1],
    "length": lambda items, _: len(items),
    "lower": lambda text, _: text.lower(),
    "trim": lambda text, _: text.strip(),
    "upper": lambda text, _: text.upper(),
}
"""Every filter letters have. `default` is left out: a value that is missing must stop a letter."""

COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "eq": operator.eq,
    "ne": operator.ne,
    "lt": operator.lt,
    "lteq": operator.le,
    "gt": operator.gt,
    "gteq": operator.ge,
    "in": lambda one, many: one in many,
    "notin": lambda one, many: one not in many,
}
"""The operators of comparisons, by the names Jinja's parser gives them."""

TESTS: dict[str, Callable[..., bool]] = {
    **{name: COMPARISONS[name] for name in ("in", "eq", "ne", "lt", "gt")},
    "le": operator.le,
    "ge": operator.ge,
    "none": lambda one: one is None,
    "even": lambda one: one % 2 == 0,
    "odd": lambda one: one % 2 == 1,
}
"""Every test but `defined`, which asks for the name and not for its value."""
