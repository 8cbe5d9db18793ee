"""A small shop for tests: its files, and a way to run the program in it."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from asv_cli.cli import run

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).parents[1]
SETTINGS = """\
shop_name: Blue Hill
agent_name: Anna
marketplace: US
price_levels:
  low: {below: {USD: 25, EUR: 22}}
  high: {from: {USD: 25, EUR: 22}}
caps: {low: 5 USD, high: 20 USD}
"""
PRODUCTS = """\
KX-200:
  name: {en: travel kettle, fr: bouilloire de voyage}
  asin: B0ABCD1234
  price: {USD: 29.99, EUR: 27.50, UK: 24.10}
  unit_cost: 7.20
  freight: {USD: 4.20, EUR: 3.95}
  return_freight: 5.05 USD
  size_class: small
  colours: {black: 3, red: 0}
  spare_parts:
    lid: {stock: 4, cost: 1.15}
  warranty_months: 12
  manual_pointer: {en: page 4 of the booklet}
  praise: {en: how quickly it boils}
  strengths: [lighter than others]
  weaknesses: [short cord]
  issues:
    lid:
      title: The lid does not shut
      cause: {en: the hinge is stiff}
      fix: {en: press the lid down twice}
    leak:
      title: It leaks
      cause: {en: the seal sits askew}
      fix: {en: push the seal back}
KX-9:
  name: mug
"""


@dataclass(frozen=True, slots=True)
class Result:
    """What a run of the program left behind."""

    code: int
    out: str
    err: str


@dataclass(frozen=True, slots=True)
class Shop:
    """A working folder with `.asv/`, and the program run in it."""

    capsys: pytest.CaptureFixture[str]
    folder: Path

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def asv(self, *arguments: str) -> Result:
        self.capsys.readouterr()
        code = run(list(arguments))
        captured = self.capsys.readouterr()
        return Result(code, captured.out, captured.err)


def process(code: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run Python without a terminal, the package on its path."""
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True,
        text=True,
        check=False,
        start_new_session=True,
        stdin=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src"), **environment},
    )


def answers(**given: str) -> tuple[str, ...]:
    """Return `-a key=value` for each."""
    return tuple(word for key, text in given.items() for word in ("-a", f"{key}={text}"))


OFFER: Mapping[str, str] = {"fulfilment": "merchant", "photos": "clear", "cause": "transport"}
"""The way of `damaged` to an outcome with options; the price level is the product's to say."""


@pytest.fixture
def shop(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Shop:
    """Give an empty folder and home, none of the caller's settings, and no terminal."""
    for name in list(os.environ):
        if name.startswith(("ASV_", "XDG_")):
            monkeypatch.delenv(name)
    folder, home = tmp_path / "shop", tmp_path / "house"
    folder.mkdir()
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.chdir(folder)
    return Shop(capsys, folder)


@pytest.fixture
def stocked(shop: Shop) -> Shop:
    """The same with settings and two products."""
    shop.write(".asv/shop.yaml", SETTINGS)
    shop.write(".asv/products.yaml", PRODUCTS)
    return shop
