"""What is read without Typer is read as Typer would."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asv_cli.cli import draft as command
from asv_cli.cli import quick
from asv_cli.cli.app import build
from asv_cli.cli.wanted import Wanted

if TYPE_CHECKING:
    from collections.abc import Sequence

VALUES = ["damaged", "a=b", "x", "2026-11-25", "body", "-", "-x", "--json", "é ü", "", "./f"]
words = st.lists(
    st.sampled_from([*quick.OPTIONS, "--review", "--no-review", "--copy", "--copy=both", "--", "-h",
                     "--lang=fr", "-ax=y", "-qo", "--lan", "--json=1", "--answer=k=v=w", *VALUES]),
    max_size=7,
)  # fmt: skip


def by_typer(words: Sequence[str]) -> Wanted | None:
    """Return what Typer makes of a command line, None where it refuses it or shows help."""
    caught: list[Wanted] = []

    def catch(wanted: Wanted) -> int:
        caught.append(wanted)
        return 0

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(command, "draft", catch)
        try:
            build("draft")(list(words), prog_name="asv", standalone_mode=False)
        except Exception:  # noqa: BLE001 - whatever it does not like
            return None
    return caught[0] if caught else None


@settings(max_examples=500, deadline=None)
@given(words)
def test_what_is_read_is_what_typer_reads(more: list[str]) -> None:
    found = quick.read(["draft", *more])
    if found is not None:
        assert found == by_typer(["draft", *more])


@pytest.mark.parametrize("option", sorted(quick.OPTIONS))
def test_every_option_is_read_alone(option: str) -> None:
    flag = isinstance(Wanted()._asdict()[quick.OPTIONS[option]], bool)
    line = ["draft", "damaged", option, *([] if flag else ["k=v"])]
    found = quick.read(line)
    assert found is not None
    assert found == by_typer(line)
    assert found != Wanted(scenario="damaged")


def test_every_option_of_typer_is_an_option_here() -> None:
    group: Any = __import__("typer").main.get_command(build("draft"))
    there = {
        name for each in group.commands["draft"].params for name in each.opts if name[0] == "-"
    }
    ours = {*quick.OPTIONS, "--review", "--copy", "-h", "--help"}
    assert there <= ours


@pytest.mark.parametrize(
    "line",
    [
        ["scenarios"], [], ["draft", "--help"], ["draft", "damaged", "twice"], ["draft", "-"],
        ["draft", "--lang"], ["draft", "--quiet=1"], ["draft", "--lan", "fr"],
        ["draft", "-qa", "x"],
        ["draft", "--now", "--copy"], ["draft", "--copy"], ["draft", "--no-review"],
        ["draft", "--", "damaged"], ["draft", ""],
    ],
)  # fmt: skip
def test_what_could_mean_two_things_is_left_to_typer(line: list[str]) -> None:
    assert quick.read(line) is None


def test_a_library_named_by_the_environment_is_left_to_typer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("ASV_LIBRARY", "x")
    assert quick.read(["draft", "damaged"]) is None
