"""`asv products`: list and check the catalogue, or show one product."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from asv_cli.cli.options import JsonOption, LibraryOption

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from asv_cli.catalogue import Amounts, Bands, Issue, Product
    from asv_cli.library import Library
    from asv_cli.model import Text
    from asv_cli.settings import Shop


def command(
    sku: Annotated[
        str, typer.Argument(metavar="[SKU]", help="Show this one; all are listed if left out.")
    ] = "",
    *,
    library: LibraryOption = None,
    json: JsonOption = False,
) -> None:
    """List the products of the catalogue and check it; with a SKU, show one product."""
    from asv_cli.library import open_library

    place = open_library(library)
    if sku:
        _show(place, sku, as_json=json)
    else:
        _list(place, as_json=json)


def _show(place: Library, sku: str, *, as_json: bool) -> None:
    from asv_cli.cli.output import to_json
    from asv_cli.console import write_out
    from asv_cli.loader import load_shop
    from asv_cli.loader.products import load_catalogue, pick

    product = pick(load_catalogue(place), sku)
    shop = load_shop(place)
    if as_json:
        write_out(to_json({"product": _data(product, shop)}))
    else:
        write_out("\n".join(_lines(product, shop)) + "\n")


def _list(place: Library, *, as_json: bool) -> None:
    from asv_cli.cli.output import to_json
    from asv_cli.console import say, table, write_out
    from asv_cli.errors import LibraryError
    from asv_cli.loader import load_shop
    from asv_cli.loader.products import catalogue_problems

    shop = load_shop(place)
    products, problems = catalogue_problems(place)
    if as_json and not problems:
        write_out(to_json({"products": [_data(product, shop) for product in products.values()]}))
    elif not as_json and products:
        table(_HEADINGS, [_row(product, shop) for product in products.values()])
    if problems:
        raise LibraryError(problems=tuple(problems))
    if not products and not as_json:
        say("There are no products yet. Write them in products.yaml; 'asv init' makes one.")


_HEADINGS = ("SKU", "Name", "Price", "Level", "Size", "Issues", "From")


def _row(product: Product, shop: Shop) -> tuple[str, ...]:
    price = product.amounts.get("price")
    return (
        product.sku,
        str(product.name),
        _money(price, shop) if price else "",
        _level(product, shop) or "",
        product.size_class,
        str(len(product.issues)),
        f"{product.at.path}:{product.at.line}",
    )


def _level(product: Product, shop: Shop) -> str | None:
    """Return the price level in the shop's usual store."""
    from asv_cli.loader import marketplace
    from asv_cli.settings import DEFAULT_MARKETPLACE

    usual = shop.settings.get("marketplace")
    market = marketplace(usual.text if usual else DEFAULT_MARKETPLACE)
    bands, price = product.price_levels or shop.price_levels, product.amounts.get("price")
    amount = price.at(market, shop.home) if price else None
    return bands.level(amount, market, shop.home) if bands and amount is not None else None


def _money(amounts: Amounts, shop: Shop) -> str:
    return ", ".join(
        f"{amount:f} {place or shop.home}" for place, amount in amounts.by_place.items()
    )


def _lines(product: Product, shop: Shop) -> Iterator[str]:
    yield f"{product.sku}: {product.name}"
    yield f"{product.at.path}:{product.at.line}"
    yield from _texts("name", product.name)
    for key, amounts in product.amounts.items():
        yield f"{key}: {_money(amounts, shop)}"
    for key, value in _plain(product, shop).items():
        if value:
            yield f"{key}: {value}"
    for key in ("manual_pointer", "praise"):
        yield from _texts(key, getattr(product, key))
    for key in ("strengths", "weaknesses"):
        for text in getattr(product, key):
            yield from _texts(key, text)
    for issue in product.issues.values():
        yield f"issue {issue.id}: {issue.title}"
        yield from _texts("  cause", issue.cause)
        yield from _texts("  fix", issue.fix)


def _plain(product: Product, shop: Shop) -> dict[str, str]:
    months = product.warranty_months
    return {
        "price level in the usual store": _level(product, shop) or "",
        "asin": product.asin,
        "size_class": product.size_class,
        "colours": _counts(product.colours),
        "spare_parts": _counts({name: part.stock for name, part in product.spare_parts.items()}),
        "warranty_months": "" if months is None else str(months),
    }


def _counts(stock: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {count or 'none'}" for name, count in stock.items())


def _texts(key: str, text: Text | None) -> Iterator[str]:
    for language, said in text.by_language.items() if text else ():
        yield f"{key} ({language}): {said}"


def _data(product: Product, shop: Shop) -> dict[str, Any]:
    return {
        "sku": product.sku,
        "name": dict(product.name.by_language),
        "asin": product.asin or None,
        **{key: _amounts(value, shop) for key, value in product.amounts.items()},
        "price_level": _level(product, shop),
        "price_levels": _bands(product.price_levels, shop),
        "size_class": product.size_class or None,
        "colours": dict(product.colours),
        "spare_parts": {
            part.id: {"stock": part.stock, "cost": _amounts(part.cost, shop)}
            for part in product.spare_parts.values()
        },
        "warranty_months": product.warranty_months,
        "manual_pointer": _text(product.manual_pointer),
        "praise": _text(product.praise),
        "strengths": [_text(text) for text in product.strengths],
        "weaknesses": [_text(text) for text in product.weaknesses],
        "issues": {issue.id: _issue(issue) for issue in product.issues.values()},
        "path": product.at.path,
        "line": product.at.line,
    }


def _amounts(amounts: Amounts | None, shop: Shop) -> dict[str, str] | None:
    if amounts is None:
        return None
    return {place or shop.home: f"{amount:f}" for place, amount in amounts.by_place.items()}


def _bands(bands: Bands | None, shop: Shop) -> dict[str, Any] | None:
    if bands is None:
        return None
    return {
        band.level: {"from": _amounts(band.start, shop), "below": _amounts(band.below, shop)}
        for band in bands.bands
    }


def _text(text: Text | None) -> dict[str, str] | None:
    return dict(text.by_language) if text else None


def _issue(issue: Issue) -> dict[str, Any]:
    return {"title": _text(issue.title), "cause": _text(issue.cause), "fix": _text(issue.fix)}


def register(app: typer.Typer) -> None:
    """Add `products` to the program."""
    app.command("products")(command)
