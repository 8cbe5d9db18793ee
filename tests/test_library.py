"""The library: layers override by file name, and no id leads out of them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from asv_cli.errors import LibraryError, UsageError
from asv_cli.library import (
    BUILT_IN,
    Layer,
    Library,
    built_in_root,
    open_library,
    project_folder,
    shown,
    user_folder,
)


def write(path: Path, text: str = "x") -> Path:
    """Write a file and the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def layers(tmp_path: Path) -> Library:
    """Return three layers: a has one, two and three; b two and three; c three."""
    for name, there in {
        "a": ("one", "two", "three"),
        "b": ("two", "three"),
        "c": ("three",),
    }.items():
        for stem in there:
            write(tmp_path / name / "scenarios" / f"{stem}.yaml")
            write(tmp_path / name / "templates" / "en" / stem / "letter.j2")
        write(tmp_path / name / "scenarios" / "shared.yaml")
    return Library(tuple(Layer(name, tmp_path / name) for name in "abc"))


def test_a_later_layer_overrides_by_file_name(layers: Library) -> None:
    origins = {key: found.origin for key, found in layers.scenarios().items()}
    assert origins == {"one": "a", "two": "b", "three": "c"}
    assert {key: layers.scenario(key).origin for key in origins} == origins


def test_scenarios_are_sorted_and_the_shared_file_is_none(layers: Library) -> None:
    assert list(layers.scenarios()) == ["one", "three", "two"]
    with pytest.raises(UsageError):
        layers.scenario("shared")


def test_templates_are_overridden_one_by_one(layers: Library) -> None:
    names = [layers.template(f"en/{stem}/letter") for stem in ("one", "two", "three")]
    assert [found.origin for found in names if found] == ["a", "b", "c"]
    assert layers.template("en/four/letter") is None


def test_the_built_in_template_can_still_be_reached_behind_its_override(layers: Library) -> None:
    found = layers.template("builtin/en/three/letter")
    assert found is not None
    assert found.origin == "a"


def test_shared_files_come_from_every_layer_the_weakest_first(layers: Library) -> None:
    assert [found.origin for found in layers.every("scenarios/shared.yaml")] == ["a", "b", "c"]


def test_languages_are_gathered_over_all_layers(layers: Library) -> None:
    write(layers.layers[2].root / "templates" / "fr" / "one" / "letter.j2")
    assert layers.languages("one/letter") == ["en", "fr"]
    assert layers.languages("nine/letter") == []
    assert "fr/one/letter.j2" in layers.templates()


WILD = [
    "../a/scenarios/one",
    "../../etc/passwd",
    "..",
    ".",
    "",
    "/etc/passwd",
    "one/../two",
    "one.yaml",
    "one\x00",
    "x" * 5000,
    "ONE",
    "one\n",
    "*",
    "[o]ne",
    "~",
    "\udcff",
]


@pytest.mark.parametrize("wild", WILD)
def test_no_id_leads_out_of_the_scenarios(layers: Library, wild: str) -> None:
    with pytest.raises(UsageError, match="no scenario"):
        layers.scenario(wild)


@pytest.mark.parametrize("wild", WILD)
def test_no_name_leads_out_of_the_templates(layers: Library, wild: str) -> None:
    write(layers.layers[0].root / "scenarios" / "secret.j2")
    assert layers.template(f"en/{wild}/letter") is None
    assert layers.template(f"builtin/{wild}/../../scenarios/secret") is None
    assert layers.template("../scenarios/secret") is None


def test_a_link_inside_a_layer_is_followed_and_a_broken_one_is_not_there(layers: Library) -> None:
    folder = layers.layers[0].root / "scenarios"
    (folder / "linked.yaml").symlink_to(folder / "one.yaml")
    (folder / "endless.yaml").symlink_to(folder / "endless.yaml")
    assert layers.scenario("linked").path.read_text(encoding="utf-8") == "x"
    template = layers.layers[0].root / "templates" / "en" / "gone.j2"
    template.symlink_to("nowhere")
    assert layers.template("en/gone") is None


def test_what_may_not_be_looked_at_is_not_there(
    layers: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: Path) -> bool:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "is_file", refuse)
    monkeypatch.setattr(Path, "is_dir", refuse)
    assert layers.template("en/one/letter") is None
    assert project_folder(Path("/a/b"), {}) is None


def test_the_layers_are_built_in_then_user_then_project_then_the_given_folder(
    tmp_path: Path,
) -> None:
    home, work = tmp_path / "home", tmp_path / "work" / "deep"
    write(home / ".config" / "asv" / "shop.yaml")
    write(tmp_path / "work" / ".asv" / "shop.yaml")
    given = write(tmp_path / "given" / "shop.yaml").parent
    work.mkdir()
    library = open_library(given, environ={"HOME": str(home)}, here=work)
    assert [layer.origin for layer in library.layers] == [BUILT_IN, "user", "project", "--library"]


def test_without_a_home_there_is_only_what_is_built_in(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    library = open_library(environ={}, here=tmp_path)
    assert [layer.origin for layer in library.layers] == [BUILT_IN]


def test_the_search_for_a_project_stops_at_the_root_of_a_repository(tmp_path: Path) -> None:
    (tmp_path / ".asv").mkdir()
    inner = tmp_path / "repository" / "folder"
    inner.mkdir(parents=True)
    assert project_folder(inner, {}) == tmp_path / ".asv"
    write(tmp_path / "repository" / ".git", "gitdir: elsewhere")
    assert project_folder(inner, {}) is None


def test_the_search_for_a_project_stops_at_the_home_folder(tmp_path: Path) -> None:
    (tmp_path / ".asv").mkdir()
    home = tmp_path / "home"
    (home / "work").mkdir(parents=True)
    assert project_folder(home / "work", {"HOME": str(home)}) is None
    assert project_folder(home / "work", {"HOME": f"{home}/"}) is None


def test_a_file_named_asv_is_no_project(tmp_path: Path) -> None:
    write(tmp_path / "work" / ".asv")
    (tmp_path / "work" / ".git").mkdir()
    assert project_folder(tmp_path / "work", {}) is None


@pytest.mark.parametrize(
    ("environ", "folder"),
    [
        ({"ASV_HOME": "/a", "XDG_CONFIG_HOME": "/x", "HOME": "/h"}, "/a"),
        ({"XDG_CONFIG_HOME": "/x", "HOME": "/h"}, "/x/asv"),
        ({"XDG_CONFIG_HOME": "", "HOME": "/h"}, "/h/.config/asv"),
        ({"USERPROFILE": "/u"}, "/u/.config/asv"),
        ({}, None),
    ],
)
def test_the_user_folder_is_looked_up_in_this_order(
    environ: dict[str, str], folder: str | None
) -> None:
    assert user_folder(environ) == (Path(folder) if folder else None)


@pytest.mark.parametrize("kind", ["missing", "file", "empty", "files of these names"])
def test_a_folder_that_holds_no_library_is_refused(tmp_path: Path, kind: str) -> None:
    folder = tmp_path / "given"
    if kind == "file":
        write(folder)
    elif kind == "empty":
        folder.mkdir()
    elif kind == "files of these names":
        write(folder / "scenarios")
    with pytest.raises(UsageError, match="holds no scenarios/"):
        open_library(folder, environ={}, here=tmp_path)


def test_an_installation_that_lost_its_scenarios_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("asv_cli.library.__file__", str(tmp_path / "a" / "b" / "library.py"))
    with pytest.raises(LibraryError, match="Install asv-cli again"):
        built_in_root()


def test_paths_are_shown_as_seen_from_the_current_folder(tmp_path: Path) -> None:
    os.chdir(tmp_path)
    assert shown(tmp_path / "a" / "b.yaml") == "a/b.yaml"
    assert shown(Path("/elsewhere/b.yaml")) == "/elsewhere/b.yaml"


def test_a_current_folder_that_was_deleted_is_no_crash(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    os.chdir(gone)
    gone.rmdir()
    assert [layer.origin for layer in open_library(environ={}).layers] == [BUILT_IN]
    assert shown(Path("/a")) == "/a"
