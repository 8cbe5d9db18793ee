"""Fixtures of the case log's tests: an empty log in a file, and on a real server."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from asv_cli.caselog import open_store
from caselog_kit import run_postgres, why_no_postgres

if TYPE_CHECKING:
    from collections.abc import Iterator

    from asv_cli.caselog import Store


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """Start one PostgreSQL server for all tests."""
    if reason := why_no_postgres():
        pytest.skip(reason)
    # Not in tmp_path: the server's own user cannot enter the folders pytest makes.
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield from run_postgres(Path(folder) / "pg")


@pytest.fixture(params=["sqlite", "postgres"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str | Path:
    """Return where an empty log may be: a file, then a database on the server."""
    if request.param == "sqlite":
        return tmp_path / "asv" / "log.sqlite3"
    address: str = request.getfixturevalue("server")
    _empty(address)
    return address


@pytest.fixture
def store(place: str | Path) -> Iterator[Store]:
    """Open the empty log."""
    with open_store(place) as opened:
        yield opened


def _empty(address: str) -> None:
    import psycopg

    with psycopg.connect(address) as connection:
        connection.execute(
            "DROP TABLE IF EXISTS asv_offers, asv_follow_ups, asv_drafts, asv_schema, asv_new"
        )
