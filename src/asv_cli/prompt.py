"""Ask on the terminal, whatever stdin, stdout and stderr are connected to.

Keys come from stdin if it is a terminal, else from the terminal device; the questions appear on
stderr, stdout or the device, the first that is a terminal. So a pipe holds only the letter, and
text piped in never answers a question.
"""

from __future__ import annotations

import contextlib
import os
import sys
from typing import IO, TYPE_CHECKING, Any, NamedTuple

from asv_cli.answers import clean
from asv_cli.interview import GoBack

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from questionary import Question as Prompt

    from asv_cli.model import Field, Question, Scenario

_HINT = "(↑↓ and Enter; Shift-Tab goes back)"


class Terminal(NamedTuple):
    """Where keys come from and where questions appear."""

    keyboard: IO[str]
    screen: IO[str]


@contextlib.contextmanager
def open_terminal() -> Iterator[Terminal | None]:
    """Yield the terminal, None where there is none (cron, CI, a closed session)."""
    with contextlib.ExitStack() as stack:
        keyboard = sys.stdin if _is_terminal(sys.stdin) else _device("r", stack)
        screens = [stream for stream in (sys.stderr, sys.stdout) if _is_terminal(stream)]
        screen = screens[0] if screens else _device("w", stack)
        yield Terminal(keyboard, screen) if keyboard and screen else None


def _is_terminal(stream: IO[str] | None) -> bool:
    return stream is not None and not stream.closed and stream.isatty()


def _device(mode: str, stack: contextlib.ExitStack) -> IO[str] | None:
    """Open the terminal by its own name; `/dev/tty`, which kqueue cannot poll, comes last."""
    names = []
    for descriptor in (2, 1, 0):
        with contextlib.suppress(OSError):
            names.append(os.ttyname(descriptor))
    for name in [*names, "/dev/tty"]:
        with contextlib.suppress(OSError):
            return stack.enter_context(open(name, mode, encoding="utf-8"))  # noqa: PTH123
    return None


class TerminalAsker(NamedTuple):
    """Asks with menus and input lines on a terminal."""

    terminal: Terminal

    def scenario(self, scenarios: Mapping[str, Scenario]) -> str:
        """Return the id of the scenario the agent picks."""
        labels = {key: f"{scenario.title}  ({key})" for key, scenario in scenarios.items()}
        return str(self._menu("What is the case?", labels, None))

    def choice(self, question: Question, default: str | None) -> str:
        """Return the id of the choice the agent picks."""
        labels = {choice.id: str(choice.label) for choice in question.choices}
        return str(self._menu(str(question.ask), labels, default))

    def value(self, field: Field, default: str, check: Callable[[str], str]) -> str:
        """Return a value that fits; what does not fit is said below the line being typed."""
        if field.choices:
            labels = {key: str(label) for key, label in field.choices.items()}
            return str(self._menu(str(field.ask), labels, default or None))

        def valid(typed: str) -> bool | str:
            try:
                check(typed)
            except ValueError as error:
                return str(error)
            return True

        ask = f"{field.ask} (Enter to leave it out)" if field.optional else str(field.ask)
        with self._session():
            import questionary

            prompt = questionary.text(clean(ask), default=default, validate=valid, qmark="?")
            typed = _run(prompt, back_on_empty=True)
        answer = check(typed)
        self._echo(str(field.ask), answer or "–")
        return answer

    def _menu(self, ask: str, labels: Mapping[str, str], default: str | None) -> Any:
        with self._session():
            import questionary

            choices = [questionary.Choice(clean(label), value=key) for key, label in labels.items()]
            prompt = questionary.select(
                clean(ask),
                choices,
                default=default if default in labels else None,
                qmark="?",
                instruction=_HINT,
                use_jk_keys=False,
            )
            answer = _run(prompt, keys=list(labels))
        self._echo(ask, labels[answer])
        return answer

    @contextlib.contextmanager
    def _session(self) -> Iterator[None]:
        from prompt_toolkit.application import create_app_session
        from prompt_toolkit.input import create_input
        from prompt_toolkit.output import create_output

        keyboard = create_input(self.terminal.keyboard)
        screen = create_output(self.terminal.screen)
        with create_app_session(input=keyboard, output=screen):
            yield

    def _echo(self, ask: str, answer: str) -> None:
        """Leave one line in the transcript for each answer."""
        self.terminal.screen.write(f"{clean(ask)} {clean(answer)}\n")
        self.terminal.screen.flush()


def _run(prompt: Prompt, *, keys: list[str] | None = None, back_on_empty: bool = False) -> Any:
    """Run a prompt with our keys added; it erases itself when answered."""
    from prompt_toolkit.filters import Condition
    from prompt_toolkit.key_binding import KeyBindings, merge_key_bindings

    app = prompt.application
    bindings = KeyBindings()

    def back(event: Any) -> None:
        event.app.exit(exception=GoBack())

    bindings.add("s-tab", eager=True)(back)
    bindings.add("escape")(back)
    if keys is not None:
        for number, key in enumerate(keys[:9], start=1):
            bindings.add(str(number), eager=True)(
                lambda event, key=key: event.app.exit(result=key)  # type: ignore[misc]
            )
        bindings.add("left", eager=True)(back)
        bindings.add("backspace", eager=True)(back)
    if back_on_empty:
        empty = Condition(lambda: not app.current_buffer.text)
        bindings.add("backspace", eager=True, filter=empty)(back)
        bindings.add("left", eager=True, filter=empty)(back)
    app.key_bindings = merge_key_bindings([app.key_bindings, bindings])  # type: ignore[list-item]
    app.ttimeoutlen, app.timeoutlen = 0.05, 0.2  # else Esc feels dead for half a second
    app.erase_when_done = True
    return prompt.unsafe_ask()
