"""How fast asv is, beside its peers: `python benchmarks/run.py [PART…] [--write]`.

Every figure is a median of paired runs: in each round every command runs once, one after the
other, and a ratio is taken within a round, so that a busy machine slows both sides alike. CPU is
user and system time of the whole process. The table shows the limits beside each figure.
"""

from __future__ import annotations

import argparse
import datetime
import os
import platform
import sys
from pathlib import Path

from environments import cache_folder, prepare, versions
from parts import PARTS
from peers import write_templates
from rows import table

README = Path(__file__).parent / "README.md"
_BEGIN, _END = "<!-- results -->", "<!-- end of results -->"


def main() -> None:
    options = _arguments()
    # Set by some images and test runners: every start would compile what it imports.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    bench = prepare(options.folder, keep=options.keep)
    if options.peers_anew:
        write_templates(bench)
    tables = []
    for name in options.parts or PARTS:
        part = PARTS[name]
        print(f"{name} …", file=sys.stderr)
        tables.append(table(part.title, part.run(bench, options.rounds), part.columns))
        print(tables[-1], flush=True)
    if options.write:
        _write([_conditions(versions(bench), options.rounds), *tables])


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"some of {', '.join(PARTS)}")
    parser.add_argument("--rounds", type=int, default=15, help="paired runs; at least ten to quote")
    parser.add_argument(
        "--folder", type=Path, default=cache_folder(), help="the environments' place"
    )
    parser.add_argument("--keep", action="store_true", help="use asv as installed before")
    parser.add_argument("--peers-anew", action="store_true", help="make peers/ from asv's letters")
    parser.add_argument("--write", action="store_true", help="write the results into README.md")
    options = parser.parse_args()
    if unknown := set(options.parts) - PARTS.keys():
        parser.error(f"There is no part {', '.join(sorted(unknown))}.")
    return options


def _conditions(held: dict[str, str], rounds: int) -> str:
    today = datetime.datetime.now(tz=datetime.UTC).date().isoformat()
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors"
    packages = ", ".join(f"{name} {version}" for name, version in held.items())
    return f"{today}, {machine}, medians of {rounds} paired runs. {packages}.\n"


def _write(texts: list[str]) -> None:
    """Put the results between the two marks of the README."""
    before, _, rest = README.read_text(encoding="utf-8").partition(_BEGIN)
    _, _, after = rest.partition(_END)
    results = "\n".join(texts)
    README.write_text(f"{before}{_BEGIN}\n{results}{_END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
