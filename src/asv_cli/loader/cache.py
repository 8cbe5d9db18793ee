"""What was read and proven once, kept for the next start, like Python's own `.pyc` files.

Reading and proving YAML costs more than drafting. What comes out is pickled into the user's cache
folder, together with path, times and size of every file it was made from, the versions of asv and
Python, and is used again only while all of them match. The folder is the user's alone (0700) and
is not trusted otherwise: a pickle can run code. It is safe to delete, holds nothing but what the
library files say, and `ASV_NO_CACHE=1` does without.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import re
import stat
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from asv_cli import __version__
from asv_cli.library import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

T = TypeVar("T")
_OURS = 0o700
_CODE = Path(__file__).parents[1]
_SHAPES = (_CODE / "model.py", _CODE / "render", _CODE / "policy")
"""Where the kept values get their shapes from: a program put up anew may have others."""


def remembered(
    name: str,
    sources: Sequence[Path],
    make: Callable[[], T],
    more: Callable[[T], Sequence[Path]] = lambda _: (),
) -> T:
    """Return what `make` returns, from the cache while none of its sources has changed.

    Args:
        name: what is kept, such as `scenario damaged`; it names the entry.
        sources: every file the value is made from; one that is missing counts too.
        make: reads the files; what it raises is not kept.
        more: returns further files that a made value turned out to depend on.
    """
    folder = _folder()
    if folder is None:
        return make()
    state = _state(sources)
    entry = folder / f"{re.sub('[^a-z0-9]+', '-', name)}-{_short(sources)}"
    with contextlib.suppress(Exception):  # whatever is wrong with an entry, making anew is right
        kept, further, kept_further, value = pickle.loads(entry.read_bytes())  # noqa: S301 - our own, checked folder
        if kept == state and kept_further == _state(further):
            return value  # type: ignore[no-any-return]
    value = make()
    others = tuple(dict.fromkeys(more(value)))
    _keep(folder, entry, pickle.dumps((state, others, _state(others), value)))
    return value


def _folder() -> Path | None:
    """Return the cache folder, None where there is none that is ours alone."""
    if os.environ.get("ASV_NO_CACHE") or not hasattr(os, "getuid"):
        return None
    base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")  # noqa: PTH111
    folder = Path(base) / "asv"
    try:
        folder.mkdir(mode=_OURS, parents=True, exist_ok=True)
        found = folder.lstat()
    except OSError:
        return None
    ours = found.st_uid == os.getuid() and stat.S_ISDIR(found.st_mode)
    return folder if ours and stat.S_IMODE(found.st_mode) == _OURS else None


def _state(sources: Sequence[Path]) -> tuple[object, ...]:
    # Places in messages are written as seen from the current folder.
    files = ((str(path), shown(path), *_look(path)) for path in sources)
    return (__version__, sys.version, _shapes(), *files)


@cache
def _shapes() -> tuple[object, ...]:
    return tuple(map(_look, _SHAPES))


def _look(path: Path) -> tuple[int, ...]:
    try:
        found = path.stat()
    except OSError:
        return (-1,)
    # The time of change is not copied with a file, as the other is.
    return found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino


def _short(sources: Sequence[Path]) -> str:
    from zlib import crc32

    return f"{crc32(chr(0).join(map(str, sources)).encode('utf-8', 'surrogateescape')):08x}"


def _keep(folder: Path, entry: Path, content: bytes) -> None:
    """Write an entry whole or not at all; a full or read-only disk is no fault."""
    import tempfile  # only where something is written

    with contextlib.suppress(OSError):
        handle, temporary = tempfile.mkstemp(dir=folder)
        try:
            with open(handle, "wb") as file:  # noqa: PTH123 - a descriptor
                file.write(content)
            os.replace(temporary, entry)  # noqa: PTH105 - plain strings are quicker here
        except OSError:
            os.unlink(temporary)  # noqa: PTH108 - the same
            raise
