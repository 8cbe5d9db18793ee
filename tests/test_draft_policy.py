"""`asv draft` holds what it hands over against the policy."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Result

    Draft = Callable[..., Result]

GIVEN = ("fulfilment=merchant", "photos=none", "agent_name=Anna", "shop_name=Blue Hill")
LINK = "teapot (see www.teapots.com)"


@pytest.fixture
def draft(asv: Callable[..., Result]) -> Draft:
    """Draft a letter about a product of any name."""

    def call(product: str, *more: str) -> Result:
        answers = [word for answer in (*GIVEN, f"product={product}") for word in ("-a", answer)]
        return asv("draft", "damaged", "--no-input", *answers, *more)

    return call


def shop(name: str, text: str) -> None:
    path = Path(".asv") / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_a_letter_within_the_policy_is_handed_over_without_a_word(draft: Draft) -> None:
    done = draft("teapot")
    assert done.code == 0
    assert "policy" not in done.err
    assert json.loads(draft("teapot", "--json").out)["findings"] == []


def test_a_letter_against_the_policy_is_shown_with_its_findings_and_exit_5(draft: Draft) -> None:
    done = draft(LINK)
    assert done.code == 5
    assert done.out.startswith("Hello,\n")
    assert LINK in done.out
    assert "Against the policy:\n  buyer, line 3: AMZ001 “www.teapots.com” Amazon lets" in done.err
    assert "Do not send this letter." in done.err


def test_it_is_written_to_a_file_but_not_copied(
    draft: Draft, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("ASV_COPY_COMMAND", f"cp /dev/stdin {tmp_path}/copied")
    done = draft(LINK, "--copy", "-o", "letter.txt")
    assert done.code == 5
    assert LINK in Path("letter.txt").read_text(encoding="utf-8")
    assert "The letter was not copied." in done.err
    assert not (tmp_path / "copied").exists()
    assert draft("teapot", "--copy").code == 0
    assert (tmp_path / "copied").exists()


def test_its_findings_are_data_too(draft: Draft) -> None:
    done = draft(LINK, "--json")
    assert done.code == 5
    (found,) = json.loads(done.out)["findings"]
    assert (found["letter"], found["rule"], found["severity"]) == ("buyer", "AMZ001", "error")
    assert (found["line"], found["text"]) == (3, "www.teapots.com")
    assert done.err.count("AMZ001") == 0


def test_only_the_letter_that_is_printed_is_judged(asv: Callable[..., Result]) -> None:
    answers = (
        "stage=new", "reason=return", "return_trouble=no-refund", "order_id=302-1234567-1234567",
        "order_amount=20", "agent_name=Anna", "shop_name=Blue Hill", "offer_made=x",
        f"product={LINK}", "buyer_name=",
    )  # fmt: skip
    words = [word for answer in answers for word in ("-a", answer)]
    one = asv("draft", "a-to-z-claim", "--no-input", *words)
    every = asv("draft", "a-to-z-claim", "--no-input", "--all", *words)
    assert (one.code, every.code) == (5, 5)
    assert one.err.count("AMZ001") < every.err.count("AMZ001")


def test_what_is_only_a_warning_is_said_and_the_letter_may_go(draft: Draft) -> None:
    done = draft("teapot!")
    assert done.code == 0
    assert "STY041" in done.err
    assert "Do not send" not in done.err


def test_the_findings_are_in_the_language_of_the_screen(
    draft: Draft, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASV_UI_LANG", "fr")
    assert "Contraire aux règles :\n  buyer, ligne 3 : AMZ001" in draft(LINK).err


def test_a_shop_switches_a_rule_off_with_a_reason(draft: Draft) -> None:
    shop("policy.yaml", "disable:\n  AMZ001: we sell website names\n")
    assert draft(LINK).code == 0


def test_a_rule_of_the_shop_holds_for_drafts(draft: Draft) -> None:
    shop(
        "policy.yaml",
        "rules:\n- {id: SHOP1, family: house, severity: error, message: No pots. Say jug.,\n"
        "   source: the shop, dated: 2026, texts: {en: {match: '[a-z]*pot'}}}\n",
    )
    done = draft("teapot")
    assert done.code == 5
    assert "SHOP1 “teapot” No pots. Say jug." in done.err


def test_a_policy_that_cannot_be_read_stops_the_draft_before_the_letter(draft: Draft) -> None:
    shop("policy.yaml", "disable:\n  AMZ001:\n")
    done = draft("teapot")
    assert (done.code, done.out) == (3, "")
    assert "without a reason" in done.err


def test_an_allowance_in_a_template_is_honoured(draft: Draft) -> None:
    own = Path(__file__).parents[1] / "templates/en/damaged/ask-for-photos.j2"
    text = own.read_text(encoding="utf-8")
    shop("templates/en/damaged/ask-for-photos.j2", text.replace("Would you please", "URGENT STOP:"))
    Path(".asv/templates").mkdir(exist_ok=True)
    assert "STY040" in draft("teapot").err
    note = "{# asv-lint: allow STY040 because the shop shouts #}\n"
    shop("templates/en/damaged/ask-for-photos.j2",
         text.replace("Would you please", f"{note}URGENT STOP:"))  # fmt: skip
    assert "STY040" not in draft("teapot").err
