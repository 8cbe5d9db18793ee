"""A shop's policy.yaml: every fault is reported at its place, whatever the author wrote."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from asv_cli.errors import LibraryError
from asv_cli.library import BUILT_IN, Found, Layer, Library, built_in_root, open_library
from asv_cli.loader.policy import OWN, own_table
from asv_cli.policy import findings, open_rules
from asv_cli.policy.shape import POLICY, read_tables

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Result

HEAD = "{id: SHOP001, family: f, severity: error, source: s, dated: 2026-01-01, message: m"
BARE = HEAD.replace(" severity: error,", "")
LOOP = "words: {en: {loopa: '{loopb}', loopb: '{loopa}'}}\n"
MANY = "9" * 5000


def rule(rest: str, head: str = HEAD) -> str:
    """Return a file with one rule that ends in `rest`, from line 2 on, column 2."""
    return f"rules: [{head},\n {rest}}}]"


def texts(rest: str) -> str:
    return rule(f"texts: {{en: {{{rest}}}}}")


FAULTS = {
    "x": ("1:1", "must be a group of 'key: value' lines, not a text"),
    "[x]": ("1:1", "must be a group of 'key: value' lines, not a list"),
    "rules: 5": ("1:8", "'rules' must be a list of rules. Begin each with '- id: …'."),
    "rules: [5]": ("1:9", "A rule must be a group of 'key: value' lines, not a text."),
    "rules: {a: b}": ("1:8", "'rules' must be a list of rules."),
    "rules:": ("1:1", "'rules' has no value."),
    "severity: x": ("1:11", "'severity' must be a group"),
    "severity: [AMZ001]": ("1:11", "'severity' must be a group"),
    "severity: {AMZ001: bad}": ("1:20", "'AMZ001' cannot be 'bad'. It may be suggestion, warning"),
    "severity: {AMZ001: [a]}": ("1:20", "'AMZ001' must be one text, not a list."),
    "severity: {AMZ01: error}": ("1:12", "no policy rule 'AMZ01'. Did you mean 'AMZ0"),
    f"severity: {{AMZ001: {MANY}}}": ("1:20", "'AMZ001' cannot be '9999"),
    f"severity: {{{MANY[:900]}: error}}": ("1:12", "There is no policy rule '9999"),
    "disable: AMZ001": ("1:10", "'disable' must be a group"),
    "disable: [AMZ001]": ("1:10", "'disable' must be a group"),
    "disable: {AMZ001: {a: b}}": ("1:19", "'AMZ001' must be one text"),
    "disable:\n  AMZ001:": ("2:3", "'AMZ001' is disabled without a reason. Write why"),
    "disable: {AMZ001: null}": ("1:11", "'AMZ001' is disabled without a reason."),
    "disable: {NOSUCH: why}": ("1:11", "no policy rule 'NOSUCH'"),
    "disabled: {AMZ001: x}": ("1:1", "unknown key 'disabled'. Did you mean 'disable'?"),
    "nonsense: 5": ("1:1", "unknown key 'nonsense'. It can have schema, words"),
    "schema: 2": ("1:9", "'schema' cannot be '2'. It may be 1."),
    "[a]: b": ("1:1", "has a key that is not a word."),
    "words: 5": ("1:8", "'words' must be a group"),
    "words: {en: 5}": ("1:13", "'en' must be a group"),
    "words: {en: {review: 5}}": (
        "1:22",
        "'review' must be a text, which '5' without quotes is not.",
    ),
    "words: {en: {review: '('}}": ("1:22", "'(' is no regex"),
    "words: {en: {Review: a}}": ("1:14", "Did you mean 'review'?"),
    "words: {en: {a2: a}}": ("1:14", "must be lower-case letters and '_'"),
    "words: {xx: {a: b}}": ("1:9", "must be a language: any, en or fr"),
    "concepts: {en: a}": ("1:16", "'en' must be a group"),
    "concepts: {en: {review: [a]}}": ("1:25", "'review' must be one text, not a list."),
    LOOP + texts("match: '{loopa}'"): ("1:21", "leads back to itself: loopa → loopb → loopa."),
    rule("texts: five"): ("2:9", "'texts' must be a group"),
    rule("texts: {en: five}"): ("2:14", "'en' must be a group"),
    rule("texts: {xx: {match: five}}"): ("2:10", "must be a language: any, en or fr"),
    rule("suggest: {en: no}"): ("1:9", "Rule 'SHOP001' has no 'texts'."),
    texts("match: 5"): ("2:22", "'match' must be a text, which '5' without quotes"),
    texts(f"match: {MANY}"): ("2:22", "'match' must be a text, which '999"),
    texts("match: [a, {b: c}]"): ("2:26", "'match' must be one text"),
    texts("match: '(five'"): ("2:22", "'(five' is no regex"),
    texts("match: 'a{99999999999999999999}'"): ("2:22", "is no regex"),
    texts("match: five, excuse: ['a', '[']"): ("2:42", "'[' is no regex"),
    texts("match: '[[a]'"): ("2:22", "'[[a]' is unclear: Possible nested set at position 1."),
    texts("match: '{nosuch}'"): ("2:22", "the unknown piece '{nosuch}'"),
    texts("matches: five"): ("2:15", "unknown key 'matches'. Did you mean 'match'?"),
    texts("need: five, match: five"): (
        "2:21",
        "'need' must be a list of lists, of each of which a",
    ),
    texts("need: [five], match: five"): (
        "2:21",
        "'need' must be a list of lists, of each of which a",
    ),
    texts("need: [[]], match: five"): ("2:21", "'need' must be a list of lists"),
    texts("match: []"): ("2:10", "Rule 'SHOP001' looks for nothing in 'en'."),
    rule("texts: {en: []}"): ("2:10", "Rule 'SHOP001' looks for nothing in 'en'."),
    rule("texts: {}"): ("2:2", "'texts' is empty."),
    rule("texts: {xx: {match: '('}}"): ("2:10", "must be a language"),
    texts("excuse: five"): ("2:10", "Rule 'SHOP001' looks for nothing in 'en'."),
    texts("learned: nosuch"): ("2:24", "There is no learned family 'nosuch'."),
    texts("learned: tread"): ("2:24", "Did you mean 'trade'?"),
    texts("concepts: thanx"): ("2:25", "the unknown concept 'thanx'. Did you mean 'thanks'?"),
    texts("concepts: -thanks"): ("2:25", "'-thanks' names nothing that must be there."),
    texts(f"concepts: thanks ~{MANY} sorry"): ("2:25", "thanks"),
    rule("texts: {en: {match: a}}, suggest: no"): ("2:36", "'suggest' must be a group"),
    rule("texts: {en: {match: a}}, when: buyer"): ("2:33", "'when' must be a group"),
    rule("texts: {en: {match: a}}, when: {mood: a}"): ("2:34", "Did you mean 'mode'?"),
    rule("texts: {en: {match: a}}, when: {whole: 1}"): ("2:41", "must be true or false"),
    rule("texts: {en: {match: a}}, samples: {en: [a]}"): ("2:41", "'en' must be two sentences"),
    rule("texts: {en: {match: a}}, samples: {en: [a,b,c]}"): ("2:41", "'en' must be two sent"),
    rule("texts: {en: {match: a}}, check: nosuch"): ("2:34", "'check' cannot be 'nosuch'."),
    rule("texts: {en: {match: a}}, check: absent, scope: text"): ("2:42", "Remove one of them."),
    rule("texts: {en: {match: a}}, scope: nosuch"): ("2:34", "'scope' cannot be 'nosuch'."),
    rule("texts: {en: {match: a}}, case: maybe"): ("2:33", "'case' is 'maybe', but must be true"),
    rule("texts: {en: {match: a}}, context: 5"): ("2:36", "'context' must be a group"),
    rule("texts: {en: {match: a}}, yields: {a: b}, below: 5"): ("2:35", "'yields' must be one"),
    rule("texts: {en: {match: a}}, severity: {eu: error}", BARE): ("2:27", "has no 'default'"),
    rule("texts: {en: {match: a}}, severity: {default: bad}", BARE): ("2:47", "cannot be 'bad'"),
    rule("texts: {en: {match: a}}, severity: [a]", BARE): ("2:37", "'severity' must be one text"),
    rule("texts: {en: {match: a}}").replace("SHOP001", "[a]"): ("1:14", "'id' must be one text"),
    rule("texts: {en: {match: a}}").replace("SHOP001", "shop1"): ("1:14", "mean 'SHOP1'?"),
    rule("texts: {en: {match: a}}").replace("SHOP001", "AMZ001"): ("1:14", "is there twice"),
    rule("texts: {en: {match: a}}").replace(" source: s,", ""): ("1:9", "has no 'source'"),
}


def shop(text: str) -> None:
    Path(".asv").mkdir(exist_ok=True)
    Path(".asv/policy.yaml").write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [(text, *said) for text, said in FAULTS.items()],
    ids=[text.rsplit("\n", maxsplit=1)[-1][:60] for text in FAULTS],
)
def test_a_fault_is_reported_at_its_place_with_a_remedy(
    text: str, place: str, words: str, asv: Callable[..., Result]
) -> None:
    shop(text)
    with pytest.raises(LibraryError) as caught:
        open_rules(open_library())
    told = [str(problem) for problem in caught.value.problems]
    assert any(one.startswith(f".asv/policy.yaml:{place}: ") and words in one for one in told), told
    assert len(told) == 1, told
    assert max(map(len, told)) < 400
    assert all(problem.hint for problem in caught.value.problems)
    done = asv("lint", "--explain", "all")
    assert (done.code, done.out) == (3, "")
    assert told[0] in done.err


@pytest.mark.parametrize("words", [("lint", "letter.txt"), ("lint", "--explain", "all"), ("check",),
    ("draft", "damaged", "--no-input", "-a", "fulfilment=merchant", "-a", "photos=none",
     "-a", "product=teapot", "-a", "agent_name=Anna", "-a", "shop_name=Blue Hill")],
    ids=" ".join)  # fmt: skip
def test_every_command_that_needs_the_rules_says_what_is_wrong(
    words: tuple[str, ...], asv: Callable[..., Result]
) -> None:
    shop("severity: [AMZ001]")
    Path("letter.txt").write_text("Hello", encoding="utf-8")
    done = asv(*words)
    assert (done.code, done.out) == (3, "")
    assert ".asv/policy.yaml:1:11: 'severity' must be a group" in done.err


def test_all_faults_of_all_files_are_reported_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASV_HOME", str(tmp_path))
    (tmp_path / "policy.yaml").write_text("disabled: {}\nseverity: {AMZ001: bad}", "utf-8")
    shop("nonsense: 5\n" + texts("match: '(', need: five"))
    with pytest.raises(LibraryError) as caught:
        open_rules(open_library())
    places = [(Path(one.spot.path).parent.name, one.spot.line)
              for one in caught.value.problems if one.spot]  # fmt: skip
    assert places == [(tmp_path.name, 1), (tmp_path.name, 2), (".asv", 1), (".asv", 3), (".asv", 3)]


def test_pieces_that_double_and_double_are_refused() -> None:
    doubled = "".join(f"    {a}: '{{{b}}}{{{b}}}'\n" for a, b in zip("abcdefghijklmnopqrstu",
                      "bcdefghijklmnopqrstuv", strict=True))  # fmt: skip
    shop(f"words:\n  en:\n{doubled}    v: word\n")
    with pytest.raises(LibraryError, match="grows too long"):
        open_rules(open_library())


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "\n\n", "schema: 1\n"])
def test_an_empty_file_changes_nothing(text: str) -> None:
    shop(text)
    own = Library((Layer(BUILT_IN, built_in_root()),))
    assert list(open_rules(open_library()).rules) == list(open_rules(own).rules)


def test_what_is_right_is_read_as_it_was_typed() -> None:
    shop(
        "words: {en: {pot: 'pots?'}}\n"
        "concepts: {en: {sorry: so sad, jug: 'jug*, ewer'}}\n"
        "severity: {AMZ001: warning, SHOP1: error}\n"
        "disable: {AMZ003: 'we may'}\n"
        "rules:\n"
        "- {id: SHOP1, family: house, severity: {default: error, us: warning}, message: 5,\n"
        "   source: 2026, dated: 2026-01, case: true, scope: sentence, yields: links,\n"
        "   when: {audience: [buyer, amazon], whole: false}, samples: {en: [a, b]},\n"
        "   texts: {en: [{match: ' {pot}', need: [[' pot']]}, {concepts: jug}]}}\n"
    )
    made = open_rules(open_library())
    mine = made.rule("SHOP1")
    assert (mine.message, mine.dated, mine.case, mine.yields) == ("5", "2026-01", True, ("links",))
    assert (mine.severity, mine.milder) == ("error", {})
    assert mine.when == {"audience": ("buyer", "amazon"), "whole": (False,)}
    assert mine.texts["en"][0].match == (" {pot}",)
    assert mine.texts["en"][0].need == ((" pot",),)
    assert made.concepts["en"]["sorry"].endswith(", so sad")
    assert made.rule("AMZ001").severity == "warning"
    assert made.disabled == {"AMZ003": "we may"}
    found = findings("The pot and the jugs.", language="en", rules=made)
    assert [one.text for one in found] == [" pot", "jugs"]


def test_the_built_in_rules_have_the_shape_too(tmp_path: Path) -> None:
    own = own_table()
    nothing = {"words": own["words"], "concepts": own["concepts"], "rules": []}
    learned = {"id": "OLD1", "texts": {"en": [{"learned": name} for name in families(own)]}}
    copy = tmp_path / "policy.yaml"
    unsought = "texts: {}\n"  # of the rules about allowances, which the program itself applies
    copy.write_text(OWN.read_text("utf-8").replace(unsought, "texts: {en: {match: x}}\n"), "utf-8")
    (read,) = read_tables({**nothing, "rules": [learned]}, [Found(copy, "project")])
    assert read["words"] == own["words"]
    assert [one["id"] for one in read["rules"]] == [one["id"] for one in own["rules"]]
    for mine, theirs in zip(read["rules"], own["rules"], strict=True):
        assert yaml.safe_load(str(theirs["dated"])) == yaml.safe_load(mine["dated"])
        assert mine["message"] == theirs["message"].strip()
        assert list(mine["texts"]) == (list(theirs["texts"]) or ["en"])


def test_the_keys_of_a_policy_file_stand_in_the_guide() -> None:
    guide = Path(__file__).parents[1] / "docs" / "authoring.md"
    _, section = guide.read_text("utf-8").split("## When the policy objects\n")
    told = re.findall(r"^\| `(\w+)`", section.split("\n## ")[0], re.MULTILINE)
    rule_keys = POLICY.keys["rules"].shape.item.group.keys  # type: ignore[attr-defined]
    text_keys = rule_keys["texts"].shape.item.item.keys
    known = {*POLICY.keys, *rule_keys, *text_keys} - {"schema"}
    assert set(told) == known


def families(own: dict[str, list[dict[str, dict[str, object]]]]) -> set[str]:
    found: set[str] = set()
    for one in own["rules"]:
        for patterns in one["texts"].values():
            for text in patterns if isinstance(patterns, list) else [patterns]:
                found |= {text["learned"]} if "learned" in text else set()  # type: ignore[index, operator]
    return found
