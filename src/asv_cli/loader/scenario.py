"""The shape of a scenario file, and how it becomes a `Scenario`."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from yaml.nodes import MappingNode

from asv_cli.loader.nodes import Faulty
from asv_cli.loader.shapes import (
    ID_NAME,
    ID_WORD,
    Entry,
    Key,
    ListOf,
    MapOf,
    OneOf,
    Record,
    Translated,
    Words,
    scalar,
)
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

    from asv_cli.errors import Spot
    from asv_cli.loader.nodes import Page

CATEGORIES = ("product", "logistics", "buyer")
AUDIENCES = ("buyer", "amazon", "carrier", "warehouse")
CHANNELS = ("email", "sms", "phone")
MODES = ("reply", "proactive", "critical")
REGIMES = ("eu", "uk", "us", "other")
ID_ANY = Words(r"[a-z0-9][a-z0-9_-]*", "an id", "ask-for-photos")
UNITS = {"hour": "hours", "day": "days", "business day": "business days"}


@dataclass(frozen=True, slots=True)
class Use:
    """A question taken from shared.yaml, with the way each of its choices leads."""

    shared: str
    ways: dict[str, tuple[str, Spot]]
    at: Spot


@dataclass(frozen=True, slots=True)
class Raw:
    """A scenario as read, its shared questions not yet put in."""

    scenario: Scenario
    uses: dict[str, Use]


class Span:
    """A time such as `24 hours`, `3 days` or `2 business days`: count and unit."""

    def read(self, node: Node, page: Page, what: str) -> tuple[int, str]:
        """Return the count and the unit in the plural."""
        text = scalar(node, page, what)
        match = re.fullmatch(r"(\d{1,3}) (hour|day|business day)s?", text)
        if not match or match[1] == "0":
            page.fail(
                node,
                "span",
                f"{what} is '{text}', but must be a time.",
                "For example: 24 hours, 3 days, 2 business days.",
            )
        return int(match[1]), UNITS[match[2]]

    def schema(self) -> dict[str, Any]:
        """Accept a number and a unit."""
        return {"type": "string", "pattern": "^[1-9][0-9]{0,2} (hour|day|business day)s?$"}


class UseOr:
    """A question written out, or `{use: shared_question, choice: goto, …}`."""

    def __init__(self, written_out: Record) -> None:
        self.written_out = written_out

    def read(self, node: Node, page: Page, what: str) -> Any:
        """Return a `Use` or what the record builds."""
        keys = [k.value for k, _ in node.value] if isinstance(node, MappingNode) else []
        if "use" not in keys:
            return self.written_out.read(node, page, what)
        MapOf(Words(), ID_ANY).read(node, page, what)
        nodes = {k.value: v for k, v in node.value}
        shared = ID_NAME.read(nodes.pop("use"), page, "'use'")
        ways = {k: (v.value.strip(), page.spot(v)) for k, v in nodes.items()}
        return Use(shared, ways, page.spot(node))

    def schema(self) -> dict[str, Any]:
        """Accept either form."""
        use = {
            "type": "object",
            "required": ["use"],
            "properties": {"use": ID_NAME.schema()},
            "additionalProperties": ID_ANY.schema(),
        }
        return {"anyOf": [self.written_out.schema(), use]}


class WordOr:
    """A plain id, or a group that says more about it."""

    def __init__(self, group: Record) -> None:
        self.group = group

    def read(self, node: Node, page: Page, what: str) -> Any:
        """Return what the record builds; a plain id is a group with only that id."""
        if isinstance(node, MappingNode):
            return self.group.read(node, page, what)
        option = ID_WORD.read(node, page, what)
        return self.group.build(Entry({"option": option}, {"option": node}, node, page))

    def schema(self) -> dict[str, Any]:
        """Accept either form."""
        return {"anyOf": [ID_WORD.schema(), self.group.schema()]}


def _choice(entry: Entry) -> Choice:
    at = entry.page.spot(entry.nodes.get("goto", entry.node))
    return Choice("", entry["label"], entry.get("goto", ""), entry.get("help"), at)


def _question(entry: Entry) -> Question:
    choices = tuple(named(entry["choices"]).values())
    return Question("", entry["ask"], entry.get("why"), choices, entry.page.spot(entry.node))


def _letter(entry: Entry) -> LetterSpec:
    to, channel = entry["to"], entry.get("channel", "email")
    if channel != "email" and to != "buyer":
        entry.page.fail(
            entry.nodes["channel"],
            "channel",
            f"A letter to {to} cannot go by {channel}.",
            "Use email.",
        )
    default_id = to if channel == "email" else channel
    return LetterSpec(
        id=entry.get("id", default_id),
        to=to,
        channel=channel,
        mode=entry.get("mode", "reply"),
        template=entry["template"],
        at=entry.page.spot(entry.nodes["template"]),
    )


def _option_use(entry: Entry) -> OptionUse:
    return OptionUse(entry["option"], entry.get("only", ()), entry.page.spot(entry.nodes["option"]))


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
        at=entry.page.spot(entry.node),
    )


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
            MapOf(ID_WORD, Record(CHOICE_KEYS, _choice)), "The answers there are.", required=True
        )
    },
    _question,
)
_CHOICE = Record(
    CHOICE_KEYS
    | {"goto": Key(ID_ANY,
                   "The question or outcome it leads to.", required=True)},
    _choice,
)  # fmt: skip
_QUESTION = Record(
    QUESTION_KEYS
    | {"choices": Key(MapOf(ID_WORD, _CHOICE), "The answers there are.", required=True)},
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
SCENARIO = Record(
    {
        "title": Key(Translated(), "The kind of case, as the agent calls it.", required=True),
        "category": Key(OneOf(CATEGORIES), "product, logistics or buyer.", required=True),
        "covers": Key(ListOf(Words(r"[A-Z]\d+(\.\d+)?", "a rule id", "B3.1")), "Playbook rules."),
        "says": Key(ListOf(Words()), "Words buyers use, for finding the scenario."),
        "start": Key(ID_NAME, "The first question.", required=True),
        "questions": Key(MapOf(ID_NAME, UseOr(_QUESTION), "question '{key}'"), "By id.", required=True),
        "outcomes": Key(MapOf(ID_WORD, _OUTCOME, "outcome '{key}'"), "By id.", required=True),
    }
)  # fmt: skip


def read_scenario(scenario_id: str, node: Node, page: Page) -> Raw | None:
    """Return the scenario as written, or None after noting what is wrong with it."""
    try:
        entry = SCENARIO.read(node, page, "The scenario")
    except Faulty:
        return None
    uses = {k: q for k, q in entry["questions"].items() if isinstance(q, Use)}
    questions = {
        k: Question(k, Text({"en": ""}), None, (), q.at) if isinstance(q, Use) else q
        for k, q in entry["questions"].items()
    }
    scenario = Scenario(
        id=scenario_id,
        title=entry["title"],
        category=entry["category"],
        covers=entry.get("covers", ()),
        says=entry.get("says", ()),
        start=entry["start"],
        questions=named(questions),
        outcomes=named(entry["outcomes"]),
        at=page.spot(entry.nodes["start"]),
    )
    return Raw(scenario, uses)


def named(entries: Mapping[str, Any]) -> dict[str, Any]:
    """Give each value the key it stands under as its id."""
    return {key: replace(value, id=key) for key, value in entries.items()}
