"""The program in real terminals: what the file holds, and what the screen shows."""

from __future__ import annotations

import shutil
import signal
import time
from pathlib import Path

import pytest

from terminal_kit import CTRL_C, CTRL_D, DOWN, ENTER, ESC, TO_LETTER, Person, escapes

LETTER = "Hello Zoé,\n"
QUESTIONS = ("Who ships", "photos of the damage", "Buyer's name", "Your answers", "Steps:")


@pytest.fixture
def folder() -> Path:
    return Path.cwd()


def holds_only_the_letter(path: Path) -> bool:
    text = path.read_text(encoding="utf-8")
    whole = text.startswith(LETTER) and text.endswith("Anna\nBlue Hill\n")
    return whole and not any(words in text for words in QUESTIONS) and "\x1b" not in text


@pytest.mark.parametrize(
    "way",
    [
        "asv draft damaged | cat > out.txt",
        "asv draft damaged > out.txt",
        "asv draft damaged 2>/dev/null | cat > out.txt",
        "asv draft damaged 2>err.txt | cat > out.txt",
        "cat mail.txt | asv draft damaged > out.txt",
        "cat mail.txt | asv draft damaged 2>/dev/null | cat > out.txt",
        "asv draft damaged <&- > out.txt",
        "asv draft damaged 2>&- > out.txt",
    ],
)
def test_the_file_holds_only_the_letter_and_the_screen_only_the_questions(
    way: str, folder: Path
) -> None:
    (folder / "mail.txt").write_text("2\n1\nHello, my teapot is broken\n", encoding="utf-8")
    person = Person(way, folder)
    person.walk(*TO_LETTER)
    assert person.end() == 0
    assert holds_only_the_letter(folder / "out.txt")
    assert "Who ships this order? We do" in person.screen
    assert "I am sorry" not in person.screen
    assert "Your answers" not in person.screen


def test_a_letter_to_the_terminal_is_reviewed_and_had_with_one_enter(folder: Path) -> None:
    person = Person("asv draft damaged", folder, rows=50)
    person.walk(*TO_LETTER, ("Your answers", ENTER))
    assert person.end() == 0
    assert "Hello Zoé," in person.screen
    assert "Your answers" not in person.screen
    assert person.screen.index("Hello Zoé,") < person.screen.index("Steps:")


def test_a_pipe_to_a_terminal_gets_no_review(folder: Path) -> None:
    person = Person("asv draft damaged | cat", folder, rows=50)
    person.walk(*TO_LETTER)
    assert person.end() == 0
    assert "Hello Zoé," in person.screen
    assert "Your answers" not in person.screen


@pytest.mark.parametrize(
    "way", ["asv draft damaged --no-review", "ASV_REVIEW=no asv draft damaged"]
)
def test_the_review_can_be_switched_off(way: str, folder: Path) -> None:
    person = Person(way, folder)
    person.walk(*TO_LETTER)
    assert person.end() == 0
    assert b"Your answers" not in person.raw


def test_the_review_can_be_had_in_front_of_a_pipe(folder: Path) -> None:
    person = Person("asv draft damaged --review > out.txt", folder)
    person.walk(*TO_LETTER, ("Your answers", "4"), ("photos", "2"), ("Your answers", "1"))
    assert person.end() == 0
    assert "one close-up photo" in (folder / "out.txt").read_text(encoding="utf-8")


def test_the_preview_saves_and_the_letter_still_comes_out_once(folder: Path) -> None:
    person = Person("asv draft damaged --review > out.txt", folder)
    person.walk(*TO_LETTER, ("Your answers", "2"), ("Done", "4"), ("File name?", ENTER))
    person.walk((".txt ✓", ENTER))
    assert person.end() == 0
    assert holds_only_the_letter(folder / "out.txt")
    saved = [p for p in folder.glob("*.txt") if p.name != "out.txt"]
    assert [p.read_bytes() for p in saved] == [(folder / "out.txt").read_bytes()]


def test_back_leaves_one_line_per_answer_on_the_screen(folder: Path) -> None:
    person = Person("asv draft", folder)
    person.walk(("What is the case?", "dent"), ("/ dent", ENTER), ("Who ships", "2"))
    person.walk(("Buyer's name", ESC), ("1-9 pick", "1"), ("photos", ESC))
    person.walk(("R113", "1"), ("photos", "1"))
    person.see("Buyer's name")
    assert person.screen.count("Who ships") == 1
    assert person.screen.count("Item arrived damaged") == 1
    person.press(CTRL_C)
    assert person.end() == 130


@pytest.mark.parametrize("key", [CTRL_C, CTRL_D])
@pytest.mark.parametrize("steps", range(len(TO_LETTER) + 2))
def test_stopping_anywhere_leaves_no_letter_and_says_how_to_go_on(
    key: str, steps: int, folder: Path
) -> None:
    person = Person("asv draft damaged --review > out.txt", folder)
    way = (*TO_LETTER, ("Your answers", "2"))[:steps]
    after = (*(words for words, _ in TO_LETTER), "Your answers", "Done")[steps]
    person.walk(*way)
    person.see(after)
    person.press(key)
    assert person.end() == 130
    assert (folder / "out.txt").read_text(encoding="utf-8") == ""
    assert "Stopped; no letter was written. Go on with:" in person.screen
    assert ("--resume" in person.screen) is (steps > 0)


def test_a_stopped_draft_is_taken_up_again_and_then_forgotten(folder: Path) -> None:
    home = Path.home() / ".local" / "state" / "asv" / "unfinished"
    person = Person("asv draft damaged > out.txt", folder)
    person.walk(*TO_LETTER[:4])
    person.see("Your name")
    person.press(CTRL_C)
    assert person.end() == 130
    kept = home / "damaged.json"
    assert kept.stat().st_mode & 0o777 == 0o600
    said = kept.read_text(encoding="utf-8")
    assert '"photos": "none"' in said
    assert "Zo" not in said
    assert "teapot" not in said
    person = Person("asv draft --resume > out.txt", folder)
    person.walk(*TO_LETTER[2:])
    assert person.end() == 0
    assert "Who ships this order? We do (merchant fulfilled) (resumed)" in person.screen
    assert holds_only_the_letter(folder / "out.txt")
    assert not kept.exists()


def test_no_state_writes_nothing(folder: Path) -> None:
    person = Person("asv draft damaged --no-state > out.txt", folder)
    person.walk(*TO_LETTER[:2])
    person.see("Buyer's name")
    person.press(CTRL_C)
    assert person.end() == 130
    assert "--resume" not in person.screen
    assert not (Path.home() / ".local").exists()


def test_a_closed_terminal_leaves_no_letter(folder: Path) -> None:
    person = Person("asv draft damaged > out.txt", folder)
    person.walk(*TO_LETTER[:2])
    person.see("Buyer's name")
    person.process.kill(signal.SIGHUP)
    person.process.close(force=True)
    assert (folder / "out.txt").read_text(encoding="utf-8") == ""


def test_without_any_terminal_the_missing_answers_are_listed(folder: Path) -> None:
    person = Person(
        "setsid -w asv draft damaged </dev/null >out.txt 2>err.txt; echo code $?", folder
    )
    person.see("code 4")
    said = (folder / "err.txt").read_text(encoding="utf-8")
    assert "photos: none, unclear, clear" in said
    assert "Traceback" not in said
    assert (folder / "out.txt").read_text(encoding="utf-8") == ""


@pytest.mark.parametrize(
    ("way", "said"),
    [
        ("asv draft damaged > /dev/full", "No space left on device"),
        ("asv draft damaged >&-", "There is no standard output"),
    ],
)
def test_a_letter_that_cannot_be_written_is_said_once(way: str, said: str, folder: Path) -> None:
    person = Person(f"{way}; echo code $?", folder)
    person.walk(*TO_LETTER)
    person.see("code 1")
    person.end()
    assert person.screen.count(said) == 1
    assert "Exception" not in person.screen
    kept = Path.home() / ".local" / "state" / "asv" / "unfinished" / "damaged.json"
    assert kept.exists()  # the answers are not lost with the letter


def test_a_reader_who_has_gone_is_said_once(folder: Path) -> None:
    person = Person("(asv draft damaged; echo code $? >&2) | true", folder)
    person.walk(*TO_LETTER)
    person.see("code 1")
    assert person.screen.count("Broken pipe") == 1
    assert "Exception" not in person.screen


def test_a_dumb_terminal_is_asked_in_lines_and_sent_no_escape(folder: Path) -> None:
    person = Person("asv draft damaged", folder, rows=60, TERM="dumb")
    person.walk(*((words, keys.rstrip(ENTER) + "\n") for words, keys in TO_LETTER))
    person.walk(("Your answers", "2\n"), ("Done", "1\n"))
    assert person.end() == 0
    assert "Hello Zoé," in person.screen
    assert escapes(person.raw) == []


@pytest.mark.parametrize(
    "way", ["asv draft damaged --plain > out.txt", "ACCESSIBLE=1 asv draft damaged > out.txt"]
)
def test_line_mode_can_be_asked_for(way: str, folder: Path) -> None:
    person = Person(way, folder)
    person.walk(("Who ships", "b\n"), ("no question before", "merchant\n"))
    person.walk(*((words, keys.rstrip(ENTER) + "\n") for words, keys in TO_LETTER[1:]))
    assert person.end() == 0
    assert holds_only_the_letter(folder / "out.txt")
    assert escapes(person.raw) == []


def test_without_colour_no_colour_is_sent(folder: Path) -> None:
    person = Person("asv draft damaged", folder, NO_COLOR="1")
    person.walk(*TO_LETTER[:2])
    person.see("Buyer's name")
    person.press(CTRL_C)
    person.end()
    coloured = [e for e in escapes(person.raw) if e.startswith((b"\x1b[3", b"\x1b[0;3", b"\x1b[9"))]
    assert coloured == []


@pytest.mark.parametrize("columns", [60, 40])
def test_a_narrow_screen_is_never_broken(columns: int, folder: Path) -> None:
    person = Person("asv draft damaged --review > out.txt", folder, columns=columns, rows=20)
    person.walk(*TO_LETTER, ("Your answers", DOWN))
    assert "The shop's name?" in person.see("Change an answer")
    person.press("2")
    lines = person.see("Done").split("\n")
    assert any(line.startswith("❯ 1 Done") for line in lines)
    assert "Change an answer" in lines[-2]
    person.press(ENTER)
    assert person.end() == 0


def test_the_screen_speaks_french_and_the_letter_english(folder: Path) -> None:
    person = Person("asv draft damaged > out.txt", folder, ASV_UI_LANG="fr", LC_ALL="C.UTF-8")
    french = ("expédie", "photos", "Nom de l'acheteur", "L'article", "signature", "boutique")
    keys = [pressed for _, pressed in TO_LETTER]
    person.walk(("retour", ""), *zip(french, keys, strict=True))
    assert person.end() == 0
    assert "valeur par défaut" in person.screen
    assert holds_only_the_letter(folder / "out.txt")


@pytest.mark.parametrize(
    ("editor", "code"), [("sed -i s/Hello/Hi/", 0), ("sh -c 'exit 3'", 1), ("no-such-editor", 1)]
)
def test_an_editor_runs_in_front_of_a_pipe_and_its_failure_keeps_the_draft(
    editor: str, code: int, folder: Path
) -> None:
    person = Person(
        "asv draft damaged --edit > out.txt; echo code $?", folder, VISUAL=editor, EDITOR="false"
    )
    person.walk(*TO_LETTER)
    person.see(f"code {code}")
    text = (folder / "out.txt").read_text(encoding="utf-8")
    assert text.startswith("Hi Zoé" if code == 0 else "Hello Zoé")
    assert ("draft stays as it was" in person.screen.replace("\n", "")) is bool(code)


def test_what_comes_out_of_the_editor_is_held_against_the_policy(folder: Path) -> None:
    said = "Please withdraw your claim and we will refund you."
    editor = f'sh -c \'echo "{said}" >> "$0"\''
    person = Person("asv draft damaged --edit > out.txt; echo code $?", folder, VISUAL=editor)
    person.walk(*TO_LETTER)
    person.see("code 5")
    assert "AMZ020" in person.screen
    assert said in (folder / "out.txt").read_text(encoding="utf-8")


@pytest.mark.skipif(not shutil.which("vi"), reason="vi is not installed")
def test_vi_runs_in_front_of_a_pipe(folder: Path) -> None:
    person = Person("asv draft damaged --edit | cat > out.txt", folder, VISUAL="vi -u NONE")
    person.walk(*TO_LETTER)
    person.see("Hello Zo")
    time.sleep(0.3)
    person.press(f"cwGood day{ESC}:wq{ENTER}")
    assert person.end() == 0
    assert (folder / "out.txt").read_text(encoding="utf-8").startswith("Good day Zoé,")
