"""From flags, files, settings and questions to a full set of answers."""

from __future__ import annotations

import contextlib
import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from asv_cli import facts as known_facts
from asv_cli.cli.given import answers_file, pairs
from asv_cli.drafting import Case
from asv_cli.errors import (
    AnswerError,
    LibraryError,
    UsageError,
)
from asv_cli.i18n import ui_language
from asv_cli.library import open_library
from asv_cli.loader import load_scenario, load_shared, load_shop, marketplace
from asv_cli.render import Renderer, Setting, words
from asv_cli.state import drawer

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from asv_cli.caselog import Entry
    from asv_cli.cli.with_product import Stocked
    from asv_cli.errors import Gap
    from asv_cli.facts import Fact
    from asv_cli.library import Library
    from asv_cli.model import Draft
    from asv_cli.preview import Finished
    from asv_cli.product_facts import Picked
    from asv_cli.prompt.terminal import Terminal
    from asv_cli.settings import Shop
    from asv_cli.state import Drawer


class Request(NamedTuple):
    """What the command line asks to be drafted, before anything is looked up."""

    scenario: str
    flags: tuple[str, ...]
    answers_file: str
    language: str
    marketplace: str
    now: str
    letter: str
    library: Path | None
    may_ask: bool
    save: Path | None = None
    review: bool | None = None
    plain: bool = False
    resume: bool = False
    state: bool = True
    product: str = ""
    issue: str = ""
    part: str = ""
    colour: str = ""
    options: tuple[str, ...] = ()
    order: str = ""

    @property
    def names_product(self) -> bool:
        """Whether the catalogue is to be read; it is not read otherwise."""
        return any((self.product, self.issue, self.part, self.colour))


class Prepared(NamedTuple):
    """A case, all its answers, and where those came from that nobody was asked for.

    `told` are the facts the agent has seen in the interview; `finished` is what came out of a
    preview; `stocked` is what the catalogue says of the product that was named; `earlier` are the
    drafts of the same order.
    """

    library: Library
    case: Case
    answers: dict[str, str]
    facts: Mapping[str, Fact]
    given: frozenset[str]
    shop: Shop
    stocked: Stocked | None
    drawer: Drawer
    told: frozenset[str] = frozenset()
    finished: Finished | None = None
    earlier: tuple[Entry, ...] = ()

    @property
    def draft(self) -> Draft:
        """The finished draft, with the edits of a preview."""
        return self.finished.draft if self.finished else self.case.draft(self.answers)


class Known(NamedTuple):
    """What is known before anyone is asked; `given` are the keys of this very call."""

    facts: Mapping[str, Fact]
    given: frozenset[str]
    shop: Shop
    picked: Picked | None = None

    def read(self, case: Case) -> tuple[dict[str, str], list[Gap]]:
        """Return the answers in canonical form, and what is wrong with those of this call."""
        wrong = case.wrong({key: self.facts[key].text for key in self.facts if key in self.given})
        answers: dict[str, str] = {}
        for key, fact in self.facts.items():
            ours = key in case.scenario.questions or key in case.shared.fields
            if not ours or any(gap.key == key for gap in wrong):
                continue
            try:
                answers[key] = case.accept(key, fact.text)
            except ValueError as error:
                raise LibraryError(f"{fact.origin}: '{key}' does not fit: {error}") from error
        return answers, wrong


def complete(request: Request) -> Prepared:
    """Return the case with every answer it needs, asking where that is possible.

    Raises:
        AnswerError: answers are wrong, or missing with nobody to ask; lists all of them.
        Interrupted: the agent stopped; the message tells how to go on.
    """
    library = open_library(request.library)
    flags = pairs(request.flags)
    file = answers_file(request.answers_file)
    shop = load_shop(library)
    facts = known_facts.gather(flags, file, shop.settings)
    known = Known(facts, frozenset({*flags, *file}), shop)
    earlier: tuple[Entry, ...] = ()
    if request.order:
        from asv_cli.cli.casebook import of_order

        request, known, earlier = of_order(request, known)
    if request.names_product:  # a product there is not is told before anything is asked
        from asv_cli.cli.with_product import pick_product

        known = known._replace(picked=pick_product(library, request))
    kept = drawer(wanted=request.state)
    kept.sweep()
    request, resumed = _taken_up(request, kept)
    with _terminal(request) as terminal:
        if terminal is not None:
            from asv_cli.cli.person import Opened, ask_person

            return ask_person(library, request, known, resumed, Opened(terminal, kept))._replace(
                earlier=earlier
            )
    case = build_case(library, request.scenario or _nobody_picks(library), request, known.facts)
    product: Stocked | None = None
    if known.picked:
        from asv_cli.cli.with_product import stock

        case, known, product = stock(case, known)
    try:
        answers = _unasked(case, known, resumed)
    except AnswerError as error:
        raise (product.explained(error) if product else error) from None
    return Prepared(
        library, case, answers, known.facts, known.given, shop, product, kept, earlier=earlier
    )


@contextlib.contextmanager
def _terminal(request: Request) -> Iterator[Terminal | None]:
    """Yield the terminal to ask on; None with --no-input or where there is none."""
    if not request.may_ask:
        yield None
        return
    from asv_cli.prompt import open_terminal

    with open_terminal() as terminal:
        yield terminal


def _taken_up(request: Request, kept: Drawer) -> tuple[Request, Mapping[str, str]]:
    """Return the request of an unfinished draft where one is to be taken up, and its answers."""
    if not request.resume:
        return request, {}
    found = kept.latest(request.scenario)
    if found is None:
        which = f" of '{request.scenario}'" if request.scenario else ""
        raise UsageError(
            f"There is no unfinished draft{which} to take up again. Start one with 'asv draft'."
        )
    taken = request._replace(
        scenario=found.scenario,
        language=request.language or found.language,
        marketplace=request.marketplace or found.marketplace,
        letter=request.letter or found.letter,
    )
    return taken, found.answers


def _nobody_picks(library: Library) -> str:
    raise AnswerError(
        "No scenario is named, and there is nobody to ask. Name one of: "
        f"{', '.join(library.scenarios())}."
    )


def build_case(
    library: Library, scenario: str, request: Request, facts: Mapping[str, Fact]
) -> Case:
    """Return a scenario as a case in the language and store asked for, now."""
    now = _now(request.now)
    language = _language(request, facts)
    store = request.marketplace or fact_text(facts, "marketplace", known_facts.DEFAULT_MARKETPLACE)
    setting = Setting(language, marketplace(store), now.date())
    shared = load_shared(library)
    case = Case(
        scenario=load_scenario(library, scenario, shared),
        shared=shared,
        renderer=Renderer(library, shared, setting),
        setting=setting,
        now=now,
        letter=request.letter,
        options=request.options,
        speech=ui_language(),
    )
    case.check_letter()
    return case


def _language(request: Request, facts: Mapping[str, Fact]) -> str:
    try:
        return words.language(
            request.language or fact_text(facts, "language", known_facts.DEFAULT_LANGUAGE)
        )
    except ValueError as error:
        if request.language or facts["language"].origin == "command line":
            raise UsageError(str(error)) from None
        raise LibraryError(f"{facts['language'].origin}: {error}") from None


def fact_text(facts: Mapping[str, Fact], key: str, default: str) -> str:
    """Return the text of a fact, or the default where it is not known."""
    return facts[key].text if key in facts else default


def _now(text: str) -> datetime.datetime:
    if not text:
        return datetime.datetime.now().astimezone()
    try:
        moment = datetime.datetime.fromisoformat(text)
        if 2000 <= moment.year < 2200:  # noqa: PLR2004 - beyond, time zones and dates run out
            return moment.astimezone()
    except ValueError:
        pass
    raise UsageError(f"'--now {text}' is not a date. Write 2026-11-25, or 2026-11-25T09:30.")


def _unasked(case: Case, known: Known, resumed: Mapping[str, str]) -> dict[str, str]:
    """Return all answers where nobody can be asked."""
    given, wrong = known.read(case)
    fit = {key: text for key, text in resumed.items() if not case.wrong({key: text})}
    answers = _with_defaults(case, {**fit, **given})
    missing = case.missing(answers) if wrong or case.pending(answers) else []
    faulty = {gap.key for gap in wrong}
    gaps = [*wrong, *(gap for gap in missing if gap.key not in faulty)]
    if gaps:
        raise AnswerError(
            f"Answers for '{case.scenario.id}' are missing or wrong, and there is nobody to ask. "
            "Give them with -a key=value.",
            gaps=tuple(gaps),
        )
    return answers


def _with_defaults(case: Case, known: Mapping[str, str]) -> dict[str, str]:
    """Fill in the defaults of fields and leave out what is optional, as nobody can be asked."""
    answers = dict(known)
    while fields := [f for f in case.open_fields(answers) if f.optional or f.default is not None]:
        answers |= {field.id: case.default(field) for field in fields}
    return answers
