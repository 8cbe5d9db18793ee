"""Where the case log is, and that only its owner can read it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

SCHEMES = ("postgresql://", "postgres://")


def log_place(env: Mapping[str, str] | None = None) -> str | Path:
    """Return the server's address (`ASV_DATABASE_URL`), or else the path of the database file."""
    env = os.environ if env is None else env
    return env.get("ASV_DATABASE_URL") or data_folder(env) / "log.sqlite3"


def data_folder(env: Mapping[str, str]) -> Path:
    """Return `$ASV_HOME`, `$XDG_DATA_HOME/asv` or `~/.local/share/asv`, in this order."""
    if env.get("ASV_HOME"):
        return Path(env["ASV_HOME"]).expanduser()
    shared = Path(env.get("XDG_DATA_HOME") or "")
    if not shared.is_absolute():  # the XDG specification: ignore a relative path
        shared = Path.home() / ".local" / "share"
    return shared / "asv"


def make_private(path: Path) -> None:
    """Create the file (0600) and its folder (0700) before SQLite would, with everyone's rights.

    A file that others can read, from a backup or an older program, is closed to them.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        os.close(os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600))
    except PermissionError:
        if not path.exists():
            raise
        return  # a log that may only be read can still be read
    info = path.stat()
    if info.st_mode & 0o077 and info.st_uid == os.geteuid():
        path.chmod(0o600)
