"""Hand a draft over: the letter to stdout, a file or the clipboard, all else to stderr."""

from __future__ import annotations

from typing import TYPE_CHECKING

from asv_cli.console import say, write_file, write_out
from asv_cli.errors import Exit
from asv_cli.i18n import Words
from asv_cli.preview import main_letter

if TYPE_CHECKING:
    from pathlib import Path

    from asv_cli.cli.judged import Judged
    from asv_cli.cli.money import Bill
    from asv_cli.cli.prepare import Prepared
    from asv_cli.cli.wanted import Wanted
    from asv_cli.errors import AsvError
    from asv_cli.model import Draft, Letter


def deliver(prepared: Prepared, wanted: Wanted) -> Exit:
    """Render the draft, hand it over, and return the exit code.

    A letter that breaks the policy or promises more than the shop's cap is shown all the same,
    but not copied. What fails besides stands in the JSON where that goes to stdout.

    Raises:
        LibraryError: a template cannot be rendered; nothing has been printed.
        OutputError: the letter could not be written or copied.
    """
    draft, failed = _edited(prepared) if wanted.edit else (prepared.draft, None)
    money = _bill(prepared, draft)
    letter = _chosen(prepared, draft)
    judged = _judged(prepared, draft, letter, wanted)
    code = _code(money, judged, wanted)
    _save(draft, wanted.save_answers)
    words = Words(prepared.case.speech)
    if not wanted.quiet:
        _say_facts(prepared, draft, words)
    told = wanted.json and wanted.output is None
    allowed = code is Exit.OK
    if told:
        failed = _copy(prepared, letter, wanted, words, allowed=allowed) or failed
    text = _text(draft, letter, every=wanted.every)
    if wanted.json:
        text = _json(draft, wanted, money, judged, failed if told else None)
    _write(text, wanted.output)
    if not wanted.quiet and not wanted.json:
        _say_what_next(draft, letter, wanted, money, words)
    _say_approval(money, wanted, words)
    if not wanted.json:
        _say_policy(judged, words)
    prepared.drawer.drop(draft.scenario)
    if not wanted.no_log:
        from asv_cli.cli.casebook import log_draft

        log_draft(prepared.library, prepared, draft, wanted.order)
    if not told:
        failed = _copy(prepared, letter, wanted, words, allowed=allowed) or failed
        if failed is not None:
            raise failed
    return failed.code if failed else code


def _save(draft: Draft, path: Path | None) -> None:
    if path is not None:
        from asv_cli.loader.answers import dump_answers

        write_file(path, dump_answers(draft.answers))


def _write(text: str, path: Path | None) -> None:
    if path is not None:
        write_file(path, text)
    else:
        write_out(text)


def _judged(
    prepared: Prepared, draft: Draft, letter: Letter | None, wanted: Wanted
) -> list[Judged]:
    """Return what the policy finds in the letters that are handed over."""
    if letter is None:
        return []
    from asv_cli.cli.judged import judge_letters
    from asv_cli.policy import open_rules

    letters = draft.letters if wanted.every or wanted.json else (letter,)
    rules = open_rules(prepared.library)
    return judge_letters(prepared.case, rules, draft.outcome, letters)


def _code(money: Bill | None, judged: list[Judged], wanted: Wanted) -> Exit:
    if any(each.forbids for each in judged):
        return Exit.POLICY
    held = bool(money and money.excesses) and not wanted.approved_by
    return Exit.APPROVAL if held else Exit.OK


def _copy(
    prepared: Prepared, letter: Letter | None, wanted: Wanted, words: Words, *, allowed: bool
) -> AsvError | None:
    """Put the letter on the clipboard if that is wanted; return what went wrong."""
    if not wanted.copy or letter is None:
        return None
    if not allowed:
        say(words("The letter was not copied."))
        return None
    from asv_cli.clipboard import copy
    from asv_cli.errors import OutputError

    command = prepared.facts.get("copy_command")
    try:
        say(str(copy(_part(letter, wanted.copy), command=command.text if command else "")))
    except OutputError as error:
        return error
    return None


def _say_policy(judged: list[Judged], words: Words) -> None:
    if not judged:
        return
    from asv_cli.cli.judged import lines

    said = [words("Against the policy:"), *(f"  {line}" for line in lines(judged, words))]
    if any(each.forbids for each in judged):
        said.append(words("Do not send this letter. Change the answers, or mend it with --edit."))
    say("\n".join(["", *said]))


def _chosen(prepared: Prepared, draft: Draft) -> Letter | None:
    """Return the letter picked on the closing screen, else the main one."""
    chosen = prepared.finished.letter if prepared.finished else ""
    return next((letter for letter in draft.letters if letter.id == chosen), main_letter(draft))


def _part(letter: Letter, part: str) -> str:
    """Return what goes to the clipboard: the body, the subject, or one after the other."""
    if part == "subject":
        return letter.subject
    return f"{letter.subject}\n\n{letter.body}" if part == "both" else letter.body


def _edited(prepared: Prepared) -> tuple[Draft, AsvError | None]:
    """Return the draft with the main letter edited, or as it was and what went wrong."""
    from asv_cli.cli.desk import edited
    from asv_cli.errors import OutputError
    from asv_cli.prompt.terminal import open_terminal

    draft = prepared.draft
    letter = _chosen(prepared, draft)
    if letter is None:
        return draft, None
    with open_terminal() as terminal:
        if terminal is None:
            said = "There is no terminal to edit on; the draft stays as it was. Leave out --edit."
            return draft, OutputError(said)
        try:
            body = edited(letter.body, terminal)
        except OutputError as error:
            return draft, error
    letters = tuple(x._replace(body=body) if x is letter else x for x in draft.letters)
    return draft._replace(letters=letters), None


def _json(
    draft: Draft,
    wanted: Wanted,
    money: Bill | None,
    judged: list[Judged],
    failed: AsvError | None,
) -> str:
    from asv_cli.cli.output import draft_json

    found = [each.data() for each in judged]
    bill = money.data() if money else {}
    return draft_json(draft, wanted.approved_by, bill, found, failed)


def _text(draft: Draft, letter: Letter | None, *, every: bool) -> str:
    if every:
        return "\n".join(f"{_heading(letter)}\n{letter.body}" for letter in draft.letters)
    return letter.body if letter else ""


def _bill(prepared: Prepared, draft: Draft) -> Bill | None:
    """Return what the draft costs and promises, None where the shop says nothing of money."""
    if prepared.stocked is None and not prepared.shop.caps:
        return None
    from asv_cli.cli.money import bill

    return bill(prepared, draft)


def _say_approval(money: Bill | None, wanted: Wanted, words: Words) -> None:
    lines = money.approval_lines(words, approved=bool(wanted.approved_by)) if money else []
    if wanted.approved_by:
        lines.append(words("Approved by {name}.", name=wanted.approved_by))
    if lines:
        say("\n".join(["", *lines]))


def _heading(letter: Letter) -> str:
    line = f"===== {letter.id}: to {letter.to} by {letter.channel} ====="
    return f"{line}\nSubject: {letter.subject}\n" if letter.subject else f"{line}\n"


def _say_facts(prepared: Prepared, draft: Draft, words: Words) -> None:
    """Say which answers nobody gave for this draft, and which given ones it had no use for."""
    for key, fact in prepared.facts.items():
        if key in draft.answers and key not in prepared.given | prepared.told:
            say(f"{key}: {draft.answers[key]} ({words(fact.origin)})")
    fields = prepared.case.shared.fields
    for key, text in draft.answers.items():
        asked = key in prepared.facts or key in prepared.told
        if key in fields and not asked and fields[key].default == text:
            say(f"{key}: {text} ({words('default')})")
    for key, reason in (prepared.stocked.told.reasons if prepared.stocked else {}).items():
        if draft.answers.get(key) == "" and key not in prepared.given:
            say(reason)
    consulted = prepared.stocked.consulted if prepared.stocked else frozenset()
    known = {*draft.answers, *consulted, "marketplace", "language"}
    unused = sorted(prepared.given - known)
    if unused:
        say(words("Not used on this way: {keys}.", keys=", ".join(unused)))


def _say_what_next(
    draft: Draft, letter: Letter | None, wanted: Wanted, money: Bill | None, words: Words
) -> None:
    lines = [""]
    if letter is None:
        lines.append(words("This outcome has no letter; the steps below are all there is to do."))
    elif letter.subject and not wanted.every:
        lines.append(words("Subject: {subject}", subject=letter.subject))
    if not wanted.every and len(draft.letters) > 1:
        others = ", ".join(other.id for other in draft.letters if other is not letter)
        lines.append(words("Other letters: {others} (--letter ID, or --all)", others=others))
    lines += money.cost_lines(words) if money else []
    if draft.steps:
        lines += [words("Steps:"), *(f"  - {step}" for step in draft.steps)]
    if draft.follow_ups:
        lines += [words("Follow up:"), *(f"  {item.due}  {item.do}" for item in draft.follow_ups)]
    say("\n".join([*lines, words("Again:"), f"  {draft.recipe}"]))
