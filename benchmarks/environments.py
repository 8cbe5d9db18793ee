"""Environments of their own for asv and each peer, below a cache folder outside the repository.

Every one is a venv of the Python that runs the benchmark, with a pip that writes start scripts
without `import re` (26 or newer: older ones cost each command a sixth of the baseline).
"""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
PIP = "pip>=26"
PINNED = {
    "copier": ("copier==9.19.1",),
    "cookiecutter": ("cookiecutter==2.7.1",),
    "jinja2-cli": ("jinja2-cli==1.0.1",),
    "chevron": ("chevron==0.14.0",),
}
_SHOWN = ("asv-cli", "typer", "Jinja2", "PyYAML", "questionary", "babel", *PINNED)


@dataclass(frozen=True, slots=True)
class Bench:
    """Where the environments are, and a home folder that holds nobody's settings."""

    folder: Path

    def python(self, name: str = "asv") -> str:
        """Return the interpreter of an environment."""
        return str(self.folder / name / "bin" / "python")

    def script(self, name: str, command: str = "") -> str:
        """Return a command of an environment, by default the one of its name."""
        return str(self.folder / name / "bin" / (command or name))

    @property
    def home(self) -> Path:
        """The home folder of all runs: caches, logs and settings of the runs only."""
        return self.folder / "home"

    def environ(self) -> dict[str, str]:
        """Return the environment of all runs; bytecode is written, as for any user."""
        kept = {key: os.environ[key] for key in ("PATH", "TMPDIR") if key in os.environ}
        return {**kept, "HOME": str(self.home), "LANG": "C.UTF-8", "TERM": "xterm-256color"}

    def work(self, name: str) -> Path:
        """Return a folder for files of a part of the benchmark."""
        folder = self.folder / "work" / name
        folder.mkdir(parents=True, exist_ok=True)
        return folder


def cache_folder() -> Path:
    """Return the default place: the user's cache folder."""
    base = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    return Path(base).expanduser() / "asv-benchmarks"


def prepare(folder: Path, *, keep: bool) -> Bench:
    """Make what is missing and install asv from the checkout, unless `keep` and it is there."""
    bench = Bench(folder.resolve())
    bench.home.mkdir(parents=True, exist_ok=True)
    for name, wanted in PINNED.items():
        if _installed(bench, name) != wanted:
            _make(bench, name, wanted)
    if not keep or not Path(bench.script("asv")).exists():
        if not Path(bench.python("asv")).exists():
            _make(bench, "asv", ())
        # A changed checkout has the same version, so the package itself is always put in anew.
        _pip(bench, "asv", str(ROOT))
        _pip(bench, "asv", "--force-reinstall", "--no-deps", str(ROOT))
    return bench


def versions(bench: Bench) -> dict[str, str]:
    """Return the versions of Python, asv, its packages and the peers."""
    found = {"Python": sys.version.split()[0]}
    for name in ("asv", *PINNED):
        listed = subprocess.run(
            [bench.python(name), "-m", "pip", "--disable-pip-version-check", "list"],
            capture_output=True,
            text=True,
            check=True,
        )
        pairs = (line.split() for line in listed.stdout.splitlines()[2:])
        held = {pair[0].lower(): pair[1] for pair in pairs}
        own = _SHOWN if name == "asv" else (name,)
        found |= {key: held[key.lower()] for key in own if key.lower() in held}
    return found


def _installed(bench: Bench, name: str) -> tuple[str, ...]:
    note = bench.folder / name / "installed"
    return tuple(note.read_text(encoding="utf-8").split()) if note.exists() else ()


def _make(bench: Bench, name: str, wanted: tuple[str, ...]) -> None:
    print(f"making the environment of {name} …", file=sys.stderr)
    venv.create(bench.folder / name, with_pip=True, clear=True)
    _pip(bench, name, "--upgrade", PIP)
    if wanted:
        _pip(bench, name, *wanted)
        (bench.folder / name / "installed").write_text("\n".join(wanted), encoding="utf-8")


def _pip(bench: Bench, name: str, *words: str) -> None:
    """Install; Python compiles what it installs, so that no run has to."""
    subprocess.run(
        [bench.python(name), "-m", "pip", "install", "-q", "--disable-pip-version-check", *words],
        check=True,
        env={k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"},
        stderr=subprocess.DEVNULL,
    )
