"""The preview: copy, edit, save, other letters and languages, changes; and the editor itself."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from asv_cli.asking import GoBack
from asv_cli.cli.desk import TerminalDesk
from asv_cli.editor import edit
from asv_cli.errors import OutputError
from asv_cli.i18n import Words
from asv_cli.interview import Interview
from asv_cli.library import open_library
from asv_cli.preview import Finished, Preview
from asv_cli.prompt.terminal import Terminal
from terminal_kit import DAMAGED, Scripted, case_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from asv_cli.drafting import Case
    from asv_cli.model import Letter, Outcome

CLAIM = {
    "stage": "new",
    "reason": "return",
    "return_trouble": "no-refund",
    **DAMAGED,
    "order_id": "302-1234567-1234567",
    "order_amount": "20",
    "refund_amount": "20",
    "reply_hours": "24",
    "refund_days": "2",
}


class Desk:
    """A desk without a clipboard, an editor or a disk."""

    def __init__(self) -> None:
        self.copied: list[str] = []
        self.edits = ["Edited.\n"]
        self.fails = False

    def copy(self, letter: Letter) -> str:
        if self.fails:
            raise OutputError("No clipboard here.")
        self.copied.append(letter.body)
        return "Copied."

    def edit(self, body: str) -> str:
        return body + self.edits.pop(0)

    def save(self, name: str, letter: Letter) -> str:
        return f"{name} has {letter.id}."

    def objections(self, _case: Case, _outcome: Outcome, letter: Letter) -> str:
        return "AMZ003 “help@lamps.com”" if "help@lamps.com" in letter.body else ""

    def languages(self, outcome: Outcome) -> list[str]:
        return TerminalDesk(None, LIBRARY).languages(outcome)  # type: ignore[arg-type]

    def speaking(self, case: Case, language: str) -> Case:
        return TerminalDesk(None, LIBRARY).speaking(case, language)  # type: ignore[arg-type]


LIBRARY = open_library(None, environ={}, here=Path("/"))


def look(
    wishes: list[object], answers: dict[str, object] | None = None, scenario: str = "damaged"
) -> tuple[Finished, Scripted, Desk]:
    asker = Scripted({**(answers or dict(DAMAGED)), ":preview": [*wishes, "done"]})
    desk = Desk()
    interview = Interview(case_of(scenario), {}, asker, Words())
    interview.run()
    return Preview(interview, desk).run(), asker, desk


def test_one_enter_finishes_with_the_buyers_letter() -> None:
    finished, asker, _ = look([])
    menu = asker.menus[":preview"]
    assert menu.items[0].id == "done"
    assert menu.ask == "Your teapot: may we see the damage?"
    assert menu.body == finished.draft.letters[0].body
    assert finished.letter == finished.draft.letters[0].id


def test_copying_says_what_happened() -> None:
    finished, asker, desk = look(["copy"])
    assert desk.copied == [finished.draft.letters[0].body]
    assert asker.menus[":preview"].why == "Copied."


def test_what_fails_is_said_and_the_preview_goes_on() -> None:
    asker = Scripted({**DAMAGED, ":preview": ["copy", "done"]})
    desk = Desk()
    desk.fails = True
    interview = Interview(case_of(), {}, asker, Words())
    interview.run()
    Preview(interview, desk).run()
    assert asker.menus[":preview"].why == "No clipboard here."


def test_an_edit_stays_and_can_be_edited_again() -> None:
    asker = Scripted({**DAMAGED, ":preview": ["edit", "edit", "done"]})
    desk = Desk()
    desk.edits = ["One.\n", "Two.\n"]
    interview = Interview(case_of(), {}, asker, Words())
    interview.run()
    finished = Preview(interview, desk).run()
    assert finished.draft.letters[0].body.endswith("Blue Hill\nOne.\nTwo.\n")


def test_an_edit_against_the_policy_is_said_at_once() -> None:
    asker = Scripted({**DAMAGED, ":preview": ["edit", "done"]})
    desk = Desk()
    desk.edits = ["Write to help@lamps.com.\n"]
    interview = Interview(case_of(), {}, asker, Words())
    interview.run()
    Preview(interview, desk).run()
    assert asker.menus[":preview"].why == "AMZ003 “help@lamps.com”"


def test_the_policy_judges_a_letter_on_the_screen() -> None:
    finished, _, _ = look([])
    letter = finished.draft.letters[0]
    case = case_of()
    outcome = case.scenario.outcomes[finished.draft.outcome]
    desk = TerminalDesk(None, LIBRARY)  # type: ignore[arg-type]
    assert desk.objections(case, outcome, letter) == ""
    wrong = letter._replace(body=letter.body + "Write to help@lamps.com.\n")
    assert "AMZ003 “help@lamps.com”" in desk.objections(case, outcome, wrong)


def test_a_changed_answer_writes_the_letter_anew_and_says_that_the_edit_is_gone() -> None:
    answers: dict[str, object] = {**DAMAGED, "product": ["teapot", "cup"], ":change": "product"}
    finished, asker, _ = look(["edit", "answer"], answers)
    assert "cup" in finished.draft.letters[0].body
    assert "Edited." not in finished.draft.letters[0].body
    assert asker.menus[":preview"].why == ("The letter was written anew; your edit is set aside.")


def test_back_from_a_choice_returns_to_the_preview() -> None:
    finished, _, _ = look(["answer"], {**DAMAGED, ":change": GoBack()})
    assert finished.letter


def test_a_letter_is_saved_under_the_name_given() -> None:
    _, asker, _ = look(["save"], {**DAMAGED, ":file": "mine.txt"})
    assert asker.menus[":preview"].why.startswith("mine.txt has ")
    assert asker.defaults[":file"].endswith(".txt")


def test_another_letter_of_the_outcome_can_be_taken() -> None:
    answers: dict[str, object] = dict(CLAIM)
    finished, asker, _ = look(["letter"], {**answers, ":letter": "sms"}, "a-to-z-claim")
    assert finished.letter == "sms"
    assert len(asker.menus[":letter"].items) == 3


def test_with_one_letter_and_one_language_nothing_else_is_offered() -> None:
    _, asker, _ = look([])
    ids = [item.id for item in asker.menus[":preview"].items]
    assert "letter" not in ids


def test_a_letter_asked_for_by_name_can_still_be_changed_for_another() -> None:
    asker = Scripted({**CLAIM, ":letter": "buyer", ":preview": ["letter", "done"]})
    case = case_of("a-to-z-claim")._replace(letter="sms")
    interview = Interview(case, {}, asker, Words())
    interview.run()
    assert Preview(interview, Desk()).run().letter == "buyer"


FRENCH = """{% extends "fr/letter.j2" %}
{% block subject %}{{ product }}{% endblock %}
{% block empathy %}Désolés.{% endblock %}
{% block facts %}Abîmé.{% endblock %}
{% block request %}Des photos ?{% endblock %}
{% block promise %}Réponse en {{ reply_hours|hours }}.{% endblock %}
{% block thanks %}Merci.{% endblock %}
"""


def test_the_letter_can_be_had_in_another_language(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    template = tmp_path / "more" / "templates" / "fr" / "damaged" / "ask-for-photos.j2"
    template.parent.mkdir(parents=True)
    template.write_text(FRENCH, encoding="utf-8")
    library = open_library(tmp_path / "more", environ={}, here=Path("/"))
    monkeypatch.setattr(sys.modules[__name__], "LIBRARY", library)
    finished, asker, _ = look(["language"], {**DAMAGED, ":language": "fr"})
    assert [item.id for item in asker.menus[":language"].items] == ["en", "fr"]
    assert finished.draft.language == "fr"
    assert finished.draft.letters[0].body.startswith("Bonjour Zoé,")


def test_saving_never_writes_over_a_file(tmp_path: Path) -> None:
    desk = TerminalDesk(None, LIBRARY)  # type: ignore[arg-type]
    letter = case_of().draft(_answers()).letters[0]
    desk.save(str(tmp_path / "a.txt"), letter)
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == letter.body
    assert (tmp_path / "a.txt").stat().st_mode & 0o777 == 0o600
    with pytest.raises(OutputError, match="there already"):
        desk.save(str(tmp_path / "a.txt"), letter)


def _answers() -> dict[str, str]:
    interview = Interview(case_of(), {}, Scripted(dict(DAMAGED)), Words())
    interview.run()
    return interview.answers


@pytest.fixture
def nowhere(tmp_path: Path) -> Iterator[Terminal]:
    """A terminal for editors that need none."""
    with (tmp_path / "screen").open("w+", encoding="utf-8") as file:
        yield Terminal(file, file)


def editor(tmp_path: Path, code: str) -> dict[str, str]:
    """Return an environment whose editor runs some Python on `path`."""
    script = tmp_path / "ed.py"
    head = "import sys, os\nfrom pathlib import Path\npath = Path(sys.argv[-1])\n"
    script.write_text(head + code, encoding="utf-8")
    return {"VISUAL": f"'{sys.executable}' '{script}' --wait"}


class TestEditor:
    def test_what_the_editor_leaves_is_cleaned(self, tmp_path: Path, nowhere: Terminal) -> None:
        code = "path.write_bytes(b'\\xef\\xbb\\xbfHi\\r\\nthere\\x1b[2J\\n\\n')"
        assert edit("x\n", nowhere, editor(tmp_path, code)) == "Hi\nthere[2J\n"

    def test_the_file_is_private_and_gone_afterwards(
        self, tmp_path: Path, nowhere: Terminal
    ) -> None:
        code = (
            f"Path({str(tmp_path / 'seen')!r}).write_text("
            "str(path) + oct(path.parent.stat().st_mode))"
        )
        assert edit("Hello\n", nowhere, editor(tmp_path, code)) == "Hello\n"
        seen = (tmp_path / "seen").read_text(encoding="utf-8")
        assert seen.endswith("0o40700")
        assert not Path(seen.removesuffix("0o40700")).exists()

    @pytest.mark.parametrize(
        ("code", "said"),
        [
            ("path.write_text('no'); sys.exit(3)", "ended with code 3"),
            ("path.write_text(' \\n')", "is empty"),
            ("path.unlink()", "no UTF-8"),
            ("path.write_bytes(b'\\xff')", "no UTF-8"),
        ],
    )
    def test_a_failing_editor_leaves_the_draft(
        self, tmp_path: Path, nowhere: Terminal, code: str, said: str
    ) -> None:
        with pytest.raises(OutputError, match=said) as caught:
            edit("x\n", nowhere, editor(tmp_path, code))
        assert "the draft stays as it" in str(caught.value)

    @pytest.mark.parametrize("command", ["no-such-editor -w", "'unclosed"])
    def test_an_editor_that_cannot_start_is_named(self, nowhere: Terminal, command: str) -> None:
        with pytest.raises(OutputError, match="draft stays"):
            edit("x\n", nowhere, {"EDITOR": command})
