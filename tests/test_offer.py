"""What options cost, in which order they stand, and what must stay or be approved."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from asv_cli.catalogue import Amounts
from asv_cli.errors import Exit, Spot, UsageError
from asv_cli.library import open_library
from asv_cli.loader import load_scenario, load_shared, marketplace, shared_problems
from asv_cli.model import Option, OptionUse, Text
from asv_cli.offer import Excess, arranged, costs, excesses, uncapped
from asv_cli.settings import Shop as Rules
from shop_kit import OFFER, SETTINGS, answers, shop, stocked

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shop_kit import Shop

__all__ = ["shop", "stocked"]
AT = Spot("shared.yaml")


def option(name: str, *cost: str, keeps: bool = False, full: bool = False) -> Option:
    return Option(name, Text({"en": name}), cost, keeps, AT, "full" if full else "")


OPTIONS = {
    each.id: each
    for each in (
        option("new", "unit_cost", "freight", full=True),
        option("part-back", "refund_amount", keeps=True),
        option("send-back", "price", "return_freight", full=True),
        option("gift", "gift_cost", keeps=True),
        option("advice"),
    )
}
AMOUNTS = {
    "unit_cost": Decimal("7.10"),
    "freight": Decimal("4.20"),
    "refund_amount": Decimal("11.30"),
    "price": Decimal("29.99"),
    "return_freight": Decimal("0.01"),
}


def uses(*names: str) -> tuple[OptionUse, ...]:
    return tuple(OptionUse(name, (), AT) for name in names)


def order(offered: str, wanted: str) -> list[str]:
    return [use.id for use in arranged(uses(*offered.split()), wanted.split(","), OPTIONS)]


# -- costs


def test_costs_are_exact_sums_with_the_cheapest_first() -> None:
    found = costs((OPTIONS["send-back"], OPTIONS["new"], OPTIONS["advice"]), AMOUNTS)
    assert [(cost.option, cost.total) for cost in found] == [
        ("advice", Decimal(0)),
        ("new", Decimal("11.30")),
        ("send-back", Decimal("30.00")),
    ]
    assert found[1].parts == {"unit_cost": Decimal("7.10"), "freight": Decimal("4.20")}


def test_options_that_cost_the_same_stay_in_the_order_of_the_letter() -> None:
    one, other = OPTIONS["new"], OPTIONS["part-back"]
    assert [cost.option for cost in costs((one, other), AMOUNTS)] == ["new", "part-back"]
    assert [cost.option for cost in costs((other, one), AMOUNTS)] == ["part-back", "new"]


def test_what_is_not_known_has_no_total_and_comes_last() -> None:
    found = costs((OPTIONS["gift"], OPTIONS["new"]), AMOUNTS)
    assert [(cost.option, cost.total) for cost in found] == [
        ("new", Decimal("11.30")),
        ("gift", None),
    ]
    assert found[1].parts == {"gift_cost": None}


def test_an_option_without_a_cost_is_not_taken_for_free() -> None:
    unsaid = Option("new", Text({"en": "new"}), None, keeps=False, at=AT)
    (cost,) = costs((unsaid,), AMOUNTS)
    assert (cost.parts, cost.total) == (None, None)


def test_cents_add_up_where_floats_would_not() -> None:
    (cost,) = costs((option("a", "x", "y"),), {"x": Decimal("0.10"), "y": Decimal("0.20")})
    assert str(cost.total) == "0.30"


# -- order


def test_options_stand_as_the_agent_names_them() -> None:
    assert order("new part-back send-back", "part-back,new") == ["part-back", "new"]
    assert order("new part-back send-back", "send-back,part-back,new") == [
        "send-back", "part-back", "new",
    ]  # fmt: skip


def test_what_an_option_is_limited_to_stays_with_it() -> None:
    limited = (OptionUse("new", ("eu",), AT), OptionUse("part-back", (), AT))
    assert arranged(limited, ("part-back", "new"), OPTIONS)[1].only == ("eu",)


REFUSED = {
    ("new part-back", "new,part-bak"): (
        "This outcome offers no option 'part-bak'. Did you mean 'part-back'?"
    ),
    ("new part-back", "gift,new"): "This outcome offers no option 'gift'. It has: new, part-back.",
    ("new part-back", "new,new"): "'--options' names 'new' twice. Name each option once.",
    ("new part-back send-back", "new"): (
        "'--options new' leaves the buyer no choice. Name at least 2 of: new, part-back, "
        "send-back (A4)."
    ),
    ("new part-back gift send-back", "part-back,gift"): (
        "'--options part-back,gift' drops the buyer's full remedy. Keep at least one of: new, "
        "send-back (R112)."
    ),
    ("advice new gift", "advice,gift"): (
        "'--options advice,gift' drops the buyer's full remedy. Keep at least one of: new (R112)."
    ),
    ("", "new"): "This outcome offers no options. Leave '--options' out.",
}


@pytest.mark.parametrize(("offered", "wanted"), REFUSED)
def test_a_choice_and_the_full_remedy_must_stay(offered: str, wanted: str) -> None:
    with pytest.raises(UsageError) as caught:
        order(offered, wanted)
    assert str(caught.value) == REFUSED[offered, wanted]


def test_an_outcome_with_one_option_may_keep_that_one() -> None:
    assert order("new", "new") == ["new"]


def test_what_never_had_a_full_remedy_needs_none() -> None:
    assert order("advice gift part-back", "gift,advice") == ["gift", "advice"]


def test_every_shipped_option_that_keeps_the_product_has_a_full_one_beside_it(shop: Shop) -> None:  # noqa: ARG001
    options = load_shared(open_library()).options
    full = {name for name, each in options.items() if each.remedy == "full"}
    assert {"replacement", "return-refund", "full-refund", "reshipment"} <= full
    assert not any(options[name].keeps for name in full)


@pytest.mark.parametrize("regime", ["eu", "uk"])
def test_where_rights_demand_it_a_full_remedy_stands_beside_what_is_kept(
    shop: Shop,  # noqa: ARG001
    regime: str,
) -> None:
    library = open_library()
    shared = load_shared(library)
    for name in library.scenarios():
        for outcome in load_scenario(library, name, shared).outcomes.values():
            offered = [u.id for u in outcome.options if not u.only or regime in u.only]
            keeps = [each for each in offered if shared.options[each].keeps]
            full = [each for each in offered if shared.options[each].remedy]
            assert full or not keeps, f"{name}: {outcome.id}"


# -- caps


def rules(**caps: Mapping[str, str]) -> Rules:
    read = {
        level: Amounts({place: Decimal(text) for place, text in by_place.items()})
        for level, by_place in caps.items()
    }
    return Rules({}, None, None, read, None, "USD")


CAPS = rules(low={"USD": "5", "EUR": "4.50"}, high={"": "20"})
US, DE = marketplace("US"), marketplace("DE")


def over(amount: str, level: str, market: str = "US") -> list[Excess]:
    return list(excesses({"refund_amount": Decimal(amount)}, level, CAPS, marketplace(market)))


def test_an_amount_on_the_cap_needs_no_approval() -> None:
    assert over("5.00", "low") == []
    assert over("20", "high") == []


def test_an_amount_above_the_cap_of_its_level_needs_approval() -> None:
    assert over("5.01", "low") == [
        Excess("refund_amount", Decimal("5.01"), Decimal(5), "low", assumed=False)
    ]
    assert over("5.01", "high") == []
    assert over("4.60", "low", "DE")[0].cap == Decimal("4.50")


def test_the_lowest_cap_holds_where_the_level_is_not_known() -> None:
    assert over("6", "") == [Excess("refund_amount", Decimal(6), Decimal(5), "low", assumed=True)]


def test_a_currency_without_a_cap_is_told_apart() -> None:
    assert over("999", "high", "DE") == []
    assert uncapped("high", CAPS, DE)
    assert not uncapped("", CAPS, DE)
    assert not uncapped("high", CAPS, US)
    assert not uncapped("high", rules(), US)


# -- shared.yaml


def test_a_cost_that_is_no_amount_is_a_problem_with_its_place(shop: Shop) -> None:
    shop.write(
        ".asv/scenarios/shared.yaml",
        "options:\n  new:\n    label: New\n    cost: [unit_cost, frieght]\n",
    )
    _, problems = shared_problems(open_library())
    (problem,) = problems
    assert str(problem) == (
        ".asv/scenarios/shared.yaml:4:11: The option 'new' costs 'frieght', which is no amount. "
        "Did you mean 'freight'?"
    )


def test_a_money_field_of_a_shop_may_be_a_cost(shop: Shop) -> None:
    shop.write(
        ".asv/scenarios/shared.yaml",
        "fields:\n  voucher: {type: money, ask: How much?}\n"
        "options:\n  new: {label: New, cost: [voucher]}\n",
    )
    assert shared_problems(open_library())[1] == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "options:\n  new: {label: New, remedy: fulll}\n",
            "2:29: 'remedy' cannot be 'fulll'. Did you mean 'full'?",
        ),
        (
            "fields:\n  n: {type: integer, ask: How many?, offered: true}\n",
            "2:38: A field of type integer cannot have 'offered'. Delete it, or change the type.",
        ),
    ],
)
def test_faults_of_the_new_keys_are_said(shop: Shop, text: str, said: str) -> None:
    shop.write(".asv/scenarios/shared.yaml", text)
    _, problems = shared_problems(open_library())
    assert [str(problem) for problem in problems] == [f".asv/scenarios/shared.yaml:{said}"]


# -- asv draft


def draft(shop: Shop, *words: str, amount: str = "8") -> tuple[int, str, str]:
    fixed = ("draft", "damaged", "--no-input", "--now", "2026-11-22", "--product", "KX-200")
    more = answers(**OFFER, refund_amount=amount) if amount else answers(**OFFER)
    result = shop.asv(*fixed, *more, *words)
    return result.code, result.out, result.err


def test_a_draft_shows_what_each_option_costs(stocked: Shop) -> None:
    _, _, err = draft(stocked)
    assert (
        "What each option would cost us, the cheapest first:\n"
        "  partial-refund        8.00 USD\n"
        "  replacement          11.40 USD  (unit_cost 7.20 + freight 4.20)\n"
        "  return-refund        35.04 USD  (price 29.99 + return_freight 5.05)\n"
        "  Reorder or drop options with --options A,B.\n"
    ) in err


def test_what_the_catalogue_lacks_is_named(stocked: Shop) -> None:
    _, _, err = draft(stocked, "--marketplace", "DE")
    assert (
        "  replacement          not known  (KX-200 has no unit_cost in EUR)\n"
        "  return-refund        not known  (KX-200 has no return_freight in EUR)\n"
    ) in err


def test_without_a_product_no_costs_are_shown(stocked: Shop) -> None:
    more = answers(**OFFER, refund_amount="8", price_level="high", product="kettle")
    result = stocked.asv("draft", "damaged", "--no-input", *more)
    assert "would cost us" not in result.err


def test_costs_are_in_the_json_as_texts(stocked: Shop) -> None:
    data = json.loads(draft(stocked, "--json")[1])
    assert data["product"] == "KX-200"
    assert data["costs"][1] == {
        "option": "replacement",
        "total": "11.40",
        "currency": "USD",
        "parts": {"unit_cost": "7.20", "freight": "4.20"},
    }
    assert (data["over_cap"], data["approved_by"]) == ([], None)


def test_options_are_reordered_and_the_recipe_keeps_the_order(stocked: Shop) -> None:
    code, out, err = draft(stocked, "--options", "return-refund, partial-refund")
    assert code == 0, err
    assert "1. You send your travel kettle back" in out
    assert "2. You keep your travel kettle" in out
    assert "3." not in out
    assert "--options return-refund,partial-refund --lang en" in err


def test_the_recipe_makes_the_same_letter_again(stocked: Shop) -> None:
    data = json.loads(draft(stocked, "--options", "replacement,partial-refund", "--json")[1])
    import shlex

    words = shlex.split(data["recipe"])[1:]
    again = json.loads(stocked.asv(*words, "--no-input", "--json").out)
    assert again["letters"] == data["letters"]
    assert again["recipe"] == data["recipe"]
    assert again["options"] == ["replacement", "partial-refund"]


def test_an_amount_only_a_dropped_option_needs_is_not_asked_for(stocked: Shop) -> None:
    code, out, err = draft(stocked, "--options", "replacement,return-refund", amount="")
    assert code == 0, err
    assert "voluntary" not in out


def test_a_selection_below_the_buyers_rights_is_refused(stocked: Shop) -> None:
    code, out, err = draft(stocked, "--options", "partial-refund")
    assert (code, out) == (Exit.USAGE, "")
    assert err == (
        "'--options partial-refund' leaves the buyer no choice. Name at least 2 of: "
        "partial-refund, replacement, return-refund (A4).\n"
    )


def test_an_outcome_without_options_has_nothing_to_reorder(stocked: Shop) -> None:
    more = answers(fulfilment="merchant", photos="none", product="kettle")
    result = stocked.asv("draft", "damaged", "--no-input", "--options", "replacement", *more)
    assert result.code == Exit.USAGE
    assert result.err == "This outcome offers no options. Leave '--options' out.\n"


def test_an_amount_above_the_cap_is_shown_but_marked(stocked: Shop) -> None:
    code, out, err = draft(stocked, amount="20.01")
    assert code == Exit.APPROVAL
    assert "we refund you $20.01" in out
    assert err.endswith(
        "\nrefund_amount: 20.01 USD is above the cap of 20.00 USD for the 'high' price level.\n"
        "NOT APPROVED: do not send this letter yet. Ask whoever may approve it, then add "
        "--approved-by NAME.\n"
    )


def test_the_mark_is_never_silenced(stocked: Shop) -> None:
    code, _, err = draft(stocked, "--quiet", amount="20.01")
    assert code == Exit.APPROVAL
    assert "NOT APPROVED" in err


def test_the_lowest_cap_is_said_where_the_level_is_not_known(stocked: Shop) -> None:
    stocked.write(
        ".asv/scenarios/fast.yaml",
        "title: Fast\ncategory: product\nstart: sure\n"
        "questions: {sure: {ask: Sure?, choices: {y: {label: Yes, goto: pay}}}}\n"
        "outcomes: {pay: {title: Pay, letters: {to: buyer, template: damaged/offer}, "
        "options: [partial-refund, return-refund]}}\n",
    )
    stocked.write(
        ".asv/templates/en/damaged/offer.j2",
        '{% extends "en/letter.j2" %}{% block subject %}x{% endblock %}{% block empathy %}x'
        "{% endblock %}{% block facts %}x{% endblock %}{% block promise %}x{% endblock %}",
    )
    more = answers(sure="y", refund_amount="6", product="kettle")
    result = stocked.asv("draft", "fast", "--no-input", *more)
    assert result.code == Exit.APPROVAL
    assert (
        "refund_amount: 6.00 USD is above the cap of 5.00 USD for the 'low' price level, taken as "
        "the price level is not known.\n"
    ) in result.err
    more = ("--product", "KX-200", *more)
    assert stocked.asv("draft", "fast", "--no-input", *more).code == 0


def test_an_approved_amount_passes_and_the_name_is_recorded(stocked: Shop) -> None:
    code, out, err = draft(stocked, "--approved-by", "Maria", "--json", amount="20.01")
    assert code == 0
    assert err.endswith("\nApproved by Maria.\n")
    data = json.loads(out)
    assert data["approved_by"] == "Maria"
    assert data["over_cap"] == [
        {
            "field": "refund_amount",
            "amount": "20.01",
            "cap": "20.00",
            "currency": "USD",
            "price_level": "high",
        }
    ]
    assert "approved" not in data["recipe"]


def test_a_blank_name_approves_nothing(stocked: Shop) -> None:
    assert draft(stocked, "--approved-by", " ", amount="20.01")[0] == Exit.APPROVAL


def test_a_letter_that_waits_for_approval_is_not_copied(
    stocked: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied: list[str] = []
    monkeypatch.setattr("asv_cli.clipboard.copy", lambda text, **_: copied.append(text))
    draft(stocked, "--copy", amount="20.01")
    assert copied == []
    draft(stocked, "--copy", "--approved-by", "Maria", amount="20.01")
    assert len(copied) == 1


def test_a_price_level_given_by_hand_sets_the_cap(stocked: Shop) -> None:
    assert draft(stocked, "-a", "price_level=low")[0] == Exit.APPROVAL


def test_a_currency_without_a_cap_is_said(stocked: Shop) -> None:
    code, _, err = draft(stocked, "--marketplace", "DE", amount="99")
    assert code == 0
    assert "shop.yaml has no cap in EUR; the amount was not checked." in err


def test_a_shop_without_caps_limits_nothing(stocked: Shop) -> None:
    stocked.write(".asv/shop.yaml", "\n".join(SETTINGS.splitlines()[:-1]))
    assert draft(stocked, amount="99")[0] == 0


def test_the_help_tells_of_approval_and_its_exit_code(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    text = " ".join(shop.asv("draft", "--help").out.split())
    assert "Who approved an amount above the shop's cap" in text
    assert "exit code is 6" in text
