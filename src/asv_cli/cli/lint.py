"""`asv lint`: hold any text against Amazon's rules and consumer law."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from asv_cli.cli.options import (
    FORMATS,
    LEVELS,
    FailLevelOption,
    FormatOption,
    JsonOption,
    LibraryOption,
    one_of,
)

if TYPE_CHECKING:
    from asv_cli.policy.rules import Context, RuleSet


def command(  # noqa: PLR0913 - one parameter per option
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="[FILE|DIR|-…]", help="Texts, templates, folders; - for stdin."),
    ] = None,
    *,
    lang: Annotated[
        str, typer.Option(metavar="CODE", help="The language the text ought to be in.")
    ] = "",
    marketplace: Annotated[
        str, typer.Option(metavar="CODE", help="The store whose consumer law holds; else the EU's.")
    ] = "",
    mode: Annotated[
        str, typer.Option(metavar="reply|proactive|critical", help="Who wrote first.")
    ] = "reply",
    explain: Annotated[
        str, typer.Option(metavar="RULE", help="Explain one rule with samples; 'all' lists them.")
    ] = "",
    output: FormatOption = "text",
    fail_level: FailLevelOption = "warning",
    library: LibraryOption = None,
    json: JsonOption = False,
) -> None:
    """Check texts against the policy: drafts edited by hand, other tools' templates, folders."""
    from asv_cli.console import say, write_out
    from asv_cli.errors import Exit
    from asv_cli.library import open_library
    from asv_cli.policy.files import fails, rendered, run_lint
    from asv_cli.policy.tables import open_rules

    one_of(output, FORMATS)
    one_of(fail_level, LEVELS)
    one_of(mode, _MODES)
    rules = open_rules(open_library(library))
    if explain:
        write_out(_explained(explain, rules, as_json=json or output == "json"))
        return
    checked = run_lint(
        _paths(paths), rules=rules, language=lang or None, context=_context(marketplace, mode)
    )
    write_out(rendered(checked, "json" if json else output))
    count = sum(len(one.findings) for one in checked)
    if not json:
        texts = f"{len(checked)} text{'' if len(checked) == 1 else 's'}"
        say(f"{texts}, {count or 'no'} finding{'' if count == 1 else 's'}.")
    if fails(checked, fail_level):
        raise typer.Exit(Exit.FINDINGS)


def _explained(rule_id: str, rules: RuleSet, *, as_json: bool) -> str:
    from asv_cli.policy.files import explain, explained_data

    if not as_json:
        return explain(rule_id, rules)
    from asv_cli.cli.output import to_json

    return to_json(explained_data(rule_id, rules))


_MODES = ("reply", "proactive", "critical")


def _paths(paths: list[str] | None) -> list[str]:
    """Return what to read; without a name, standard input where something is piped in."""
    import sys

    from asv_cli.errors import UsageError

    wanted = paths or ["-"]
    if "-" in wanted and (sys.stdin is None or sys.stdin.isatty()):
        raise UsageError("Name a file or folder to check, or pipe a text in.")
    return wanted


def _context(marketplace: str, mode: str) -> Context:
    from asv_cli.loader import marketplace as store
    from asv_cli.policy.rules import Context

    rights = store(marketplace).regime if marketplace else "eu"
    return Context(mode=mode, rights=rights)


def register(app: typer.Typer) -> None:
    """Add `lint` to the program."""
    app.command("lint")(command)
