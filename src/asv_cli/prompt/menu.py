"""Run one menu on the terminal of the current session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prompt_toolkit.application import Application, get_app
from prompt_toolkit.key_binding import KeyBindings
from prompt_toolkit.layout import FormattedTextControl, Layout, Window
from prompt_toolkit.styles import Style

from asv_cli.answers import clean
from asv_cli.prompt.draw import STYLES, draw
from asv_cli.prompt.keys import back, bind_leaving, settle
from asv_cli.prompt.state import MenuState

if TYPE_CHECKING:
    from prompt_toolkit.formatted_text import StyleAndTextTuples
    from prompt_toolkit.key_binding.key_processor import KeyPressEvent

    from asv_cli.asking import Item, Menu
    from asv_cli.i18n import Words

_PAGE = 8


def run_menu(menu: Menu, words: Words) -> str:
    """Return the id of the item picked.

    Raises:
        GoBack, KeyboardInterrupt, EOFError: the agent left the question.
    """
    state = MenuState(menu)
    control = FormattedTextControl(lambda: _text(state, words), focusable=True, show_cursor=False)
    app: Application[str] = Application(
        layout=Layout(Window(control, dont_extend_height=True)),
        key_bindings=_bindings(state),
        style=Style.from_dict(STYLES),
    )
    settle(app)
    return app.run()


def _text(state: MenuState, words: Words) -> StyleAndTextTuples:
    size = get_app().output.get_size()
    lines = draw(state, words, max(size.columns, 20), max(size.rows - 1, 4))
    parts: StyleAndTextTuples = [part for line in lines for part in (*line, ("", "\n"))]
    return parts[:-1]


def _bindings(state: MenuState) -> KeyBindings:
    bindings = KeyBindings()
    bind_leaving(bindings)
    _bind_answers(bindings, state)
    _bind_moves(bindings, state)
    _bind_erasing(bindings, state)
    return bindings


def _bind_answers(bindings: KeyBindings, state: MenuState) -> None:
    def accept(event: KeyPressEvent, item: Item | None) -> None:
        if item is None:
            event.app.output.bell()
        else:
            event.app.exit(result=item.id)

    @bindings.add("<any>")
    def typed(event: KeyPressEvent) -> None:
        sign = event.data
        if len(event.key_sequence[0].key) > 1 or not sign.isprintable():
            return  # a key such as F1
        if len(sign) == 1 and (item := state.digit(sign)):
            accept(event, item)
        elif sign.isdigit() and not state.typed:
            event.app.output.bell()
        else:
            state.type(sign)

    @bindings.add("<bracketed-paste>")
    def pasted(event: KeyPressEvent) -> None:
        state.type(" ".join(clean(event.data).split()))

    @bindings.add("enter")
    @bindings.add("c-j")
    def enter(event: KeyPressEvent) -> None:
        accept(event, state.current)


def _bind_moves(bindings: KeyBindings, state: MenuState) -> None:
    """Bind the keys that move the pointer or scroll the text above."""
    for keys, by in (
        (("up", "c-p"), -1),
        (("down", "c-n", "tab"), 1),
        (("home",), -1_000_000),
        (("end",), 1_000_000),
    ):
        for key in keys:
            bindings.add(key)(lambda _, by=by: state.move(by))

    def page(by: int) -> None:
        if state.menu.body:
            state.scroll(by)
        else:
            state.move(by)

    bindings.add("pageup")(lambda _: page(-_PAGE))
    bindings.add("pagedown")(lambda _: page(_PAGE))


def _bind_erasing(bindings: KeyBindings, state: MenuState) -> None:
    """Bind the keys that take back what is typed, and go back where nothing is."""
    bindings.add("c-u")(lambda _: state.clear() and None)

    @bindings.add("escape")
    def leave(event: KeyPressEvent) -> None:
        if not state.clear():
            back(event)

    @bindings.add("backspace")
    def erase(event: KeyPressEvent) -> None:
        if not state.erase():
            back(event)

    @bindings.add("left")
    def left(event: KeyPressEvent) -> None:
        if not state.typed:
            back(event)
