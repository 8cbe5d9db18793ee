"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

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
