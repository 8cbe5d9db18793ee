"""The renderer: one library, one setting, from an outcome and its answers to finished letters."""

from __future__ import annotations

import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any

from asv_cli.errors import LibraryError, Problem, Spot
from asv_cli.library import shown
from asv_cli.model import Letter
from asv_cli.render.finish import fold, tidy, unfilled
from asv_cli.render.needs import Needs, Reader
from asv_cli.render.rules import FRAMES, OPTION_BLOCKS, template_problems
from asv_cli.render.setting import check_language
from asv_cli.render.templates import Templates

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from asv_cli.library import Library
    from asv_cli.model import LetterSpec, OptionUse, Outcome, Shared
    from asv_cli.render.anatomy import Anatomy
    from asv_cli.render.setting import Setting

# What letters may read of a store, beside the rights its law gives.
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
        self._templates = templates or Templates(library)
        self._needs: dict[object, Needs] = {}
        self._proven: set[tuple[str, tuple[str, ...]]] = set()

    def offered(self, outcome: Outcome) -> tuple[OptionUse, ...]:
        """Return the options of an outcome that exist under the store's consumer law."""
        regime = self._setting.market.regime
        return tuple(use for use in outcome.options if not use.only or regime in use.only)

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
        key = (outcome.id, outcome.options, letters, frozenset(known.items()))
        if key not in self._needs:
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
        provided = {**known, **self._provided(outcome)}
        return Reader(self._templates.environment, self._templates.loader, provided)

    def _anatomies_of(self, outcome: Outcome, letters: tuple[LetterSpec, ...]) -> list[Anatomy]:
        """Return the letters, and the options they print, taken apart."""
        names = [letter.template for letter in letters]
        if self._offers(letters):
            names += [f"options/{use.id}" for use in self.offered(outcome)]
        return [self._dissect(name) for name in names]

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
        if self._offers(letters):
            data["options"] = [
                self._option(f"options/{use.id}", {**data, "number": number})
                for number, use in enumerate(self.offered(outcome), start=1)
            ]
        return tuple(self._letter(letter, data) for letter in letters)

    def _provided(self, outcome: Outcome) -> dict[str, Any]:
        market, offered = self._setting.market, self.offered(outcome)
        place = {key: getattr(market, key) for key in _PLACE}
        return {
            "language": self._setting.language,
            "marketplace": {**place, **market.rights},
            "today": self._setting.today,
            "options": ["…"] * len(offered),
            "keeps": any(self._shared.options[use.id].keeps for use in offered),
            "number": 1,
        }

    def _offers(self, letters: Iterable[LetterSpec]) -> bool:
        """Tell whether one of the letters prints the options."""
        return any("options" in self._dissect(letter.template).names for letter in letters)

    def _dissect(self, template: str) -> Anatomy:
        if not self._has(template):
            raise self._not_written(template)
        place = {"marketplace": {*_PLACE, *self._setting.market.rights}}
        return self._templates.anatomy(self._name(template), place)

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
        name = self._name(spec.template)
        frame = self._name(FRAMES.get((spec.to, spec.channel), "formal"))
        required = self._templates.required(frame)
        blocks, body = self._render(name, data, ["subject", *required])
        self._refuse_empty(name, {k: v for k, v in blocks.items() if k in required})
        subject = fold(blocks.get("subject", ""))
        letter = Letter(spec.id, spec.to, spec.channel, self._setting.language, subject, tidy(body))
        if left := unfilled(f"{letter.subject}\n{letter.body}"):
            said = f"The letter still contains '{left}', which looks like a placeholder."
            raise self._fault(name, "unfilled", said, "Fill it, or write it differently.")
        return letter

    def _option(self, template: str, data: dict[str, Any]) -> str:
        name = self._name(template)
        blocks, text = self._render(name, data, OPTION_BLOCKS)
        self._refuse_empty(name, blocks)
        return fold(text)

    def _render(
        self, name: str, data: dict[str, Any], wanted: Iterable[str]
    ) -> tuple[dict[str, str], str]:
        """Return the text of the wanted blocks that are filled, and the whole text."""
        try:
            template = self._templates.environment.get_template(name)
            context = template.new_context(data)
            try:
                text = "".join(template.root_render_func(context))
                functions = {b: context.blocks[b] for b in wanted if b in context.blocks}
                blocks = {
                    block: "".join(stack[0](context))
                    for block, stack in functions.items()
                    if len(stack) > 1 or block in {"subject", *OPTION_BLOCKS}
                }
            except Exception:  # noqa: BLE001 - whatever it is, Jinja knows the template's line
                self._templates.environment.handle_exception()
        except Exception as error:
            raise self._located(error, name) from error
        return blocks, text

    def _refuse_empty(self, name: str, blocks: Mapping[str, str]) -> None:
        for block, text in blocks.items():
            if not text.strip():
                said = f"The block '{block}' came out empty; the frame demands it."
                raise self._fault(name, "empty-block", said, "Write its text.")

    def _fault(self, name: str, rule: str, said: str, hint: str) -> LibraryError:
        found = self._templates.file(name)
        return LibraryError(problems=(Problem(Spot(found.shown), rule, said, hint),))

    def _located(self, error: Exception, name: str) -> LibraryError:
        """Point at the innermost template line of a failed render, also inside includes."""
        found = self._templates.file(name)
        spot = Spot(found.shown)
        for frame in traceback.extract_tb(error.__traceback__):
            if frame.filename.endswith(".j2"):
                spot = Spot(shown(Path(frame.filename)), frame.lineno or 1)
        said = f"The template cannot be rendered: {error}."
        return LibraryError(problems=(Problem(spot, "render", said.replace("..", ".")),))
