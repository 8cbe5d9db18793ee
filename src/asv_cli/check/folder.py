"""Write every distinct letter as a text file, for a native speaker or a lawyer to read."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from asv_cli.check.letters import Rendered


def letter_files(letters: Iterable[Rendered]) -> dict[str, str]:
    """Return each file's text by its path, `<scenario>/<language>/<outcome>-<letter>-N.txt`."""
    numbers: Counter[str] = Counter()
    files = {}
    for made in letters:
        stem = f"{made.scenario}/{made.letter.language}/{made.outcome}-{made.spec.id}"
        numbers[stem] += 1
        files[f"{stem}-{numbers[stem]:03}.txt"] = _page(made)
    return files


def write_letters(folder: Path, letters: Iterable[Rendered]) -> None:
    """Write the files below a folder, each whole or not at all.

    Raises:
        OutputError: a folder or file cannot be written.
    """
    from asv_cli.errors import OutputError

    for name, text in letter_files(letters).items():
        path = folder / name
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        except OSError as error:
            raise OutputError(f"'{path}' could not be written: {error.strerror}.") from error


def _page(made: Rendered) -> str:
    subject = f"Subject: {made.letter.subject}\n" if made.letter.subject else ""
    head = f"{made.recipe}\nTo {made.spec.to} by {made.spec.channel}, {made.market}\n{subject}"
    return f"{head}\n{made.letter.body}"
