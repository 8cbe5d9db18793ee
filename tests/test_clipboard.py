"""The clipboard: real tools where they are installed, and what is said about each way."""

from __future__ import annotations

import base64
import contextlib
import json
import os
import re
import shutil
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from asv_cli.clipboard import copy
from asv_cli.errors import OutputError
from terminal_kit import TO_LETTER, Person

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from conftest import Result

GIVEN = (
    "-a", "fulfilment=merchant", "-a", "photos=none", "-a", "product=teapot",
    "-a", "agent_name=Anna", "-a", "shop_name=Blue Hill", "-a", "buyer_name=很抱歉",
)  # fmt: skip
SUBJECT = "Your teapot: may we see the damage?"


def needs(*programs: str) -> pytest.MarkDecorator:
    missing = [name for name in programs if not shutil.which(name)]
    return pytest.mark.skipif(bool(missing), reason=f"not installed: {', '.join(missing)}")


@pytest.fixture
def taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A configured command that puts what it is given into a file."""
    file = tmp_path / "taken"
    monkeypatch.setenv("ASV_COPY_COMMAND", f"sh -c 'cat > {file}'")
    return file


@pytest.mark.parametrize(
    ("option", "starts", "ends"),
    [
        (["--copy"], "Hello", "Hill\n"),
        (["--copy=body"], "Hello", "Hill\n"),
        (["--copy", "body"], "Hello", "Hill\n"),
        (["--copy", "subject"], SUBJECT, SUBJECT),
        (["--copy=both"], f"{SUBJECT}\n\nHello", "Hill\n"),
    ],
)
@pytest.mark.parametrize("first", [True, False])
def test_the_part_asked_for_is_copied_and_the_letter_still_printed(  # noqa: PLR0913
    option: list[str],
    starts: str,
    ends: str,
    *,
    first: bool,
    asv: Callable[..., Result],
    taken: Path,
) -> None:
    words = [*option, "damaged", *GIVEN] if first else ["damaged", *GIVEN, *option]
    done = asv("draft", *words, "--no-input")
    assert done.code == 0
    assert done.out.startswith("Hello 很抱歉,")
    text = taken.read_text(encoding="utf-8")
    assert text.startswith(starts)
    assert text.endswith(ends)
    assert "Copied to the clipboard (sh)." in done.err


def test_another_part_is_refused_with_the_parts_there_are(asv: Callable[..., Result]) -> None:
    done = asv("draft", "damaged", *GIVEN, "--copy=all", "--no-input")
    assert done.code == 2
    assert "'subject', 'body', 'both'" in done.err


@pytest.mark.parametrize(
    ("command", "said"), [("false", "ended with code 1"), ("no-such-tool", "No such file")]
)
def test_a_copy_command_that_fails_is_the_only_way_tried(
    command: str, said: str, asv: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASV_COPY_COMMAND", command)
    done = asv("draft", "damaged", *GIVEN, "--copy", "--no-input")
    assert done.code == 1
    assert said in done.err
    assert "Copied" not in done.err
    assert done.out.startswith("Hello")


@pytest.mark.parametrize("way", [["--copy"], ["--edit"]])
def test_what_fails_beside_the_draft_stands_in_its_json(
    way: list[str], asv: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASV_COPY_COMMAND", "false")
    monkeypatch.setattr("asv_cli.prompt.terminal.open_terminal", contextlib.nullcontext)
    done = asv("draft", "damaged", *GIVEN, *way, "--no-input", "--json", "-q")
    data = json.loads(done.out)
    assert (done.code, data["error"]["code"], done.err) == (1, 1, "")
    assert data["letters"][0]["body"].startswith("Hello")
    done = asv("draft", "damaged", *GIVEN, *way, "--no-input", "--json", "-q", "-o", "x.json")
    assert (done.code, list(json.loads(done.out))) == (1, ["schema", "error"])
    assert "error" not in json.loads(Path("x.json").read_text(encoding="utf-8"))


def test_a_project_cannot_name_the_command(asv: Callable[..., Result]) -> None:
    shop = Path.cwd() / ".asv" / "shop.yaml"
    shop.parent.mkdir()
    shop.write_text("shop_name: Blue Hill\ncopy_command: touch hacked\n", encoding="utf-8")
    done = asv("draft", "damaged", *GIVEN, "--copy", "--no-input")
    assert done.code == 3
    assert "shop.yaml:2:1" in done.err
    assert not (Path.cwd() / "hacked").exists()


def test_the_users_own_settings_name_the_command(
    asv: Callable[..., Result], tmp_path: Path
) -> None:
    shop = Path.home() / ".config" / "asv" / "shop.yaml"
    shop.parent.mkdir(parents=True)
    shop.write_text(f'copy_command: "cp /dev/stdin {tmp_path}/got"\n', encoding="utf-8")
    assert asv("draft", "damaged", *GIVEN, "--copy", "--no-input").code == 0
    assert (tmp_path / "got").read_text(encoding="utf-8").startswith("Hello")


def test_a_tool_that_hangs_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("asv_cli.clipboard.SECONDS", 0.2)
    begun = time.monotonic()
    with pytest.raises(OutputError, match="did not answer"):
        copy("text", {}, command="sleep 30")
    assert time.monotonic() - begun < 5


def test_no_way_at_all_names_another_way_out(asv_process: Callable[..., Result]) -> None:
    done = asv_process("draft", "damaged", *GIVEN, "--copy", "--no-input")
    assert done.code == 1
    assert "--output FILE" in done.err
    assert done.out.startswith("Hello")


@pytest.fixture
def display() -> Iterator[str]:
    """An X server of its own."""
    with subprocess.Popen(
        ["Xvfb", "-displayfd", "1", "-screen", "0", "640x480x8"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as server:
        try:
            yield f":{server.stdout.readline().strip()}"  # type: ignore[union-attr]
        finally:
            server.terminate()


@pytest.mark.parametrize(
    ("tool", "read"),
    [
        pytest.param(
            "xclip", ["xclip", "-selection", "clipboard", "-o"], marks=needs("Xvfb", "xclip")
        ),
        pytest.param("xsel", ["xsel", "--clipboard", "--output"], marks=needs("Xvfb", "xsel")),
    ],
)
def test_the_x_clipboard_holds_the_letter_after_asv_has_gone(
    tool: str, read: list[str], display: str, tmp_path: Path, asv_process: Callable[..., Result]
) -> None:
    only = tmp_path / "only"
    only.mkdir()
    (only / tool).symlink_to(shutil.which(tool) or "")
    done = asv_process(
        "draft", "damaged", *GIVEN, "--copy", "--no-input", DISPLAY=display, PATH=str(only)
    )
    assert f"Copied to the clipboard ({tool})." in done.err
    env = {**os.environ, "DISPLAY": display}
    held = subprocess.run(read, env=env, capture_output=True, timeout=10, check=True).stdout
    assert held.decode() == done.out


@needs("xclip")
def test_a_dead_display_is_no_success(asv_process: Callable[..., Result]) -> None:
    done = asv_process("draft", "damaged", *GIVEN, "--copy", "--no-input", DISPLAY=":987")
    assert done.code == 1
    assert "xclip ended with code 1" in done.err
    assert "Copied" not in done.err


@needs("tmux")
def test_tmux_takes_the_letter_and_no_success_is_claimed(tmp_path: Path) -> None:
    server = ["tmux", "-L", f"asv{os.getpid()}", "-f", "/dev/null"]
    env = {**os.environ, "TMUX_TMPDIR": str(tmp_path)}
    with contextlib.ExitStack() as stack:
        stack.callback(subprocess.run, [*server, "kill-server"], env=env, check=False)
        subprocess.run([*server, "new-session", "-d", "-x", "80", "-y", "40"], env=env, check=True)
        show = [*server, "display-message", "-p", "#{socket_path},#{pid},0"]
        inside = subprocess.run(show, env=env, capture_output=True, text=True, check=True).stdout
        person = Person(
            "asv draft damaged --copy --no-review", Path.cwd(), rows=60, TMUX=inside.strip()
        )
        person.walk(*TO_LETTER)
        assert person.end() == 0
        assert "Sent to your terminal for the clipboard (tmux)" in person.screen
        shown = [*server, "show-buffer"]
        held = subprocess.run(shown, env=env, capture_output=True, text=True, check=True).stdout
    assert held.startswith("Hello Zoé,")


def test_over_ssh_the_terminal_itself_is_asked() -> None:
    person = Person(
        "asv draft damaged --copy > out.txt", Path.cwd(), SSH_TTY="/dev/pts/9", DISPLAY=":0"
    )
    person.walk(*TO_LETTER)
    assert person.end() == 0
    sent = re.search(rb"\x1b\]52;c;([A-Za-z0-9+/=]+)\x07", person.raw)
    assert sent is not None
    assert base64.b64decode(sent[1]) == (Path.cwd() / "out.txt").read_bytes()
    assert "Sent to your terminal for the clipboard (OSC 52)" in person.screen
