"""The case log on a PostgreSQL server, for a team: psycopg 3, from `asv-cli[postgres]`."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, ClassVar

import psycopg
from psycopg.conninfo import conninfo_to_dict

from asv_cli.caselog.faults import StoreError
from asv_cli.caselog.schema import POSTGRES, STEPS, steps_after
from asv_cli.caselog.sql import SqlStore

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_LOCK = 4_707_311  # any number, the same for every asv: one program at a time changes the tables
_CONNECT_SECONDS = 3


class PostgresStore(SqlStore):
    """A log on a server.

    Args:
        url: `postgresql://user@host:5432/name`, with any parameter libpq knows.
        timeout: seconds to wait for a lock, and for the answer to each statement when `brief`.
        brief: give up on a slow server, as at the end of a draft.

    Raises:
        StoreError: the server cannot be used. Its sentence never holds the password.
    """

    no_limit: ClassVar[int | None] = None
    skip_locked: ClassVar[str] = " FOR UPDATE SKIP LOCKED"

    def __init__(self, url: str, timeout: float = 10, *, brief: bool = False) -> None:
        parts = _parts(url)
        self._place = f"{parts.get('host') or 'the local server'}/{parts.get('dbname') or ''}"
        milliseconds = int(timeout * 1000)
        parts.setdefault("connect_timeout", _CONNECT_SECONDS)
        parts.setdefault("tcp_user_timeout", milliseconds)
        with self._guarded():
            # No prepared statements: they break behind a pooler, and each runs once here.
            self._connection = psycopg.connect(autocommit=True, prepare_threshold=None, **parts)
        try:
            self._limit("lock_timeout", milliseconds)
            if brief:
                self._limit("statement_timeout", milliseconds)
            self._prepare()
        except BaseException:
            self._connection.close()
            raise

    def close(self) -> None:
        """Let go of the server."""
        self._connection.close()

    def _limit(self, name: str, milliseconds: int) -> None:
        # Not by the `options` of the connection: poolers refuse them.
        self._rows("SELECT set_config(?, ?, false)", name, str(milliseconds))

    def _prepare(self) -> None:
        if self._version() != len(STEPS):
            with self._writing():
                self._rows(f"SELECT pg_advisory_xact_lock({_LOCK})")
                version = self._version()
                statements = steps_after(version, POSTGRES)
                if version == 0:
                    statements.insert(0, "CREATE TABLE asv_schema (version INTEGER NOT NULL)")
                    statements.append("INSERT INTO asv_schema VALUES (0)")
                for statement in [*statements, f"UPDATE asv_schema SET version = {len(STEPS)}"]:  # noqa: S608
                    self._change(statement)

    def _version(self) -> int:
        # Not to_regclass: it may remember that the table was missing a moment ago.
        if not self._rows(
            "SELECT 1 FROM pg_class WHERE relname = 'asv_schema' AND pg_table_is_visible(oid)"
        ):
            return 0
        return int(self._rows("SELECT version FROM asv_schema")[0][0])

    def _rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        with self._guarded():
            return self._connection.execute(_spelled(sql), values).fetchall()

    def _change(self, sql: str, *values: Any) -> int:
        with self._guarded():
            return self._connection.execute(_spelled(sql), values).rowcount

    def _insert(self, sql: str, *values: Any) -> int:
        return int(self._rows(sql + " RETURNING id", *values)[0][0])

    def _each(self, sql: str, rows: Sequence[tuple[Any, ...]]) -> None:
        with self._guarded(), self._connection.cursor() as cursor:
            cursor.executemany(_spelled(sql), rows)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        with self._guarded(), self._connection.transaction():
            yield

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        try:
            yield
        except psycopg.errors.InsufficientPrivilege as error:
            raise StoreError(
                f"The case log on {self._place} refuses this ({_first_line(error)}). "
                "Ask its owner for the right to read and write the tables asv_*."
            ) from error
        except (psycopg.errors.LockNotAvailable, psycopg.errors.QueryCanceled) as error:
            raise StoreError(
                f"The case log on {self._place} did not answer in time. Try again later."
            ) from error
        except psycopg.Error as error:
            raise StoreError(
                f"The case log on {self._place} cannot be used ({_first_line(error)}). "
                "Check ASV_DATABASE_URL and that the server runs."
            ) from error


def _parts(url: str) -> dict[str, Any]:
    """Return the parameters of an address, encrypted unless it says otherwise or is local.

    Personal data is never sent unprotected (amazon-rules R134), and libpq's own default falls
    back to plain text when the server does not encrypt.
    """
    try:
        parts = dict(conninfo_to_dict(url))
    except psycopg.Error:
        raise StoreError(  # the driver's own words would show the password
            "ASV_DATABASE_URL is no PostgreSQL address. "
            "Write it like postgresql://user@host:5432/name."
        ) from None
    host = str(parts.get("host") or os.environ.get("PGHOST", ""))
    local = all(each in {"", "localhost", "127.0.0.1", "::1"} or each.startswith(("/", "@"))
                for each in host.split(","))  # fmt: skip
    if not local and "PGSSLMODE" not in os.environ:
        parts.setdefault("sslmode", "require")
    return parts


def _spelled(sql: str) -> bytes:
    return sql.replace("?", "%s").encode()


def _first_line(error: psycopg.Error) -> str:
    return str(error).strip().partition("\n")[0]
