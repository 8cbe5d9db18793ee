"""Unfinished drafts: the answers of interrupted interviews, until finished or a day old.

Buyers' data stay out: only choices, numbers, amounts and dates are kept, no text and no order id,
and never a letter. One file per scenario, which only its owner may read.
"""

from __future__ import annotations

import contextlib
import os
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from asv_cli.model import Shared

SECONDS = 24 * 60 * 60
_SCHEMA = 1
_PERSONAL = {"text", "order-id"}


class Unfinished(NamedTuple):
    """A draft that was begun: what it was for, and the answers given."""

    scenario: str
    language: str
    marketplace: str
    letter: str
    answers: Mapping[str, str]


class Drawer(NamedTuple):
    """The folder of unfinished drafts; None keeps nothing (`--no-state`)."""

    folder: Path | None

    def keep(self, draft: Unfinished) -> None:
        """Write a draft whole, mode 0600; a full disk only costs the way back."""
        if self.folder is None:
            return
        import json

        data = {"schema": _SCHEMA, **{key: getattr(draft, key) for key in _KEYS}}
        data["answers"] = dict(draft.answers)
        with contextlib.suppress(OSError):
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            _write(self.folder / f"{draft.scenario}.json", json.dumps(data))

    def drop(self, scenario: str) -> None:
        """Remove the draft of a scenario, if there is one."""
        if self.folder is not None:
            with contextlib.suppress(OSError):
                (self.folder / f"{scenario}.json").unlink()

    def sweep(self) -> None:
        """Remove what is older than a day."""
        for path in self.folder.glob("*") if self.folder is not None else ():
            with contextlib.suppress(OSError):
                if time.time() - path.stat().st_mtime > SECONDS:
                    path.unlink()

    def latest(self, scenario: str = "") -> Unfinished | None:
        """Return the newest draft, of one scenario if it is named."""
        self.sweep()
        files = [path for path in self._files() if not scenario or path.stem == scenario]
        drafts = (_read(path) for path in sorted(files, key=_age))
        return next((draft for draft in drafts if draft is not None), None)

    def _files(self) -> list[Path]:
        return list(self.folder.glob("*.json")) if self.folder is not None else []


_KEYS = ("scenario", "language", "marketplace", "letter")


def drawer(environ: Mapping[str, str] = os.environ, *, wanted: bool = True) -> Drawer:
    """Return the user's drawer: in ASV_HOME, XDG_STATE_HOME/asv or ~/.local/state/asv."""
    if not wanted:
        return Drawer(None)
    if home := environ.get("ASV_HOME"):
        return Drawer(Path(home) / "state" / "unfinished")
    if state := environ.get("XDG_STATE_HOME"):
        return Drawer(Path(state) / "asv" / "unfinished")
    home = environ.get("HOME") or environ.get("USERPROFILE")
    return Drawer(Path(home) / ".local" / "state" / "asv" / "unfinished" if home else None)


def keepable(answers: Mapping[str, str], shared: Shared) -> dict[str, str]:
    """Return the answers that say nothing about a person."""
    return {
        key: text
        for key, text in answers.items()
        if key not in shared.fields or shared.fields[key].type not in _PERSONAL
    }


def _write(path: Path, text: str) -> None:
    import tempfile  # only where something is written

    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".")  # mode 0600
    try:
        with open(handle, "w", encoding="utf-8") as file:  # noqa: PTH123 - a descriptor
            file.write(text)
        Path(temporary).replace(path)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise


def _read(path: Path) -> Unfinished | None:
    """Return a kept draft; None where the file is of another version or broken."""
    import json

    try:
        data: Any = json.loads(path.read_text(encoding="utf-8"))
        if data["schema"] != _SCHEMA:
            return None
        answers = {str(key): str(text) for key, text in data["answers"].items()}
        return Unfinished(**{key: str(data[key]) for key in _KEYS}, answers=answers)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _age(path: Path) -> float:
    try:
        return time.time() - path.stat().st_mtime
    except OSError:
        return float("inf")
