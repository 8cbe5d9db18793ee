"""One case from first question to finished draft: the engine behind prompts, flags and checks.

A `Case` holds no answers. It says what to ask next, what is wrong with what was given, and what
draft a full set of answers makes; whoever asks keeps the answers.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from asv_cli import answers as forms
from asv_cli.errors import Gap, LibraryError, Problem, UsageError, did_you_mean
from asv_cli.model import Draft, Due, Field, Question
from asv_cli.walk import Walk, Ways

if TYPE_CHECKING:
    from collections.abc import Mapping

    from asv_cli.errors import Spot
    from asv_cli.model import FollowUp, LetterSpec, Outcome, Scenario, Shared
    from asv_cli.render import Renderer, Setting
    from asv_cli.render.needs import Needs


class Case(NamedTuple):
    """A scenario to be drafted in a setting; `letter` narrows it to one letter of the outcome.

    `options` are the options the agent wants, in that order; empty for all the outcome offers.
    `speech` is the agent's own language, for steps and follow-ups.
    """

    scenario: Scenario
    shared: Shared
    renderer: Renderer
    setting: Setting
    now: datetime.datetime
    letter: str = ""
    options: tuple[str, ...] = ()
    product: str = ""
    speech: str = "en"

    def accept(self, key: str, typed: str) -> str:
        """Return the canonical form of an answer.

        Raises:
            KeyError: no question or field has that id.
            ValueError: the answer does not fit; the message says what is allowed.
        """
        if (question := self.scenario.questions.get(key)) is not None:
            return forms.choose(question, typed)
        return forms.canonical(self.shared.fields[key], typed, self.setting.market)

    def wrong(self, given: Mapping[str, str]) -> list[Gap]:
        """Return what is wrong with the answers given, whether or not they will be needed."""
        gaps = []
        for key, typed in given.items():
            try:
                self.accept(key, typed)
            except KeyError:
                known = [*self.scenario.questions, *self.shared.fields]
                hint = did_you_mean(key, known)
                fault = f"'{key}' is neither a question of '{self.scenario.id}' nor a field."
                gaps.append(Gap(key, (), "", f"{fault} {hint}".strip()))
            except ValueError as error:
                gaps.append(self._gap(key, fault=str(error)))
        return gaps

    def pending(self, answers: Mapping[str, str]) -> Question | Field | None:
        """Return what to ask next, None once the letters have all they need."""
        walk = Walk(self.scenario).follow(answers)
        return walk.question or next(iter(self.open_fields(answers)), None)

    def open_fields(self, answers: Mapping[str, str]) -> list[Field]:
        """Return the fields the letters surely need and nobody has answered, in asking order."""
        walk = Walk(self.scenario).follow(answers)
        if walk.question is not None:
            return []
        needed = self._needs(self.leaf(walk.current.id), self._known(walk, answers)).sure
        fields = self.shared.fields.values()
        return [field for field in fields if field.id in needed and field.id not in answers]

    def leaf(self, outcome_id: str) -> Outcome:
        """Return an outcome with its options as the agent wants them.

        Raises:
            UsageError: the outcome does not offer them, or the buyer needs more of them.
        """
        outcome = self.scenario.outcomes[outcome_id]
        if not self.options:
            return outcome
        from asv_cli.offer import arranged

        offered = self.renderer.offered(outcome)
        return outcome._replace(options=arranged(offered, self.options, self.shared.options))

    def outcome(self, answers: Mapping[str, str]) -> str:
        """Return the id of the outcome that a full set of answers leads to."""
        return Walk(self.scenario).follow(answers).current.id

    def settled(self, answers: Mapping[str, str]) -> list[str]:
        """Return the keys answered up to what is asked next, in asking order."""
        walk = Walk(self.scenario).follow(answers)
        keys = [key for key, _ in walk.answers]
        if walk.question is None:
            outcome = self.scenario.outcomes[walk.current.id]
            needed = self._needs(outcome, self._known(walk, answers)).sure
            for field in self.shared.fields:
                if field in needed and field not in answers:
                    break
                if field in needed:
                    keys.append(field)
        return keys

    def missing(self, answers: Mapping[str, str]) -> list[Gap]:
        """Return all that is still to be answered, what is needed on every way first.

        What is optional or has a default is not missing.
        """
        walk = Walk(self.scenario).follow(answers)
        ways = Ways(self.scenario, answers, walk.current.id)
        known = self._known(walk, answers, open_questions=ways.questions)
        sure: list[str] = []
        maybe: list[str] = [q for q in ways.questions if not ways.unavoidable(q)]
        wanted = [o for o in ways.outcomes if self._is_wanted(o)]
        ends = wanted if len(wanted) > 1 else [self.leaf(outcome.id) for outcome in wanted]
        needs = [self._needs(outcome, known) for outcome in ends]
        for field, declared in self.shared.fields.items():
            if field in answers or declared.optional or declared.default is not None:
                continue
            if all(field in need.sure for need in needs):
                sure.append(field)
            elif any(field in need.sure or field in need.maybe for need in needs):
                maybe.append(field)
        sure = [q for q in ways.questions if ways.unavoidable(q)] + sure
        return [self._gap(k) for k in sure] + [self._gap(k, sure=False) for k in maybe]

    def on_the_way(self, answers: Mapping[str, str]) -> dict[str, str]:
        """Return only the answers the finished walk and its letters use, in asking order."""
        walk = Walk(self.scenario).follow(answers)
        needed = self._needs(self.leaf(walk.current.id), self._known(walk, answers)).sure
        return self._used(walk, needed, answers)

    def _used(
        self, walk: Walk, needed: Mapping[str, Spot], answers: Mapping[str, str]
    ) -> dict[str, str]:
        fields = {f: answers[f] for f in self.shared.fields if f in needed}
        return {**dict(walk.answers), **fields}

    def draft(self, answers: Mapping[str, str]) -> Draft:
        """Return the finished draft of a full set of answers.

        Raises:
            LibraryError: a template cannot be rendered.
        """
        walk = Walk(self.scenario).follow(answers)
        outcome = self.leaf(walk.current.id)
        known = self._known(walk, answers)
        needed = self._needs(outcome, known).sure
        used = self._used(walk, needed, answers)
        values = {k: v for k, v in known.items() if k in used or k in self.scenario.questions}
        return Draft(
            scenario=self.scenario.id,
            outcome=outcome.id,
            language=self.setting.language,
            marketplace=self.setting.market.code,
            answers=used,
            letters=self.renderer.letters(outcome, self.letters(outcome), values),
            steps=tuple(step.say(self.speech) for step in outcome.steps),
            follow_ups=tuple(self._due(follow_up) for follow_up in outcome.follow_ups),
            command=self._command(used, dated="today" in needed),
            options=tuple(use.id for use in self.renderer.offered(outcome)),
            product=self.product,
        )

    def recipe(self, answers: Mapping[str, str], *, dated: bool = False) -> str:
        """Return the command that makes the same draft again, or goes on from these answers."""
        import shlex

        return shlex.join(self._command(answers, dated=dated))

    def _command(self, answers: Mapping[str, str], *, dated: bool) -> tuple[str, ...]:
        words = ["asv", "draft", self.scenario.id]
        for key, text in answers.items():
            words += ["-a", f"{key}={text}"]
        words += ["--product", self.product] if self.product else []
        words += ["--options", ",".join(self.options)] if self.options else []
        words += ["--letter", self.letter] if self.letter else []
        words += ["--lang", self.setting.language, "--marketplace", self.setting.market.code]
        if dated:
            words += ["--now", self.setting.today.isoformat()]
        return tuple(words)

    def letters(self, outcome: Outcome) -> tuple[LetterSpec, ...]:
        """Return the letters to write: all of the outcome's, or those that `letter` names.

        Raises:
            UsageError: the outcome has none of that id or audience.
        """
        if not self.letter:
            return outcome.letters
        chosen = tuple(x for x in outcome.letters if self.letter == x.id)
        chosen = chosen or tuple(x for x in outcome.letters if self.letter == x.to)
        if not chosen:
            known = [x.id for x in outcome.letters]
            hint = did_you_mean(self.letter, known) or f"It has: {', '.join(known) or 'none'}."
            raise UsageError(f"'{outcome.id}' has no letter '{self.letter}'. {hint}")
        return chosen

    def _is_wanted(self, outcome: Outcome) -> bool:
        """Tell whether an outcome has the letter that is wanted, if one is."""
        return self.letter in {"", *(word for x in outcome.letters for word in (x.id, x.to))}

    def values(self, answers: Mapping[str, str]) -> dict[str, Any]:
        """Return the answers as templates get them: None for questions off the way."""
        return self._known(Walk(self.scenario).follow(answers), answers)

    def check_letter(self) -> None:
        """Refuse a `letter` that no outcome of the scenario has.

        Raises:
            UsageError: there is none of that id or audience; the message names the nearest.
        """
        every = [x for outcome in self.scenario.outcomes.values() for x in outcome.letters]
        known = list(dict.fromkeys(word for x in every for word in (x.id, x.to)))
        if self.letter and self.letter not in known:
            hint = did_you_mean(self.letter, known) or f"There are {', '.join(known)}."
            raise UsageError(f"'{self.scenario.id}' has no letter '{self.letter}'. {hint}")

    def default(self, field: Field) -> str:
        """Return the default of a field in canonical form; empty where it may be left out.

        Raises:
            LibraryError: it does not fit in this store.
        """
        try:
            return self.accept(field.id, field.default or "")
        except ValueError as error:
            said = f"The default of '{field.id}' does not fit here: {error}"
            hint = f"Give it with -a {field.id}=…."
            raise LibraryError(problems=(Problem(field.at, "default", said, hint),)) from None

    def _needs(self, outcome: Outcome, known: Mapping[str, Any]) -> Needs:
        letters = self.letters(outcome)
        self.renderer.prove(outcome, letters, {*self.scenario.questions, *self.shared.fields})
        return self.renderer.needs(outcome, letters, known)

    def _known(
        self, walk: Walk, answers: Mapping[str, str], open_questions: tuple[str, ...] = ()
    ) -> dict[str, Any]:
        """Return values by name: None for questions off the way, nothing for what is open."""
        known: dict[str, Any] = {
            q: None for q in self.scenario.questions if q not in open_questions
        }
        known |= dict(walk.answers)
        for key, text in answers.items():
            if (field := self.shared.fields.get(key)) is not None:
                known[key] = forms.value(field, text)
        return known

    def _gap(self, key: str, *, fault: str = "", sure: bool = True) -> Gap:
        question = self.scenario.questions.get(key)
        if question is not None:
            allowed = tuple(choice.id for choice in question.choices)
            return Gap(key, allowed, str(question.ask), fault, sure)
        field = self.shared.fields[key]
        return Gap(key, (forms.allowed(field),), str(field.ask), fault, sure)

    def _due(self, follow_up: FollowUp) -> Due:
        return Due(
            due_at(self.now, follow_up.number, follow_up.unit), follow_up.do.say(self.speech)
        )


def due_at(now: datetime.datetime, count: int, unit: str) -> str:
    """Return when something is due: a date, or date and time where hours count.

    Hours and days run through weekends, as Amazon's 24-hour clock does (amazon-rules R54).
    """
    if unit == "hours":
        return (now + datetime.timedelta(hours=count)).isoformat(timespec="minutes")
    if unit == "days":
        return (now.date() + datetime.timedelta(days=count)).isoformat()
    day = now.date()
    while count:
        day += datetime.timedelta(days=1)
        count -= day.isoweekday() < 6  # noqa: PLR2004 - Monday is 1, Saturday 6
    return day.isoformat()
