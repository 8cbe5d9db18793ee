"""`asv draft`: from a case to its letter, by questions or by flags."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

import typer
from typer.core import TyperCommand

from asv_cli.cli.options import JsonOption, LibraryOption
from asv_cli.cli.spelled import options as options_among
from asv_cli.cli.wanted import Wanted, draft

_COPY = ("subject", "body", "both")


class DraftCommand(TyperCommand):
    """Lets `--copy` stand alone; Typer has options with a value or without, not with either."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Give a lone `--copy` its value, the body, before the options are read."""
        spelled = list(args)
        for place in options_among("draft", args):
            if args[place] == "--copy" and [*args, ""][place + 1] not in _COPY:
                spelled[place] = "--copy=body"
        return super().parse_args(ctx, spelled)


def command(  # noqa: PLR0913 - one parameter per option
    scenario: Annotated[
        str, typer.Argument(metavar="[SCENARIO]", help="The kind of case; asked for if left out.")
    ] = "",
    *,
    answer: Annotated[
        list[str] | None,
        typer.Option("-a", "--answer", metavar="KEY=VALUE", help="Give an answer; repeatable."),
    ] = None,
    answers: Annotated[
        str,
        typer.Option("--answers", metavar="FILE|-", help="Read answers from YAML or JSON."),
    ] = "",
    save_answers: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the answers used, as YAML.")
    ] = None,
    no_input: Annotated[
        bool, typer.Option("--no-input", help="Never ask; list all that is missing or wrong.")
    ] = False,
    lang: Annotated[
        str, typer.Option(metavar="CODE", help="The letter's language, such as en or fr.")
    ] = "",
    marketplace: Annotated[
        str, typer.Option(metavar="CODE", help="The store: US, UK, DE, FR, …")
    ] = "",
    product: Annotated[
        str, typer.Option(metavar="SKU", help="The product; answers what the catalogue knows.")
    ] = "",
    issue: Annotated[
        str, typer.Option(metavar="ID", help="Which known issue of the product it is.")
    ] = "",
    part: Annotated[str, typer.Option(metavar="ID", help="Which spare part it is about.")] = "",
    colour: Annotated[str, typer.Option(metavar="ID", help="Which colour it is about.")] = "",
    options: Annotated[
        str,
        typer.Option(
            metavar="A,B",
            help="Offer these options, in this order; a choice and a full remedy must stay.",
        ),
    ] = "",
    approved_by: Annotated[
        str,
        typer.Option(
            metavar="NAME",
            help="Who approved an amount above the shop's cap; without it such a letter is "
            "shown, but the exit code is 6.",
        ),
    ] = "",
    letter: Annotated[
        str, typer.Option(metavar="ID", help="Write only this letter of the outcome.")
    ] = "",
    every: Annotated[
        bool, typer.Option("--all", help="Print every letter of the outcome.")
    ] = False,
    copy: Annotated[
        Literal["", "subject", "body", "both"],
        typer.Option(
            "--copy",
            metavar="[subject|body|both]",
            help="Also put it on the clipboard; the body if no part is named.",
        ),
    ] = "",
    edit: Annotated[
        bool, typer.Option("--edit", help="Open the letter in $VISUAL or $EDITOR first.")
    ] = False,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FILE", help="Write to a file, not to stdout."),
    ] = None,
    now: Annotated[
        str, typer.Option(metavar="WHEN", help="Count dates from here, such as 2026-11-25.")
    ] = "",
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="Print the letter only.")] = False,
    review: Annotated[
        bool | None,
        typer.Option(
            "--review/--no-review",
            show_default=False,
            help="Review the answers before the letter; by itself only on a terminal.",
        ),
    ] = None,
    plain: Annotated[
        bool, typer.Option("--plain", help="Ask in plain lines: numbered lists, no menus.")
    ] = False,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with the draft that was interrupted last.")
    ] = False,
    no_state: Annotated[
        bool, typer.Option("--no-state", help="Keep no answers for --resume.")
    ] = False,
    order: Annotated[
        str, typer.Option(metavar="ID", help="The order: goes on from what was drafted for it.")
    ] = "",
    no_log: Annotated[
        bool, typer.Option("--no-log", help="Record nothing of this draft in the case log.")
    ] = False,
    library: LibraryOption = None,
    json: JsonOption = False,
) -> int:
    """Draft the reply to a case; asks for whatever is not given."""
    given = {**locals(), "answer": tuple(answer or ())}
    return draft(Wanted(**given))


def register(app: typer.Typer) -> None:
    """Add `draft` to the program."""
    app.command("draft", cls=DraftCommand)(command)
