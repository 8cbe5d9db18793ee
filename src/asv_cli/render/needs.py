"""What a letter needs, read from its templates: a branch the answers rule out needs nothing.

A branch that hangs on a value still to come waits for that value: first the value is `sure`, and
what its branches need is `maybe`. Once it is known, the letter is read again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from jinja2 import nodes

from asv_cli.errors import Spot
from asv_cli.render.anatomy import named
from asv_cli.render.faults import is_super

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from jinja2 import Environment

    from asv_cli.library import Found
    from asv_cli.render.anatomy import Anatomy, Part
    from asv_cli.render.environment import LibraryLoader

_UNSEEN = object()


@dataclass(slots=True)
class Needs:
    """Names a letter needs, in reading order, each with its first place.

    `sure` whatever the values still to come; `maybe` on some of the ways. `unfilled` are the
    required blocks that no template of the letter fills.
    """

    sure: dict[str, Spot] = field(default_factory=dict)
    maybe: dict[str, Spot] = field(default_factory=dict)
    unfilled: dict[str, Spot] = field(default_factory=dict)


class _At(NamedTuple):
    """Where the reading is: in which file and block, and whether it is surely printed."""

    found: Found
    sure: bool = True
    block: tuple[str, int] | None = None


class Reader:
    """Reads letters, given the values that are known by name (None: known to be left out).

    `taken` gathers the branches it went into: file, line of the condition, number of the branch;
    `places` each name that is surely used, with every place that uses it.
    """

    def __init__(
        self, environment: Environment, loader: LibraryLoader, known: Mapping[str, Any]
    ) -> None:
        self._environment = environment
        self._loader = loader
        self._known = known
        self._needs = Needs()
        self.taken: set[tuple[str, int, int]] = set()
        self.places: set[tuple[str, Spot]] = set()

    def read(self, anatomy: Anatomy) -> Needs:
        """Return what a letter needs, its subject first."""
        self._needs = Needs()
        self._anatomy = anatomy
        at = _At(anatomy.body.found)
        self._block("subject", 0, at)
        self._nodes(anatomy.body.body, at)
        return self._needs

    def _nodes(self, body: list[nodes.Node] | Iterator[nodes.Node], at: _At) -> None:
        for node in body:
            self._node(node, at)

    def _node(self, node: nodes.Node, at: _At) -> None:
        if isinstance(node, nodes.Block):
            part = self._anatomy.blocks[node.name][0]
            if node.required and part.is_empty and at.sure:
                self._needs.unfilled.setdefault(node.name, part.at)
            self._block(node.name, 0, at)
        elif isinstance(node, nodes.If | nodes.CondExpr):
            self._condition(node, at)
        elif isinstance(node, nodes.And | nodes.Or):
            self._either(node, at)
        elif isinstance(node, nodes.Include) and (name := named(node)) is not None:
            tree, found = self._loader.tree(self._environment, name)
            self._nodes(tree.body, at._replace(found=found))
        elif isinstance(node, nodes.Call) and is_super(node) and at.block:
            self._block(at.block[0], at.block[1] + 1, at)
        else:
            self._name(node, at)
            self._nodes(node.iter_child_nodes(), at)

    def _block(self, name: str, depth: int, at: _At) -> None:
        parts: list[Part] = self._anatomy.blocks.get(name, [])[depth : depth + 1]
        for part in parts:
            self._nodes(part.body, _At(part.found, at.sure, (name, depth)))

    def _name(self, node: nodes.Node, at: _At) -> None:
        if isinstance(node, nodes.Name) and node.ctx == "load":
            name = node.name
        elif isinstance(node, nodes.Filter) and node.name == "from_today":
            name = "today"
        else:
            return
        spot = Spot(at.found.shown, node.lineno)
        (self._needs.sure if at.sure else self._needs.maybe).setdefault(name, spot)
        if at.sure:
            self.places.add((name, spot))

    def _condition(self, node: nodes.If | nodes.CondExpr, at: _At) -> None:
        for number, (test, body) in enumerate(branches(node)):
            held: Any = True
            if test is not None:
                self._node(test, at)
                held = self._value(test)
            if held is _UNSEEN:
                at = at._replace(sure=False)
            if held:
                self._nodes(body, at)
            if held and held is not _UNSEEN:
                self.taken.add((at.found.shown, node.lineno, number))
                return

    def _either(self, node: nodes.And | nodes.Or, at: _At) -> None:
        self._node(node.left, at)
        left = self._value(node.left)
        if left is _UNSEEN:
            self._node(node.right, at._replace(sure=False))
        elif bool(left) == isinstance(node, nodes.And):
            self._node(node.right, at)

    def _value(self, node: nodes.Expr) -> Any:
        """Return the value of an expression, _UNSEEN where it hangs on one still to come."""
        if isinstance(node, nodes.And | nodes.Or):
            left = self._value(node.left)
            if left is _UNSEEN or bool(left) != isinstance(node, nodes.And):
                return left
            return self._value(node.right)
        if isinstance(node, nodes.Not):
            value = self._value(node.node)
            return value if value is _UNSEEN else not value
        if isinstance(node, nodes.Name):
            return self._known.get(node.name, _UNSEEN)
        if isinstance(node, nodes.Compare) and len(node.ops) == 1:
            return self._compare(node)
        return node.value if isinstance(node, nodes.Const) else self._through_jinja(node)

    def _compare(self, node: nodes.Compare) -> Any:
        left, right = self._value(node.expr), self._value(node.ops[0].expr)
        if left is _UNSEEN or right is _UNSEEN:
            return _UNSEEN
        try:
            return _COMPARISONS[node.ops[0].op](left, right)
        except TypeError:  # None < 3 fails when rendered, with its line; here it decides nothing
            return _UNSEEN

    def _through_jinja(self, node: nodes.Expr) -> Any:
        """Let Jinja itself evaluate filters, tests and look-ups, over known values only."""
        if any(name.name not in self._known for name in node.find_all(nodes.Name)):
            return _UNSEEN
        result = nodes.Assign(nodes.Name("result", "store"), node, lineno=1)
        tree = nodes.Template([result], lineno=1)
        tree.set_environment(self._environment)
        code = self._environment.compile(tree, "condition", "condition")
        template = self._environment.template_class.from_code(self._environment, code, {}, None)
        try:
            return template.make_module(dict(self._known)).result  # type: ignore[attr-defined]
        except Exception:  # noqa: BLE001 - it fails when rendered too, with its line
            return _UNSEEN


def branches(
    node: nodes.If | nodes.CondExpr,
) -> list[tuple[Any, list[nodes.Node]]]:
    """Return condition and body of each branch in order; the last condition is None."""
    if isinstance(node, nodes.CondExpr):
        return [(node.test, [node.expr1]), (None, [node.expr2] if node.expr2 else [])]
    ways: list[tuple[Any, list[nodes.Node]]] = [(node.test, node.body)]
    ways += [(way.test, way.body) for way in node.elif_]
    return [*ways, (None, node.else_)]


_COMPARISONS: dict[str, Any] = {
    "eq": lambda a, b: a == b,
    "ne": lambda a, b: a != b,
    "lt": lambda a, b: a < b,
    "lteq": lambda a, b: a <= b,
    "gt": lambda a, b: a > b,
    "gteq": lambda a, b: a >= b,
    "in": lambda a, b: a in b,
    "notin": lambda a, b: a not in b,
}
