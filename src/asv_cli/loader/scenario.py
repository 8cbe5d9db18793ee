"""The shape of a scenario file, and how it becomes a `Scenario`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from asv_cli.loader.forms import ID_ANY, Span, Use, UseOr, WordOr
from asv_cli.loader.groups import Entry, Key, ListOf, MapOf, Record, Translated
from asv_cli.loader.nodes import Faulty
from asv_cli.loader.shapes import ID_NAME, ID_WORD, OneOf, Words
from asv_cli.model import (
    Choice,
    FollowUp,
    LetterSpec,
    OptionUse,
    Outcome,
    Question,
    Scenario,
    Text,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from yaml.nodes import Node

    from asv_cli.loader.nodes import Page

CATEGORIES = ("product", "logistics", "buyer")
AUDIENCES = ("buyer", "amazon", "carrier", "warehouse")
CHANNELS = ("email", "sms", "phone")
MODES = ("reply", "proactive", "critical")
REGIMES = ("eu", "uk", "us", "other")


class Raw(NamedTuple):
    """A scenario as far as it could be read, its shared questions not yet put in.

    `unread` are the ids of questions and outcomes that are there but could not be read; None
    where it cannot even be told which there are.
    """

    scenario: Scenario
    uses: dict[str, Use]
    unread: frozenset[str] | None


def _choice(entry: Entry) -> Choice:
    at = entry.at_key("goto")
    return Choice("", entry["label"], entry.get("goto", ""), entry.get("help"), at)


def _question(entry: Entry) -> Question:
    choices = tuple(named(entry["choices"]).values())
    return Question("", entry["ask"], entry.get("why"), choices, entry.at)


def _letter(entry: Entry) -> LetterSpec:
    to, channel = entry["to"], entry.get("channel", "email")
    if channel != "email" and to != "buyer":
        said = f"A letter to {to} cannot go by {channel}."
        entry.page.note(entry.at_key("channel"), "channel", said, "Delete the line; it is email.")
    default_id = to if channel == "email" else channel
    return LetterSpec(
        id=entry.get("id", default_id),
        to=to,
        channel=channel,
        mode=entry.get("mode", "reply"),
        template=entry["template"],
        at=entry.at_key("template"),
    )


def _option_use(entry: Entry) -> OptionUse:
    return OptionUse(entry["option"], entry.get("only", ()), entry.at_key("option"))


def _follow_up(entry: Entry) -> FollowUp:
    count, unit = entry["after"]
    return FollowUp(count, unit, entry["do"])


def _outcome(entry: Entry) -> Outcome:
    return Outcome(
        id="",
        title=entry["title"],
        letters=entry.get("letters", ()),
        options=entry.get("options", ()),
        steps=entry.get("steps", ()),
        follow_ups=entry.get("follow_up", ()),
        at=entry.at,
    )


CHOICE = "The choice '{key}'"
CHOICE_KEYS = {
    "label": Key(Translated(), "What the agent reads.", required=True),
    "help": Key(Translated(), "One more line for who is in doubt."),
}
QUESTION_KEYS = {
    "ask": Key(Translated(), "The question, as the agent reads it.", required=True),
    "why": Key(Translated(), "Why the playbook asks it, in one line."),
}
SHARED_QUESTION = Record(
    QUESTION_KEYS
    | {
        "choices": Key(
            MapOf(ID_WORD, Record(CHOICE_KEYS, _choice), CHOICE), "The answers.", required=True
        )
    },
    _question,
)
_CHOICE = Record(
    CHOICE_KEYS | {"goto": Key(ID_ANY, "The question or outcome it leads to.", required=True)},
    _choice,
)
_QUESTION = Record(
    QUESTION_KEYS
    | {"choices": Key(MapOf(ID_WORD, _CHOICE, CHOICE), "The answers.", required=True)},
    _question,
)
_LETTER = Record(
    {
        "to": Key(OneOf(AUDIENCES), "Who receives it.", required=True),
        "template": Key(
            Words(r"[a-z0-9-]+(/[a-z0-9-]+)+", "a folder and a name", "damaged/offer"),
            "Its file below templates/<language>/, without .j2.",
            required=True,
        ),
        "channel": Key(OneOf(CHANNELS), "How it goes out; email unless said otherwise."),
        "mode": Key(OneOf(MODES), "reply unless the seller writes first."),
        "id": Key(ID_WORD, "Its name for --letter; the audience or channel unless said."),
    },
    _letter,
)
_OPTION_USE = Record(
    {
        "option": Key(ID_WORD, "The id of the option in shared.yaml.", required=True),
        "only": Key(ListOf(OneOf(REGIMES)), "The consumer law it is limited to."),
    },
    _option_use,
)
_FOLLOW_UP = Record(
    {
        "after": Key(Span(), "When: 24 hours, 3 days, 2 business days.", required=True),
        "do": Key(Translated(), "What to do then.", required=True),
    },
    _follow_up,
)
_OUTCOME = Record(
    {
        "title": Key(Translated(), "What happens, in a few words.", required=True),
        "letters": Key(ListOf(_LETTER), "The letters it sends."),
        "options": Key(ListOf(WordOr(_OPTION_USE)), "The options offered, cheapest first."),
        "steps": Key(ListOf(Translated()), "What the agent does."),
        "follow_up": Key(ListOf(_FOLLOW_UP), "What to come back to, and when."),
    },
    _outcome,
)
_QUESTIONS, _OUTCOMES = "The question '{key}'", "The outcome '{key}'"
_RULE = Words(r"[A-Z][0-9]+(\.[0-9]+)?", "a rule id", "B3.1")
SCENARIO = Record(
    {
        "title": Key(Translated(), "The kind of case, as the agent calls it.", required=True),
        "category": Key(OneOf(CATEGORIES), "product, logistics or buyer.", required=True),
        "covers": Key(ListOf(_RULE), "Playbook rules."),
        "says": Key(ListOf(Words()), "Words buyers use, for finding the scenario."),
        "start": Key(ID_NAME, "The first question.", required=True),
        "questions": Key(MapOf(ID_NAME, UseOr(_QUESTION), _QUESTIONS), "By id.", required=True),
        "outcomes": Key(MapOf(ID_WORD, _OUTCOME, _OUTCOMES), "By id.", required=True),
    },
    lenient=True,
)  # fmt: skip


def read_scenario(scenario_id: str, node: Node, page: Page) -> Raw | None:
    """Return the scenario as far as it can be read, after noting what is wrong with it."""
    try:
        entry = SCENARIO.read(node, page, "The scenario")
    except Faulty as fault:
        entry = fault.rest
    return _raw(scenario_id, entry) if entry is not None else None


def _raw(scenario_id: str, entry: Entry) -> Raw:
    asked, outcomes = entry.get("questions", {}), entry.get("outcomes", {})
    uses = {k: q for k, q in asked.items() if isinstance(q, Use)}
    questions = {
        k: Question(k, Text({"en": ""}), None, (), q.at) if isinstance(q, Use) else q
        for k, q in asked.items()
    }
    scenario = Scenario(
        id=scenario_id,
        title=entry.get("title", Text({"en": scenario_id})),
        category=entry.get("category", ""),
        covers=entry.get("covers", ()),
        says=entry.get("says", ()),
        start=entry.get("start", ""),
        questions=named(questions),
        outcomes=named(outcomes),
        at=entry.at_key("start"),
    )
    unread = frozenset(k for k, v in {**asked, **outcomes}.items() if v is None)
    return Raw(scenario, uses, unread if asked and outcomes else None)


def named(entries: Mapping[str, Any]) -> dict[str, Any]:
    """Give each value the key it stands under as its id; leave out what could not be read."""
    return {k: v._replace(id=k) for k, v in entries.items() if v is not None}
