"""What drafts of one order say to each other: prefilled answers, and warnings before the letter.

A draft that offers nothing is a *request* here: it asks the buyer (or Amazon, a carrier) for
something, and its outcome's id says for what. The last answer of a request is what the request
is meant to change ("no photos yet"), so it is neither prefilled nor held against the next draft.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from asv_cli.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from asv_cli.caselog.entry import Entry


def prefill(earlier: Sequence[Entry], scenario: str = "", product: str = "") -> dict[str, str]:
    """Return the choices of the last draft of an order, by question id.

    Args:
        earlier: the drafts of the order, oldest first.
        scenario: only drafts of this scenario count; of any when empty.
        product: the same for a product's SKU; an order can have several.

    The last answer of a request is left out: it would lead straight to the same request.
    """
    drafts = [x for x in _about(product, earlier) if scenario in ("", x.scenario)]
    if not drafts:
        return {}
    awaited = awaited_question(drafts[-1])
    return {key: value for key, value in drafts[-1].answers.items() if key != awaited}


def awaited_question(entry: Entry) -> str:
    """Return the question whose answer a request waits for; nothing for a draft that offers."""
    return "" if entry.offers else next(reversed(dict(entry.answers)), "")


def compare(earlier: Sequence[Entry], new: Entry) -> tuple[Problem, ...]:
    """Return a warning for each way in which a new draft falls behind the earlier ones.

    Args:
        earlier: the drafts of the same order, oldest first.
        new: the draft about to be sent.

    An order can have several products, so a draft about another product is no measure for this
    one; a draft without a product is about any. See `_less`, `_repeats` and `_contradicts` for
    what exactly is warned of, and why.
    """
    same = _about(new.product, earlier)
    found = [*_less(same, new), *_repeats(same, new), *_contradicts(same, new)]
    return (*found, *_elsewhere(earlier, new))


def _about(product: str, earlier: Sequence[Entry]) -> list[Entry]:
    return [each for each in earlier if not product or each.product in ("", product)]


def _less(earlier: Sequence[Entry], new: Entry) -> Iterator[Problem]:
    """Warn when the new draft offers less than an earlier one; the buyer may hold us to either.

    Only a draft that offers something is compared: a letter that confirms the buyer's choice
    offers nothing and takes nothing back. Against everything offered before, per currency:

    - an option's amount is lower than the highest named for it (a smaller refund);
    - an option is gone. Not warned of: a money option when some option now pays as much or
      more, and goods (a replacement) when more money is offered than ever before, for then
      the case has moved on to a dearer remedy.
    """
    if not new.offers:
        return
    before, now = _amounts(earlier), _amounts([new])
    best_before, best_now = _best(before), _best(now)
    for (option, currency), amount in before.items():
        offered = now.get((option, currency))
        if offered is not None and offered < amount:
            yield _warning(
                "less",
                f"This draft offers {offered} {currency} for '{option}', and {amount} {currency} "
                f"was offered on {_when(earlier, option)}.",
                "Offer at least as much, or say why it changed.",
            )
    raised = any(best > best_before.get(each, -1) for each, best in best_now.items())
    still = {offer.option for offer in new.offers}
    for option in dict.fromkeys(x.option for each in earlier for x in each.offers):
        sums = {key: amount for (name, key), amount in before.items() if name == option}
        paid = all(best_now.get(key, -1) >= amount for key, amount in sums.items())
        if option not in still and not (paid if sums else raised):
            yield _warning(
                "less",
                f"This draft no longer offers '{option}', offered on {_when(earlier, option)}.",
                "Offer it again, or say why it is gone.",
            )


def _repeats(earlier: Sequence[Entry], new: Entry) -> Iterator[Problem]:
    """Warn when the same request was already made for this order.

    The same request is the same outcome's id without an offer, in whatever scenario:
    `ask-for-photos` asks for photos wherever it stands. Not warned of when a follow-up of the
    earlier draft has come due by now, for then asking again is what was planned.
    """
    if new.offers:
        return
    made = [x for x in earlier if x.outcome == new.outcome and not x.offers]
    if made and not any(follow_up.due <= new.time for follow_up in made[-1].follow_ups):
        yield _warning(
            "repeat",
            f"'{new.outcome}' was already requested on {_day(made[-1])}.",
            "Read the buyer's answer again before asking once more.",
        )


def _contradicts(earlier: Sequence[Entry], new: Entry) -> Iterator[Problem]:
    """Warn when the new draft rests on something else than the earlier ones did.

    - A question of the same scenario is answered differently than in its last draft: the
      letters would give two causes, or two states of the same parcel. Not warned of: the
      answer a request was waiting for.
    - Money is offered in another currency than before.
    """
    drafts = [each for each in earlier if each.scenario == new.scenario]
    if drafts:
        awaited = awaited_question(drafts[-1])
        for key, was in drafts[-1].answers.items():
            value = new.answers.get(key, was)
            if value != was and key != awaited:
                yield _warning(
                    "contradiction",
                    f"'{key}' is '{value}' now and was '{was}' on {_day(drafts[-1])}.",
                    "Tell the buyer what changed, or correct the answer.",
                )
    before, now = _best(_amounts(earlier)), _best(_amounts([new]))
    if before and now and not before.keys() & now.keys():
        yield _warning(
            "contradiction",
            f"This draft offers {', '.join(now)}, and {', '.join(before)} was offered before.",
            "Offer the currency of the order.",
        )


def _elsewhere(earlier: Sequence[Entry], new: Entry) -> Iterator[Problem]:
    """Warn when the marketplace differs: an order belongs to one, so one of them is wrong."""
    for each in earlier[-1:]:
        if each.marketplace and new.marketplace and each.marketplace != new.marketplace:
            yield _warning(
                "contradiction",
                f"This order was on '{each.marketplace}' on {_day(each)}, not '{new.marketplace}'.",
                "Check the marketplace and the order id.",
            )


def _amounts(entries: Sequence[Entry]) -> dict[tuple[str, str], Decimal]:
    """Return the highest amount named for each option in each currency."""
    highest: dict[tuple[str, str], Decimal] = {}
    for offer in (offer for each in entries for offer in each.offers):
        if offer.amount is not None:
            key = offer.option, offer.currency
            highest[key] = max(offer.amount, highest.get(key, offer.amount))
    return highest


def _best(amounts: dict[tuple[str, str], Decimal]) -> dict[str, Decimal]:
    """Return the highest amount of each currency."""
    best: dict[str, Decimal] = {}
    for (_, currency), amount in amounts.items():
        best[currency] = max(amount, best.get(currency, amount))
    return best


def _when(earlier: Sequence[Entry], option: str) -> str:
    return next(
        _day(x) for x in reversed(earlier) if any(offer.option == option for offer in x.offers)
    )


def _day(entry: Entry) -> str:
    return entry.time[: len("2026-11-22")]


def _warning(rule: str, message: str, hint: str) -> Problem:
    return Problem(None, f"case.{rule}", message, hint, "warning")
