"""Unfinished drafts: what is kept, for whom, and for how long."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from asv_cli.state import SECONDS, Drawer, Unfinished, drawer, keepable
from terminal_kit import case_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Result


def draft(scenario: str = "damaged") -> Unfinished:
    return Unfinished(scenario, "en", "US", "", {"photos": "none"})


@pytest.mark.parametrize(
    ("environ", "place"),
    [
        ({"ASV_HOME": "/a", "XDG_STATE_HOME": "/s"}, "/a/state/unfinished"),
        ({"XDG_STATE_HOME": "/s", "HOME": "/h"}, "/s/asv/unfinished"),
        ({"HOME": "/h"}, "/h/.local/state/asv/unfinished"),
    ],
)
def test_the_users_state_folder_is_used(environ: dict[str, str], place: str) -> None:
    assert str(drawer(environ).folder) == place
    assert drawer(environ, wanted=False).folder is None
    assert drawer({}).folder is None


def test_what_is_kept_comes_back_and_can_be_dropped(tmp_path: Path) -> None:
    place = Drawer(tmp_path / "a" / "b")
    place.keep(draft())
    assert place.latest() == draft()
    assert place.latest("lost") is None
    assert (tmp_path / "a" / "b" / "damaged.json").stat().st_mode & 0o777 == 0o600
    assert [p.name for p in (tmp_path / "a" / "b").iterdir()] == ["damaged.json"]
    place.drop("damaged")
    place.drop("damaged")
    assert place.latest() is None


def test_the_newest_draft_is_taken_up(tmp_path: Path) -> None:
    place = Drawer(tmp_path)
    place.keep(draft("damaged"))
    place.keep(draft("lost"))
    past = time.time() - 60
    os.utime(tmp_path / "lost.json", (past, past))
    found = place.latest()
    assert found is not None
    assert found.scenario == "damaged"


def test_after_a_day_a_draft_is_gone(tmp_path: Path) -> None:
    folder = tmp_path / "unfinished"
    place = Drawer(folder)
    place.keep(draft())
    (folder / ".half-written").write_text("x", encoding="utf-8")
    past = time.time() - SECONDS - 5
    for path in folder.iterdir():
        os.utime(path, (past, past))
    place.sweep()
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"schema": 2}', '{"schema": 1}', '{"schema": 1, "answers": []}']
)
def test_a_broken_draft_is_no_draft(text: str, tmp_path: Path) -> None:
    (tmp_path / "damaged.json").write_text(text, encoding="utf-8")
    assert Drawer(tmp_path).latest() is None


def test_a_folder_that_cannot_be_written_costs_only_the_way_back(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    Drawer(tmp_path / "file" / "x").keep(draft())
    Drawer(tmp_path / "file" / "x").drop("damaged")
    assert Drawer(tmp_path / "file" / "x").latest() is None


def test_names_texts_and_order_ids_are_never_kept() -> None:
    shared = case_of().shared
    answers = dict.fromkeys(shared.fields, "1") | {"photos": "none"}
    kept = keepable(answers, shared)
    assert not {"buyer_name", "order_id", "product", "tracking_number", "offer_made"} & kept.keys()
    assert {"photos", "refund_amount", "ship_date"} <= kept.keys()


def test_nothing_to_take_up_is_said(asv: Callable[..., Result]) -> None:
    done = asv("draft", "damaged", "--resume", "--no-input")
    assert done.code == 2
    assert "There is no unfinished draft of 'damaged' to take up again." in done.err


def test_a_draft_can_be_finished_without_questions(
    asv: Callable[..., Result],
) -> None:
    place = drawer({"HOME": str(Path.home())})
    place.keep(Unfinished("damaged", "en", "UK", "", {"photos": "none", "fulfilment": "merchant"}))
    given = ("-a", "product=teapot", "-a", "agent_name=A", "-a", "shop_name=S")
    done = asv("draft", "--resume", "--no-input", *given)
    assert done.code == 0, done
    assert "--marketplace UK" in done.err
    assert place.latest() is None
