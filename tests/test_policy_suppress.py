from __future__ import annotations

from asv_cli.policy import findings, load_rules
from asv_cli.policy.suppress import without_comments
from policy_corpus import POLICY, rules

NOTE = "{# asv-lint: allow AMZ003 because the maker asked for it #}"


def ids(text: str) -> list[str]:
    return [one.rule for one in findings(text, language="en", rules=rules())]


def test_an_allowance_covers_the_paragraph_below_it() -> None:
    assert ids(f"{NOTE}\nWrite to\nhelp@lamps.com today.") == []
    assert ids(f"{NOTE}\nFine.\n\nWrite to help@lamps.com.") == ["SUP001", "AMZ003"]


def test_an_allowance_beside_words_covers_its_line() -> None:
    assert ids(f"Write to help@lamps.com. {NOTE}") == []
    assert ids(f"Write to help@lamps.com. {NOTE}\nOr to b@lamps.com.") == ["AMZ003"]


def test_an_allowance_that_is_not_needed_is_a_finding() -> None:
    (one,) = findings(f"Hello.\n{NOTE}\nThank you.", language="en", rules=rules())
    assert (one.rule, one.line, one.column) == ("SUP001", 2, 1)
    assert "Remove AMZ003" in one.message


def test_an_allowance_needs_a_reason_a_known_rule_and_its_form() -> None:
    bad = {
        "{# asv-lint: allow AMZ003 #}": "gives no reason",
        "{# asv-lint: allow AMZ999 because #}": "gives no reason",
        "{# asv-lint: allow AMZ099 because I say so #}": "no policy rule 'AMZ099'",
        "{# asv-lint: ignore everything #}": "cannot be read",
    }
    for comment, words in bad.items():
        found = findings(f"{comment}\nWrite to a@b.com.", language="en", rules=rules())
        assert [one.rule for one in found] == ["SUP002", "AMZ003"], comment
        assert words in found[0].message


def test_one_allowance_names_several_rules_and_each_must_be_needed() -> None:
    text = "{# asv-lint: allow AMZ003, STY041 because a quote #}\nWrite to a@b.com"
    assert ids(f"{text}!") == []
    found = findings(f"{text}.", language="en", rules=rules())
    assert [(one.rule, "STY041" in one.message) for one in found] == [("SUP001", True)]


def test_rules_about_the_whole_letter_are_allowed_from_anywhere() -> None:
    letter = "Hello Anna,\n\nhere is the label you wanted.\n\nTom"
    assert ids(letter) == ["STY030"]
    note = "{# asv-lint: allow STY030 because the second letter of a day #}"
    assert ids(f"{letter}\n{note}\n") == []


def test_comments_keep_every_place_and_make_no_blank_lines() -> None:
    text = f"Hello.\n\n{NOTE}\nWrite to a@b.com."
    assert len(without_comments(text)) == len(text)
    assert ids(text) == []


def test_an_allowance_for_a_rule_the_shop_switched_off_is_known() -> None:
    import yaml

    data = yaml.safe_load(POLICY.read_text(encoding="utf-8"))
    off = load_rules(data, {"disable": {"AMZ003": "tested elsewhere"}})
    found = findings(f"{NOTE}\nWrite to a@b.com.", language="en", rules=off)
    assert [one.rule for one in found if one.rule != "AMZ001"] == ["SUP001"]
