"""What the preview can do with a letter on this machine: clipboard, editor, file, languages."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from asv_cli.drafting import Case
    from asv_cli.library import Library
    from asv_cli.model import Letter, Outcome
    from asv_cli.prompt.terminal import Terminal


class TerminalDesk(NamedTuple):
    """Serves a preview on a terminal."""

    terminal: Terminal
    library: Library
    copy_command: str = ""

    def copy(self, letter: Letter) -> str:
        """Put the body on the clipboard; the subject goes into another field of the page."""
        from asv_cli.clipboard import copy

        return str(copy(letter.body, command=self.copy_command))

    def edit(self, body: str) -> str:
        """Open the editor on a body."""
        return edited(body, self.terminal)

    def save(self, name: str, letter: Letter) -> str:
        """Write the body to a file that is not there yet, readable by its owner only."""
        from asv_cli.console import write_file
        from asv_cli.errors import OutputError

        path = Path(name).expanduser()
        if path.exists():
            raise OutputError(f"'{path}' is there already. Choose another name.")
        write_file(path, letter.body)
        return f"{path} ✓"

    def objections(self, case: Case, outcome: Outcome, letter: Letter) -> str:
        """Return what the policy finds in a letter, one line for each; empty where nothing."""
        from asv_cli.cli.judged import judge_letters, lines
        from asv_cli.i18n import Words
        from asv_cli.policy import open_rules

        judged = judge_letters(case, open_rules(self.library), outcome.id, [letter])
        return "\n".join(lines(judged, Words(case.speech)))

    def languages(self, outcome: Outcome) -> list[str]:
        """Return the languages in which all letters and options of an outcome are written."""
        names = [letter.template for letter in outcome.letters]
        names += [f"options/{use.id}" for use in outcome.options]
        written = [set(self.library.languages(name)) for name in names]
        return sorted(set.intersection(*written)) if written else []

    def speaking(self, case: Case, language: str) -> Case:
        """Return the case with letters in another language."""
        from asv_cli.render import Renderer

        setting = case.setting._replace(language=language)
        renderer = Renderer(self.library, case.shared, setting)
        return case._replace(setting=setting, renderer=renderer)


def edited(body: str, terminal: Terminal) -> str:
    """Return a body as the agent leaves it in the editor, once nothing waits to be filled in.

    Raises:
        OutputError: the editor failed, or the result still has a placeholder.
    """
    from asv_cli.editor import edit
    from asv_cli.errors import OutputError
    from asv_cli.render.finish import unfilled

    text = edit(body, terminal)
    if mark := unfilled(text):
        raise OutputError(
            f"The edited letter still has '{mark}', which looks like a placeholder; the draft "
            "stays as it was. Edit it again and fill it in."
        )
    return text
