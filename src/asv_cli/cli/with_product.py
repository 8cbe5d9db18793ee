"""`--product` on a case: which facts the catalogue gives, and what it says before a question."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from asv_cli.errors import AnswerError, UsageError
from asv_cli.interview import GoBack
from asv_cli.model import Field, Text
from asv_cli.product_facts import PURCHASE_DATES, Place, amounts, in_language, picked, told

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from decimal import Decimal

    from asv_cli.catalogue import Product
    from asv_cli.drafting import Case
    from asv_cli.facts import Fact
    from asv_cli.interview import Asker
    from asv_cli.library import Library
    from asv_cli.model import Question, Scenario
    from asv_cli.product_facts import Picked, Told
    from asv_cli.settings import Shop

_NONE_OF_THEM = "another"


class Stocked(NamedTuple):
    """A product in a case: what it answers, and its amounts in the currency of the store."""

    picked: Picked
    told: Told
    amounts: Mapping[str, Decimal]
    level: str
    consulted: frozenset[str]

    @property
    def product(self) -> Product:
        """The product itself."""
        return self.picked.product

    def asker(self, asker: Asker | None, case: Case) -> Asker | None:
        """Return the asker with what the product has to say; None stays None."""
        return ProductAsker(asker, self, case) if asker else None

    def explained(self, error: AnswerError) -> AnswerError:
        """Return the error with a line for each missing answer the product could not give."""
        reasons = self.told.reasons
        lines = dict.fromkeys(reasons[gap.key] for gap in error.gaps if gap.key in reasons)
        return AnswerError("\n".join([error.message, *lines]), error.problems, error.gaps)


def pick_product(library: Library, sku: str, **detail: str) -> Picked:
    """Return the product that is named, with the issue, part and colour of the case.

    Raises:
        UsageError: there is no such product, issue, part or colour, or no product is named.
        LibraryError: a products.yaml is wrong.
    """
    from asv_cli.loader.products import load_catalogue, pick

    if not sku:
        flag, name = next((flag, name) for flag, name in detail.items() if name)
        raise UsageError(f"'--{flag} {name}' belongs to a product. Name it: --product SKU.")
    return picked(pick(load_catalogue(library), sku), **detail)


def stocked(choice: Picked, case: Case, shop: Shop, facts: Mapping[str, Fact]) -> Stocked:
    """Return what a product answers in a case; what does not fit there is left to be asked."""
    place = Place(case.setting.market, case.setting.language, shop, case.setting.today)
    bought = next((facts[key].text for key in PURCHASE_DATES if key in facts), "")
    answers = told(choice, place, bought)
    level = answers.facts["price_level"].text if "price_level" in answers.facts else ""
    for key, fact in list(answers.facts.items()):
        try:
            case.accept(key, fact.text)
        except KeyError:  # nothing in this scenario asks for it
            del answers.facts[key]
        except ValueError as error:
            del answers.facts[key]
            answers.reasons[key] = f"{fact.origin} does not fit: {error}"
    consulted = set(PURCHASE_DATES) if "warranty" in answers.facts else set()
    return Stocked(choice, answers, amounts(choice, place), level, frozenset(consulted))


@dataclass(slots=True)
class ProductAsker:
    """An asker that knows the product: says why it asks, and offers its known issues to pick."""

    asker: Asker
    stocked: Stocked
    case: Case
    _picked: str = ""
    _shown: set[str] = field(default_factory=set)

    def __getattr__(self, name: str) -> Any:
        """Hand on whatever else the asker can do."""
        return getattr(self.asker, name)

    def scenario(self, scenarios: Mapping[str, Scenario]) -> str:
        """Return the id of the scenario the agent picks."""
        return self.asker.scenario(scenarios)

    def choice(self, question: Question, default: str | None) -> str:
        """Return a choice id, after saying why the product does not answer it."""
        self._say_reason(question.id)
        return self.asker.choice(question, default)

    def value(self, field: Field, default: str, check: Callable[[str], str]) -> str:
        """Return a canonical value; cause and fix come from the known issue that is picked."""
        if field.id not in {"known_cause", "known_fix"} or self.stocked.picked.issue:
            self._say_reason(field.id)
            return self.asker.value(field, default, check)
        return self._from_issue(field, default, check)

    def _say_reason(self, key: str) -> None:
        reason = self.stocked.told.reasons.get(key)
        if reason and key not in self._shown:
            from asv_cli.console import say

            self._shown.add(key)
            say(reason)

    def _from_issue(self, field: Field, default: str, check: Callable[[str], str]) -> str:
        if field.id in self._shown:  # asked again: the agent went back to pick another issue
            self._picked = ""
            self._shown -= {"known_cause", "known_fix"}
            raise GoBack
        issues = self.stocked.product.issues
        if issues and not self._picked:
            self._picked = self._pick()
        issue = issues.get(self._picked)
        text: Text | None = getattr(issue, field.id.removeprefix("known_"), None)
        said = in_language(text, self.case.setting.language) if text else None
        try:
            answer = check(said) if said else None
        except ValueError:  # it does not fit the field; the agent mends it
            answer = None
        if answer is None:
            return self.asker.value(field, said or default, check)
        self._shown.add(field.id)
        return answer

    def _pick(self) -> str:
        issues = self.stocked.product.issues
        labels = {name: issue.title for name, issue in issues.items()}
        labels[_NONE_OF_THEM] = Text({"en": "Another one"})
        question = Field(
            id="issue",
            type="choice",
            ask=Text({"en": f"Which known issue of {self.stocked.product.sku} is it?"}),
            help=None,
            example=None,
            default=None,
            optional=False,
            setting=False,
            minimum=None,
            maximum=None,
            max_length=80,
            choices=labels,
            at=self.stocked.product.at,
        )
        return self.asker.value(question, "", lambda typed: typed)
