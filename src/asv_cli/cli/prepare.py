"""From flags, files, settings and questions to a full set of answers."""

from __future__ import annotations

import contextlib
import datetime
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from asv_cli import facts as known_facts
from asv_cli.drafting import Case
from asv_cli.errors import (
    AnswerError,
    Gap,
    Interrupted,
    LibraryError,
    UsageError,
)
from asv_cli.interview import interview
from asv_cli.library import open_library
from asv_cli.loader import load_scenario, load_shared, load_shop, marketplace
from asv_cli.model import Field
from asv_cli.render import Renderer, Setting, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from asv_cli.cli.with_product import Stocked
    from asv_cli.facts import Fact
    from asv_cli.interview import Asker
    from asv_cli.library import Library
    from asv_cli.product_facts import Picked
    from asv_cli.settings import Shop


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
    save: Path | None
    product: str = ""
    issue: str = ""
    part: str = ""
    colour: str = ""
    options: tuple[str, ...] = ()


class Prepared(NamedTuple):
    """A case, all its answers, and where those came from that nobody was asked for."""

    case: Case
    answers: dict[str, str]
    facts: Mapping[str, Fact]
    given: frozenset[str]
    shop: Shop
    stocked: Stocked | None


def complete(request: Request) -> Prepared:
    """Return the case with every answer it needs, asking where that is possible.

    Raises:
        AnswerError: answers are wrong, or missing with nobody to ask; lists all of them.
        Interrupted: the agent stopped; the message tells how to go on.
    """
    library = open_library(request.library)
    flags = _pairs(request.flags)
    file = _file(request.answers_file)
    shop = load_shop(library)
    facts = known_facts.gather(flags, file, shop.settings)
    given = frozenset({*flags, *file})
    picked = _picked(library, request)
    with _asker(request) as asker:
        scenario = request.scenario or _pick(library, asker)
        case = _case(library, scenario, request, facts)
        case = case._replace(product=picked.product.sku) if picked else case
        product = None
        if picked:
            from asv_cli.cli.with_product import stocked

            product = stocked(picked, case, shop, facts)
            facts |= {k: fact for k, fact in product.told.facts.items() if k not in given}
        try:
            answers = _answers(case, facts, given, product.asker(asker, case) if product else asker)
        except AnswerError as error:
            raise (product.explained(error) if product else error) from None
        except Interrupted as stop:
            raise _resumable(case, stop, request.save) from None
    return Prepared(case, answers, facts, given, shop, product)


def _picked(library: Library, request: Request) -> Picked | None:
    """Return the product that is named, None where none is; only then the catalogue is read."""
    detail = {"issue": request.issue, "part": request.part, "colour": request.colour}
    if not request.product and not any(detail.values()):
        return None
    from asv_cli.cli.with_product import pick_product

    return pick_product(library, request.product, **detail)


def _pairs(words: tuple[str, ...]) -> dict[str, str]:
    """Return `KEY=VALUE` flags by key; the last of a key wins."""
    for word in words:
        key, equals, _ = word.partition("=")
        if not equals:
            raise UsageError(f"'-a {word}' has no '='. Write -a {word}=value.")
        if not key.strip():
            raise UsageError(f"'-a {word}' names no answer. Write -a key=value.")
        if not word.isprintable() and re.search("[\ud800-\udfff]", word):
            raise UsageError(f"'-a {word}' is not UTF-8 text. Type it again.")
    return {key.strip(): text for key, text in (word.split("=", maxsplit=1) for word in words)}


def _file(name: str) -> dict[str, str]:
    if not name:
        return {}
    from asv_cli.loader.answers import read_answers

    try:
        if name != "-":
            raw = Path(name).read_bytes()
            return read_answers(raw.decode("utf-8-sig", errors="surrogateescape"), name)
        if sys.stdin is None or sys.stdin.isatty():
            raise UsageError("'--answers -' reads a pipe or file, but there is only the keyboard.")
        return read_answers(sys.stdin.read().removeprefix("\ufeff"), "<stdin>")
    except OSError as error:
        raise UsageError(f"The answers file '{name}' cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"'{name}' is not UTF-8 text. Save it as UTF-8.") from error


@contextlib.contextmanager
def _asker(request: Request) -> Iterator[Asker | None]:
    """Yield whoever can ask; None with --no-input or without a terminal."""
    if not request.may_ask:
        yield None
        return
    from asv_cli.prompt import TerminalAsker, open_terminal

    with open_terminal() as terminal:
        yield TerminalAsker(terminal) if terminal else None


def _pick(library: Library, asker: Asker | None) -> str:
    ids = list(library.scenarios())
    if asker is None:
        raise AnswerError(
            f"No scenario is named, and there is nobody to ask. Name one of: {', '.join(ids)}."
        )
    shared = load_shared(library)
    try:
        return asker.scenario({key: load_scenario(library, key, shared) for key in ids})
    except (KeyboardInterrupt, EOFError):
        raise Interrupted({}) from None


def _case(library: Library, scenario: str, request: Request, facts: Mapping[str, Fact]) -> Case:
    now = _now(request.now)
    language = _language(request, facts)
    store = request.marketplace or _fact(facts, "marketplace", known_facts.DEFAULT_MARKETPLACE)
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
    )
    case.check_letter()
    return case


def _language(request: Request, facts: Mapping[str, Fact]) -> str:
    try:
        return words.language(
            request.language or _fact(facts, "language", known_facts.DEFAULT_LANGUAGE)
        )
    except ValueError as error:
        if request.language or facts["language"].origin == "command line":
            raise UsageError(str(error)) from None
        raise LibraryError(f"{facts['language'].origin}: {error}") from None


def _fact(facts: Mapping[str, Fact], key: str, default: str) -> str:
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


def _answers(
    case: Case, facts: Mapping[str, Fact], given: frozenset[str], asker: Asker | None
) -> dict[str, str]:
    known, wrong = _known(case, facts, given)
    if asker is not None and not wrong:
        return interview(case, known, asker)
    answers = _with_defaults(case, known)
    missing = case.missing(answers) if wrong or case.pending(answers) else []
    faulty = {gap.key for gap in wrong}
    gaps = [*wrong, *(gap for gap in missing if gap.key not in faulty)]
    if not gaps:
        return answers
    if asker is not None:
        raise AnswerError(f"Some answers for '{case.scenario.id}' are wrong.", gaps=tuple(wrong))
    raise AnswerError(
        f"Answers for '{case.scenario.id}' are missing or wrong, and there is nobody to ask. "
        "Give them with -a key=value.",
        gaps=tuple(gaps),
    )


def _known(
    case: Case, facts: Mapping[str, Fact], given: frozenset[str]
) -> tuple[dict[str, str], list[Gap]]:
    """Return the answers known beforehand in canonical form, and what is wrong with the given."""
    wrong = case.wrong({key: facts[key].text for key in facts if key in given})
    known: dict[str, str] = {}
    for key, fact in facts.items():
        ours = key in case.scenario.questions or key in case.shared.fields
        if not ours or any(gap.key == key for gap in wrong):
            continue
        try:
            known[key] = case.accept(key, fact.text)
        except ValueError as error:
            raise LibraryError(f"{fact.origin}: '{key}' does not fit: {error}") from error
    return known, wrong


def _with_defaults(case: Case, known: Mapping[str, str]) -> dict[str, str]:
    """Fill in the defaults of fields and leave out what is optional, as nobody can be asked."""
    answers = dict(known)
    while isinstance(item := case.pending(answers), Field):
        if item.default is None and not item.optional:
            break
        answers[item.id] = case.default(item)
    return answers


def _resumable(case: Case, stop: Interrupted, save: Path | None) -> Interrupted:
    from asv_cli.console import write_file
    from asv_cli.loader.answers import dump_answers

    kept = {key: text for key, text in stop.answers.items() if text or key in stop.answers}
    if save is not None:
        write_file(save, dump_answers(kept))
    recipe = case.recipe(kept)
    return Interrupted(kept, f"Stopped; no letter was written. Go on with:\n  {recipe}")
