"""Completion: what is offered, in three real shells, and what a TAB loads."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import typer

from asv_cli.cli.app import build
from asv_cli.completion import SHELLS, _split, answer_shell, candidates
from asv_cli.completion_table import COMMANDS, OPTIONS
from terminal_kit import ROOT, Person

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Result


def words(line: str) -> list[str]:
    return [word for word, _ in candidates(line.split(" "))]


KINDS = {
    "--answer": "answer",
    "--lang": "language",
    "--marketplace": "store",
    "--letter": "letter",
    "--copy": "copy",
}
"""What completes the value of an option; any other value is a file or a free text."""


def table() -> str:
    """Return the module that lists commands and options, made from the real ones."""
    commands = typer.main.get_command(build()).commands  # type: ignore[attr-defined]
    lines = [
        '"""Commands and options as a TAB offers them; made by `pytest --regen`."""',
        "# ruff: noqa: E501 - one line per command, whatever its help says",
        "",
        "from __future__ import annotations",
        "",
        "COMMANDS = {",
        *(f"    {name!r}: {first(command.help)!r}," for name, command in commands.items()),
        "}",
        "# What each option is for, and what follows it: nothing, a file, a text or a known value.",
        "OPTIONS: dict[str, dict[str, tuple[str, str]]] = {",
    ]
    for name, command in commands.items():
        lines.append(f"    {name!r}: {{")
        for parameter in command.params:
            for option in [*parameter.opts, *parameter.secondary_opts]:
                if option.startswith("--"):
                    entry = first(parameter.help), kind(parameter)
                    lines += [f"        {option!r}: {entry!r},"]
        lines += ["        '--help': ('Show the help', ''),", "    },"]
    return "\n".join([*lines, "}", ""])


def first(text: str) -> str:
    """Return the first sentence of a help text, without its full stop."""
    return text.split("\n", maxsplit=1)[0].split("; ", maxsplit=1)[0].removesuffix(".")


def kind(parameter: Any) -> str:
    if getattr(parameter, "is_flag", False):
        return ""
    known = [KINDS[option] for option in parameter.opts if option in KINDS]
    metavar = str(parameter.metavar or "")
    return known[0] if known else "file" if metavar.startswith(("FILE", "DIR")) else "text"


def formatted(code: str) -> str:
    """Return code in the format of the repository."""
    ruff = [sys.executable, "-m", "ruff", "format", "--config", str(ROOT / "pyproject.toml"), "-"]
    return subprocess.run(ruff, input=code, capture_output=True, text=True, check=True).stdout


def test_the_table_lists_every_command_and_option(request: pytest.FixtureRequest) -> None:
    path = ROOT / "src" / "asv_cli" / "completion_table.py"
    if request.config.getoption("--regen"):
        path.write_text(formatted(table()), encoding="utf-8")
    made: dict[str, Any] = {}
    exec(table(), made)  # noqa: S102 - our own lines
    assert (made["COMMANDS"], made["OPTIONS"]) == (COMMANDS, OPTIONS)


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("dr", ["draft"]),
        ("draft dam", ["damaged"]),
        ("draft --no-input dam", ["damaged"]),
        ("draft --copy dam", ["damaged"]),
        ("draft --copy bo", ["body", "both"]),
        ("draft --lang ", ["en", "fr"]),
        ("draft --lang=f", ["--lang=fr"]),
        ("draft --marketplace U", ["US", "UK"]),
        ("draft damaged --no-r", ["--no-review"]),
        ("draft damaged -a phot", ["photos="]),
        ("draft damaged -a photos=n", ["photos=none"]),
        ("draft damaged --answer=photos=n", ["--answer=photos=none"]),
        ("draft damaged -a price_level=", ["price_level=low", "price_level=high"]),
        ("draft damaged -a photos=none -a photo", []),
        ("draft damaged -a nothing=", []),
        ("draft damaged dam", []),
        ("draft -o dam", []),
        ("show add", ["address-change"]),
        ("completion ", list(SHELLS)),
        ("nothing ", []),
    ],
)
def test_what_can_follow_is_offered(line: str, offered: list[str]) -> None:
    assert words(line) == offered


def test_the_users_own_scenarios_are_offered() -> None:
    own = Path.cwd() / ".asv" / "scenarios" / "dam-own.yaml"
    own.parent.mkdir(parents=True)
    own.write_text("broken: [", encoding="utf-8")
    assert words("draft dam") == ["dam-own", "damaged"]


def test_a_broken_file_leaves_a_tab_silent(capfd: pytest.CaptureFixture[str]) -> None:
    own = Path.cwd() / ".asv" / "scenarios" / "own.yaml"
    own.parent.mkdir(parents=True)
    own.write_text("broken: [", encoding="utf-8")
    answer_shell("bash", ["draft", "own", "-a", ""])
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("line", "split"),
    [
        ("asv draft ", ["asv", "draft", ""]),
        ('asv -a "name=A B" x', ["asv", "-a", "name=A B", "x"]),
        (r"asv a\ b", ["asv", "a b"]),
        ("asv 'open q", ["asv", "open q"]),
        ("", [""]),
    ],
)
def test_a_line_is_split_as_a_shell_splits_it(line: str, split: list[str]) -> None:
    assert _split(line) == split


def loaded(line: str) -> set[str]:
    code = (
        "import sys, os\nfrom asv_cli.__main__ import main\nmain()\n"
        "os.write(2, ' '.join(sys.modules).encode())"
    )
    env = {**os.environ, "_ASV_COMPLETE": "bash", "_ASV_LINE": line}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, check=True)
    return {name.split(".")[0] for name in done.stderr.decode().split()}


def test_a_tab_loads_nothing_heavy() -> None:
    heavy = {"typer", "jinja2", "rich", "questionary", "prompt_toolkit"}
    assert not loaded("asv draft da") & (heavy | {"yaml"})
    assert not loaded("asv draft damaged -a photos=") & heavy


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_of_each_shell_is_printed(shell: str, asv: Callable[..., Result]) -> None:
    done = asv("completion", shell)
    assert done.code == 0
    assert "_ASV_COMPLETE" in done.out
    if shutil.which(shell):
        flag = "--no-execute" if shell == "fish" else "-n"
        subprocess.run([shell, flag], input=done.out, text=True, check=True)


START = {
    "bash": 'PS1="> " bash --norc --noprofile -i',
    "zsh": 'PS1="> " zsh -f -i',
    "fish": "fish --no-config -i -C 'function fish_prompt; echo -n \"> \"; end'",
}
SETUP = {
    "bash": 'eval "$(asv completion bash)"',
    "zsh": 'autoload -U compinit; compinit -u -D; eval "$(asv completion zsh)"; PS1="> "',
    "fish": "asv completion fish | source",
}


@pytest.mark.parametrize("shell", SHELLS)
def test_a_tab_completes_in_the_real_shell(shell: str) -> None:
    if not shutil.which(shell):
        pytest.skip(f"{shell} is not installed")
    person = Person(START[shell], Path.cwd(), rows=40)
    person.see(">")
    person.press(SETUP[shell], "; echo rea''dy\r")
    person.see("ready")
    person.press("asv dra\tdam\t-a phot\tcle\t")
    person.see("asv draft damaged -a photos=clear")
    person.press("\x15exit\r")
    person.process.close(force=True)
