"""`asv config`: which settings are in force, and where they and their files come from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from asv_cli.cli.options import JsonOption, LibraryOption
from asv_cli.settings import DEFAULT_LANGUAGE, DEFAULT_MARKETPLACE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from asv_cli.catalogue import Amounts, Bands
    from asv_cli.library import Library
    from asv_cli.settings import Shop

config = typer.Typer(
    name="config",
    help="Show the settings in force, and where they come from.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
_HOLDS = ("shop.yaml", "products.yaml", "scenarios", "templates")
_UNSET = "not set; 'asv init' asks for it"


@config.command("show")
def show(
    *,
    origin: Annotated[
        bool, typer.Option("--origin", help="Also say where each setting comes from.")
    ] = False,
    lang: Annotated[str, typer.Option(metavar="CODE", help="As given to 'asv draft'.")] = "",
    marketplace: Annotated[str, typer.Option(metavar="CODE", help="As given to 'asv draft'.")] = "",
    library: LibraryOption = None,
    json: JsonOption = False,
) -> None:
    """Print each setting in force: options, then the environment, project, user, built in."""
    from asv_cli.cli.output import to_json
    from asv_cli.console import table, write_out
    from asv_cli.library import open_library

    flags = {key: text for key, text in (("language", lang), ("marketplace", marketplace)) if text}
    rows = list(_settings(open_library(library), flags))
    if json:
        keys = ("key", "value", "origin")
        data = [dict(zip(keys, row, strict=True)) for row in rows]
        write_out(to_json({"settings": data}))
    elif origin:
        table(("Setting", "Value", "From"), [(k, v or "", o) for k, v, o in rows])
    else:
        table(("Setting", "Value"), [(key, value or "") for key, value, _ in rows])


@config.command("path")
def path(*, library: LibraryOption = None, json: JsonOption = False) -> None:
    """Print the folders settings and scenarios are looked for in, the strongest first."""
    from asv_cli.cli.output import to_json
    from asv_cli.console import table, write_out
    from asv_cli.library import open_library

    rows = list(_folders(open_library(library)))
    if json:
        data = [{"layer": layer, "path": str(root), "holds": _held(root)} for layer, root in rows]
        write_out(to_json({"folders": data}))
    else:
        held = [(layer, str(root), ", ".join(_held(root)) or "nothing") for layer, root in rows]
        table(("Layer", "Folder", "Holds"), held)


def _settings(library: Library, flags: dict[str, str]) -> Iterator[tuple[str, str | None, str]]:
    """Yield key, value (None where it is not set) and origin of each setting."""
    from asv_cli.facts import SETTINGS, gather
    from asv_cli.loader import load_shared, load_shop
    from asv_cli.loader.shop import FILE

    shop = load_shop(library)
    facts = gather(flags, {}, shop.settings)
    layers = {found.shown: found.origin for found in library.every(FILE)}
    promises = load_shared(library).fields
    defaults = {key: (field.default, field.at) for key, field in promises.items() if field.setting}
    for key in dict.fromkeys((*SETTINGS, *facts)):
        if key in facts:
            spot = shop.settings[key].at if key in shop.settings else None
            ours = spot is not None and facts[key].origin == str(spot)
            place = f"{spot.path}:{spot.line} ({layers[spot.path]})" if ours and spot else ""
            yield key, facts[key].text, place or facts[key].origin
        elif key in _BUILT_IN:
            yield key, _BUILT_IN[key], "built in"
        elif key in defaults:
            default, at = defaults[key]
            yield key, default, f"{at.path}:{at.line} (default)"
        else:
            yield key, None, _UNSET
    yield from _rules(shop, layers)


_BUILT_IN = {"marketplace": DEFAULT_MARKETPLACE, "language": DEFAULT_LANGUAGE}


def _rules(shop: Shop, layers: dict[str, str]) -> Iterator[tuple[str, str | None, str]]:
    unset = "not set; see the examples in shop.yaml"
    for key, value, at in (
        ("price_levels", _bands(shop.price_levels, shop), shop.price_levels_at),
        ("caps", _caps(shop), shop.caps_at),
    ):
        yield key, value, f"{at.path}:{at.line} ({layers[at.path]})" if at else unset


def _bands(bands: Bands | None, shop: Shop) -> str | None:
    if bands is None:
        return None
    said = []
    for band in bands.bands:
        bounds = (("from", band.start), ("below", band.below))
        words = [f"{word} {_money(bound, shop)}" for word, bound in bounds if bound]
        said.append(f"{band.level} {' '.join(words)}")
    return "; ".join(said)


def _caps(shop: Shop) -> str | None:
    return "; ".join(f"{level} {_money(cap, shop)}" for level, cap in shop.caps.items()) or None


def _money(amounts: Amounts, shop: Shop) -> str:
    parts = (f"{amount:f} {place or shop.home}" for place, amount in amounts.by_place.items())
    return ", ".join(parts)


def _folders(library: Library) -> Iterator[tuple[str, Path]]:
    """Yield every layer, also those whose folder is not there yet."""
    from pathlib import Path

    from asv_cli.library import user_folder

    roots: dict[str, Path | None] = {
        "built in": None,
        "user": user_folder(),
        "project": Path(".asv"),
    }
    roots |= {layer.origin: layer.root for layer in library.layers}
    for layer, root in reversed(roots.items()):
        if root is not None:
            yield layer, root


def _held(root: Path) -> list[Any]:
    return [name for name in _HOLDS if (root / name).exists()]


def register(app: typer.Typer) -> None:
    """Add `config` to the program."""
    app.add_typer(config)
