"""Whatever breaks, recording says so in one sentence, and what was stored stays stored."""

from __future__ import annotations

import os
import random
import resource
import select
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from asv_cli.caselog import StoreError, open_store, record, sqlite
from asv_cli.caselog.place import data_folder, log_place
from caselog_kit import ENTRY, ORDER, entry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from asv_cli.errors import Problem

pytest_plugins = ["caselog_fixtures"]
NOBODY = 65534
assert sqlite  # loaded before a test gives its rights away


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "log.sqlite3"


def _fill(path: Path, count: int) -> bytes:
    with open_store(path) as store:
        store.add_many(entry(agent=str(number)) for number in range(count))
    return path.read_bytes()


def _agents(place: str | Path) -> list[str]:
    with open_store(place) as store:
        return [each.entry.agent for each in store.every()]


def _is_one_clear_sentence(fault: Problem | None, words: str) -> None:
    assert fault is not None
    assert fault.severity == "warning"
    assert fault.message.startswith("This draft may be missing in the log. ")
    assert words in fault.message
    assert "\n" not in str(fault)
    assert str(fault).endswith(".")


WRITE_FOREVER = """
import sys
sys.path.insert(0, sys.argv[3])
from caselog_kit import entry
from asv_cli.caselog import record
number = 0
while True:
    fault = record(entry(agent=f"{sys.argv[2]}-{number}"), sys.argv[1])
    assert fault is None, fault
    print(number, flush=True)
    number += 1
"""
ROUNDS = 20


def test_kill_9_in_the_middle_of_writes_loses_and_doubles_nothing(place: str | Path) -> None:
    said: set[str] = set()
    chance = random.Random(6)  # noqa: S311 - any moment will do
    for round_ in range(ROUNDS):
        command = [sys.executable, "-c", WRITE_FOREVER, str(place), str(round_)]
        with subprocess.Popen(
            [*command, str(Path(__file__).parent)], stdout=subprocess.PIPE, text=True
        ) as writer:
            assert writer.stdout
            for _ in range(chance.randrange(1, 12)):
                said.add(f"{round_}-{writer.stdout.readline().strip()}")
            signal.sigtimedwait([], chance.random() / 100)  # land somewhere in a write
            os.kill(writer.pid, signal.SIGKILL)
            said.update(f"{round_}-{line.strip()}" for line in writer.stdout)
    with open_store(place) as store:
        logged = list(store.every())
    agents = [each.entry.agent for each in logged]
    assert len(agents) == len(set(agents))
    assert said <= set(agents)
    # A draft can be stored and its writer killed before it could say so: one a round at most.
    assert len(set(agents) - said) <= ROUNDS
    assert all(each.entry == entry(agent=each.entry.agent) for each in logged)
    if isinstance(place, Path):
        with closing(sqlite3.connect(place)) as plain:
            assert plain.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


@pytest.mark.parametrize("share", [0.02, 0.1, 0.33, 0.5, 0.75, 0.9, 0.99])
def test_a_truncated_database_is_left_as_it_is(log: Path, share: float) -> None:
    whole = _fill(log, 300)
    part = whole[: int(len(whole) * share)]
    log.write_bytes(part)
    _is_one_clear_sentence(record(ENTRY, log), "is damaged")
    assert log.read_bytes() == part


def test_a_file_that_is_no_database_is_left_as_it_is(log: Path) -> None:
    log.write_text("Dear diary,\n" * 100)
    _is_one_clear_sentence(record(ENTRY, log), "Move the file away and keep it")
    assert log.read_text() == "Dear diary,\n" * 100


def test_scrambled_pages_never_raise(log: Path) -> None:
    whole = bytearray(_fill(log, 300))
    chance = random.Random(9)  # noqa: S311
    for page in range(4096, len(whole), 4096):
        broken = bytearray(whole)
        broken[page : page + 200] = chance.randbytes(200)
        log.write_bytes(broken)
        fault = record(ENTRY, log)
        assert fault is None or "is damaged" in fault.message


def test_a_locked_database_is_said_to_be_in_use(log: Path) -> None:
    before = _fill(log, 3)
    with closing(sqlite3.connect(log, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        _is_one_clear_sentence(record(ENTRY, log, timeout=0.05), "is in use by another program")
    assert log.read_bytes() == before


def test_on_a_full_disk_nothing_stored_is_lost(log: Path) -> None:
    with _small_disk() as disk:
        path = (disk or log.parent) / "log.sqlite3"
        stored = 0
        with _file_limit(None if disk else 400_000):
            while (fault := record(entry(agent=str(stored)), path)) is None:
                stored += 1
            _is_one_clear_sentence(fault, "full")
            _is_one_clear_sentence(record(ENTRY, path), "full")
        assert stored > 100
        assert _agents(path) == [str(number) for number in range(stored)]


def test_at_a_file_size_limit_nothing_stored_is_lost_and_writing_goes_on_after(log: Path) -> None:
    size = len(_fill(log, 50))
    with _file_limit(size):
        stored = 50
        while (fault := record(entry(agent=str(stored)), log)) is None:
            stored += 1
    _is_one_clear_sentence(fault, "full")
    assert record(entry(agent=str(stored)), log) is None
    assert _agents(log) == [str(number) for number in range(stored + 1)]


def test_a_disk_without_room_for_a_new_log_is_said_so(log: Path) -> None:
    with _file_limit(0):
        _is_one_clear_sentence(record(ENTRY, log), "full")
    assert record(ENTRY, log) is None


def test_a_read_only_folder_is_said_so() -> None:
    with _folder_of_others() as folder:
        fault = _as_nobody(lambda: record(ENTRY, folder / "new.sqlite3"))
        assert "cannot be opened (Permission denied)" in fault
        assert "Make the file and its folder writable for you." in fault


def test_a_folder_that_cannot_be_made_is_said_so() -> None:
    with _folder_of_others() as folder:
        fault = _as_nobody(lambda: record(ENTRY, folder / "asv" / "log.sqlite3"))
        assert "cannot be opened (Permission denied)" in fault


def test_a_read_only_log_can_be_read_and_is_not_written() -> None:
    with _folder_of_others() as folder:
        path = folder / "log.sqlite3"
        before = _fill(path, 3)
        path.chmod(0o444)
        fault = _as_nobody(lambda: record(ENTRY, path))
        assert "cannot be" in fault
        assert _as_nobody(lambda: _agents(path)) == "['0', '1', '2']"
        assert path.read_bytes() == before


def test_a_writable_log_in_a_read_only_folder_is_said_so() -> None:
    with _folder_of_others() as folder:
        path = folder / "log.sqlite3"
        before = _fill(path, 3)
        path.chmod(0o666)
        fault = _as_nobody(lambda: record(ENTRY, path))
        assert "Make the file and its folder writable for you." in fault
        assert path.read_bytes() == before


def test_a_folder_in_the_place_of_the_log_is_said_so(log: Path) -> None:
    log.mkdir()
    _is_one_clear_sentence(record(ENTRY, log), "cannot be opened")


def test_a_server_that_is_not_there_is_said_so() -> None:
    pytest.importorskip("psycopg")
    with socket.socket() as probe:  # bound and not listening: nobody answers here
        probe.bind(("127.0.0.1", 0))
        address = f"postgresql://asv:geheim@127.0.0.1:{probe.getsockname()[1]}/shop"
        fault = record(ENTRY, address)
    _is_one_clear_sentence(fault, "cannot be used")
    assert "geheim" not in str(fault)


def test_a_server_that_never_answers_is_given_up() -> None:
    pytest.importorskip("psycopg")
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"postgresql://asv@127.0.0.1:{silent.getsockname()[1]}/shop?connect_timeout=1"
        _is_one_clear_sentence(record(ENTRY, address), "cannot be used")


def test_a_table_locked_on_the_server_is_given_up(server: str) -> None:
    import psycopg

    with open_store(server) as store:
        store.purge("9999")
    with psycopg.connect(server) as other:
        other.execute("LOCK TABLE asv_drafts IN EXCLUSIVE MODE")
        _is_one_clear_sentence(record(ENTRY, server, timeout=0.1), "did not answer in time")
    assert _agents(server) == []


def test_a_slow_server_is_given_up(server: str) -> None:
    slow = open_store(server, timeout=0.1, brief=True)
    with slow, pytest.raises(StoreError, match="did not answer in time"):
        slow._rows("SELECT pg_sleep(60)")  # type: ignore[attr-defined]


def test_a_server_that_falls_silent_in_the_middle_is_given_up(
    server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("asv_cli.caselog.store._GRACE", 1)
    with _deaf_from(server, b"INSERT INTO asv_drafts") as deaf:
        _is_one_clear_sentence(record(ENTRY, deaf, timeout=1), "fell silent")


def test_a_connection_cut_in_the_middle_is_said_so(server: str) -> None:
    with _deaf_from(server, b"INSERT INTO asv_drafts", cut=True) as deaf:
        _is_one_clear_sentence(record(ENTRY, deaf), "cannot be used")


def test_a_text_no_database_takes_is_said_so(place: str | Path) -> None:
    for text in ("lone \udcff surrogate",):
        _is_one_clear_sentence(record(entry(product=text), place), "cannot be stored")
    with open_store(place) as store:
        assert list(store.every()) == []


def test_an_unknown_home_is_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown() -> Path:
        raise RuntimeError("Could not determine home directory.")

    for name in ("ASV_HOME", "XDG_DATA_HOME", "ASV_DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(Path, "home", unknown)
    _is_one_clear_sentence(record(ENTRY), "Check the product, the order and ASV_HOME.")


def test_a_user_without_the_right_is_told_whom_to_ask(server: str) -> None:
    import psycopg

    with open_store(server), psycopg.connect(server) as owner:
        owner.execute("DROP ROLE IF EXISTS guest")
        owner.execute("CREATE ROLE guest LOGIN")
    guest = server.replace("asv@", "guest@")
    _is_one_clear_sentence(record(ENTRY, guest), "Ask its owner for the right")


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("postgresql://asv:geheim@127.0.0.1:port/shop", "cannot be used"),
        ("postgresql://asv:ge%zzheim@host/shop", "no PostgreSQL address"),
        ("postgresql://asv:geheim@host/shop?nonsense=1", "no PostgreSQL address"),
        ("mysql://asv:geheim@host/shop", "begins with 'mysql://'"),
    ],
)
def test_a_wrong_address_is_said_so_without_its_password(address: str, words: str) -> None:
    pytest.importorskip("psycopg")
    fault = record(ENTRY, address)
    _is_one_clear_sentence(fault, words)
    assert "heim" not in str(fault)


def test_a_missing_driver_is_named_with_its_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    monkeypatch.delitem(sys.modules, "asv_cli.caselog.postgres", raising=False)
    fault = record(ENTRY, "postgresql://asv@localhost/shop")
    _is_one_clear_sentence(fault, "pip install 'asv-cli[postgres]'")


def test_a_python_without_sqlite_is_said_so(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "asv_cli.caselog.sqlite", None)
    _is_one_clear_sentence(record(ENTRY, log), "has no sqlite3 module")


def test_the_way_to_a_far_server_is_encrypted_unless_said_otherwise(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pytest.importorskip("psycopg")
    from asv_cli.caselog.postgres import _parts

    monkeypatch.delenv("PGSSLMODE", raising=False)
    assert _parts("postgresql://asv@db.shop.example/shop")["sslmode"] == "require"
    assert _parts("postgresql://asv@db.shop.example/shop?sslmode=disable")["sslmode"] == "disable"
    assert "sslmode" not in _parts("postgresql://asv@localhost/shop")
    assert "sslmode" not in _parts("postgresql:///shop?host=/run/postgresql")


def test_file_and_folder_are_private_whatever_the_umask(tmp_path: Path) -> None:
    path = tmp_path / "new" / "log.sqlite3"
    old = os.umask(0)
    try:
        assert record(ENTRY, path) is None
    finally:
        os.umask(old)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_the_file_is_private_from_its_first_moment(
    log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "chmod", lambda *_: None)
    old = os.umask(0)
    try:
        assert record(ENTRY, log) is None
    finally:
        os.umask(old)
    assert log.stat().st_mode & 0o777 == 0o600


def test_a_log_that_others_could_read_is_closed_to_them(log: Path) -> None:
    _fill(log, 1)
    log.chmod(0o644)
    assert record(ENTRY, log) is None
    assert log.stat().st_mode & 0o777 == 0o600


def test_what_is_forgotten_is_no_longer_in_the_file(log: Path) -> None:
    with open_store(log) as store:
        store.add_many([ENTRY] * 3)
    assert ORDER.encode() in log.read_bytes()
    with open_store(log) as store:
        store.forget(ORDER)
    assert ORDER.encode() not in log.read_bytes()


def test_what_is_scrubbed_is_no_longer_in_the_file(log: Path) -> None:
    with open_store(log) as store:
        store.add_many([ENTRY] * 3)
        store.scrub("9999")
    assert ORDER.encode() not in log.read_bytes()


def test_the_place_follows_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/mei")
    local = Path("/home/mei/.local/share/asv")
    assert log_place({}) == local / "log.sqlite3"
    assert data_folder({"XDG_DATA_HOME": "/data"}) == Path("/data/asv")
    assert data_folder({"XDG_DATA_HOME": "not/absolute"}) == local
    assert data_folder({"XDG_DATA_HOME": "/data", "ASV_HOME": "~/shop"}) == Path("/home/mei/shop")
    assert log_place({"ASV_DATABASE_URL": "postgresql://h/d"}) == "postgresql://h/d"


def test_looking_into_a_log_that_is_not_there_creates_nothing(tmp_path: Path) -> None:
    with open_store(tmp_path / "new" / "log.sqlite3", create=False) as store:
        assert store.latest(5) == []
    assert list(tmp_path.iterdir()) == []


def test_an_entry_that_cannot_be_stored_leaves_the_log_whole(log: Path) -> None:
    with open_store(log) as store:
        with pytest.raises(StoreError):
            store.add(entry(scenario=None))
        store.add(ENTRY)
        assert len(list(store.every())) == 1


@contextmanager
def _deaf_from(server: str, word: bytes, *, cut: bool = False) -> Iterator[str]:
    """Stand between a client and the server, and pass nothing on from a certain word."""
    port = int(server.partition(":")[2].rpartition(":")[2].partition("/")[0])
    front = socket.create_server(("127.0.0.1", 0))
    done = threading.Event()

    def forward() -> None:
        client, _ = front.accept()
        back = socket.create_connection(("127.0.0.1", port))
        other = {client: back, back: client}
        with client, back:
            while ready := select.select([client, back], [], [], 60)[0]:
                data = ready[0].recv(65536)
                if word in data:
                    break
                if not data:
                    return
                other[ready[0]].sendall(data)
            done.wait(0 if cut else 60)

    relay = threading.Thread(target=forward)
    relay.start()
    try:
        yield server.replace(str(port), str(front.getsockname()[1]))
    finally:
        done.set()
        relay.join()
        front.close()


@contextmanager
def _small_disk() -> Iterator[Path | None]:
    """Mount 512 KiB of memory as a disk; yield None where that is not allowed."""
    with tempfile.TemporaryDirectory() as folder:
        mount = ["mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", folder]
        if os.geteuid() or subprocess.run(mount, check=False, capture_output=True).returncode:
            yield None
            return
        try:
            yield Path(folder)
        finally:
            subprocess.run(["umount", folder], check=True)


@contextmanager
def _file_limit(size: int | None) -> Iterator[None]:
    if size is None:
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@contextmanager
def _folder_of_others() -> Iterator[Path]:
    """Yield a folder that user `nobody` may enter and read, and not write."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


def _as_nobody(call: Callable[[], object]) -> str:
    """Return what a call gives, as text, made in a process without root's rights."""
    if os.geteuid():
        pytest.skip("only root can give its rights away, and without root modes hold anyway")
    reader, writer = os.pipe()
    if (child := os.fork()) == 0:
        try:
            os.setgroups([])
            os.setgid(NOBODY)
            os.setuid(NOBODY)
            os.write(writer, str(call()).encode())
        except BaseException as error:  # noqa: BLE001 - the parent reports it
            os.write(writer, repr(error).encode())
        finally:
            os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as pipe:
        said = pipe.read()
    os.waitpid(child, 0)
    return said
