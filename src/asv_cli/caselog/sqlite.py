"""The case log in one SQLite file: private, and safe with many processes writing at once.

It stays on the rollback journal: WAL does not work on network drives, and SQLite before 3.51.3
can corrupt a database when the WAL is reset.
"""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from asv_cli.caselog.faults import StoreError
from asv_cli.caselog.place import make_private
from asv_cli.caselog.schema import SQLITE, STEPS, steps_after
from asv_cli.caselog.sql import SqlStore

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_REMEDIES = {  # by the beginning of SQLite's own name for the error; the first that fits
    "SQLITE_BUSY": ("is in use by another program", "Close that program, or try again later."),
    "SQLITE_LOCKED": ("is in use by another program", "Close that program, or try again later."),
    "SQLITE_FULL": ("cannot grow: the disk is full", "Free some space and try again."),
    "SQLITE_READONLY": ("cannot be written", "Make the file and its folder writable for you."),
    "SQLITE_CANTOPEN": ("cannot be opened", "Make the file and its folder writable for you."),
    "SQLITE_PERM": ("cannot be opened", "Make the file and its folder writable for you."),
    "SQLITE_NOTADB": ("is damaged", "Move the file away and keep it; asv begins a new one."),
    "SQLITE_CORRUPT": ("is damaged", "Move the file away and keep it; asv begins a new one."),
    "SQLITE_IOERR": ("cannot be read or written: the disk failed or is full", "Check the disk."),
}


class SqliteStore(SqlStore):
    """A log in a file.

    Args:
        path: the database file, created private when missing; None for an empty log in memory,
            which reading commands use so that looking creates nothing.
        timeout: seconds to wait for another process to finish writing.

    Raises:
        StoreError: the file cannot be used; it is left as it is.
    """

    def __init__(self, path: Path | None, timeout: float = 10) -> None:
        self.path = path
        with self._guarded():
            if path:
                make_private(path)
            self._connection = sqlite3.connect(
                path or ":memory:", timeout=timeout, isolation_level=None
            )
        try:
            with self._guarded():
                self._prepare()
        except BaseException:
            self._connection.close()
            raise

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def _prepare(self) -> None:
        self._connection.execute("PRAGMA foreign_keys = ON")
        # What is scrubbed or forgotten is overwritten, not only unlinked.
        self._connection.execute("PRAGMA secure_delete = ON").fetchall()
        if self._version() != len(STEPS):
            with self._writing():
                for statement in steps_after(self._version(), SQLITE):
                    self._connection.execute(statement)
                self._connection.execute(f"PRAGMA user_version = {len(STEPS)}")

    def _version(self) -> int:
        return int(self._connection.execute("PRAGMA user_version").fetchone()[0])

    def _refuse_truncated(self) -> None:
        """Refuse to write into a file that lost its end; SQLite takes part of a page for whole."""
        pages = self._connection.execute("PRAGMA page_count").fetchone()[0]
        size = self._connection.execute("PRAGMA page_size").fetchone()[0]
        if self.path and 0 < self.path.stat().st_size < pages * size:  # a new file is empty
            raise StoreError(
                f"The case log '{self.path}' is damaged: its end is missing. "
                f"{_REMEDIES['SQLITE_CORRUPT'][1]}"
            )

    def _rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        with self._guarded():
            return self._connection.execute(sql, values).fetchall()

    def _change(self, sql: str, *values: Any) -> int:
        with self._guarded():
            return self._connection.execute(sql, values).rowcount

    def _insert(self, sql: str, *values: Any) -> int:
        with self._guarded():
            return self._connection.execute(sql, values).lastrowid or 0

    def _each(self, sql: str, rows: Sequence[tuple[Any, ...]]) -> None:
        with self._guarded():
            self._connection.executemany(sql, rows)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        with self._guarded():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                self._refuse_truncated()
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:  # a full disk has rolled back already
                    with suppress(sqlite3.Error):
                        self._connection.execute("ROLLBACK")
                raise

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise StoreError(
                f"The case log '{self.path}' cannot be opened ({error.strerror}). "
                "Make the file and its folder writable for you."
            ) from error
        except sqlite3.Error as error:
            raise StoreError(self._sentence(error)) from error

    def _sentence(self, error: sqlite3.Error) -> str:
        name = getattr(error, "sqlite_errorname", "")
        for start, (what, remedy) in _REMEDIES.items():
            if name.startswith(start):
                return f"The case log '{self.path}' {what} ({error}). {remedy}"
        return f"The case log '{self.path}' failed ({error}). Move the file away and keep it."
