"""Draft with a person at the terminal: from what is known to a reviewed set of answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from asv_cli.cli.desk import TerminalDesk
from asv_cli.cli.prepare import Prepared, build_case, fact_text
from asv_cli.cli.product_asker import ProductAsker
from asv_cli.cli.session import Start, Talk, converse
from asv_cli.cli.with_product import stock
from asv_cli.console import write_file
from asv_cli.errors import AnswerError, Interrupted
from asv_cli.i18n import Words, ui_language
from asv_cli.loader import load_scenario, load_shared
from asv_cli.loader.answers import dump_answers
from asv_cli.prompt import asker_for, wants_lines
from asv_cli.prompt.terminal import fully_interactive

if TYPE_CHECKING:
    from collections.abc import Mapping

    from asv_cli.cli.prepare import Known, Request
    from asv_cli.cli.with_product import Stocked
    from asv_cli.facts import Fact
    from asv_cli.library import Library
    from asv_cli.model import Scenario
    from asv_cli.prompt.terminal import Terminal
    from asv_cli.state import Drawer


class Opened(NamedTuple):
    """What is open during a session: the terminal, and the drawer of unfinished drafts."""

    terminal: Terminal
    drawer: Drawer


def ask_person(
    library: Library, request: Request, known: Known, resumed: Mapping[str, str], opened: Opened
) -> Prepared:
    """Return what a person answers, reviewed where that is wanted."""
    words = Words(ui_language())
    plain = request.plain or wants_lines()
    asker = asker_for(opened.terminal, words, plain=plain)
    knowing = ProductAsker(asker, words) if request.product else None
    talk = Talk(
        asker=knowing or asker,
        words=words,
        desk=TerminalDesk(opened.terminal, library, fact_text(known.facts, "copy_command", "")),
        drawer=opened.drawer,
        review=_review_wanted(request, known.facts),
    )

    def scenarios() -> list[Scenario]:
        shared = load_shared(library)
        return [load_scenario(library, key, shared) for key in library.scenarios()]

    stocked: list[Stocked | None] = [None]
    seen = [known]

    def start(scenario: str) -> Start:
        case = build_case(library, scenario, request, known.facts)
        case, told, stocked[0] = stock(case, known)
        if knowing is not None:
            knowing.stocked, knowing.language = stocked[0], case.setting.language
        seen[0] = told
        answers, wrong = told.read(case)
        if wrong:
            said = f"Some answers for '{case.scenario.id}' are wrong."
            raise AnswerError(said, gaps=tuple(wrong))
        origins = {key: told.facts[key].origin for key in answers}
        return Start(case, answers, origins, resumed)

    try:
        spoken = converse(talk, request.scenario, scenarios, start)
    except Interrupted as stop:
        if request.save is not None:
            write_file(request.save, dump_answers(stop.answers))
        raise
    interview = spoken.interview
    return Prepared(
        library,
        interview.case,
        interview.answers,
        seen[0].facts,
        known.given,
        known.shop,
        stocked[0],
        opened.drawer,
        frozenset(interview.told),
        spoken.finished,
    )


def _review_wanted(request: Request, facts: Mapping[str, Fact]) -> bool:
    """Tell whether the answers are reviewed: only where nothing but a person waits for them."""
    if request.review is not None:
        return request.review
    return fact_text(facts, "review", "yes") not in {"no", "0"} and fully_interactive()
