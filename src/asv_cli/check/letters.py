"""Every letter that can come out: each combination of answers that can change its text, rendered.

For each letter, language and group of marketplaces: the values its conditions test are multiplied
out; a value it only prints is tried at its edges in every place that prints it.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from itertools import product
from typing import TYPE_CHECKING

from asv_cli.check.samples import edges, usual
from asv_cli.check.ways import Path, ways
from asv_cli.drafting import Case
from asv_cli.errors import LibraryError
from asv_cli.render import Setting, Templates
from asv_cli.render.survey import Survey

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from asv_cli.errors import Problem, Spot
    from asv_cli.library import Library
    from asv_cli.model import Field, Letter, LetterSpec, Marketplace, Outcome, Scenario, Shared
    from asv_cli.render.dependence import Branch, Dependence

TODAY = datetime.datetime(2026, 11, 22, 9, 0, tzinfo=datetime.UTC)
"""The day all checked letters are written, so that two runs make the same letters."""
# One store for each consumer law; the last one also has a currency without decimals.
MARKETS = ("US", "UK", "DE", "JP")


@dataclass(frozen=True, slots=True)
class Rendered:
    """One finished letter, and what makes it again."""

    scenario: str
    outcome: str
    spec: LetterSpec
    letter: Letter
    market: str
    key: tuple[tuple[str, str], ...]
    recipe: str
    options: int
    regime: str
    allowances: tuple[tuple[Spot, str], ...]


@dataclass(slots=True)
class Coverage:
    """What was gone through: branches taken of all there are, letters rendered."""

    branches: set[Branch] = field(default_factory=set)
    taken: set[Branch] = field(default_factory=set)
    rendered: int = 0
    problems: list[Problem] = field(default_factory=list)


class Press:
    """Renders the letters of a library for checking."""

    def __init__(
        self,
        library: Library,
        shared: Shared,
        markets: Mapping[str, Marketplace],
        templates: Templates | None = None,
    ) -> None:
        self._library = library
        self._shared = shared
        self._markets = {code: markets[code] for code in MARKETS}
        self._templates = templates or Templates(library)
        self._renderers: dict[tuple[str, str], Survey] = {}
        self.coverage = Coverage()

    def letters(self, scenario: Scenario, language: str) -> Iterator[Rendered]:
        """Yield every distinct letter of a scenario in a language; faults go to `coverage`."""
        for outcome in scenario.outcomes.values():
            for spec in outcome.letters:
                if self._is_written(outcome, spec, language):
                    yield from self._letter(scenario, outcome, spec, language)

    def _is_written(self, outcome: Outcome, spec: LetterSpec, language: str) -> bool:
        """Tell whether a language has the letter and its options; a gap is reported elsewhere."""
        names = [spec.template, *(f"options/{use.id}" for use in outcome.options)]
        return all(self._library.template(f"{language}/{name}") is not None for name in names)

    def _letter(
        self, scenario: Scenario, outcome: Outcome, spec: LetterSpec, language: str
    ) -> Iterator[Rendered]:
        cases = [self._case(scenario, spec, language, code) for code in MARKETS]
        seen: set[Letter] = set()
        tried: set[tuple[str, str, Spot]] = set()
        for path, tested in self._combinations(cases[0], outcome, spec):
            for case in cases:
                base = self._base(case, outcome, spec, tested)
                live = self._live(case, outcome, spec, {**dict(path), **base})
                if case is not cases[0] and not self._differs({n for n, _ in live}, outcome):
                    break
                new = {(case.setting.market.code, *place) for place in live} - tried
                tried |= new
                printed = {name for _, name, _ in new} - tested.keys()
                for values in [base, *self._at_the_edges(case, base, printed)]:
                    made = self._render(case, outcome, spec, {**dict(path), **values})
                    if made is not None and made.letter not in seen:
                        seen.add(made.letter)
                        yield made

    def _combinations(
        self, case: Case, outcome: Outcome, spec: LetterSpec
    ) -> Iterator[tuple[Path, dict[str, str]]]:
        """Yield every way that matters, with the values of tested fields multiplied out."""
        depends = _survey(case).dependence(outcome, (spec,))
        self.coverage.branches |= depends.branches
        names = _survey(case).names(outcome, (spec,))
        tested = {
            name: self._all_sides(case, self._shared.fields[name], depends)
            for name in depends.tested
            if name in self._shared.fields
        }
        relevant = frozenset(names & case.scenario.questions.keys())
        for path in ways(case.scenario, outcome.id, relevant).values():
            for combination in product(*tested.values()):
                yield path, dict(zip(tested, combination, strict=True))

    def _base(
        self, case: Case, outcome: Outcome, spec: LetterSpec, tested: Mapping[str, str]
    ) -> dict[str, str]:
        """Return a usual value for every field the letter names, the tested ones as given."""
        names = _survey(case).names(outcome, (spec,))
        fields = (f for f in self._shared.fields.values() if f.id in names)
        return {f.id: usual(f, case.setting.market) for f in fields} | dict(tested)

    def _live(
        self, case: Case, outcome: Outcome, spec: LetterSpec, answers: Mapping[str, str]
    ) -> set[tuple[str, Spot]]:
        """Return what the letter uses with these answers, and where; note the branches taken."""
        places, taken = _survey(case).live(outcome, (spec,), case.values(answers))
        self.coverage.taken |= taken
        return places

    def _at_the_edges(
        self, case: Case, base: Mapping[str, str], printed: set[str]
    ) -> Iterator[dict[str, str]]:
        """Yield the base with one printed value at a time at its edges.

        What a value prints as depends on no other value, so each place that prints it is tried
        once per store, not once per way.
        """
        for name in printed & self._shared.fields.keys():
            for edge in edges(self._shared.fields[name], case.setting.market, ()):
                yield {**base, name: edge}

    def _differs(self, live: set[str], outcome: Outcome) -> bool:
        """Tell whether the store can change the text: by its law, its currency, its dates."""
        types = {self._shared.fields[n].type for n in live if n in self._shared.fields}
        names = live & {"marketplace", "today"}
        return bool(names or types & {"money", "date"} or any(u.only for u in outcome.options))

    def _all_sides(self, case: Case, declared: Field, depends: Dependence) -> list[str]:
        sides = edges(declared, case.setting.market, depends.tested[declared.id])
        return list(dict.fromkeys([usual(declared, case.setting.market), *sides]))

    def _render(
        self, case: Case, outcome: Outcome, spec: LetterSpec, answers: dict[str, str]
    ) -> Rendered | None:
        self.coverage.rendered += 1
        try:
            (letter,) = case.renderer.letters(outcome, (spec,), case.values(answers))
        except LibraryError as error:
            self.coverage.problems += error.problems
            return None
        return Rendered(
            case.scenario.id,
            outcome.id,
            spec,
            letter,
            case.setting.market.code,
            tuple(sorted(answers.items())),
            case.recipe(answers, dated=True),
            len(case.renderer.offered(outcome)),
            case.setting.market.regime,
            tuple(_survey(case).allowances(outcome, (spec,))),
        )

    def _case(self, scenario: Scenario, spec: LetterSpec, language: str, code: str) -> Case:
        setting = Setting(language, self._markets[code], TODAY.date())
        if (language, code) not in self._renderers:
            self._renderers[language, code] = Survey(
                self._library, self._shared, setting, self._templates
            )
        renderer = self._renderers[language, code]
        return Case(scenario, self._shared, renderer, setting, TODAY, spec.id)


def _survey(case: Case) -> Survey:
    """Return the renderer of a case of this module, which can tell more than others."""
    assert isinstance(case.renderer, Survey)  # noqa: S101 - for the type checker
    return case.renderer
