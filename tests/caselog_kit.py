"""Entries to log, and a PostgreSQL server of one's own, for the tests of the case log."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from asv_cli.caselog import Entry, Offer
from asv_cli.model import Due

if TYPE_CHECKING:
    from collections.abc import Iterator

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
ORDER = "302-1234567-1234567"

ENTRY = Entry(
    time="2026-11-20T09:30:00Z",
    scenario="damaged",
    outcome="offer-new-first",
    answers={"photos": "clear", "cause": "transport", "price_level": "low"},
    offers=(Offer("replacement"), Offer("partial-refund", Decimal("5.00"), "USD")),
    product="KETTLE-1",
    marketplace="us",
    order=ORDER,
    language="en",
    scenario_hash="0123456789abcdef",
    template_hash="fedcba9876543210",
    agent="mei",
    follow_ups=(Due("2026-11-23", "Ask again which option the buyer prefers."),),
)


def entry(**changes: Any) -> Entry:
    return ENTRY._replace(**changes)


def run_postgres(folder: Path) -> Iterator[str]:
    """Start a cluster in a folder as an unprivileged user, yield its address, stop it."""
    binaries = _binaries()
    folder.mkdir(mode=0o700)
    as_user: list[str | Path] = []
    if os.geteuid() == 0:  # the server refuses to run as root
        as_user = [shutil.which("runuser") or "/usr/sbin/runuser", "-u", "postgres", "--"]
        shutil.chown(folder, "postgres", "postgres")
    data, port = folder / "data", _free_port()
    initdb: list[str | Path] = [
        binaries / "initdb",
        "-D",
        data,
        "-U",
        "asv",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "-N",
    ]
    _quietly([*as_user, *initdb])
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
    control: list[str | Path] = [
        *as_user,
        binaries / "pg_ctl",
        "-D",
        data,
        "-w",
        "-l",
        folder / "log",
    ]
    _quietly([*control, "-o", options, "start"])
    try:
        yield f"postgresql://asv@127.0.0.1:{port}/postgres"
    finally:
        _quietly([*control, "-m", "immediate", "stop"])


def _quietly(command: list[str | Path]) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/")


def why_no_postgres() -> str:
    """Return why the tests on a server cannot run here; nothing when they can."""
    try:
        import psycopg  # noqa: F401
    except ImportError:
        return "psycopg is not installed (pip install 'asv-cli[postgres]')"
    if not _binaries().is_dir():
        return "no PostgreSQL server is installed (run .ci/postgres as root)"
    return ""


def _binaries() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    return found[-1] if found else Path("/nonexistent")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
