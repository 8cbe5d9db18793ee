"""What a draft costs and promises: the lines for the agent, and the same for `--json`."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from asv_cli.offer import costs, excesses, uncapped

if TYPE_CHECKING:
    from asv_cli.cli.prepare import Prepared
    from asv_cli.model import Draft
    from asv_cli.offer import Cost, Excess


@dataclass(frozen=True, slots=True)
class Bill:
    """The cost of each option, the amounts above a cap, and amounts as text in the currency."""

    costs: tuple[Cost, ...]
    excesses: tuple[Excess, ...]
    unlimited: bool
    currency: str
    decimals: int
    product: str

    def money(self, amount: Decimal) -> str:
        """Return an amount, such as `12.50 USD`."""
        return f"{self.plain(amount)} {self.currency}"

    def plain(self, amount: Decimal) -> str:
        """Return an amount with at least the decimals of its currency."""
        return f"{amount:f}" if _finer(amount, self.decimals) else f"{amount:.{self.decimals}f}"


def _finer(amount: Decimal, decimals: int) -> bool:
    return amount != round(amount, decimals)


def bill(prepared: Prepared, draft: Draft) -> Bill:
    """Return what a draft costs, where a product is named, and what of it needs approval."""
    case, shop = prepared.case, prepared.shop
    fields = case.shared.fields
    amounts = {
        key: Decimal(text)
        for key, text in draft.answers.items()
        if key in fields and fields[key].type == "money" and text
    }
    promised = {key: amount for key, amount in amounts.items() if fields[key].offered}
    level = _level(prepared, draft)
    stocked = prepared.stocked
    options = [case.shared.options[option] for option in draft.options] if stocked else []
    return Bill(
        costs=costs(options, {**(stocked.amounts if stocked else {}), **amounts}),
        excesses=excesses(promised, level, shop, case.setting.market),
        unlimited=bool(promised) and uncapped(level, shop, case.setting.market),
        currency=case.setting.market.currency,
        decimals=case.setting.market.decimals,
        product=stocked.product.sku if stocked else "",
    )


def _level(prepared: Prepared, draft: Draft) -> str:
    """Return the price level the case was answered with, else the one the product has."""
    known = draft.answers.get("price_level", "")
    if not known and prepared.stocked and prepared.stocked.level:
        known = prepared.stocked.level
    return known


def cost_lines(bill: Bill) -> list[str]:
    """Return a line for each option, the cheapest first, and how to change their order."""
    if not bill.costs:
        return []
    width = max(len(cost.option) for cost in bill.costs)
    lines = ["What each option would cost us, the cheapest first:"]
    for cost in bill.costs:
        total = bill.money(cost.total) if cost.total is not None else "not known"
        lines.append(f"  {cost.option:<{width}}  {total:>14}  {_made_of(bill, cost)}".rstrip())
    return [*lines, "  Reorder or drop options with --options A,B."]


def _made_of(bill: Bill, cost: Cost) -> str:
    if cost.parts is None:
        return "(shared.yaml does not say what it costs)"
    missing = [name for name, amount in cost.parts.items() if amount is None]
    if missing:
        return f"({bill.product} has no {' and no '.join(missing)} in {bill.currency})"
    parts = [f"{name} {bill.plain(amount)}" for name, amount in cost.parts.items() if amount]
    return f"({' + '.join(parts)})" if len(parts) > 1 else ""


def approval_lines(bill: Bill, approved_by: str) -> list[str]:
    """Return a line for each amount above its cap, and who approved it or how to."""
    lines = []
    for over in bill.excesses:
        which = f"the '{over.level}' price level"
        if over.assumed:
            which = f"{which}, taken as the price level is not known"
        lines.append(
            f"{over.field}: {bill.money(over.amount)} is above the cap of {bill.money(over.cap)} "
            f"for {which}."
        )
    if lines and not approved_by:
        lines.append(
            "NOT APPROVED: do not send this letter yet. Ask whoever may approve it, then add "
            "--approved-by NAME."
        )
    if bill.unlimited:
        lines.append(f"shop.yaml has no cap in {bill.currency}; the amount was not checked.")
    return [*lines, f"Approved by {approved_by}."] if approved_by else lines


def bill_data(bill: Bill, approved_by: str) -> dict[str, Any]:
    """Return costs and approval as plain data; amounts are texts, so that none is rounded."""
    return {
        "costs": [
            {
                "option": cost.option,
                "total": None if cost.total is None else bill.plain(cost.total),
                "currency": bill.currency,
                "parts": {
                    name: None if amount is None else bill.plain(amount)
                    for name, amount in (cost.parts or {}).items()
                },
            }
            for cost in bill.costs
        ],
        "over_cap": [
            {
                "field": over.field,
                "amount": bill.plain(over.amount),
                "cap": bill.plain(over.cap),
                "currency": bill.currency,
                "price_level": over.level,
            }
            for over in bill.excesses
        ],
        "approved_by": approved_by or None,
    }
