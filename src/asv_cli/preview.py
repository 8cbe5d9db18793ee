"""Look at the finished letter: copy, edit or save it, take another letter or language, go back.

The preview knows no terminal, no clipboard and no editor: a `Desk` does these things.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

from asv_cli.asking import Entry, GoBack, Item, Menu
from asv_cli.errors import AsvError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from asv_cli.drafting import Case
    from asv_cli.interview import Interview
    from asv_cli.model import Draft, Letter, Outcome


class Desk(Protocol):
    """What can be done with a letter outside the preview. All raise AsvError with the reason."""

    def copy(self, letter: Letter) -> str:
        """Put a letter on the clipboard and return what to say about it."""
        ...

    def edit(self, body: str) -> str:
        """Let the agent edit a body and return the new one."""
        ...

    def save(self, name: str, letter: Letter) -> str:
        """Write a letter to a file and return what to say about it."""
        ...

    def objections(self, case: Case, outcome: Outcome, letter: Letter) -> str:
        """Return what the policy finds in a letter, one line for each; empty where nothing."""
        ...

    def languages(self, outcome: Outcome) -> list[str]:
        """Return the languages in which an outcome has letters."""
        ...

    def speaking(self, case: Case, language: str) -> Case:
        """Return a case with its letters in another language."""
        ...


class Finished(NamedTuple):
    """The draft as the agent left it, and the letter that was on the screen."""

    draft: Draft
    letter: str


class Preview:
    """One look at the letters of an interview that has all its answers."""

    def __init__(self, interview: Interview, desk: Desk) -> None:
        self._interview = interview
        self._desk = desk
        self._shown = ""
        self._edited: dict[tuple[str, str], str] = {}
        self._note = ""

    def run(self) -> Finished:
        """Return the draft once the agent is done with it.

        Raises:
            GoBack: back to the review.
            KeyboardInterrupt, EOFError: the agent stopped.
        """
        while True:
            draft = self._draft()
            letter = next((x for x in draft.letters if x.id == self._shown), None)
            if letter is None:
                letter = main_letter(draft)
            self._shown = letter.id if letter else ""
            if letter is not None and not self._note:
                case = self._interview.case
                self._note = self._desk.objections(case, self._outcome(), letter)
            wish = self._interview.asker.pick(self._menu(draft, letter))
            if wish == "done":
                return Finished(draft, self._shown)
            self._grant(wish, letter)

    def _draft(self) -> Draft:
        """Return the draft with the agent's edits; edits of other answers have no place in it."""
        draft = self._interview.case.draft(self._interview.answers)
        letters = tuple(
            x._replace(body=self._edited.get((x.id, x.body), x.body)) for x in draft.letters
        )
        return draft._replace(letters=letters)

    def _grant(self, wish: str, letter: Letter | None) -> None:
        grants: Mapping[str, Callable[[], None]] = {
            "letter": self._other_letter,
            "language": self._other_language,
            "answer": self._other_answer,
        }
        try:
            if wish in grants:
                grants[wish]()
            elif letter is not None:
                self._hand(wish, letter)
        except GoBack:
            return
        except AsvError as error:
            self._note = str(error)

    def _hand(self, wish: str, letter: Letter) -> None:
        if wish == "copy":
            self._note = self._desk.copy(letter)
        elif wish == "edit":
            self._keep_edit(letter, self._desk.edit(letter.body))
        else:
            say = self._interview.words
            entry = Entry(":file", say("File name?"), _file_name, default=f"{letter.id}.txt",
                          echo=False)  # fmt: skip
            self._note = self._desk.save(self._interview.asker.write(entry), letter)

    def _keep_edit(self, letter: Letter, body: str) -> None:
        """Keep an edit for the letter as it was rendered, so a changed answer sets it aside."""
        case = self._interview.case
        fresh = next(x for x in case.draft(self._interview.answers).letters if x.id == letter.id)
        self._edited[letter.id, fresh.body] = body

    def _other_letter(self) -> None:
        interview, say = self._interview, self._interview.words
        specs = self._outcome().letters
        items = tuple(Item(x.id, _spoken(x.id, x.to, x.channel)) for x in specs)
        menu = Menu(":letter", say("Which letter?"), items, default=self._shown, echo=False)
        chosen = interview.asker.pick(menu)
        if interview.case.letter and interview.case.letter != chosen:
            interview.case = interview.case._replace(letter=chosen)
            interview.run()
        self._shown = chosen

    def _other_language(self) -> None:
        interview, say = self._interview, self._interview.words
        items = tuple(Item(code, code) for code in self._desk.languages(self._outcome()))
        now = interview.case.setting.language
        menu = Menu(":language", say("Which language?"), items, default=now, echo=False)
        before = interview.case
        interview.case = self._desk.speaking(before, interview.asker.pick(menu))
        try:
            interview.run()
            self._draft()
        except AsvError:
            interview.case = before
            raise

    def _other_answer(self) -> None:
        before = self._draft()
        self._interview.change_one()
        edited = set(self._edited.values()) & {x.body for x in before.letters}
        if edited - {x.body for x in self._draft().letters}:
            say = self._interview.words
            self._note = say("The letter was written anew; your edit is set aside.")

    def _outcome(self) -> Outcome:
        interview = self._interview
        return interview.case.scenario.outcomes[interview.case.outcome(interview.answers)]

    def _menu(self, draft: Draft, letter: Letter | None) -> Menu:
        say = self._interview.words
        items = [Item("done", say("Done: write the letter"))]
        if letter is not None:
            items += [
                Item("copy", say("Copy")),
                Item("edit", say("Edit")),
                Item("save", say("Save")),
            ]
        outcome = self._outcome()
        if len(outcome.letters) > 1:
            items.append(Item("letter", say("Other letter")))
        if len(self._desk.languages(outcome)) > 1:
            items.append(Item("language", say("Other language")))
        items.append(Item("answer", say("Change an answer")))
        note, self._note = self._note, ""
        if letter is None:
            title, body = say("This outcome has no letter."), "\n".join(draft.steps)
        else:
            title, body = (
                letter.subject or _spoken(letter.id, letter.to, letter.channel),
                letter.body,
            )
        return Menu(":preview", title, tuple(items), why=note, body=body, echo=False)


def main_letter(draft: Draft) -> Letter | None:
    """Return the letter to the buyer, else the first, else None."""
    to_buyer = (letter for letter in draft.letters if letter.to == "buyer")
    return next(to_buyer, draft.letters[0] if draft.letters else None)


def _spoken(letter_id: str, to: str, channel: str) -> str:
    return f"{letter_id} ({to}, {channel})"


def _file_name(typed: str) -> str:
    name = typed.strip()
    if not name:
        from asv_cli.i18n import Unfit

        raise Unfit("Something must be given here.")
    return name
