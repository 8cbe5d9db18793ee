"""Where scenarios, templates and settings are: built in, the user's, the project's, a given folder.

A later layer overrides an earlier one file by file, by name. `shared.yaml` and `shop.yaml` add
up instead: an entry of a later layer replaces the entry of the same name.
"""

from __future__ import annotations

import functools
import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from asv_cli.errors import LibraryError, UsageError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping

SHARED = "shared"
BUILT_IN = "built in"


class Layer(NamedTuple):
    """One folder with `scenarios/`, `templates/` or settings, and the name of its origin."""

    origin: str
    root: Path


class Found(NamedTuple):
    """A file of the library, and the layer it comes from."""

    path: Path
    origin: str

    @property
    def shown(self) -> str:
        """The path as people read it: relative where it is below the current folder."""
        return shown(self.path)


class Library(NamedTuple):
    """The layers, the weakest first."""

    layers: tuple[Layer, ...]

    def scenario(self, scenario_id: str) -> Found:
        """Return the file of a scenario.

        Raises:
            UsageError: there is none of that id; the message names the nearest.
        """
        known = self.scenarios()
        if scenario_id not in known:
            hint = did_you_mean(scenario_id, list(known)) or "Run 'asv scenarios' for the list."
            raise UsageError(f"There is no scenario '{scenario_id}'. {hint}")
        return known[scenario_id]

    def scenarios(self) -> dict[str, Found]:
        """Return the file of every scenario by id, sorted, the strongest layer's each."""
        found = {
            path.stem: Found(path, layer.origin)
            for layer in self.layers
            for path in (layer.root / "scenarios").glob("*.yaml")
        }
        found.pop(SHARED, None)
        return dict(sorted(found.items()))

    def template(self, name: str) -> Found | None:
        """Return the file of a template such as `en/damaged/offer`.

        `builtin/en/damaged/offer` skips the user's layers, so that an override can extend
        what it overrides.
        """
        if name.startswith("builtin/"):
            name = name.removeprefix("builtin/")
            return Library(self.layers[:1]).template(name)
        return self._find(f"templates/{name}.j2")

    def languages(self, name: str) -> list[str]:
        """Return the languages that have a template of that name, sorted."""
        return sorted(
            {
                folder.name
                for layer in self.layers
                for folder in (layer.root / "templates").glob("*")
                if (folder / f"{name}.j2").is_file()
            }
        )

    def templates(self) -> list[str]:
        """Return the names of all templates, such as `en/damaged/offer.j2`, sorted."""
        roots = [layer.root / "templates" for layer in self.layers]
        return sorted(
            {p.relative_to(root).as_posix() for root in roots for p in root.rglob("*.j2")}
        )

    def every(self, name: str) -> list[Found]:
        """Return a file of that name from every layer that has one, the weakest first."""
        paths = [(layer, layer.root / name) for layer in self.layers]
        return [Found(path, layer.origin) for layer, path in paths if is_file(path)]

    def places(self, name: str) -> list[Path]:
        """Return where a file of that name would stand in each layer, whether it does or not."""
        return [layer.root / name for layer in self.layers]

    def _find(self, name: str) -> Found | None:
        if ".." in name.split("/"):
            return None
        for layer in reversed(self.layers):
            path = layer.root / name
            if is_file(path):
                return Found(path, layer.origin)
        return None


def open_library(
    folder: Path | None = None,
    *,
    environ: Mapping[str, str] = os.environ,
    here: Path | None = None,
) -> Library:
    """Return the library as seen from the folder `here`.

    Raises:
        UsageError: `folder` (--library) is no folder that holds a library.
        LibraryError: the installation has lost its scenarios.
    """
    here = here or _here()
    layers = [Layer(BUILT_IN, built_in_root())]
    if (user := user_folder(environ)) and is_dir(user):
        layers.append(Layer("user", user))
    if here is not None and (project := project_folder(here, environ)) is not None:
        layers.append(Layer("project", project))
    if folder is not None:
        kinds = is_dir(folder / "scenarios"), is_dir(folder / "templates")
        if not (any(kinds) or is_file(folder / "shop.yaml")):
            raise UsageError(
                f"The library folder '{folder}' holds no scenarios/, templates/ or shop.yaml. "
                "Name the folder that contains them."
            )
        layers.append(Layer("--library", folder))
    return Library(tuple(layers))


def built_in_root() -> Path:
    """Return the folder of the shipped scenarios: inside the wheel, or the checkout's top.

    Raises:
        LibraryError: neither is there.
    """
    package = Path(__file__).parent
    for root in (package / "_library", package.parents[1]):
        if (root / "scenarios").is_dir():
            return root
    raise LibraryError("The installation has no scenarios. Install asv-cli again.")


def user_folder(environ: Mapping[str, str] = os.environ) -> Path | None:
    """Return the user's folder: ASV_HOME, else asv in XDG_CONFIG_HOME, else ~/.config/asv."""
    if home := environ.get("ASV_HOME"):
        return Path(home)
    if config := environ.get("XDG_CONFIG_HOME"):
        return Path(config) / "asv"
    home = environ.get("HOME") or environ.get("USERPROFILE")
    return Path(home) / ".config" / "asv" if home else None


def project_folder(here: Path, environ: Mapping[str, str] = os.environ) -> Path | None:
    """Return the nearest `.asv` from `here` upwards, stopping at a git root or the home folder."""
    home = environ.get("HOME") or environ.get("USERPROFILE")
    for folder in (here, *here.parents):
        if is_dir(folder / ".asv"):
            return folder / ".asv"
        if os.path.lexists(folder / ".git") or (home and folder == Path(home)):
            return None
    return None


def shown(path: Path) -> str:
    """Return a path as people read it: relative where it is below the current folder."""
    return _shown(str(path), str(_here() or ""))


@functools.cache
def _shown(path: str, here: str) -> str:
    """Cut off the folder; kept, because a check names the same files many thousand times."""
    inside = here and path.startswith(f"{here.rstrip(os.sep)}{os.sep}")
    return path[len(here.rstrip(os.sep)) + 1 :] if inside else path


def is_file(path: Path) -> bool:
    """Tell whether a path is a file; what cannot even be looked at is none."""
    try:
        return path.is_file()
    except OSError:  # no permission, or a name too long for the disk
        return False


def is_dir(path: Path) -> bool:
    """Tell whether a path is a folder; what cannot even be looked at is none."""
    try:
        return path.is_dir()
    except OSError:
        return False


def _here() -> Path | None:
    """Return the current folder, None where it has been deleted."""
    try:
        return Path.cwd()
    except OSError:
        return None
