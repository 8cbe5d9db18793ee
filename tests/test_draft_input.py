"""`asv draft` without a terminal: odd input ends in one clear sentence, never half a letter."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Result

GIVEN = {
    "fulfilment": "merchant",
    "photos": "none",
    "product": "lamp",
    "agent_name": "A",
    "shop_name": "B",
}
FULL = [word for key, text in GIVEN.items() for word in ("-a", f"{key}={text}")]


@pytest.fixture
def draft(asv: Callable[..., Result]) -> Callable[..., Result]:
    """Draft the damaged parcel with all answers and what else is given; nothing is asked."""
    return lambda *more: asv("draft", "damaged", "--no-input", *FULL, *more)


def refused(found: Result, code: int, *said: str) -> None:
    """Check that a run ended with a code, without a letter, and said something."""
    assert found.code == code, found
    assert found.out == ""
    for words in said:
        assert words in found.err
    assert "Traceback" not in found.err


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["-a", "photos"], 2, "'-a photos' has no '='. Write -a photos=value."),
        (["-a", "=x"], 2, "'-a =x' names no answer."),
        (["-a", " =x"], 2, "names no answer"),
        (["-a", "product="], 4, "product: Something must be given here."),
        (["-a", "product=[name]"], 4, "looks like a placeholder"),
        (["-a", "product=" + "x" * 100_000], 4, "has 100000 characters; at most 80 are allowed"),
        (["-a", "photos=Clear"], 4, "Did you mean 'clear'?"),
        (["-a", "prodct=x"], 4, "Did you mean 'product'?"),
        (["-a", "prod\x1b[2Juct=x"], 4, "is neither a question"),
        (["--letter", "amazon"], 2, "'damaged' has no letter 'amazon'. There are buyer."),
        (["--lang", "xx"], 2, "There are no letters in the language 'xx'. Choose one of: en, fr."),
        (["--lang", "../en"], 2, "no letters in the language"),
        (["--lang", "fr-"], 2, "no letters in the language 'fr-'"),
        (["--marketplace", "xx"], 2, "There is no marketplace 'xx'."),
        (["--marketplace", "GBGB"], 2, "There is no marketplace"),
        (["--now", "tomorrow"], 2, "'--now tomorrow' is not a date. Write 2026-11-25"),
        (["--now", "2026-02-30"], 2, "is not a date"),
        (["--now", "0001-01-01"], 2, "is not a date"),
        (["--now", "9999-12-31"], 2, "is not a date"),
        (["--now", "2026-11-25T09:30+99:00"], 2, "is not a date"),
        (["--answers", "nowhere.yaml"], 2, "'nowhere.yaml' cannot be read: No such file"),
        (["--answers", "."], 2, "cannot be read: Is a directory"),
        (["--library", "nowhere"], 2, "holds no scenarios/"),
        (["--lnag", "fr"], 2, "No such option"),
        (["more"], 2, "unexpected extra argument"),
    ],
)
def test_odd_arguments_end_in_one_clear_sentence(
    draft: Callable[..., Result], words: list[str], code: int, said: str
) -> None:
    refused(draft(*words), code, said)


@pytest.mark.parametrize(
    "name", ["damagd", "../../etc/passwd", "x" * 5000, "shared", "a\x1b[2Jb", "/", "."]
)
def test_a_scenario_there_is_not_is_a_wrong_command_line(
    asv: Callable[..., Result], name: str
) -> None:
    found = asv("draft", name, "--no-input")
    refused(found, 2, "There is no scenario")
    assert "\x1b" not in found.err


def test_no_scenario_and_nobody_to_ask_lists_those_there_are(asv: Callable[..., Result]) -> None:
    refused(asv("draft", "--no-input"), 4, "Name one of: a-to-z-claim, address-change, ")


def test_a_wrong_answer_is_not_called_missing_as_well(asv: Callable[..., Result]) -> None:
    found = asv("draft", "damaged", "--no-input", "-a", "product=[name]", "-a", "photos=nnoe")
    refused(found, 4, "Wrong:\n", "Missing:\n")
    wrong, missing = found.err.split("Missing:")
    assert "product:" in wrong
    assert "photos:" in wrong
    assert "product:" not in missing
    assert "photos:" not in missing
    assert "fulfilment:" in missing


def test_errors_come_as_json_where_json_is_asked_for(asv: Callable[..., Result]) -> None:
    found = asv("draft", "damaged", "--no-input", "--json", "-a", "photos=nnoe")
    assert (found.code, found.err) == (4, "")
    data = json.loads(found.out)
    assert data["schema"] == 1
    states = {row["key"]: row["state"] for row in data["error"]["answers"]}
    assert states["photos"] == "wrong"
    assert states["fulfilment"] == "missing"
    assert states["cause"] == "perhaps"


@pytest.mark.parametrize(
    "words",
    [["-q", "--json"], ["-o", "x", "--json"], ["--copy", "--json"], ["--lang=fr", "--json"]],
)
def test_json_is_asked_for_wherever_its_option_stands(
    asv: Callable[..., Result], words: list[str]
) -> None:
    found = asv("draft", "nope", *words)
    assert (found.code, found.err) == (2, "")
    assert json.loads(found.out)["error"]["kind"] == "usage"


@pytest.mark.parametrize(
    "words", [["-o", "--json"], ["-qo", "--json"], ["-a", "--json"], ["--lang", "--json"],
              ["--", "--json"]],
)  # fmt: skip
def test_a_value_that_looks_like_the_json_option_asks_for_none(
    asv: Callable[..., Result], words: list[str]
) -> None:
    refused(asv("draft", "nope", *words), 2, "")


def test_a_value_that_looks_like_the_copy_option_is_left_as_it_was_typed(
    draft: Callable[..., Result],
) -> None:
    refused(draft("--lang", "--copy"), 2, "no letters in the language '--copy'.")
    assert draft("-q", "-o", "--copy").code == 0
    assert Path("--copy").is_file()


@pytest.mark.parametrize("spelled", ["s.yaml", "./s.yaml", "link.yaml"])
def test_answers_and_letter_need_a_file_each(draft: Callable[..., Result], spelled: str) -> None:
    Path("link.yaml").symlink_to("s.yaml")
    refused(draft("--save-answers", "s.yaml", "-o", spelled), 2, "both the answers and the letter")
    refused(draft("--answers", "s.yaml", "-o", spelled), 2, "both the answers and the letter")
    assert not Path("s.yaml").exists()
    assert draft("--save-answers", "s.yaml", "-o", "letter.txt").code == 0


def test_the_last_of_two_flags_of_one_key_wins(draft: Callable[..., Result]) -> None:
    assert "Your lamp" not in draft("-a", "product=teapot").out
    assert "your teapot arrived" in draft("-a", "product=teapot").out


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Lámpara 灯 👩\u200d👧", "Lámpara 灯 👩\u200d👧"),
        ("two\nlines", "two lines"),
        ("a\x1b[31mb", "a[31mb"),
        ("a=b=c", "a=b=c"),
        ('it\'s a "lamp" & $HOME', 'it\'s a "lamp" & $HOME'),
        ("-x", "-x"),
    ],
)
def test_whatever_is_typed_reaches_the_letter_as_one_clean_line(
    draft: Callable[..., Result], typed: str, found: str
) -> None:
    assert f"your {found} arrived" in draft("-a", f"product={typed}").out


def test_an_argument_that_is_no_utf_8_text_is_refused() -> None:
    words = [
        sys.executable.encode(),
        b"-m",
        b"asv_cli",
        b"draft",
        b"damaged",
        b"-a",
        b"product=\xff",
    ]
    root = Path(__file__).parents[1]
    done = subprocess.run(
        words, capture_output=True, check=False, env={**os.environ, "PYTHONPATH": str(root / "src")}
    )
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"is not UTF-8 text" in done.stderr


FILES = [
    (b"- a\n", "must be a group of 'key: value' lines, not a list"),
    (b"hello", "must be a group of 'key: value' lines, not a text"),
    (b"product: {a: b}\n", "answers:1:10: 'product' must be one text"),
    (b"product: !!str x\n", "'!!str' begins with '!'"),
    (b"product: &a x\n", "'&a' begins with '&'"),
    (b"product: a\nproduct: b\n", "answers:2:1: 'product' is set twice; first at line 1."),
    (b"\x00\x01\xff\xfe", "is not UTF-8 text"),
    ("product: né".encode("latin-1"), "answers:1:11: The file is not UTF-8 text."),
    (b"product: a\x07b\n", "There is a control character."),
    (b"", "The file is empty."),
    (b'{"product": "a",', "The file ends in the middle of something."),
    (b"[" * 100_000, "nested more than 20 levels deep"),
    (b"product: " + b"x" * 300_000, "larger than 256 KB"),
    (b"prodct: lamp\n", "Did you mean 'product'?"),
    (b"photos: nnoe\n", "Did you mean 'none'?"),
]


@pytest.mark.parametrize(("content", "said"), FILES)
def test_a_faulty_answers_file_is_told_with_its_place(
    asv: Callable[..., Result], content: bytes, said: str
) -> None:
    Path("answers").write_bytes(content)
    refused(asv("draft", "damaged", "--no-input", "--answers", "answers"), 4, said)


@pytest.mark.parametrize(("content", "said"), [x for x in FILES if len(x[0]) < 1000])
def test_faulty_answers_from_a_pipe_are_told_alike(
    content: bytes, said: str, tmp_path: Path
) -> None:
    path = tmp_path / "piped"
    path.write_bytes(content)
    script = f'"{sys.executable}" -m asv_cli draft damaged --no-input --answers - < "{path}"'
    root = Path(__file__).parents[1]
    done = subprocess.run(
        ["/bin/sh", "-c", script],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(root / "src")},
    )
    assert (done.returncode, done.stdout) == (4, "")
    assert said.replace("answers:", "<stdin>:") in done.stderr


def test_answers_are_read_as_they_were_written(asv: Callable[..., Result]) -> None:
    Path("a.yaml").write_text(
        "fulfilment: merchant\nphotos: none\nproduct: yes\nagent_name: 12:30\nshop_name: 0123\n",
        encoding="utf-8-sig",
    )
    found = asv("draft", "damaged", "--no-input", "--answers", "a.yaml")
    assert found.code == 0, found
    assert "your yes arrived" in found.out
    assert found.out.endswith("12:30\n0123\n")


def test_flags_win_over_the_answers_file(asv: Callable[..., Result]) -> None:
    Path("a.json").write_text(json.dumps({**GIVEN, "product": "😀", "reply_hours": 12}))
    first = asv("draft", "damaged", "--no-input", "--answers", "a.json")
    assert "your 😀 arrived" in first.out
    assert "Within 12 hours" in first.out
    again = asv("draft", "damaged", "--no-input", "--answers", "a.json", "-a", "product=cup")
    assert "your cup arrived" in again.out


@pytest.mark.parametrize(
    "odd",
    [
        "yes",
        "12:30",
        "0123",
        "null",
        "a: b",
        "# x",
        "- x",
        "~x",
        "'",
        '"',
        "!x",
        "&x",
        "*x",
        "{a}",
        "1e3",
        "=",
        "<<",
        "2026-11-22",
        "@x",
        "%x",
        "`x`",
        "x: ",
        "灯",
        "x" * 80,
    ],
)
def test_saved_answers_make_the_same_letter_again(draft: Callable[..., Result], odd: str) -> None:
    if odd == "null":  # an answer nobody filled in; refused whichever way it comes
        refused(draft("-a", f"product={odd}", "--save-answers", "saved.yaml"), 4, "placeholder")
        return
    first = draft("-a", f"product={odd}", "--save-answers", "saved.yaml")
    assert first.code in {0, 5}, first  # the policy takes some for a placeholder
    from asv_cli.cli import run

    again = run(["draft", "damaged", "--no-input", "--answers", "saved.yaml", "-o", "again.txt"])
    assert again == first.code
    assert Path("again.txt").read_text(encoding="utf-8") == first.out
    assert stat.S_IMODE(Path("saved.yaml").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("target", "said"),
    [
        (".", "'.' is a folder. Name a file in it."),
        ("", "'.' is a folder"),
        ("no/such/folder.txt", "could not be written: No such file or directory"),
        ("file/below", "could not be written: Not a directory"),
        ("x" * 300, "could not be written: File name too long"),
    ],
)
@pytest.mark.parametrize("option", ["-o", "--save-answers"])
def test_a_place_that_cannot_be_written_ends_the_run_and_leaves_nothing(
    draft: Callable[..., Result], option: str, target: str, said: str
) -> None:
    Path("file").write_text("kept", encoding="utf-8")
    found = draft(option, target)
    refused(found, 1, said)
    assert [path.name for path in Path().iterdir()] == ["file"]
    assert Path("file").read_text(encoding="utf-8") == "kept"


def test_a_device_is_written_to_and_never_replaced(draft: Callable[..., Result]) -> None:
    os.mkfifo("pipe")
    reader = subprocess.Popen(["cat", "pipe"], stdout=subprocess.PIPE)
    found = draft("-o", "pipe")
    out, _ = reader.communicate(timeout=20)
    assert found.code == 0
    assert b"your lamp arrived" in out
    assert stat.S_ISFIFO(Path("pipe").stat().st_mode)


def test_an_existing_file_is_replaced_whole(draft: Callable[..., Result]) -> None:
    Path("letter.txt").write_text("old " * 10_000, encoding="utf-8")
    assert draft("-o", "letter.txt").code == 0
    assert Path("letter.txt").read_text(encoding="utf-8") == draft().out
    assert [path.name for path in Path().iterdir()] == ["letter.txt"]


def test_a_letter_that_cannot_be_rendered_leaves_nothing_behind(
    draft: Callable[..., Result],
) -> None:
    path = Path("lib/templates/en/damaged/ask-for-photos.j2")
    path.parent.mkdir(parents=True)
    path.write_text("Hello {{ buyer_name }}", encoding="utf-8")
    found = draft("--library", "lib", "-o", "letter.txt", "--save-answers", "saved.yaml")
    refused(found, 3, "ask-for-photos.j2:1:1: A letter to buyer by email must extend its frame.")
    assert [path.name for path in Path().iterdir()] == ["lib"]


def test_a_template_that_fails_only_when_rendered_names_its_line(
    draft: Callable[..., Result],
) -> None:
    path = Path("lib/templates/en/parts/close.j2")
    path.parent.mkdir(parents=True)
    path.write_text("One\n{{ sms_date }}\n", encoding="utf-8")
    letter = Path("lib/templates/en/damaged/ask-for-photos.j2")
    letter.parent.mkdir(parents=True)
    letter.write_text(
        '{% extends "builtin/en/damaged/ask-for-photos.j2" %}\n'
        '{% block thanks %}\n{% include "en/parts/close.j2" %}\n{% endblock %}\n',
        encoding="utf-8",
    )
    refused(
        draft("--library", "lib"), 3, "lib/templates/en/parts/close.j2:2:1: The template cannot"
    )


@pytest.mark.parametrize("store", ["gb", "GB", "uk", "UK"])
def test_britain_has_two_codes(draft: Callable[..., Result], store: str) -> None:
    found = draft("--marketplace", store)
    assert found.code == 0
    assert "--marketplace UK" in found.err


def test_a_broken_library_is_told_in_full_by_draft_show_and_scenarios(
    asv: Callable[..., Result],
) -> None:
    path = Path("lib/scenarios/mine.yaml")
    path.parent.mkdir(parents=True)
    path.write_text("titel: X\ncategory: produkt\n", encoding="utf-8")
    for words in (["draft", "mine", "--no-input"], ["show", "mine"], ["scenarios"]):
        found = asv(*words, "--library", "lib")
        assert found.code == 3, found
        assert "lib/scenarios/mine.yaml:1:1: The scenario has an unknown key 'titel'" in found.err
        assert "mine.yaml:2:11: 'category' cannot be 'produkt'" in found.err


def test_what_stands_beside_the_letter_is_in_the_language_of_the_screen(
    asv: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASV_UI_LANG", "fr")
    answers = (
        "fulfilment=merchant",
        "photos=none",
        "product=teapot",
        "agent_name=A",
        "shop_name=B",
    )
    done = asv("draft", "damaged", "--no-input", *(w for a in answers for w in ("-a", a)))
    assert done.out.startswith("Hello,\n")
    for heading in ("Objet : Your teapot", "Étapes :\n", "À suivre :\n", "Pour refaire :\n"):
        assert heading in done.err
    assert "reply_hours: 24 (valeur par défaut)" in done.err
    assert "Steps" not in done.err
