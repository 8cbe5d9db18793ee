"""The wheel holds what it must, and the installed program runs from anywhere."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel of the checkout, by way of its sdist."""
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)],
        check=True,
        capture_output=True,
    )
    return next(folder.glob("*.whl"))


def tracked() -> set[str]:
    done = subprocess.run(
        ["git", "ls-files", "scenarios", "templates"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return set(done.stdout.split())


def test_the_wheel_holds_exactly_the_tracked_scenarios_and_templates(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if "/_library/" in name}
    assert {name.split("/_library/")[1] for name in names} == tracked()


def test_the_installed_program_drafts_from_another_folder(wheel: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "env", system_site_packages=False, with_pip=True)
    python = tmp_path / "env" / "bin" / "python"
    # The dependencies are this environment's; the package itself is the wheel's.
    site = subprocess.run(
        [str(python), "-c", "import site; print(site.getsitepackages()[0])"],
        check=True, capture_output=True, text=True,
    ).stdout.strip()  # fmt: skip
    subprocess.run(
        [str(python), "-m", "pip", "install", "-q", "--no-deps", "--no-index", str(wheel)],
        check=True,
        capture_output=True,
    )
    here = [p for p in sys.path if p.endswith("site-packages")]
    (Path(site) / "dependencies.pth").write_text("\n".join(here), encoding="utf-8")
    answers = (
        "fulfilment=merchant",
        "photos=none",
        "product=teapot",
        "agent_name=A",
        "shop_name=B",
    )
    flags = [word for answer in answers for word in ("-a", answer)]
    done = subprocess.run(
        [str(python.parent / "asv"), "draft", "damaged", "--no-input", *flags],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        env={k: v for k, v in os.environ.items() if k != "PYTHONPATH"},
    )
    assert done.returncode == 0, done.stderr
    assert "teapot" in done.stdout
    shown = subprocess.run(
        [str(python.parent / "asv"), "show", "damaged", "--json"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "env/lib" in shown.stdout


def test_the_checkout_serves_its_own_folders_so_an_editable_install_is_never_stale() -> None:
    from asv_cli.library import built_in_root

    assert built_in_root() == ROOT


def test_the_pinned_requirements_satisfy_the_declared_dependencies() -> None:
    from packaging.requirements import Requirement

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    pins = dict(
        line.split(" ")[0].split("==")
        for line in (ROOT / "requirements-dev.txt").read_text(encoding="utf-8").splitlines()
        if "==" in line
    )
    for text in project["dependencies"]:
        wanted = Requirement(text)
        assert pins[wanted.name] in wanted.specifier


def test_no_file_names_the_host_of_a_registry() -> None:
    hosts = ("pypi" + ".org", "python" + "hosted.org")
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True
    )
    for name in listed.stdout.split("\0"):
        path = ROOT / name
        if name and path.is_file() and path.suffix not in {".png", ".svg"}:
            text = path.read_text(encoding="utf-8", errors="replace")
            assert not any(host in text for host in hosts), name
