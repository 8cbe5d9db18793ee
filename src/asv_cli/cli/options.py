"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from asv_cli.errors import UsageError

FORMATS = ("text", "json", "github", "sarif")
LEVELS = ("suggestion", "warning", "error")

LibraryOption = Annotated[
    Path | None,
    typer.Option(
        "--library",
        metavar="DIR",
        envvar="ASV_LIBRARY",
        help="A folder with scenarios/ and templates/ that override all others.",
    ),
]
JsonOption = Annotated[
    bool, typer.Option("--json", help="Print JSON, errors too; it carries a schema version.")
]
FormatOption = Annotated[
    str, typer.Option("--format", metavar="|".join(FORMATS), help="How findings are printed.")
]
FailLevelOption = Annotated[
    str, typer.Option(metavar="|".join(LEVELS), help="Findings from here on end with exit 1.")
]


def one_of(word: str, known: tuple[str, ...]) -> None:
    """Refuse a word that an option does not know.

    Raises:
        UsageError: the word is none of `known`; the message lists them.
    """
    if word not in known:
        raise UsageError(f"'{word}' is not one of {', '.join(known)}.")
