"""The renderer: one library, one setting, from an outcome and its answers to finished letters."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

from asv_cli.errors import LibraryError, Problem, Spot
from asv_cli.model import Letter
from asv_cli.render.finish import fold, tidy, unfilled
from asv_cli.render.needs import Needs, Reader
from asv_cli.render.press import Press, Unprintable
from asv_cli.render.rules import OPTION_BLOCKS, template_problems
from asv_cli.render.setting import check_language
from asv_cli.render.templates import Templates

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from asv_cli.library import Library
    from asv_cli.model import LetterSpec, OptionUse, Outcome, Shared
    from asv_cli.render.anatomy import Anatomy
    from asv_cli.render.setting import Setting

_REMEMBERED = 64
_REMEMBERED_TEXTS = 1 << 10
# What letters may read of a store, beside the rights its law gives.
_FIXED = frozenset({"language", "marketplace", "today"})
"""Names that mean the same in all letters of a setting."""
_PLACE = ("code", "currency", "regime")


class Renderer:
    """Renders letters of one library in one setting.

    Renderers of the same library may share its `templates`, so that each is compiled once.
    """

    def __init__(
        self, library: Library, shared: Shared, setting: Setting, templates: Templates | None = None
    ) -> None:
        check_language(setting)
        self._shared = shared
        self._setting = setting
        market = setting.market
        self._place = {**{key: getattr(market, key) for key in _PLACE}, **market.rights}
        self._templates = templates or Templates(library)
        self._needs: dict[object, Needs] = {}
        self._anatomies: dict[str, Anatomy] = {}
        self._texts: dict[object, str] = {}
        self._proven: set[tuple[str, tuple[str, ...]]] = set()

    def offered(self, outcome: Outcome) -> tuple[OptionUse, ...]:
        """Return the options of an outcome that exist under the store's consumer law."""
        return outcome.offered(self._setting.market.regime)

    def problems(self, outcome: Outcome, declared: set[str]) -> list[Problem]:
        """Return what is wrong with the templates of an outcome, whatever the answers.

        A template that this language does not have is not read.

        Args:
            outcome: the leaf whose letters and options are read.
            declared: the ids of all questions and fields.
        """
        reader = self._reader(outcome, {})
        letters = [
            (letter, self._dissect(letter.template))
            for letter in outcome.letters
            if self._has(letter.template)
        ]
        names = [f"options/{use.id}" for use in outcome.options]
        options = [self._dissect(name) for name in names if self._has(name)]
        return template_problems(letters, options, declared, reader)

    def prove(self, outcome: Outcome, letters: tuple[LetterSpec, ...], declared: set[str]) -> None:
        """Refuse letters whose templates have a fault, before anybody is asked anything.

        Raises:
            LibraryError: carries every problem of the letters and the options they print.
        """
        key = outcome.id, tuple(letter.id for letter in letters)
        if key in self._proven:
            return
        options = self.offered(outcome) if self._offers(letters) else ()
        narrowed = outcome._replace(letters=letters, options=options)
        if problems := self.problems(narrowed, declared):
            raise LibraryError(problems=tuple(problems))
        self._proven.add(key)

    def needs(
        self, outcome: Outcome, letters: tuple[LetterSpec, ...], known: Mapping[str, Any]
    ) -> Needs:
        """Return what letters of an outcome need, given the answers known so far.

        Raises:
            LibraryError: a template is not written in the setting's language.
        """
        anatomies = self._anatomies_of(outcome, letters)
        deciding = [
            known.get(name) if exactly else bool(known.get(name))
            for anatomy in anatomies
            for name, exactly in anatomy.deciding
        ]
        key = (outcome.id, outcome.options, letters, frozenset(known), tuple(deciding))
        if key not in self._needs:
            if len(self._needs) >= _REMEMBERED:
                self._needs.clear()
            self._needs[key] = self._read(outcome, anatomies, known)
        return self._needs[key]

    def _read(self, outcome: Outcome, anatomies: list[Anatomy], known: Mapping[str, Any]) -> Needs:
        reader = self._reader(outcome, known)
        needs = Needs()
        for anatomy in anatomies:
            read = reader.read(anatomy)
            needs.sure = {**read.sure, **needs.sure}
            needs.maybe = {**read.maybe, **needs.maybe}
        return needs

    def _reader(self, outcome: Outcome, known: Mapping[str, Any]) -> Reader:
        return Reader({**known, **self._provided(outcome)})

    def _anatomies_of(self, outcome: Outcome, letters: tuple[LetterSpec, ...]) -> list[Anatomy]:
        """Return the letters, and the options they print, taken apart."""
        names = [letter.template for letter in letters]
        if self._offers(letters):
            names += [f"options/{use.id}" for use in self.offered(outcome)]
        return [self._dissect(name) for name in names]

    def allowances(
        self, outcome: Outcome, letters: tuple[LetterSpec, ...]
    ) -> list[tuple[Spot, str]]:
        """Return the sources of templates that allow a policy rule, with their place."""
        return [
            (Spot(shown), source)
            for anatomy in self._anatomies_of(outcome, letters)
            for shown, source in anatomy.allowances.items()
        ]

    def letters(
        self, outcome: Outcome, letters: tuple[LetterSpec, ...], values: Mapping[str, Any]
    ) -> tuple[Letter, ...]:
        """Return finished letters of an outcome.

        Args:
            outcome: the leaf the walk has reached.
            letters: which of its letters to write.
            values: every answer by name; None where a question was not on the way.

        Raises:
            LibraryError: a template cannot be rendered; the problem names its file and line.
        """
        data = {**values, **self._provided(outcome)}
        with _told():
            if self._offers(letters):
                data["options"] = [
                    self._option(f"options/{use.id}", {**data, "number": number})
                    for number, use in enumerate(self.offered(outcome), start=1)
                ]
            return tuple([self._letter(letter, data) for letter in letters])

    def _provided(self, outcome: Outcome) -> dict[str, Any]:
        offered = self.offered(outcome)
        return {
            "language": self._setting.language,
            "marketplace": self._place,
            "today": self._setting.today,
            "options": ["…"] * len(offered),
            "keeps": any(self._shared.options[use.id].keeps for use in offered),
            "number": 1,
        }

    def _offers(self, letters: Iterable[LetterSpec]) -> bool:
        """Tell whether one of the letters prints the options."""
        return any("options" in self._dissect(letter.template).names for letter in letters)

    def _dissect(self, template: str) -> Anatomy:
        if template not in self._anatomies:
            if not self._has(template):
                raise self._not_written(template)
            place = {"marketplace": set(self._place)}
            self._anatomies[template] = self._templates.anatomy(self._name(template), place)
        return self._anatomies[template]

    def _not_written(self, template: str) -> LibraryError:
        there = ", ".join(self._templates.library.languages(template))
        said = f"'{template}' is not written in the language '{self._setting.folder}'."
        hint = f"Write templates/{self._name(template)}, or choose --lang {there}."
        return LibraryError(problems=(Problem(None, "language", said, hint),))

    def _has(self, template: str) -> bool:
        return self._templates.library.template(f"{self._setting.folder}/{template}") is not None

    def _name(self, template: str) -> str:
        return f"{self._setting.folder}/{template}.j2"

    def _letter(self, spec: LetterSpec, data: dict[str, Any]) -> Letter:
        press = self._press(spec.template, data)
        subject, body = fold(press.block("subject")), tidy(press.text())
        anatomy = press.anatomy
        _refuse_empty(press, press.required)
        letter = Letter(spec.id, spec.to, spec.channel, self._setting.language, subject, body)
        if left := unfilled(f"{letter.subject}\n{letter.body}"):
            said = f"The letter still contains '{left}', which looks like a placeholder."
            raise _fault(anatomy, "unfilled", said, "Fill it, or write it differently.")
        return letter

    def _option(self, template: str, data: dict[str, Any]) -> str:
        """Return the text of an option, remembered by the values of the names it uses."""
        names = [name for name in self._dissect(template).names if name not in _FIXED]
        values = [len(data[name]) if name == "options" else data.get(name, ...) for name in names]
        key = (template, *values)
        if key not in self._texts:
            press = self._press(template, data)
            text = press.text()
            _refuse_empty(press, OPTION_BLOCKS)
            if len(self._texts) >= _REMEMBERED_TEXTS:
                self._texts.clear()
            self._texts[key] = fold(text)
        return self._texts[key]

    def _press(self, template: str, data: dict[str, Any]) -> Press:
        """Return what prints a template.

        Raises:
            LibraryError: the template has faults; carries all of them.
        """
        anatomy = self._dissect(template)
        if anatomy.problems:
            raise LibraryError(problems=anatomy.problems)
        return Press(anatomy, data)


@contextlib.contextmanager
def _told() -> Iterator[None]:
    """Tell what cannot be printed as a problem at its line."""
    try:
        yield
    except Unprintable as error:
        said = f"The template cannot be rendered: {error}.".replace("..", ".")
        problem = Problem(Spot(error.shown, error.line), "render", said)
        raise LibraryError(problems=(problem,)) from error


def _refuse_empty(press: Press, blocks: Iterable[str]) -> None:
    for block in blocks:
        text = press.printed(block)
        if text is not None and not text.strip():
            said = f"The block '{block}' came out empty; the frame demands it."
            raise _fault(press.anatomy, "empty-block", said, "Write its text.")


def _fault(anatomy: Anatomy, rule: str, said: str, hint: str) -> LibraryError:
    return LibraryError(problems=(Problem(Spot(anatomy.shown), rule, said, hint),))
