"""The case log as `asv draft` uses it: what an order was offered before, and the new entry."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from asv_cli.console import say
from asv_cli.facts import Fact

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from asv_cli.caselog import Entry, LogSettings
    from asv_cli.cli.prepare import Known, Prepared, Request
    from asv_cli.library import Library
    from asv_cli.model import Draft
    from asv_cli.settings import Setting


def log_settings(settings: Mapping[str, Setting]) -> LogSettings:
    """Return what shop.yaml says of the log; it is kept, without letters, for 30 days unless."""
    from asv_cli.caselog import LogSettings

    said = {key: settings[f"log.{key}"].text for key in _KEYS if f"log.{key}" in settings}
    return LogSettings(
        on=said.get("on", "true") == "true",
        keep_letters=said.get("keep_letters", "false") == "true",
        retention_days=int(said.get("retention_days", "30")),
    )


_KEYS = ("on", "keep_letters", "retention_days")


def earlier_drafts(order: str) -> list[Entry]:
    """Return the drafts of an order, the oldest first; a log that cannot be read is said.

    Raises:
        AnswerError: this is no order id.
    """
    from asv_cli.caselog import StoreError, open_store, order_id

    try:
        with open_store(create=False) as store:
            return [each.entry for each in store.cases(order_id(order))]
    except StoreError as error:
        say(f"What was drafted for '{order}' before is not known. {error}")
        return []


def last_answers(order: str, earlier: Sequence[Entry], scenario: str, sku: str) -> dict[str, Fact]:
    """Return the choices of the last draft of an order, as facts."""
    from asv_cli.caselog import prefill

    origin = f"the last draft of {order}"
    return {key: Fact(text, origin) for key, text in prefill(earlier, scenario, sku).items()}


def last_scenario(earlier: Sequence[Entry]) -> str:
    """Return the scenario of the last draft of an order."""
    return earlier[-1].scenario if earlier else ""


def of_order(request: Request, known: Known) -> tuple[Request, Known, tuple[Entry, ...]]:
    """Return the request and what is known with the last draft of the order that is named."""
    earlier = earlier_drafts(request.order)
    request = request._replace(scenario=request.scenario or last_scenario(earlier))
    told = last_answers(request.order, earlier, request.scenario, request.product)
    if re.fullmatch(r"[0-9]{3}-[0-9]{7}-[0-9]{7}", request.order):
        told["order_id"] = Fact(request.order, "--order")
    return request, known._replace(facts={**told, **known.facts}), tuple(earlier)


def log_draft(library: Library, prepared: Prepared, draft: Draft, order: str) -> None:
    """Warn of what the draft falls behind, and record it; a fault of the log is one line."""
    settings = log_settings(prepared.shop.settings)
    if not settings.on:
        return
    from asv_cli.caselog import compare, entry_of, order_id, record

    entry = entry_of(
        draft,
        prepared.case.scenario,
        now=prepared.case.now,
        product=draft.product,
        order=order_id(order) if order else "",
        agent=draft.answers.get("agent_name", ""),
        amounts=_amounts(prepared, draft),
        scenario_hash=_scenario_hash(library, draft),
        template_hash=_template_hash(library, prepared, draft),
        settings=settings,
    )
    for warning in compare(prepared.earlier, entry):
        say(f"Note: {warning}")
    fault = record(entry, settings=settings)
    if fault is not None:
        say(str(fault))


def _amounts(prepared: Prepared, draft: Draft) -> dict[str, tuple[Decimal, str]]:
    """Return the amount of each option that names one among its costs."""
    case = prepared.case
    currency = case.setting.market.currency
    found = {}
    for option in draft.options:
        for name in case.shared.options[option].cost or ():
            field = case.shared.fields.get(name)
            if field is not None and field.type == "money" and draft.answers.get(name):
                found[option] = (Decimal(draft.answers[name]), currency)
    return found


def _scenario_hash(library: Library, draft: Draft) -> str:
    from asv_cli.caselog import digest

    return digest(library.scenario(draft.scenario).path.read_bytes())


def _template_hash(library: Library, prepared: Prepared, draft: Draft) -> str:
    from asv_cli.caselog import digest

    folder = prepared.case.setting.folder
    outcome = prepared.case.scenario.outcomes[draft.outcome]
    names = [letter.template for letter in outcome.letters]
    names += [f"options/{option}" for option in draft.options]
    found = [library.template(f"{folder}/{name}") for name in names]
    return digest(*(file.path.read_bytes() for file in found if file is not None))
