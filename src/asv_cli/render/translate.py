"""From Jinja's syntax tree to the tree letters are printed from; only what `faults` allows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jinja2 import nodes

from asv_cli.render import tree
from asv_cli.render.inspector import named

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Include = Callable[[str], tree.Inside]


def translated(body: Iterable[nodes.Node], include: Include) -> tuple[tree.Node, ...]:
    """Return the nodes of a template without a fault as plain values.

    Args:
        body: nodes of a template, a block or a branch.
        include: returns the tree of an included template by its name.
    """
    found: list[tree.Node] = []
    for node in body:
        if isinstance(node, nodes.Output):
            found += (_output(piece) for piece in node.nodes)
        elif not isinstance(node, nodes.Extends):
            found.append(_node(node, include))
    return tuple(found)


def _output(piece: nodes.Node) -> tree.Node:
    if isinstance(piece, nodes.TemplateData):
        return tree.Words(piece.data)
    return tree.Print(_value(piece), piece.lineno)


def _node(node: Any, include: Include) -> tree.Node:
    if isinstance(node, nodes.Block):
        return tree.Block(node.name, node.required)
    if isinstance(node, nodes.Include):
        return include(named(node) or "")
    if isinstance(node, nodes.If):
        found = [(node.test, node.body), *((way.test, way.body) for way in node.elif_)]
        ways = [(_value(test), translated(body, include)) for test, body in found]
        return tree.Condition((*ways, (None, translated(node.else_, include))), node.lineno)
    return tree.Loop(
        _targets(node.target),
        _value(node.iter),
        _value(node.test) if node.test else None,
        translated(node.body, include),
        translated(node.else_, include),
        node.lineno,
    )


def _targets(target: Any) -> tuple[str, ...]:
    return (target.name,) if isinstance(target, nodes.Name) else tuple(n.name for n in target.items)


def _value(node: nodes.Node) -> tree.Expression:
    """Return an expression; `faults` has refused all that is not among the kinds."""
    return _KINDS[type(node)](node)


def _values(many: Iterable[nodes.Node]) -> tuple[tree.Expression, ...]:
    return tuple(map(_value, many))


def _compared(node: nodes.Compare) -> tree.Compared:
    steps = tuple((step.op, _value(step.expr)) for step in node.ops)
    return tree.Compared(_value(node.expr), steps)


def _joined(node: Any) -> tree.Joined:
    return tree.Joined(_value(node.left), _value(node.right), isinstance(node, nodes.And))


def _member(node: Any) -> tree.Member:
    part = node.attr if isinstance(node, nodes.Getattr) else node.arg.value
    return tree.Member(tree.Name(node.node.name, node.lineno), part)


def _chosen(node: Any) -> tree.Chosen:
    return tree.Chosen(_value(node.test), _value(node.expr1), _value(node.expr2), node.lineno)


_KINDS: dict[type, Callable[[Any], tree.Expression]] = {
    nodes.Name: lambda node: tree.Name(node.name, node.lineno),
    nodes.Const: lambda node: tree.Constant(node.value),
    nodes.Getattr: _member,
    nodes.Getitem: _member,
    nodes.Filter: lambda node: tree.Filtered(_value(node.node), node.name, node.lineno),
    nodes.Test: lambda node: tree.Tested(_value(node.node), node.name, _values(node.args)),
    nodes.Compare: _compared,
    nodes.And: _joined,
    nodes.Or: _joined,
    nodes.Not: lambda node: tree.Not(_value(node.node)),
    nodes.Add: lambda node: tree.Summed(_value(node.left), _value(node.right), 1),
    nodes.Sub: lambda node: tree.Summed(_value(node.left), _value(node.right), -1),
    nodes.Tuple: lambda node: tree.Listed(_values(node.items)),
    nodes.List: lambda node: tree.Listed(_values(node.items)),
    nodes.CondExpr: _chosen,
    nodes.Call: lambda _: tree.Above(),  # super(), the only call there is
}
