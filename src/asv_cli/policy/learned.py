"""What a sentence does, by the weight of its words: a linear classifier read from a table.

`training/train.py` makes the table from sentences that people have labelled: for each word, pair
of words and word stem, how much it speaks for each family of rules. A sentence breaks a family's
rule if the weights of all that stands in it add up to more than zero. Nothing here learns.
"""

from __future__ import annotations

import re
from itertools import pairwise
from struct import unpack
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from mmap import mmap
    from pathlib import Path

    Span = tuple[int, int]

WORD = re.compile(r"[a-z]+|\d+|[€$£%?]")
"""A word of a folded text; all numbers are the same word to the classifier."""
STEM = 5
FORM = 1
"""The version of features and table; a table of another form is refused."""
_KEY = 4
"""Bytes of a row that hold the checksum of its feature; four zero bytes are an empty row."""
_LANE = 2
"""Bytes for each family in a row: its weight from 0 to 255, where 128 says nothing."""
_EVEN = 128
_AT_ONCE = 256
"""Rows that can be added up before a lane runs over."""
_KNOWN = 1 << 17
_FEWEST = 3
"""A sentence of fewer words says too little to be judged."""


class Piece(NamedTuple):
    """Words that count together: what the table knows them by, and which words they are."""

    feature: str
    first: int
    last: int


def pieces(words: Sequence[str]) -> Iterator[Piece]:
    """Yield everything that counts in a sentence; words are numbered from 1, 0 is its beginning."""
    spoken = ["<", *("#" if word.isdigit() else word for word in words), ">"]
    stems = [word[:STEM] for word in spoken]
    for at, word in enumerate(spoken):
        yield Piece(word, at, at)
        yield Piece(f"^{stems[at]}", at, at)
        if at:
            yield Piece(f"{spoken[at - 1]} {word}", at - 1, at)
            yield Piece(f"^{stems[at - 1]} {stems[at]}", at - 1, at)
        if at > 1:
            yield Piece(f"{spoken[at - 2]} _ {word}", at - 2, at)


def features(words: Sequence[str]) -> set[str]:
    """Return the features of a sentence: those of `pieces`, made all at once."""
    spoken = ["<", *["#" if word.isdigit() else word for word in words], ">"]
    stems = [f"^{word[:STEM]}" for word in spoken]
    found = {*spoken, *stems}
    found.update([f"{one} {two}" for one, two in pairwise(spoken)])
    found.update([f"{one} {two[1:]}" for one, two in pairwise(stems)])
    found.update([f"{one} _ {two}" for one, two in zip(spoken, spoken[2:], strict=False)])
    return found


class Classifier:
    """The table of one language.

    `families` are in the order of the lanes; `scale` makes weights of lanes, `biases` are added.
    """

    def __init__(self, head: Mapping[str, object], table: bytes | mmap, start: int = 0) -> None:
        self.families: tuple[str, ...] = tuple(head["families"])  # type: ignore[arg-type]
        self._biases: tuple[float, ...] = tuple(head["biases"])  # type: ignore[arg-type]
        self._scale = float(head["scale"])  # type: ignore[arg-type]
        self._table, self._start = table, start
        self._width = _KEY + _LANE * len(self.families)
        rows = (len(table) - start) // self._width
        self._last = rows - 1  # the number of rows is a power of two
        self._known: dict[str, int] = {}

    def families_of(self, words: Sequence[str]) -> dict[str, float]:
        """Return the families whose rules a sentence breaks, and how much speaks for each."""
        if len(words) < _FEWEST:
            return {}
        said = features(words)
        known = list(map(self._known.get, said))  # the quick way, where no feature is new
        rows = [row for row in known if row]
        if None in known:
            rows = [row for feature in said if (row := self._row(feature))]
        if not rows:
            return {}
        sums = self._sums(rows)
        even, length = _EVEN * len(rows), len(rows) ** 0.5
        weighed = zip(self.families, sums, self._biases, strict=True)
        return {
            family: weight
            for family, found, bias in weighed
            if (weight := (found - even) * self._scale / length + bias) > 0
        }

    def _sums(self, rows: list[int]) -> list[int]:
        """Return the sum of every lane; all lanes of a row are added at once, as one number."""
        size = _LANE * len(self.families)
        parts = [
            unpack(
                f"<{len(self.families)}H",
                sum(rows[start : start + _AT_ONCE]).to_bytes(size, "little"),
            )
            for start in range(0, len(rows), _AT_ONCE)
        ]
        return [sum(lanes) for lanes in zip(*parts, strict=True)]

    def telling(self, words: Sequence[str], family: str) -> Span:
        """Return the first and last of the words that speak most for a family, from 0."""
        lane = 16 * self.families.index(family)
        weights = [0.0] * (len(words) + 2)
        for feature, first, last in pieces(words):
            if row := self._row(feature):
                share = ((row >> lane & 0xFFFF) - _EVEN) / (last - first + 1)
                for at in range(first, last + 1):
                    weights[at] += share
        return _heaviest(weights[1:-1])

    def _row(self, feature: str) -> int:
        """Return the lanes of a feature as one number, 0 for a feature that is not known."""
        row = self._known.get(feature)
        if row is None:
            if len(self._known) >= _KNOWN:
                self._known.clear()
            row = self._known[feature] = self._look_up(feature)
        return row

    def _look_up(self, feature: str) -> int:
        key = crc32(feature.encode())
        wanted, at = key.to_bytes(_KEY, "little"), key & self._last
        while True:
            start = self._start + at * self._width
            found = self._table[start : start + _KEY]
            if found == wanted:
                return int.from_bytes(self._table[start + _KEY : start + self._width], "little")
            if found == b"\0\0\0\0":
                return 0
            at = at + 1 & self._last


def _heaviest(weights: Sequence[float]) -> Span:
    """Return the first and last place of the run with the largest sum."""
    best, span, total, start = float("-inf"), (0, 0), 0.0, 0
    for at, weight in enumerate(weights):
        if total <= 0:
            total, start = 0.0, at
        total += weight
        if total > best:
            best, span = total, (start, at)
    return span


def read_table(path: Path) -> Classifier | None:
    """Return the classifier of a table, None where there is no such file.

    Raises:
        ValueError: the table is of another form than this program reads.
    """
    import json
    import mmap

    try:
        with path.open("rb") as file:
            table = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except FileNotFoundError:
        return None
    first = table.readline()
    head = json.loads(first)
    if head["form"] != FORM:
        raise ValueError(f"'{path}' is of another form. Run training/train.py.")
    return Classifier(head, table, len(first))


def table_bytes(
    head: Mapping[str, object], weights: Mapping[str, Sequence[int]], room: float = 0.55
) -> bytes:
    """Return a table as bytes; `weights` are whole numbers from -127 to 127 by feature.

    Args:
        head: families, biases and scale, and whatever else is to stand in the first line.
        weights: one weight for each family.
        room: the largest part of the rows that may be taken.
    """
    import json

    width = _KEY + _LANE * len(next(iter(weights.values())))
    count = 1
    while len(weights) > room * count:
        count *= 2
    rows = bytearray(width * count)
    for feature, lanes in weights.items():
        key = crc32(feature.encode())
        at = key & count - 1
        while any(rows[at * width : at * width + _KEY]):
            at = at + 1 & count - 1
        row = key.to_bytes(_KEY, "little")
        row += b"".join((lane + _EVEN).to_bytes(_LANE, "little") for lane in lanes)
        rows[at * width : (at + 1) * width] = row
    return json.dumps({"form": FORM, **head}).encode() + b"\n" + bytes(rows)
