"""The renderer: one library, one setting, from an outcome and its answers to finished letters."""

from __future__ import annotations

import re
import traceback
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import nodes

from asv_cli.answers import clean
from asv_cli.errors import LibraryError, Problem, Spot
from asv_cli.library import shown
from asv_cli.model import Letter
from asv_cli.render.anatomy import dissect
from asv_cli.render.dependence import dependence, merged
from asv_cli.render.environment import LibraryLoader, build
from asv_cli.render.needs import Needs, Reader
from asv_cli.render.rules import FRAMES, OPTION_BLOCKS, template_problems
from asv_cli.render.setting import check_language

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from asv_cli.library import Library
    from asv_cli.model import LetterSpec, OptionUse, Outcome, Shared
    from asv_cli.render.anatomy import Anatomy
    from asv_cli.render.dependence import Branch, Dependence
    from asv_cli.render.setting import Setting

# What an unfilled placeholder looks like in a finished letter.
_UNFILLED = re.compile(r"\{\{|\}\}|\{%|%\}|\[[a-z][a-z _-]*\]|\[\[|\bTODO\b|\bNone\b|\bXXX\b")


class Renderer:
    """Renders letters of one library in one setting; each template is compiled once."""

    def __init__(self, library: Library, shared: Shared, setting: Setting) -> None:
        check_language(setting)
        self._library = library
        self._shared = shared
        self._setting = setting
        self._environment = build(library)
        self._loader: LibraryLoader = self._environment.loader  # type: ignore[assignment]
        self._anatomies: dict[str, Anatomy] = {}

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
        reader = Reader(self._environment, self._loader, self._provided(outcome))
        letters = [
            (letter, self._dissect(letter.template))
            for letter in outcome.letters
            if self._has(letter.template)
        ]
        names = [f"options/{use.id}" for use in outcome.options]
        options = [self._dissect(name) for name in names if self._has(name)]
        return template_problems(letters, options, declared, reader)

    def needs(
        self, outcome: Outcome, letters: tuple[LetterSpec, ...], known: Mapping[str, Any]
    ) -> Needs:
        """Return what letters of an outcome need, given the answers known so far.

        Raises:
            LibraryError: a template cannot be read.
        """
        anatomies = self._anatomies_of(outcome, letters)
        if broken := [problem for anatomy in anatomies for problem in anatomy.problems]:
            raise LibraryError(problems=tuple(dict.fromkeys(broken)))
        return self._read(outcome, anatomies, known)[0]

    def names(self, outcome: Outcome, letters: tuple[LetterSpec, ...]) -> set[str]:
        """Return every name the letters use in any of their branches."""
        return {name for a in self._anatomies_of(outcome, letters) for name in a.names}

    def places(self, outcome: Outcome, letters: tuple[LetterSpec, ...]) -> dict[str, Spot]:
        """Return where each name is first used, letters before options."""
        return {
            name: at
            for anatomy in reversed(self._anatomies_of(outcome, letters))
            for name, at in anatomy.names.items()
        }

    def templates(self, outcome: Outcome, letters: tuple[LetterSpec, ...]) -> set[str]:
        """Return the names of all templates the letters are made of."""
        return {name for a in self._anatomies_of(outcome, letters) for name in a.templates}

    def option_templates(self, outcome: Outcome) -> set[str]:
        """Return the names of the templates of all options, also those other laws offer."""
        return {self._name(f"options/{use.id}") for use in outcome.options}

    def dependence(self, outcome: Outcome, letters: tuple[LetterSpec, ...]) -> Dependence:
        """Return what decides the text of the letters, and all their branches."""
        return merged(dependence(a) for a in self._anatomies_of(outcome, letters))

    def live(
        self, outcome: Outcome, letters: tuple[LetterSpec, ...], values: Mapping[str, Any]
    ) -> tuple[frozenset[str], set[Branch]]:
        """Return the names the letters really use with these values, and the branches taken."""
        needs, taken = self._read(outcome, self._anatomies_of(outcome, letters), values)
        return frozenset(needs.sure), taken

    def _read(
        self, outcome: Outcome, anatomies: list[Anatomy], known: Mapping[str, Any]
    ) -> tuple[Needs, set[Branch]]:
        reader = Reader(self._environment, self._loader, {**known, **self._provided(outcome)})
        needs = Needs()
        for anatomy in anatomies:
            read = reader.read(anatomy)
            needs.sure = {**read.sure, **needs.sure}
            needs.maybe = {**read.maybe, **needs.maybe}
        return needs, reader.taken

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
        place = {"code": market.code, "currency": market.currency, "regime": market.regime}
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
        name = self._name(template)
        if name not in self._anatomies:
            self._anatomies[name] = dissect(self._environment, self._loader, name)
        return self._anatomies[name]

    def _has(self, template: str) -> bool:
        return self._library.template(f"{self._setting.folder}/{template}") is not None

    def _name(self, template: str) -> str:
        return f"{self._setting.folder}/{template}.j2"

    def _letter(self, spec: LetterSpec, data: dict[str, Any]) -> Letter:
        name = self._name(spec.template)
        frame = self._name(FRAMES.get((spec.to, spec.channel), "formal"))
        tree, _ = self._loader.tree(self._environment, frame)
        required = [block.name for block in tree.find_all(nodes.Block) if block.required]
        blocks, body = self._render(name, data, ["subject", *required])
        self._refuse_empty(name, {k: v for k, v in blocks.items() if k in required})
        subject = " ".join(blocks.get("subject", "").split())
        letter = Letter(spec.id, spec.to, spec.channel, self._setting.language, subject, tidy(body))
        if mark := unfilled(f"{letter.subject}\n{letter.body}"):
            said = f"The letter still contains '{mark}', which looks like a placeholder."
            raise self._fault(name, "unfilled", said, "Fill it, or write it differently.")
        return letter

    def _option(self, template: str, data: dict[str, Any]) -> str:
        name = self._name(template)
        blocks, text = self._render(name, data, OPTION_BLOCKS)
        self._refuse_empty(name, blocks)
        return " ".join(text.split())

    def _render(
        self, name: str, data: dict[str, Any], wanted: Iterable[str]
    ) -> tuple[dict[str, str], str]:
        """Return the text of the wanted blocks that are filled, and the whole text."""
        try:
            template = self._environment.get_template(name)
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
                self._environment.handle_exception()
        except Exception as error:
            raise self._located(error, name) from error
        return blocks, text

    def _refuse_empty(self, name: str, blocks: Mapping[str, str]) -> None:
        for block, text in blocks.items():
            if not text.strip():
                said = f"The block '{block}' came out empty; the frame demands it."
                raise self._fault(name, "empty-block", said, "Write its text.")

    def _fault(self, name: str, rule: str, said: str, hint: str) -> LibraryError:
        _, found = self._loader.tree(self._environment, name)
        return LibraryError(problems=(Problem(Spot(found.shown), rule, said, hint),))

    def _located(self, error: Exception, name: str) -> LibraryError:
        """Point at the innermost template line of a failed render, also inside includes."""
        if isinstance(error, LibraryError):
            return error
        _, found = self._loader.tree(self._environment, name)
        spot = Spot(found.shown)
        for frame in traceback.extract_tb(error.__traceback__):
            if frame.filename.endswith(".j2"):
                spot = Spot(shown(Path(frame.filename)), frame.lineno or 1)
        said = f"The template cannot be rendered: {error}."
        return LibraryError(problems=(Problem(spot, "render", said.replace("..", ".")),))


def unfilled(text: str) -> str:
    """Return the first thing in a finished text that looks like a placeholder, or nothing."""
    match = _UNFILLED.search(text)
    return match[0] if match else ""


def tidy(text: str) -> str:
    """Return a finished text: NFC, no control characters, no trailing or doubled blank lines."""
    lines = [line.rstrip() for line in unicodedata.normalize("NFC", clean(text)).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n") + "\n"
