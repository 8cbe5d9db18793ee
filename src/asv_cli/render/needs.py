"""What a letter needs, read from its templates: a branch the answers rule out needs nothing.

A branch that hangs on a value still to come waits for that value: first the value is `sure`, and
what its branches need is `maybe`. Once it is known, the letter is read again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from asv_cli.errors import Spot
from asv_cli.render import tree
from asv_cli.render.evaluate import value

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from asv_cli.render.anatomy import Anatomy

_UNSEEN = object()


class Needs:
    """Names a letter needs, in reading order, each with its first place.

    `sure` whatever the values still to come; `maybe` on some of the ways. `unfilled` are the
    required blocks that no template of the letter fills.
    """

    __slots__ = ("maybe", "sure", "unfilled")

    def __init__(self) -> None:
        self.sure: dict[str, Spot] = {}
        self.maybe: dict[str, Spot] = {}
        self.unfilled: dict[str, Spot] = {}


class _At(NamedTuple):
    """Where the reading is: in which file and block, and whether it is surely printed."""

    shown: str
    sure: bool = True
    block: tuple[str, int] | None = None


class Reader:
    """Reads letters, given the values that are known by name (None: known to be left out).

    `taken` gathers the branches it went into: file, line of the condition, number of the branch;
    `places` each name that is surely used, with every place that uses it.
    """

    def __init__(self, known: Mapping[str, Any]) -> None:
        self._known = known
        self._bound: frozenset[str] = frozenset()  # the names of the loops it is in
        self._needs = Needs()
        self.taken: set[tuple[str, int, int]] = set()
        self.places: set[tuple[str, Spot]] = set()

    def read(self, anatomy: Anatomy) -> Needs:
        """Return what a letter needs, its subject first."""
        self._needs = Needs()
        self._anatomy = anatomy
        at = _At(anatomy.body.shown)
        self._block("subject", 0, at)
        self._nodes(anatomy.body.body, at)
        return self._needs

    def _nodes(self, body: Iterable[tree.Node], at: _At) -> None:
        for node in body:
            if isinstance(node, tree.Print):
                self._value(node.value, at)
            elif isinstance(node, tree.Block):
                part = self._anatomy.blocks[node.name][0]
                if node.required and part.empty and at.sure:
                    self._needs.unfilled.setdefault(node.name, part.at)
                self._block(node.name, 0, at)
            elif isinstance(node, tree.Condition):
                self._condition(node, at)
            elif isinstance(node, tree.Inside):
                self._nodes(node.body, at._replace(shown=node.shown))
            elif isinstance(node, tree.Loop):
                self._loop(node, at)

    def _loop(self, node: tree.Loop, at: _At) -> None:
        self._value(node.items, at)
        outer, self._bound = self._bound, self._bound | {*node.names, "loop"}
        if node.test is not None:
            self._value(node.test, at)
        self._nodes(node.body, at)
        self._bound = outer
        self._nodes(node.other, at)

    def _block(self, name: str, depth: int, at: _At) -> None:
        for part in self._anatomy.blocks.get(name, ())[depth : depth + 1]:
            self._nodes(part.body, _At(part.shown, at.sure, (name, depth)))

    def _condition(self, node: tree.Condition | tree.Chosen, at: _At) -> None:
        for number, (test, body) in enumerate(branches(node)):
            held: Any = True
            if test is not None:
                self._value(test, at)
                held = self._known_value(test)
            if test is not None and held is _UNSEEN:
                at = self._perhaps(test, at)
            if held:
                self._nodes(body, at)
            if held is _UNSEEN and not at.sure:
                continue
            if held:
                self.taken.add((at.shown, node.line, number))
            if held and held is not _UNSEEN:
                return

    def _perhaps(self, test: tree.Expression, at: _At) -> _At:
        """Return where what hangs on an open test stands.

        A test of nothing but the rounds of a loop stays open for ever: what it leads to is sure.
        """
        names = set(tree.names(test))
        waits = any(name not in self._known for name in names - self._bound)
        return at._replace(sure=at.sure and not waits and bool(names & self._bound))

    def _value(self, expression: tree.Expression, at: _At) -> None:
        """Note the names an expression uses, those of a side it may not come to as perhaps."""
        if isinstance(expression, tree.Name):
            self._name(expression.name, expression.line, at)
        elif isinstance(expression, tree.Chosen):
            self._condition(expression, at)
        elif isinstance(expression, tree.Joined):
            self._either(expression, at)
        elif isinstance(expression, tree.Above) and at.block:
            self._block(at.block[0], at.block[1] + 1, at)
        else:
            if isinstance(expression, tree.Filtered) and expression.filter == "from_today":
                self._name("today", expression.line, at)
            for part in tree.within(expression):
                self._value(part, at)

    def _name(self, name: str, line: int, at: _At) -> None:
        if name in self._bound:
            return
        spot = Spot(at.shown, line)
        (self._needs.sure if at.sure else self._needs.maybe).setdefault(name, spot)
        if at.sure:
            self.places.add((name, spot))

    def _either(self, expression: tree.Joined, at: _At) -> None:
        self._value(expression.left, at)
        left = self._known_value(expression.left)
        if left is _UNSEEN:
            self._value(expression.right, self._perhaps(expression.left, at))
        elif bool(left) == expression.both:
            self._value(expression.right, at)

    def _known_value(self, expression: tree.Expression) -> Any:
        """Return the value of an expression, _UNSEEN where it hangs on one still to come."""
        if isinstance(expression, tree.Name):
            bound = expression.name in self._bound
            return _UNSEEN if bound else self._known.get(expression.name, _UNSEEN)
        if isinstance(expression, tree.Joined):
            left = self._known_value(expression.left)
            if left is _UNSEEN or bool(left) != expression.both:
                return left
            return self._known_value(expression.right)
        if any(n in self._bound or n not in self._known for n in tree.names(expression)):
            return _UNSEEN
        try:
            return value(expression, self._known)
        except Exception:  # noqa: BLE001 - it fails when printed too, with its line
            return _UNSEEN


def branches(
    node: tree.Condition | tree.Chosen,
) -> tuple[tuple[tree.Expression | None, tuple[tree.Node, ...]], ...]:
    """Return condition and body of each branch in order; the last condition is None."""
    if isinstance(node, tree.Condition):
        return node.ways
    then, other = tree.Print(node.then, node.line), tree.Print(node.other, node.line)
    return (node.test, (then,)), (None, (other,))
