"""The architecture, kept by tests: who may import whom, and what a command loads."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "asv_cli"

# Imports run one way only: a module may import those before it in this list.
LAYERS = (
    "errors",
    "i18n",
    "model",
    "settings",
    "catalogue",
    "answers",
    "library",
    "loader",
    "walk",
    "facts",
    "offer",
    "product_facts",
    "render",
    "playbook",
    "drafting",
    "policy",
    "check",
    "skeleton",
    "shopform",
    "caselog",
    "report",
    "completion_table",
    "completion",
    "asking",
    "wording",
    "interview",
    "preview",
    "state",
    "prompt",
    "clipboard",
    "editor",
    "console",
    "cli",
)
OWNERS = {
    "yaml": ("loader", "completion"),  # one TAB may not wait for the loader's checks
    "jinja2": ("render",),
    "babel": ("render",),
    "questionary": ("prompt",),
    "prompt_toolkit": ("prompt",),
    "rich": ("console",),
    "typer": ("cli",),
    "sqlite3": ("caselog",),
}
MAX_LINES = 300


def part(path: Path) -> str:
    """Return the name of the top-level module a file belongs to."""
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def sources() -> list[Path]:
    return [p for p in sorted(SOURCE.rglob("*.py")) if part(p) not in {"__init__", "__main__"}]


def imports(path: Path) -> set[str]:
    """Return the dotted names a file imports outside `if TYPE_CHECKING`."""
    found: set[str] = set()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    typing_only = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if id(node) in typing_only:
            continue
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


@pytest.mark.parametrize("path", sources(), ids=lambda p: str(p.relative_to(SOURCE)))
def test_imports_run_one_way_only(path: Path) -> None:
    own = part(path)
    assert own in LAYERS, f"Give '{own}' a place in LAYERS."
    for name in imports(path):
        if name.startswith("asv_cli."):
            other = name.split(".")[1]
            if other != "__version__":
                assert LAYERS.index(other) <= LAYERS.index(own), f"{own} imports {other}"


@pytest.mark.parametrize("path", sources(), ids=lambda p: str(p.relative_to(SOURCE)))
def test_each_heavy_package_has_one_owner(path: Path) -> None:
    for name in imports(path):
        package = name.split(".")[0]
        if package in OWNERS:
            assert part(path) in OWNERS[package], f"{package} belongs to {OWNERS[package]}"


@pytest.mark.parametrize("path", sources(), ids=lambda p: str(p.relative_to(SOURCE)))
def test_no_module_grows_into_a_god_module(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MAX_LINES


def loaded_by(*arguments: str) -> set[str]:
    """Return the top-level packages a run of the program has imported when it ends."""
    code = (
        "import sys, io\n"
        "from asv_cli.__main__ import main\n"
        "out, sys.stdout = sys.stdout, io.StringIO()\n"
        "try:\n    main()\nexcept SystemExit as end:\n    assert not end.code, end.code\n"
        "out.write(' '.join({n.split('.')[0] for n in sys.modules}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
    )
    return set(done.stdout.split())


PLAIN = (
    "draft", "damaged", "--no-input", "-a", "fulfilment=merchant", "-a", "photos=none",
    "-a", "product=teapot", "-a", "agent_name=Anna", "-a", "shop_name=Blue Hill", "--no-log",
)  # fmt: skip
HEAVY = {"questionary", "prompt_toolkit", "rich", "sqlite3", "babel", "pydantic"}


def test_the_version_is_told_without_importing_anything() -> None:
    assert not loaded_by("--version") & {"typer", "yaml", "jinja2", "re", "dataclasses", *HEAVY}


def test_a_draft_without_amounts_loads_neither_prompts_nor_babel() -> None:
    loaded = loaded_by(*PLAIN)
    assert not HEAVY & loaded
    assert not {"yaml", "jinja2", "typer", "dataclasses"} & loaded_by(*PLAIN)  # kept by now


def test_only_a_draft_that_is_logged_loads_the_database() -> None:
    logged = tuple(word for word in PLAIN if word != "--no-log")
    assert HEAVY & loaded_by(*logged) == {"sqlite3"}


def test_only_a_draft_with_amounts_or_dates_loads_babel() -> None:
    words = [w.replace("photos=none", "photos=clear") for w in PLAIN]
    more = ("-a", "cause=unknown", "-a", "price_level=low", "-a", "refund_amount=5")
    loaded = loaded_by(*words, *more)
    assert "babel" in loaded
    assert not loaded & (HEAVY - {"babel"})
