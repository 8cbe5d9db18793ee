"""A drafting session with a person: pick, ask, review, preview, and the way back after a stop."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from asv_cli.asking import GoBack, Item, Menu
from asv_cli.errors import Interrupted
from asv_cli.interview import TAKE, Interview
from asv_cli.preview import Preview
from asv_cli.state import Unfinished, keepable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from asv_cli.asking import Asker
    from asv_cli.drafting import Case
    from asv_cli.i18n import Words
    from asv_cli.model import Scenario
    from asv_cli.preview import Desk, Finished
    from asv_cli.state import Drawer

# The order of the picker's headings; what is not named here follows.
_CATEGORIES = {"product": "The product", "logistics": "Delivery", "buyer": "The buyer's wishes"}


class Start(NamedTuple):
    """A case as the interview finds it: what is known, and from where."""

    case: Case
    known: Mapping[str, str]
    origins: Mapping[str, str]
    resumed: Mapping[str, str]


class Talk(NamedTuple):
    """Who asks, in which words, where answers are kept, and whether they are reviewed."""

    asker: Asker
    words: Words
    desk: Desk
    drawer: Drawer
    review: bool


class Spoken(NamedTuple):
    """What a session ends with; `finished` is None where there was no preview."""

    interview: Interview
    finished: Finished | None


def converse(
    talk: Talk,
    scenario: str,
    scenarios: Callable[[], list[Scenario]],
    start: Callable[[str], Start],
) -> Spoken:
    """Return the finished session of a scenario, which the agent picks if none is named.

    Raises:
        Interrupted: the agent stopped; the message tells how to go on.
    """
    picked = ""
    while True:
        chosen = scenario or _pick(talk, scenarios(), picked)
        try:
            return _session(talk, start(chosen), may_leave=not scenario)
        except GoBack:
            picked = chosen
            talk.asker.take_back()


def _pick(talk: Talk, scenarios: list[Scenario], default: str) -> str:
    menu = scenario_menu(scenarios, default, talk.words)
    while True:
        try:
            return talk.asker.pick(menu)
        except GoBack:
            talk.asker.tell(talk.words("There is no question before this one."))
        except (KeyboardInterrupt, EOFError):
            raise Interrupted({}, talk.words("Stopped; no letter was written.")) from None


def scenario_menu(scenarios: list[Scenario], default: str, words: Words) -> Menu:
    """Return the picker: by category, searched by title, id and the words buyers use."""
    order = {category: number for number, category in enumerate(_CATEGORIES)}
    items = [
        Item(
            s.id,
            f"{s.title.say(words.language)}  ({s.id})",
            words=(*s.says, str(s.title)),
            group=words(_CATEGORIES.get(s.category, s.category)),
        )
        for s in sorted(scenarios, key=lambda s: (order.get(s.category, len(order)), s.id))
    ]
    why = words("Type words of the buyer's message.")
    return Menu(":scenario", words("What is the case?"), tuple(items), why, default)


def _session(talk: Talk, start: Start, *, may_leave: bool) -> Spoken:
    interview = Interview(start.case, start.known, talk.asker, talk.words, start.origins)
    interview.keep = lambda: _keep(talk, interview)
    try:
        interview.take_up(start.resumed)
        interview.run(may_leave=may_leave)
        asked = bool(interview.mine)
        finished = _look(talk, interview) if talk.review and asked else None
    except (KeyboardInterrupt, EOFError):
        raise _resumable(talk, interview) from None
    return Spoken(interview, finished)


def _look(talk: Talk, interview: Interview) -> Finished | None:
    """Show the review and, where it is wanted, the preview; back leads to the review again."""
    while interview.review() != TAKE:
        try:
            return Preview(interview, talk.desk).run()
        except GoBack:
            continue
    return None


def _keep(talk: Talk, interview: Interview) -> None:
    case = interview.case
    kept = {key: text for key, text in interview.answers.items() if key in interview.mine}
    setting = case.setting
    talk.drawer.keep(
        Unfinished(
            case.scenario.id,
            setting.language,
            setting.market.code,
            case.letter,
            keepable(kept, case.shared),
        )
    )


def _resumable(talk: Talk, interview: Interview) -> Interrupted:
    case, say = interview.case, talk.words
    lines = [say("Stopped; no letter was written. Go on with:")]
    if talk.drawer.folder is not None and interview.mine:
        lines.append(f"  asv draft {case.scenario.id} --resume")
    lines.append(f"  {case.recipe(interview.answers)}")
    return Interrupted(interview.answers, "\n".join(lines))
