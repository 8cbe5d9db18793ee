"""What `asv draft` is asked for, whichever way the command line was read, and the way to do it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path


class Wanted(NamedTuple):
    """The argument and the options of `asv draft`, named as its parameters are."""

    scenario: str = ""
    answer: tuple[str, ...] = ()
    answers: str = ""
    save_answers: Path | None = None
    no_input: bool = False
    lang: str = ""
    marketplace: str = ""
    product: str = ""
    issue: str = ""
    part: str = ""
    colour: str = ""
    options: str = ""
    approved_by: str = ""
    letter: str = ""
    every: bool = False
    copy: str = ""
    edit: bool = False
    output: Path | None = None
    now: str = ""
    quiet: bool = False
    review: bool | None = None
    plain: bool = False
    resume: bool = False
    no_state: bool = False
    order: str = ""
    no_log: bool = False
    library: Path | None = None
    json: bool = False


def draft(wanted: Wanted) -> int:
    """Draft the reply, hand it over, and return the exit code.

    Raises:
        AsvError: it could not be drafted or handed over; says why.
    """
    _two_files(wanted)
    from asv_cli.answers import one_line
    from asv_cli.cli.deliver import deliver
    from asv_cli.cli.prepare import Request, complete

    review = wanted.review
    if review is None and (wanted.json or wanted.quiet or wanted.output):
        review = False  # the letter goes elsewhere: nobody is at leisure to look at it
    request = Request(
        scenario=wanted.scenario,
        flags=wanted.answer,
        answers_file=wanted.answers,
        language=wanted.lang,
        marketplace=wanted.marketplace,
        now=wanted.now,
        letter=wanted.letter,
        library=wanted.library,
        may_ask=not wanted.no_input,
        save=wanted.save_answers,
        product=wanted.product,
        issue=wanted.issue,
        part=wanted.part,
        colour=wanted.colour,
        options=tuple(name for word in wanted.options.split(",") if (name := word.strip())),
        review=review,
        plain=wanted.plain,
        resume=wanted.resume,
        state=not wanted.no_state,
        order=wanted.order,
    )
    approver = one_line(wanted.approved_by)
    return deliver(complete(request), wanted._replace(approved_by=approver))


def _two_files(wanted: Wanted) -> None:
    """Refuse one file for both the answers and the letter, however it is spelled."""
    answers = [path for path in (wanted.answers, wanted.save_answers) if path]
    if wanted.output is None or not answers:
        return
    from os.path import realpath

    if realpath(wanted.output) in map(realpath, answers):
        from asv_cli.errors import UsageError

        raise UsageError(
            f"'{wanted.output}' cannot hold both the answers and the letter. Name two files."
        )
