"""Prove from the syntax tree of a pattern that all its matches hold one of some literals."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Iterable, Iterator

_MOST = 1024
"""Different runs of characters that are followed before their beginnings are forgotten."""


def counterexample(
    pattern: re.Pattern[str], literals: Iterable[str], fold: Callable[[str], str] = str
) -> str | None:
    """Return characters of a match that may hold none of the literals, or None if proven.

    `fold` is what is done to a text before the literals are searched in it.
    """
    words = tuple(literals)
    tree = import_module("re._parser").parse(pattern.pattern)
    alive = _walk(_folded(list(tree), fold), {""}, words)
    left = [run for run in alive if not _holds(run, words)]
    return min(left, key=len) if left else None


def _folded(tree: Any, fold: Callable[[str], str]) -> Any:
    """Return the syntax tree with every certain character folded."""
    if isinstance(tree, tuple) and len(tree) == 2 and str(tree[0]) == "LITERAL":
        return tree[0], ord(fold(chr(tree[1])))
    if isinstance(tree, list | tuple):
        return type(tree)(_folded(one, fold) for one in tree)
    return tree if not hasattr(tree, "data") else [_folded(one, fold) for one in tree]


def _holds(run: str, words: tuple[str, ...]) -> bool:
    return any(word in run for word in words)


def _walk(items: list[Any], runs: set[str], words: tuple[str, ...]) -> set[str]:
    """Return the runs of certain characters after the items, those with a literal left out.

    A "\\0" in a run stands for characters nobody knows.
    """
    for op, value in items:
        step: set[str] = set()
        for follow in _follow(str(op), value, words):
            longer = (run + more for run in runs for more in follow)
            step |= {_short(run) for run in longer if not _holds(run, words)}
        runs = step
        if not runs:
            return set()
        for kept in (16, 12, 8, 4, 2):  # forgetting the beginnings proves less, never too much
            if len(runs) > _MOST:
                runs = {_short(run[: kept // 2] + "\0" + run[-kept:]) for run in runs}
    return runs


def _short(run: str) -> str:
    """Forget what stands between characters nobody knows: no literal can reach across them."""
    head, known, tail = run.partition("\0")
    return f"{head}\0{tail.rpartition(chr(0))[2]}" if known else run


def _follow(op: str, value: Any, words: tuple[str, ...]) -> Iterator[set[str]]:
    if op == "LITERAL":
        yield {chr(value)}
    elif op == "BRANCH":
        for branch in value[1]:
            yield _walk(list(branch), {""}, words)
    elif op == "SUBPATTERN":
        yield _walk(list(value[3]), {""}, words)
    elif op in ("MAX_REPEAT", "MIN_REPEAT"):
        least, most, inner = value
        once = _walk(list(inner), {""}, words)
        yield once if least else once | {""}
        if int(most) > 1:
            yield {run + "\0" + run for run in once}
    elif op == "IN":
        yield _one_of(value)
    elif op in ("ASSERT", "ASSERT_NOT", "AT"):
        yield {""}
    else:
        yield {"\0"}


def _one_of(value: Any) -> set[str]:
    if all(str(op) == "LITERAL" for op, _ in value):
        return {chr(code) for _, code in value}
    return {"\0"}
