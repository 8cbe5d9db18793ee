"""What a draft costs and promises: the lines for the agent, and the same for `--json`."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from asv_cli.offer import costs, excesses, uncapped

if TYPE_CHECKING:
    from asv_cli.cli.prepare import Prepared
    from asv_cli.i18n import Words
    from asv_cli.model import Draft, Marketplace
    from asv_cli.offer import Cost, Excess


class Bill(NamedTuple):
    """The cost of each option, and the amounts above a cap, in the currency of one store.

    `unlimited` says that the shop has caps, but none that holds for this draft.
    """

    costs: tuple[Cost, ...]
    excesses: tuple[Excess, ...]
    unlimited: bool
    market: Marketplace
    sku: str

    def cost_lines(self, words: Words) -> list[str]:
        """Return a line for each option, the cheapest first, and how to change their order."""
        if not self.costs:
            return []
        width = max(len(cost.option) for cost in self.costs)
        lines = [words("What each option would cost us, the cheapest first:")]
        for cost in self.costs:
            total = words("not known") if cost.total is None else self._money(cost.total)
            line = f"  {cost.option:<{width}}  {total:>14}  {self._made_of(cost, words)}"
            lines.append(line.rstrip())
        return [*lines, f"  {words('Reorder or drop options with --options A,B.')}"]

    def approval_lines(self, words: Words, *, approved: bool) -> list[str]:
        """Return a line for each amount above its cap, and what to do about it."""
        lines = []
        for over in self.excesses:
            sure = words("the '{level}' price level", level=over.level)
            guess = words(
                "the '{level}' price level, taken as the price level is not known",
                level=over.level,
            )
            said = words(
                "{field}: {amount} is above the cap of {cap} for {which}.",
                field=over.field,
                amount=self._money(over.amount),
                cap=self._money(over.cap),
                which=guess if over.assumed else sure,
            )
            lines.append(said)
        if lines and not approved:
            lines.append(
                words(
                    "NOT APPROVED: do not send this letter yet. Ask whoever may approve it, then "
                    "add --approved-by NAME."
                )
            )
        if self.unlimited:
            lines.append(
                words(
                    "shop.yaml has no cap in {currency}; the amount was not checked.",
                    currency=self.market.currency,
                )
            )
        return lines

    def data(self) -> dict[str, Any]:
        """Return the same as plain data; amounts are texts, so that none is rounded."""
        currency = self.market.currency
        return {
            "costs": [
                {
                    "option": cost.option,
                    "total": self._plain(cost.total),
                    "currency": currency,
                    "parts": {name: self._plain(part) for name, part in (cost.parts or {}).items()},
                }
                for cost in self.costs
            ],
            "over_cap": [
                {
                    "field": over.field,
                    "amount": self._plain(over.amount),
                    "cap": self._plain(over.cap),
                    "currency": currency,
                    "price_level": over.level,
                }
                for over in self.excesses
            ],
        }

    def _made_of(self, cost: Cost, words: Words) -> str:
        if cost.parts is None:
            return words("(shared.yaml does not say what it costs)")
        missing = [name for name, amount in cost.parts.items() if amount is None]
        if missing:
            return words(
                "({sku} has no {missing} in {currency})",
                sku=self.sku,
                currency=self.market.currency,
                missing=words(" and no ").join(missing),
            )
        parts = [f"{name} {self._plain(part)}" for name, part in cost.parts.items() if part]
        return f"({' + '.join(parts)})" if len(parts) > 1 else ""

    def _money(self, amount: Decimal) -> str:
        return f"{self._plain(amount)} {self.market.currency}"

    def _plain(self, amount: Decimal | None) -> str | None:
        """Return an amount with the decimals of its currency, or more where it has more."""
        if amount is None:
            return None
        places = self.market.decimals
        return f"{amount:f}" if amount != round(amount, places) else f"{amount:.{places}f}"


def bill(prepared: Prepared, draft: Draft) -> Bill:
    """Return what a draft costs, where a product is named, and what of it needs approval."""
    case, shop, stocked = prepared.case, prepared.shop, prepared.stocked
    market, fields = case.setting.market, case.shared.fields
    amounts = {
        key: Decimal(text)
        for key, text in draft.answers.items()
        if key in fields and fields[key].type == "money" and text
    }
    promised = {key: amount for key, amount in amounts.items() if fields[key].offered}
    level = draft.answers.get("price_level", "") or (stocked.level if stocked else "")
    options = [case.shared.options[option] for option in draft.options] if stocked else []
    return Bill(
        costs=costs(options, {**(stocked.amounts if stocked else {}), **amounts}),
        excesses=excesses(promised, level, shop, market),
        unlimited=bool(promised) and uncapped(level, shop, market),
        market=market,
        sku=draft.product,
    )
