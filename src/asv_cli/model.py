"""The domain as frozen values: scenarios, questions, outcomes, fields, letters, drafts.

Nothing here knows YAML, Jinja or a terminal. Ids are ASCII words that logic uses; a `Text` is
what people read, in one language or several. `at` is where the author wrote a thing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from asv_cli.errors import Spot


@dataclass(frozen=True, slots=True)
class Text:
    """Words for people, by language code; English stands in where a language is missing."""

    by_language: Mapping[str, str]

    def __str__(self) -> str:
        return self.say("en")

    def say(self, language: str) -> str:
        """Return the words in a language (`fr-CA`, then `fr`, then English, then any)."""
        for code in (language, language.split("-", maxsplit=1)[0], "en"):
            if code in self.by_language:
                return self.by_language[code]
        return next(iter(self.by_language.values()))


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to a question, and the question or outcome it leads to."""

    id: str
    label: Text
    goto: str
    help: Text | None
    at: Spot


@dataclass(frozen=True, slots=True)
class Question:
    """A question with a closed list of choices; its id is also a variable in letters."""

    id: str
    ask: Text
    why: Text | None
    choices: tuple[Choice, ...]
    at: Spot

    def choice(self, choice_id: str) -> Choice | None:
        """Return the choice of that id, if there is one."""
        return next((c for c in self.choices if c.id == choice_id), None)


@dataclass(frozen=True, slots=True)
class LetterSpec:
    """A letter an outcome sends: to whom, over which channel, from which template.

    `to` is buyer, amazon, carrier or warehouse; `channel` is email, sms or phone; `mode` is
    reply, proactive or critical (amazon-rules, "Mode of a letter").
    """

    id: str
    to: str
    channel: str
    mode: str
    template: str
    at: Spot


@dataclass(frozen=True, slots=True)
class OptionUse:
    """An option an outcome offers, and the rights regimes (eu, uk, …) it is limited to."""

    id: str
    only: tuple[str, ...]
    at: Spot


@dataclass(frozen=True, slots=True)
class FollowUp:
    """Something to do later: `count` hours, days or business days from now."""

    count: int
    unit: str
    do: Text


@dataclass(frozen=True, slots=True)
class Outcome:
    """A leaf of the tree: what to send, what to offer, what to do, what to come back to."""

    id: str
    title: Text
    letters: tuple[LetterSpec, ...]
    options: tuple[OptionUse, ...]
    steps: tuple[Text, ...]
    follow_ups: tuple[FollowUp, ...]
    at: Spot


@dataclass(frozen=True, slots=True)
class Scenario:
    """One kind of case as a decision tree. `questions` and `outcomes` are keyed by id."""

    id: str
    title: Text
    category: str
    covers: tuple[str, ...]
    says: tuple[str, ...]
    start: str
    questions: Mapping[str, Question]
    outcomes: Mapping[str, Outcome]
    at: Spot


@dataclass(frozen=True, slots=True)
class Field:
    """A value a letter needs, of type text, integer, money, days, date, order-id or choice.

    `default` is kept as the author wrote it and goes through the same validation as an answer.
    A `setting` with a default is a promise of the shop: it is not asked in each case.
    """

    id: str
    type: str
    ask: Text
    help: Text | None
    example: str | None
    default: str | None
    optional: bool
    setting: bool
    minimum: Decimal | None
    maximum: Decimal | None
    max_length: int
    choices: Mapping[str, Text]
    at: Spot


@dataclass(frozen=True, slots=True)
class Option:
    """A remedy letters can offer, declared once.

    `cost` names the catalogue amounts that make up the seller's cost; `keeps` says that the
    buyer keeps the product for less than the full remedy, so the right to return is stated.
    """

    id: str
    label: Text
    cost: tuple[str, ...]
    keeps: bool
    at: Spot


@dataclass(frozen=True, slots=True)
class Shared:
    """What scenarios have in common, keyed by id. Shared questions have choices without goto."""

    fields: Mapping[str, Field]
    options: Mapping[str, Option]
    questions: Mapping[str, Question]


@dataclass(frozen=True, slots=True)
class Marketplace:
    """One of Amazon's stores. `regime` names the consumer law, `rights` its numbers."""

    code: str
    name: str
    domain: str
    currency: str
    symbol: str
    decimals: int
    languages: tuple[str, ...]
    regime: str
    rights: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Letter:
    """A finished letter. `subject` is empty where the channel has none."""

    id: str
    to: str
    channel: str
    language: str
    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class Due:
    """A follow-up with its time: an ISO date, or date and time where hours count."""

    due: str
    do: str


@dataclass(frozen=True, slots=True)
class Draft:
    """The finished result of a walk. `answers` holds only what was on the way, as typed."""

    scenario: str
    outcome: str
    language: str
    marketplace: str
    answers: Mapping[str, str]
    letters: tuple[Letter, ...]
    steps: tuple[str, ...]
    follow_ups: tuple[Due, ...]
    recipe: str
    options: tuple[str, ...] = field(default=())
