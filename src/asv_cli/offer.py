"""The options of a letter: what each costs us, in which order they stand, which must stay.

The agent may reorder and drop options, but a letter keeps its choice (playbook A4) and the
buyer's full remedy (playbook P2, amazon-rules R112).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from asv_cli.errors import UsageError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from decimal import Decimal

    from asv_cli.model import Marketplace, Option, OptionUse
    from asv_cli.settings import Shop

CHOICE = 2
"""How many options a letter must leave the buyer, where it offers as many (playbook A4)."""


class Cost(NamedTuple):
    """What an option costs us: the amounts by name, None where one is not known.

    `parts` is None where nobody has said what the option is made of.
    """

    option: str
    parts: Mapping[str, Decimal | None] | None

    @property
    def total(self) -> Decimal | None:
        """The sum, None where a part of it is not known."""
        from decimal import Decimal

        if self.parts is None:
            return None
        known = [amount for amount in self.parts.values() if amount is not None]
        return sum(known, Decimal(0)) if len(known) == len(self.parts) else None


class Excess(NamedTuple):
    """An amount above the shop's cap for a price level; `assumed` if the level is not known."""

    field: str
    amount: Decimal
    cap: Decimal
    level: str
    assumed: bool


def costs(offered: Iterable[Option], amounts: Mapping[str, Decimal]) -> tuple[Cost, ...]:
    """Return what each option costs, the cheapest first; what is not known comes last.

    Options that cost the same stay in the order of the letter.

    Args:
        offered: the options, in the order of the letter.
        amounts: what is known from the catalogue and the answers, in one currency.
    """
    priced = [
        Cost(option.id, None if option.cost is None else {n: amounts.get(n) for n in option.cost})
        for option in offered
    ]
    known = [cost for cost in priced if cost.total is not None]
    unknown = [cost for cost in priced if cost.total is None]
    return (*sorted(known, key=lambda cost: cost.total or 0), *unknown)


def arranged(
    offered: Sequence[OptionUse], wanted: Sequence[str], options: Mapping[str, Option]
) -> tuple[OptionUse, ...]:
    """Return the wanted options in the wanted order.

    Args:
        offered: what the outcome offers in this store.
        wanted: the ids the agent names, in the order of the letter.
        options: every option by id.

    Raises:
        UsageError: an id is not offered here or named twice, too few are left to choose from, or
            the buyer's full remedy is missing.
    """
    by_id = {use.id: use for use in offered}
    if not by_id:
        raise UsageError("This outcome offers no options. Leave '--options' out.")
    for option in wanted:
        if option not in by_id:
            hint = did_you_mean(option, list(by_id)) or f"It has: {', '.join(by_id)}."
            raise UsageError(f"This outcome offers no option '{option}'. {hint}")
        if wanted.count(option) > 1:
            raise UsageError(f"'--options' names '{option}' twice. Name each option once.")
    _guard(list(by_id), wanted, options)
    return tuple(by_id[option] for option in wanted)


def _guard(offered: list[str], wanted: Sequence[str], options: Mapping[str, Option]) -> None:
    least = min(CHOICE, len(offered))
    if len(wanted) < least:
        raise UsageError(
            f"'--options {','.join(wanted)}' leaves the buyer no choice. Name at least {least} "
            f"of: {', '.join(offered)} (A4)."
        )
    full = [option for option in offered if options[option].remedy == "full"]
    if full and not set(full) & set(wanted):
        raise UsageError(
            f"'--options {','.join(wanted)}' drops the buyer's full remedy. Keep at least one "
            f"of: {', '.join(full)} (R112)."
        )


def excesses(
    promised: Mapping[str, Decimal], level: str, shop: Shop, market: Marketplace
) -> tuple[Excess, ...]:
    """Return the amounts that need approval.

    Where the price level is not known, the lowest cap holds: the doubt is not the agent's gain.

    Args:
        promised: the amounts the letter offers, by field.
        level: low or high, empty where it is not known.
        shop: its caps, by level; a level or currency without a cap has no limit.
        market: the store, whose currency the amounts are in.
    """
    caps = {name: cap.at(market, shop.home) for name, cap in shop.caps.items()}
    known = {name: cap for name, cap in caps.items() if cap is not None}
    assumed = not level and bool(known)
    if assumed:
        level = min(known, key=lambda name: known[name])
    if level not in known:
        return ()
    return tuple(
        Excess(field, amount, known[level], level, assumed)
        for field, amount in promised.items()
        if amount > known[level]
    )


def uncapped(level: str, shop: Shop, market: Marketplace) -> bool:
    """Tell whether the shop has caps, but none for this level in the currency of this store."""
    if not shop.caps:
        return False
    caps = [cap for name, cap in shop.caps.items() if level in {"", name}]
    return not any(cap.at(market, shop.home) is not None for cap in caps)
