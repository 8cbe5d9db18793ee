"""The interview and its review, with scripted people and with random ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from asv_cli.asking import GoBack
from asv_cli.i18n import Words
from asv_cli.interview import PREVIEW, TAKE, Interview
from terminal_kit import DAMAGED, Scripted, case_of

if TYPE_CHECKING:
    from asv_cli.asking import Entry, Menu
    from asv_cli.drafting import Case

WAY = {**DAMAGED, "photos": "clear", "cause": "transport", "price_level": "low"}
FULL = {**WAY, "refund_amount": "5"}


def talk(
    answers: dict[str, object], known: dict[str, str] | None = None, **origins: str
) -> tuple[Interview, Scripted]:
    asker = Scripted(dict(answers))
    interview = Interview(case_of(), known or {}, asker, Words(), origins)
    return interview, asker


def test_only_what_is_missing_is_asked_in_order() -> None:
    interview, asker = talk(dict(DAMAGED), {"fulfilment": "merchant"})
    interview.run()
    assert asker.seen == ["photos", "buyer_name", "product", "agent_name", "shop_name"]
    assert interview.mine == asker.seen


def test_each_fact_is_told_once_when_its_turn_comes() -> None:
    interview, asker = talk(
        dict(DAMAGED),
        {"photos": "none", "shop_name": "Blue Hill"},
        photos="command line",
        shop_name="shop.yaml:1:1",
    )
    interview.run()
    assert asker.told == [
        "Has the buyer sent photos of the damage? Not yet (command line)",
        "Within how many hours do we answer? 24 (default)",
        "The shop's name? Blue Hill (shop.yaml:1:1)",
    ]
    assert "photos" not in asker.seen


def test_going_back_offers_the_old_answer_again() -> None:
    interview, asker = talk({**DAMAGED, "photos": ["none", "clear"], **WAY, "cause": "unknown"})
    asker.answers["photos"] = ["none", "clear"]
    asker.answers["buyer_name"] = [GoBack(), "Zoé"]
    asker.answers["refund_amount"] = "5"
    interview.run()
    assert asker.seen[:4] == ["fulfilment", "photos", "buyer_name", "photos"]
    assert asker.defaults["photos"] == "none"
    assert interview.answers["photos"] == "clear"


def test_an_abandoned_way_leaves_nothing_behind() -> None:
    interview, asker = talk({**FULL, "photos": ["clear", "none"]})
    asker.answers["price_level"] = GoBack()
    asker.answers["cause"] = ["transport", GoBack()]
    interview.run()
    assert interview.answers["photos"] == "none"
    assert not {"cause", "price_level"} & interview.answers.keys()


def test_back_from_the_first_question_says_so_and_asks_again() -> None:
    interview, asker = talk({**DAMAGED, "fulfilment": [GoBack(), "merchant"]})
    interview.run()
    assert asker.told[0] == "There is no question before this one."


def test_back_from_the_first_question_may_leave_the_interview() -> None:
    interview, _ = talk({**DAMAGED, "fulfilment": GoBack()})
    with pytest.raises(GoBack):
        interview.run(may_leave=True)


def test_the_review_shows_all_answers_and_changes_one() -> None:
    interview, asker = talk({**DAMAGED, "photos": ["none", "unclear"], ":review": ["photos", TAKE]})
    interview.run()
    asker.seen.clear()
    assert interview.review() == TAKE
    assert asker.seen == [":review", "photos", ":review"]
    shown = {item.id: item.tail for item in asker.menus[":review"].items}
    assert shown["photos"] == "Yes, but the damage cannot be seen"
    assert shown["buyer_name"] == "Zoé"
    assert shown["reply_hours"] == "24"


def test_only_what_depends_on_a_change_is_asked_again() -> None:
    interview, asker = talk({**FULL, "photos": ["none", "clear"], ":review": ["photos", TAKE]})
    interview.run()
    asker.seen.clear()
    interview.review()
    assert asker.seen == [
        ":review", "photos", "cause", "price_level", "refund_amount", ":review",
    ]  # fmt: skip
    assert interview.mine[:4] == ["fulfilment", "photos", "cause", "price_level"]


def test_a_change_drops_what_is_off_the_new_way() -> None:
    interview, asker = talk({**FULL, "photos": ["clear", "none"], ":review": ["photos", TAKE]})
    interview.run()
    asker.seen.clear()
    interview.review()
    assert asker.seen == [":review", "photos", ":review"]
    assert not {"cause", "price_level", "refund_amount"} & interview.answers.keys()


def test_going_back_from_a_change_leaves_everything_as_it_was() -> None:
    interview, asker = talk({**FULL, "photos": ["none", "clear"], ":review": ["photos", PREVIEW]})
    asker.answers["cause"] = GoBack()
    interview.run()
    before = dict(interview.answers)
    asker.answers["photos"] = ["clear", GoBack()]
    assert interview.review() == PREVIEW
    assert interview.answers == before


def test_back_from_the_review_asks_the_last_question_again() -> None:
    interview, asker = talk({**DAMAGED, ":review": [GoBack(), TAKE], "shop_name": ["A", "B"]})
    interview.run()
    interview.review()
    assert interview.answers["shop_name"] == "B"
    assert asker.defaults["shop_name"] == "A"


def test_a_fact_can_be_changed_in_the_review() -> None:
    interview, asker = talk(
        {**DAMAGED, ":review": ["photos", "reply_hours", TAKE], "reply_hours": "12"},
        {"photos": "unclear"},
        photos="command line",
    )
    interview.run()
    interview.review()
    assert interview.answers["photos"] == "none"
    assert interview.answers["reply_hours"] == "12"
    assert "12 hours" in interview.case.draft(interview.answers).letters[0].body
    assert sum("photos" in line for line in asker.told) == 1


def test_answers_taken_up_are_asked_no_more_but_can_be_gone_back_to() -> None:
    interview, asker = talk({**DAMAGED, "buyer_name": [GoBack(), "Zoé"]})
    interview.take_up({"fulfilment": "merchant", "photos": "none", "gone": "x", "cause": "bad"})
    interview.run()
    assert asker.seen[:3] == ["buyer_name", "photos", "buyer_name"]
    assert asker.told[0] == "Who ships this order? We do (merchant fulfilled) (resumed)"


def test_questions_speak_french_and_answers_stay() -> None:
    interview, asker = talk({**DAMAGED, ":review": TAKE})
    interview.words = Words("fr")
    interview.run()
    interview.review()
    assert asker.menus[":review"].ask == "Vos réponses"
    assert interview.answers["photos"] == "none"


class Fickle:
    """A person who presses at random: answers, back, changes; and then has had enough."""

    def __init__(self, case: Case, draws: st.DataObject, steps: int) -> None:
        self.fields = case.shared.fields
        self.draws = draws
        self.steps = steps

    def pick(self, menu: Menu) -> str:
        ids = [item.id for item in menu.items]
        if menu.key == ":review":
            calm = TAKE if self.steps <= 0 else None
            return calm or self._tired([*ids[2:], TAKE])
        return self._tired(ids)

    def write(self, entry: Entry) -> str:
        good = {
            "money": ["5", "7.50"],
            "integer": ["12", "24"],
            "days": ["1", "2"],
            "date": ["2026-11-20", "2026-11-21"],
            "order-id": ["302-1234567-1234567"],
        }.get(self.fields[entry.key].type, ["Zoé", "很抱歉"])
        return entry.check(self._tired(good))

    def tell(self, text: str) -> None:
        pass

    def take_back(self) -> None:
        pass

    def _tired(self, choices: list[str]) -> str:
        self.steps -= 1
        if self.steps > 0 and self.draws.draw(st.integers(0, 3)) == 0:
            raise GoBack
        return self.draws.draw(st.sampled_from(choices))


class Remembering:
    """A renderer that reads the same templates for the same answers once: 5 ms each time."""

    def __init__(self, renderer: Any) -> None:
        self._renderer = renderer
        self._needs: dict[Any, Any] = {}

    def needs(self, outcome: Any, letters: Any, known: Any) -> Any:
        key = (outcome.id, tuple(x.id for x in letters), tuple(sorted(map(str, known.items()))))
        if key not in self._needs:
            self._needs[key] = self._renderer.needs(outcome, letters, known)
        return self._needs[key]

    def __getattr__(self, name: str) -> Any:
        return getattr(self._renderer, name)


CASES: dict[str, Case] = {}


def quick_case(scenario: str) -> Case:
    if scenario not in CASES:
        case = case_of(scenario)
        CASES[scenario] = case._replace(renderer=Remembering(case.renderer))  # type: ignore[arg-type]
    return CASES[scenario]


@settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data(), st.integers(0, 40), st.sampled_from(["damaged", "address-change"]))
def test_however_one_gets_there_the_letter_is_that_of_the_straight_way(
    draws: st.DataObject, steps: int, scenario: str
) -> None:
    case = quick_case(scenario)
    interview = Interview(case, {}, Fickle(case, draws, steps), Words())
    interview.run()
    assert interview.review() == TAKE
    crooked = case.draft(interview.answers)
    straight = Interview(case, {}, Scripted(dict(crooked.answers)), Words())
    straight.run()
    for key, text in crooked.answers.items():  # promises of the shop are asked only in a review
        straight.answers[key] = text
    assert case.draft(straight.answers) == crooked
    assert set(interview.mine) <= set(crooked.answers)
    assert set(interview.answers) - set(crooked.answers) <= {
        "reply_hours", "dispatch_days", "refund_days",
    }  # fmt: skip
