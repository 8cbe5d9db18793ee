"""The cache never answers with what has changed, and never trusts a folder that is not ours."""

from __future__ import annotations

import os
import pickle
import stat
from typing import TYPE_CHECKING

import pytest

from asv_cli.loader.cache import remembered

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "source.yaml"
    path.write_text("one", encoding="utf-8")
    return path


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("ASV_NO_CACHE", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "asv"


class Maker:
    """Counts how often it was asked."""

    def __init__(self, source: Path) -> None:
        self.source, self.calls = source, 0

    def __call__(self) -> str:
        self.calls += 1
        return self.source.read_text(encoding="utf-8")


@pytest.mark.usefixtures("folder")
def test_a_value_is_made_once_while_its_source_stays(source: Path) -> None:
    make = Maker(source)
    assert remembered("x", [source], make) == remembered("x", [source], make) == "one"
    assert make.calls == 1


@pytest.mark.usefixtures("folder")
def test_a_changed_source_is_read_again(source: Path) -> None:
    make = Maker(source)
    remembered("x", [source], make)
    source.write_text("two!", encoding="utf-8")
    assert remembered("x", [source], make) == "two!"


@pytest.mark.usefixtures("folder")
def test_a_source_written_over_with_its_old_time_is_read_again(source: Path) -> None:
    make = Maker(source)
    before = source.stat()
    remembered("x", [source], make)
    source.write_text("two", encoding="utf-8")
    os.utime(source, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert remembered("x", [source], make) == "two"


@pytest.mark.usefixtures("folder")
def test_a_source_of_the_same_size_and_time_in_another_file_is_read_again(source: Path) -> None:
    make = Maker(source)
    remembered("x", [source], make)
    times = source.stat()
    other = source.with_name("new")
    other.write_text("two", encoding="utf-8")
    os.utime(other, ns=(times.st_atime_ns, times.st_mtime_ns))
    other.replace(source)
    assert remembered("x", [source], make) == "two"


@pytest.mark.usefixtures("folder")
def test_a_source_that_appears_or_goes_is_noticed(source: Path) -> None:
    make = Maker(source)
    extra = source.with_name("extra.yaml")
    remembered("x", [source, extra], make)
    extra.write_text("", encoding="utf-8")
    remembered("x", [source, extra], make)
    assert make.calls == 2


def test_entries_and_their_folder_are_the_users_alone(source: Path, folder: Path) -> None:
    remembered("x", [source], Maker(source))
    (entry,) = folder.iterdir()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(entry.stat().st_mode) == 0o600


def test_a_folder_others_may_write_to_is_not_trusted(source: Path, folder: Path) -> None:
    folder.mkdir(parents=True)
    folder.chmod(0o777)
    make = Maker(source)
    remembered("x", [source], make)
    remembered("x", [source], make)
    assert make.calls == 2
    assert not list(folder.iterdir())


@pytest.mark.parametrize("content", [b"", b"garbage", pickle.dumps(("other", "stale"))])
def test_a_damaged_entry_is_made_anew(source: Path, folder: Path, content: bytes) -> None:
    make = Maker(source)
    remembered("x", [source], make)
    (entry,) = folder.iterdir()
    entry.write_bytes(content)
    assert remembered("x", [source], make) == "one"
    assert make.calls == 2


def test_one_variable_does_without(
    source: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASV_NO_CACHE", "1")
    assert remembered("x", [source], Maker(source)) == "one"
    assert not folder.exists()


def test_what_fails_to_be_made_is_not_kept(source: Path, folder: Path) -> None:
    def fail() -> str:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        remembered("x", [source], fail)
    assert not list(folder.iterdir())


def test_a_home_that_cannot_be_written_is_no_fault(
    source: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.parent.write_text("a file is in the way", encoding="utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder.parent))
    assert remembered("x", [source], Maker(source)) == "one"
