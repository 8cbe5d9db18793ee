"""Show that a long case log is as quick as a short one: `python benchmarks/log_bench.py`.

It makes a log of 1,000 and one of 1,000,000 drafts (in `--folder`, kept for the next run), and
times in turn on both: recording one more draft, opening the log and listing what is due, and the
report of a month. `--place-small URL --place-large URL` takes other logs, also on a server.
Printed are medians and the ratio large to small; nothing is asserted, machines differ.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from log_generate import DAYS, entries, fill

from asv_cli.caselog import LogSettings, open_store, record, retention_ends
from asv_cli.report import MONTH, build, last_days
from asv_cli.report.html import as_html

if TYPE_CHECKING:
    from collections.abc import Callable

SIZES = (1_000, 1_000_000)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "asv-bench")
    parser.add_argument("--place-small", default="")
    parser.add_argument("--place-large", default="")
    parser.add_argument("--rounds", type=int, default=60)
    parser.add_argument("--large", type=int, default=SIZES[1])
    options = parser.parse_args()
    small = _ready(options.place_small, options.folder, SIZES[0])
    large = _ready(options.place_large, options.folder, options.large)
    for name, work, rounds in (
        ("record one more", _record, options.rounds),
        ("open and list due", _due, options.rounds),
        ("report --month", _report, 5),
    ):
        times: tuple[list[float], list[float]] = ([], [])
        for _ in range(rounds):
            for place, taken in zip((small, large), times, strict=True):
                taken.append(_timed(work, place))
        short, long = (statistics.median(taken) * 1000 for taken in times)
        print(f"{name:20} {short:9.2f} ms {long:9.2f} ms   ratio {long / short:6.2f}")


def _ready(place: str, folder: Path, size: int) -> str:
    if place:
        return place
    path = folder / f"log-{size}.sqlite3"
    if not path.exists():
        print(f"making {path} …", file=sys.stderr)
        began = time.perf_counter()
        fill(str(path), size, DAYS)
        print(f"… {time.perf_counter() - began:.0f} s", file=sys.stderr)
    return str(path)


def _timed(work: Callable[[str], None], place: str) -> float:
    began = time.perf_counter()
    work(place)
    return time.perf_counter() - began


def _record(place: str) -> None:
    [entry] = entries(1, 0, datetime.now(UTC))
    fault = record(entry, place)
    if fault:
        sys.exit(str(fault))


def _due(place: str) -> None:
    with open_store(place) as store:
        store.scrub(retention_ends(LogSettings()))
        store.due(51)


def _report(place: str) -> None:
    with open_store(place) as store:
        period = last_days(MONTH, datetime.now().astimezone())
        as_html(build(store, period, "product", [f"scenario-{n:02}" for n in range(35)]))


if __name__ == "__main__":
    main()
