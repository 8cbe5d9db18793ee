"""`asv check`: prove that no path of the library leads to a bad letter."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from asv_cli.cli.options import (
    FORMATS,
    LEVELS,
    FailLevelOption,
    FormatOption,
    LibraryOption,
    one_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from asv_cli.check import Report


def command(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="[ID|PATH…]", help="Scenarios, or a library folder; else all."),
    ] = None,
    *,
    output: FormatOption = "text",
    fail_level: FailLevelOption = "suggestion",
    letters: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Write every distinct letter to a file.")
    ] = None,
    library: LibraryOption = None,
) -> None:
    """Check structure, templates and every letter that can come out, in every language."""
    from asv_cli.check import check
    from asv_cli.console import say
    from asv_cli.errors import Exit
    from asv_cli.library import open_library
    from asv_cli.policy.tables import open_rules

    one_of(output, FORMATS)
    one_of(fail_level, LEVELS)
    folder, only = _scope(paths or [], library)
    place = open_library(folder)
    for scenario in only:
        place.scenario(scenario)
    began = time.perf_counter()
    report = check(place, only, _progress(), open_rules(place))
    report.seconds = time.perf_counter() - began
    if letters is not None:
        from asv_cli.check.folder import write_letters

        write_letters(letters, report.letters)
    _print(report, output)
    say(report.summary)
    if report.reaches(fail_level):
        raise typer.Exit(Exit.FINDINGS)


def _scope(paths: list[str], library: Path | None) -> tuple[Path | None, list[str]]:
    """Return the library folder and the ids of scenarios that paths and ids name."""
    from asv_cli.errors import UsageError

    only: list[str] = []
    for word in paths:
        path = Path(word)
        if path.is_dir():
            library = path
        elif path.is_file():
            root = next((p.parent for p in path.resolve().parents if p.name in _FOLDERS), None)
            if root is None:
                raise UsageError(f"'{word}' is in no scenarios/ or templates/ folder.")
            library = library or root
            only.append(path.stem if path.suffix == ".yaml" else path.parent.name)
        elif "/" in word or word.endswith((".yaml", ".j2")):
            raise UsageError(f"There is no file or folder '{word}'.")
        else:
            only.append(word)
    return library, only


_FOLDERS = ("scenarios", "templates")


def _progress() -> Callable[[str], None]:
    """Return what shows the progress: one line on a terminal, nothing elsewhere."""
    if not _on_terminal():
        return lambda _: None

    def show(name: str) -> None:
        sys.stderr.write(f"\r\033[K{name[:50]}\r")
        sys.stderr.flush()

    return show


def _on_terminal() -> bool:
    return sys.stderr is not None and sys.stderr.isatty()


def _print(report: Report, output: str) -> None:
    from asv_cli.console import write_out
    from asv_cli.policy.formats import FORMATS as WRITERS
    from asv_cli.policy.formats import from_problem

    write_out(WRITERS[output]([from_problem(problem) for problem in report.problems]))


def register(app: typer.Typer) -> None:
    """Add `check` to the program."""
    app.command("check")(command)
