"""Ask a person for what is missing, one question at a time, with a way back and a review.

The interview knows no terminal: whoever implements `Asker` shows the questions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from asv_cli.asking import GoBack, Item, Menu
from asv_cli.model import Field
from asv_cli.wording import OUT, answered_as, asked_as, choice_menu, field_entry, field_menu

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from asv_cli.asking import Asker
    from asv_cli.drafting import Case
    from asv_cli.i18n import Words
    from asv_cli.model import Question

TAKE = ":letter"
PREVIEW = ":preview"
_PREVIEW_HELP = "Then copy, edit or save it, or take another letter or language."


class Interview:
    """The answers to one case as they grow.

    Attributes:
        case: what is drafted; a preview may put another language or letter in its place.
        answers: canonical answers by key, facts and flags included.
        mine: the keys of answers that the agent gave in this interview.
    """

    def __init__(
        self,
        case: Case,
        known: Mapping[str, str],
        asker: Asker,
        words: Words,
        origins: Mapping[str, str] | None = None,
    ) -> None:
        self.case = case
        self.answers = dict(known)
        self.asker = asker
        self.words = words
        self.mine: list[str] = []
        self.told: set[str] = set()
        self.keep: Callable[[], None] = lambda: None
        self._origins = dict(origins or {})
        self._earlier: dict[str, str] = {}
        self._wanted: set[str] = set()
        self._echoed: list[str] = []

    def take_up(self, answers: Mapping[str, str]) -> None:
        """Go on from answers of an interrupted interview; those known by now are stronger."""
        for key, text in answers.items():
            if key not in self.answers and not self._misfit(key, text):
                self.answers[key] = text
                self._origins[key] = "resumed"
        settled = self.case.settled(self.answers)
        self.mine = [key for key in settled if self._origins.get(key) == "resumed"]
        for key in self.mine:
            self.asker.tell(self._line(key))

    def run(self, *, may_leave: bool = False) -> None:
        """Ask until nothing is pending.

        Going back forgets the answer for good where the new way does not pass its question, and
        offers it again where it does.

        Raises:
            GoBack: the agent went back from the first question, and `may_leave` allows it.
            KeyboardInterrupt, EOFError: the agent stopped; `answers` holds what there is.
        """
        while True:
            try:
                self._ask_open(self.mine)
            except GoBack:
                if may_leave:
                    raise
                self.asker.tell(self.words("There is no question before this one."))
            else:
                self._forget_strays()
                return

    def back(self) -> None:
        """Ask the last question again, and go on from there."""
        if self.mine:
            self._take_back(self.mine.pop())
        self.run()

    def change(self, key: str) -> None:
        """Ask one answered question again, then only what the new answer opens.

        Going back from the question itself leaves everything as it was.
        """
        before = dict(self.answers), list(self.mine), dict(self._origins)
        self._wanted.add(key)
        self._forget(key)
        asked: list[str] = []
        try:
            self._ask_open(asked)
        except GoBack:
            self.answers, self.mine, self._origins = before
            return
        self.mine += [k for k in asked if k not in self.mine]
        self._forget_strays()

    def review(self) -> str:
        """Show all answers and change what the agent picks; return TAKE or PREVIEW."""
        while True:
            try:
                chosen = self.asker.pick(self._review_menu())
            except GoBack:
                self.back()
                continue
            if chosen in {TAKE, PREVIEW}:
                return chosen
            self.change(chosen)

    def change_one(self) -> None:
        """Let the agent pick one answer and change it; going back changes none."""
        menu = Menu(":change", self.words("Which answer?"), self._answer_items(), echo=False)
        try:
            self.change(self.asker.pick(menu))
        except GoBack:
            return

    def _review_menu(self) -> Menu:
        say = self.words
        top = (
            Item(TAKE, say("Write the letter"), help=say("It is printed, and you are done.")),
            Item(PREVIEW, say("Read it first"), help=say(_PREVIEW_HELP)),
        )  # fmt: skip
        return Menu(":review", say("Your answers"), (*top, *self._answer_items()), echo=False)

    def _answer_items(self) -> tuple[Item, ...]:
        group = self.words("Change an answer")
        return tuple(
            Item(
                key,
                asked_as(self.case, key, self.words),
                tail=answered_as(self.case, key, self.answers[key], self.words),
                group=group,
            )
            for key in self.case.settled(self.answers)
        )

    def _ask_open(self, asked: list[str]) -> None:
        while (item := self.case.pending(self.answers)) is not None:
            self._tell_facts()
            if self._promised(item):
                continue
            try:
                self.answers[item.id] = self._ask(item)
            except GoBack:
                if not asked:
                    raise
                self._take_back(asked.pop())
            else:
                self._echoed.append(item.id)
                asked.append(item.id)
                self._origins.pop(item.id, None)
                self.keep()
        self._tell_facts()

    def _promised(self, item: Question | Field) -> bool:
        """Answer with the default of a promise of the shop, which is not asked in each case."""
        if not isinstance(item, Field) or not item.setting or item.default is None:
            return False
        if item.id in self._wanted:
            return False
        self.answers[item.id] = self.case.default(item)
        self._origins[item.id] = "default"
        return True

    def _ask(self, item: Question | Field) -> str:
        earlier = self._earlier.get(item.id)
        if not isinstance(item, Field):
            return self.asker.pick(choice_menu(item, earlier or "", self.words))
        default = earlier if earlier is not None else item.default or ""
        if item.choices:
            picked = self.asker.pick(field_menu(item, default, self.words))
            return "" if picked == OUT else picked
        return self.asker.write(field_entry(self.case, item, default, self.words))

    def _tell_facts(self) -> None:
        """Show each answer that nobody was asked for, once, when its turn comes."""
        for key in self.case.settled(self.answers):
            if key not in self.told and key not in self.mine and key in self._origins:
                self.told.add(key)
                self.asker.tell(self._line(key))

    def _take_back(self, key: str) -> None:
        """Forget an answer, its line on the screen, and that the facts after it were told."""
        self._forget(key)
        if self._echoed and self._echoed[-1] == key:
            self._echoed.pop()
            self.asker.take_back()
            self.told.intersection_update(self.case.settled(self.answers))

    def _forget(self, key: str) -> None:
        if key in self.answers:
            self._earlier[key] = self.answers.pop(key)

    def _forget_strays(self) -> None:
        """Drop the agent's answers of abandoned ways; they are offered if asked again."""
        used = self.case.on_the_way(self.answers)
        for key in set(self.mine) - used.keys():
            self._forget(key)
        self.mine = [key for key in used if key in self.mine]
        self.keep()

    def _line(self, key: str) -> str:
        asked = asked_as(self.case, key, self.words)
        answered = answered_as(self.case, key, self.answers[key], self.words)
        return f"{asked} {answered} ({self.words(self._origins[key])})"

    def _misfit(self, key: str, text: str) -> bool:
        try:
            return self.case.accept(key, text) != text
        except (KeyError, ValueError):
            return True
