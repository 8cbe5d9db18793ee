"""The one interface to a case log, wherever it is, and the one way to record a draft."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, Self

from asv_cli.caselog.entry import LogSettings, utc
from asv_cli.caselog.faults import StoreError
from asv_cli.caselog.place import SCHEMES, log_place
from asv_cli.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from decimal import Decimal

    from asv_cli.caselog.entry import Entry, FollowUp, Logged

_LONGEST = 36_500  # days of retention; a date before the year 1 cannot be counted with
_GRACE = 5  # seconds for connecting and answering, beyond the wait for other writers


class Store(Protocol):
    """A case log. Every method may raise `StoreError`; none leaves half of its work behind.

    Times are UTC text as `entry.utc` writes them.
    """

    def __enter__(self) -> Self: ...
    def __exit__(self, *_: object) -> None: ...

    def close(self) -> None:
        """Let go of the file or the server."""

    def add(self, entry: Entry, *, expired: str = "") -> int:
        """Log a draft and return its number; scrub a few drafts older than `expired`."""

    def add_many(self, entries: Iterable[Entry]) -> int:
        """Log many drafts, all or none, and return how many."""

    def cases(self, order: str) -> list[Logged]:
        """Return the drafts of one order, oldest first."""

    def latest(self, count: int) -> list[Logged]:
        """Return the newest drafts, oldest of them first."""

    def every(self) -> Iterator[Logged]:
        """Yield every draft, oldest first."""

    def due(self, count: int | None = None) -> list[FollowUp]:
        """Return the open follow-ups, the most overdue first; at most `count` of them."""

    def done(self, number: int, when: str) -> str:
        """Close a follow-up; return when it was closed, or nothing when there is none."""

    def purge(self, before: str) -> int:
        """Delete the drafts older than a time and return how many."""

    def forget(self, order: str) -> int:
        """Delete the drafts of an order and return how many."""

    def scrub(self, before: str) -> int:
        """Take order ids and letters out of drafts older than a time; return out of how many."""

    def first(self) -> str:
        """Return the time of the oldest draft, nothing for an empty log."""

    def counts(self, by: Sequence[str], start: str, end: str) -> dict[tuple[str, ...], int]:
        """Return how many drafts each combination of keys has (`tallies.KEYS`)."""

    def money(self, by: str, start: str, end: str) -> dict[tuple[str, str], Decimal]:
        """Return the most that buyers could take up, by key and currency."""

    def options(self, start: str, end: str) -> dict[tuple[str, str], tuple[int, Decimal | None]]:
        """Return count and total of each option in each currency."""

    def used(self, scenarios: Sequence[str]) -> set[str]:
        """Return which of these scenarios were ever drafted."""


def open_store(
    place: str | Path | None = None,
    *,
    timeout: float = 10,
    create: bool = True,
    brief: bool = False,
) -> Store:
    """Open the log at a path or a server's address; by default where the environment says.

    Args:
        place: a path, or `postgresql://…`.
        timeout: seconds to wait for other writers.
        create: begin a file that does not exist; False gives an empty log instead.
        brief: give up on a slow server too.

    Raises:
        StoreError: the log cannot be used.
    """
    place = place or log_place()
    if str(place).startswith(SCHEMES):
        try:
            from asv_cli.caselog.postgres import PostgresStore
        except ImportError as error:
            raise StoreError(
                "ASV_DATABASE_URL needs the PostgreSQL driver, which is not installed. "
                "Install it with: pip install 'asv-cli[postgres]'."
            ) from error
        return PostgresStore(str(place), timeout, brief=brief)
    if "://" in str(place):
        scheme = str(place).partition("://")[0]
        raise StoreError(
            f"ASV_DATABASE_URL begins with '{scheme}://', and only PostgreSQL is known. "
            "Write it like postgresql://user@host:5432/name."
        )
    try:
        from asv_cli.caselog.sqlite import SqliteStore
    except ImportError as error:  # some Pythons are built without it
        raise StoreError(
            "This Python has no sqlite3 module. Install a Python that has it, or set "
            "ASV_DATABASE_URL to a PostgreSQL server."
        ) from error
    path = Path(place)
    return SqliteStore(path if create or path.exists() else None, timeout)


def retention_ends(settings: LogSettings, now: datetime | None = None) -> str:
    """Return the time before which order ids and letters are scrubbed."""
    now = now or datetime.now(UTC)
    days = min(settings.retention_days, _LONGEST)
    return utc(now - timedelta(days=days))


def record(
    entry: Entry,
    place: str | Path | None = None,
    *,
    settings: LogSettings | None = None,
    timeout: float = 10,
) -> Problem | None:
    """Log a finished draft; return the fault as a warning when that fails, and never raise it.

    A full disk, a locked, damaged, read-only or newer database and an unreachable or silent
    server cost `timeout` seconds and a few more at most; the letter is already out. Order ids
    past the retention time are scrubbed in the same transaction.
    """
    settings = settings or LogSettings()
    if not settings.on:
        return None
    try:
        place = place or log_place()
        if str(place).startswith(SCHEMES):
            _within(timeout + _GRACE, lambda: _record(entry, place, settings, timeout))
        else:
            _record(entry, place, settings, timeout)
    except StoreError as fault:
        reason = str(fault)
    except (ValueError, RuntimeError) as error:  # a text no database takes, an unknown home
        reason = f"It cannot be stored ({error}). Check the product, the order and ASV_HOME."
    else:
        return None
    return Problem(
        None, "log.fault", f"This draft may be missing in the log. {reason}", "", "warning"
    )


def _record(entry: Entry, place: str | Path, settings: LogSettings, timeout: float) -> None:
    with open_store(place, timeout=timeout, brief=True) as store:
        store.add(entry, expired=retention_ends(settings))


def _within(seconds: float, work: Callable[[], None]) -> None:
    """Do some work, and stop waiting for it after some seconds.

    A server can take a statement and never answer; its own time limits are no help then, and
    the driver waits for ever.
    """
    from threading import Thread

    faults: list[Exception] = []

    def run() -> None:
        try:
            work()
        except Exception as error:  # noqa: BLE001 - raised again by the thread that waits
            faults.append(error)

    thread = Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    if thread.is_alive():
        raise StoreError("The case log's server fell silent. Try again later.")
    if faults:
        raise faults[0]
