"""What the case log keeps of one finished draft, and nothing else.

An `Entry` has no place for a name, an address or free text: amazon-rules R137 and R138 are
kept by its shape. `entry_of` is the only way from a draft to an entry, and takes only those
answers that are ids of choices in the scenario.
"""

from __future__ import annotations

import json
import re
import shlex
from datetime import UTC, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from asv_cli.errors import AnswerError
from asv_cli.model import Due, Letter

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from asv_cli.model import Draft, Scenario

_ORDER = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{2,39}")


class Offer(NamedTuple):
    """One option a letter offered; `amount` is exact and in `currency`, None without one."""

    option: str
    amount: Decimal | None = None
    currency: str = ""


class Entry(NamedTuple):
    """One finished draft as the log keeps it.

    `time` is UTC, `2026-11-22T21:38:59Z`. `answers` maps question ids to choice ids in the order
    they were given. `follow_ups` are due on an ISO date, or at a UTC time of the same form.
    `letters` is empty unless the settings say `log.keep_letters`.
    """

    time: str
    scenario: str
    outcome: str
    answers: Mapping[str, str] = MappingProxyType({})
    offers: tuple[Offer, ...] = ()
    product: str = ""
    marketplace: str = ""
    order: str = ""
    language: str = ""
    scenario_hash: str = ""
    template_hash: str = ""
    agent: str = ""
    follow_ups: tuple[Due, ...] = ()
    letters: tuple[Letter, ...] = ()

    @property
    def recipe(self) -> str:
        """The command that drafts the next letter of this case, ready for a shell.

        With an order id the log itself supplies the answers; without one (never given, or
        scrubbed) the choices are spelled out. Either way it holds no personal data.
        """
        words = ["asv", "draft", self.scenario]
        if self.order:
            words += ["--order", self.order]
        pairs = {"--marketplace": self.marketplace, "--lang": self.language}
        pairs["--product"] = self.product
        words += [word for flag, value in pairs.items() if value for word in (flag, value)]
        if not self.order:
            words += [word for key, choice in self.answers.items() for word in _given(key, choice)]
        return shlex.join(words)


class Logged(NamedTuple):
    """An entry as it stands in the log, under its number."""

    id: int
    entry: Entry


class FollowUp(NamedTuple):
    """One open follow-up; `later` says that its order has a newer draft than this one."""

    id: int
    due: str
    do: str
    entry: Entry
    later: bool = False


class LogSettings(NamedTuple):
    """What the settings say of the log (`log.on`, `log.keep_letters`, `log.retention_days`)."""

    on: bool = True
    keep_letters: bool = False
    retention_days: int = 30


def entry_of(  # noqa: PLR0913 - each is one fact of the draft, and all are named by the caller
    draft: Draft,
    scenario: Scenario,
    *,
    now: datetime,
    product: str = "",
    order: str = "",
    agent: str = "",
    amounts: Mapping[str, tuple[Decimal, str]] | None = None,
    scenario_hash: str = "",
    template_hash: str = "",
    settings: LogSettings | None = None,
) -> Entry:
    """Return the entry of a finished draft.

    Args:
        draft: the draft; of its answers only the choices are taken.
        scenario: the scenario it was walked on; says which answers are choices.
        now: the time of the draft, with its zone.
        product: the product's SKU.
        order: the order's id, already checked by `order_id`.
        agent: who drafted, as the settings name them.
        amounts: the amount and the currency of each option that names one, by option id.
        scenario_hash: `digest` of the scenario file.
        template_hash: `digest` of the templates of the letters.
        settings: the log's settings.
    """
    money = amounts or {}
    offers = (Offer(option, *money.get(option, (None, ""))) for option in draft.options)
    kept = settings is not None and settings.keep_letters
    return Entry(
        time=utc(now),
        scenario=draft.scenario,
        outcome=draft.outcome,
        answers=choices_only(draft.answers, scenario),
        offers=tuple(offers),
        product=product,
        marketplace=draft.marketplace,
        order=order,
        language=draft.language,
        scenario_hash=scenario_hash,
        template_hash=template_hash,
        agent=agent,
        follow_ups=tuple(Due(due_time(each.due), each.do) for each in draft.follow_ups),
        letters=draft.letters if kept else (),
    )


def choices_only(answers: Mapping[str, str], scenario: Scenario) -> dict[str, str]:
    """Return the answers that are a choice of a question, in their order; drop all others."""
    asked = scenario.questions
    return {
        key: value
        for key, value in answers.items()
        if key in asked and asked[key].choice(value) is not None
    }


def order_id(text: str) -> str:
    """Return an order id without the blanks around it.

    Raises:
        AnswerError: it holds anything but letters, digits and hyphens. A name or an address
            typed by mistake would otherwise be stored (amazon-rules R138).
    """
    order = text.strip()
    if not _ORDER.fullmatch(order):
        raise AnswerError(
            f"'{text}' is no order id. Give letters, digits and hyphens only, "
            "like 302-1234567-1234567."
        )
    return order


def digest(*parts: bytes) -> str:
    """Return a short fingerprint (16 hex digits of SHA-256) of the parts in their order."""
    from hashlib import sha256

    whole = sha256()
    for part in parts:
        whole.update(len(part).to_bytes(8, "big") + part)
    return whole.hexdigest()[:16]


def utc(moment: datetime) -> str:
    """Return a time as the log writes it: UTC, whole seconds, sortable as text."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def due_time(text: str) -> str:
    """Return an ISO date as it is, an ISO time in UTC; a time without zone is local time."""
    return text if len(text) <= len("2026-11-22") else utc(datetime.fromisoformat(text))


def letters_json(entry: Entry) -> str | None:
    """Return the kept letters as JSON text, None when none are kept."""
    rows = [[x.id, x.to, x.channel, x.language, x.subject, x.body] for x in entry.letters]
    return json.dumps(rows, ensure_ascii=False) if rows else None


def letters_from(text: str | None) -> tuple[Letter, ...]:
    """Return the letters `letters_json` wrote."""
    return tuple(Letter(*row) for row in json.loads(text or "[]"))


def _given(key: str, choice: str) -> tuple[str, str]:
    return "-a", f"{key}={choice}"
