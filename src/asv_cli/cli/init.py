"""`asv init`: write a shop's first settings and an empty catalogue to fill."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from asv_cli.asking import Asker
    from asv_cli.model import Field
    from asv_cli.shopform import Form


def command(  # noqa: PLR0913 - one parameter per option
    *,
    shop_name: Annotated[
        str, typer.Option(metavar="NAME", help="The shop's name, as buyers know it.")
    ] = "",
    agent_name: Annotated[
        str, typer.Option(metavar="NAME", help="The name letters are signed with.")
    ] = "",
    marketplace: Annotated[
        str, typer.Option(metavar="CODE", help="The usual store: US, UK, DE, FR, …")
    ] = "",
    lang: Annotated[
        str, typer.Option("--lang", metavar="CODE", help="The usual letter language.")
    ] = "",
    reply_hours: Annotated[
        str, typer.Option(metavar="HOURS", help="Within how many hours buyers are answered.")
    ] = "",
    user: Annotated[
        bool, typer.Option("--user", help="Write to your own settings, not to ./.asv/.")
    ] = False,
    force: Annotated[
        bool,
        typer.Option("--force", help="Replace a shop.yaml; the old one stays as shop.yaml.old."),
    ] = False,
    no_input: Annotated[
        bool, typer.Option("--no-input", help="Never ask; list all that is missing or wrong.")
    ] = False,
) -> None:
    """Write shop.yaml and a products.yaml to fill in; asks for whatever is not given.

    A products.yaml that is there already is kept as it is, even with --force.
    """
    from asv_cli.shopform import Form

    folder = _folder(user=user)
    _refuse_overwriting(folder / "shop.yaml", force=force)
    given = {
        "shop_name": shop_name,
        "agent_name": agent_name,
        "marketplace": marketplace,
        "language": lang,
        "reply_hours": reply_hours,
    }
    form = Form()
    known = _known(form, {key: text for key, text in given.items() if text})
    answers = _answers(form, known, may_ask=not no_input)
    _write(folder, answers, force=force)


def _folder(*, user: bool) -> Path:
    from asv_cli.errors import UsageError
    from asv_cli.library import user_folder

    if not user:
        return Path(".asv")
    folder = user_folder()
    if folder is None:
        raise UsageError("There is no home folder to write to. Set ASV_HOME to a folder.")
    return folder


def _refuse_overwriting(path: Path, *, force: bool) -> None:
    from asv_cli.errors import UsageError

    if not force and (path.exists() or path.is_symlink()):
        raise UsageError(f"'{path}' is there already. Edit it, or replace it with --force.")


def _known(form: Form, given: Mapping[str, str]) -> dict[str, str]:
    """Return the values given as flags in canonical form; refuses all wrong ones at once."""
    from asv_cli.errors import AnswerError, Gap

    known: dict[str, str] = {}
    gaps: list[Gap] = []
    for key, typed in given.items():
        try:
            known[key] = form.accept(key, typed)
        except ValueError as error:
            gaps.append(Gap(_FLAGS[key], (), "", str(error)))
    if gaps:
        raise AnswerError("Some settings do not fit.", gaps=tuple(gaps))
    return known


_FLAGS = {
    "shop_name": "--shop-name",
    "agent_name": "--agent-name",
    "marketplace": "--marketplace",
    "language": "--lang",
    "reply_hours": "--reply-hours",
}


def _answers(form: Form, known: dict[str, str], *, may_ask: bool) -> dict[str, str]:
    if may_ask and form.pending(known):
        from asv_cli.i18n import Words, ui_language
        from asv_cli.prompt import asker_for, wants_lines
        from asv_cli.prompt.terminal import open_terminal

        with open_terminal() as terminal:
            if terminal is not None:
                words = Words(ui_language())
                return ask_all(form, known, asker_for(terminal, words, plain=wants_lines()))
    return _with_defaults(form, known)


def _with_defaults(form: Form, known: dict[str, str]) -> dict[str, str]:
    from asv_cli.answers import allowed
    from asv_cli.errors import AnswerError, Gap

    defaults = {key: field.default for key, field in form.fields.items() if field.default}
    answers = {**defaults, **known}
    gaps = [
        Gap(_FLAGS[key], (allowed(field),), str(field.ask))
        for key, field in form.fields.items()
        if key not in answers
    ]
    if gaps:
        raise AnswerError(
            "Settings are missing, and there is nobody to ask. Give them as options.",
            gaps=tuple(gaps),
        )
    return answers


def ask_all(form: Form, known: Mapping[str, str], asker: Asker) -> dict[str, str]:
    """Return the known settings and all that was asked for, with a way back.

    Raises:
        Interrupted: the person stopped; nothing has been written.
    """
    from asv_cli.asking import GoBack
    from asv_cli.errors import Interrupted

    answers, asked, earlier = dict(known), list[str](), dict[str, str]()
    try:
        while (field := form.pending(answers)) is not None:
            try:
                default = earlier.get(field.id, field.default or "")
                answers[field.id] = _ask(form, field, default, asker)
                asked.append(field.id)
            except GoBack:
                if asked:
                    last = asked.pop()
                    earlier[last] = answers.pop(last)
    except (KeyboardInterrupt, EOFError):
        raise Interrupted(answers, "Stopped; nothing was written.") from None
    return answers


def _ask(form: Form, field: Field, default: str, asker: Asker) -> str:
    from asv_cli.asking import Entry, Item, Menu

    ask, hint = str(field.ask), str(field.help or "")
    if field.choices:
        items = tuple(Item(key, str(label)) for key, label in field.choices.items())
        return asker.pick(Menu(field.id, ask, items, why=hint, default=default))
    return asker.write(
        Entry(
            field.id,
            ask,
            lambda typed: form.accept(field.id, typed),
            help=hint,
            default=default,
            optional=field.optional,
        )
    )


def _write(folder: Path, answers: Mapping[str, str], *, force: bool) -> None:
    import shutil

    from asv_cli.console import make_folder, say, write_file
    from asv_cli.shopform import products_text, shop_text

    make_folder(folder)
    shop, products = folder / "shop.yaml", folder / "products.yaml"
    if force and shop.exists():
        old = folder / "shop.yaml.old"
        shutil.copyfile(shop, old)
        say(f"The old settings are kept in {old}.")
    write_file(shop, shop_text(answers), replace=force)
    say(f"Wrote {shop}.")
    if products.exists():
        say(f"Kept {products} as it is.")
    else:
        write_file(products, products_text(answers), replace=False)
        say(f"Wrote {products}: fill in your products, then run 'asv products' to check them.")


def register(app: typer.Typer) -> None:
    """Add `init` to the program."""
    app.command("init")(command)
