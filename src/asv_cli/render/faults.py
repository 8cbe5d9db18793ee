"""What a letter may not be made of: one node of a template in, one problem or none out.

What cannot be proven from the syntax alone is not allowed, so that a typo is found in every
branch and not only on the path somebody happened to walk.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jinja2 import nodes

from asv_cli.errors import Problem, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from jinja2 import Environment

    from asv_cli.errors import Spot

ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const, nodes.If,
    nodes.CondExpr, nodes.For, nodes.Block, nodes.Extends, nodes.Include, nodes.Getattr,
    nodes.Getitem, nodes.Filter, nodes.Test, nodes.Compare, nodes.Operand, nodes.And, nodes.Or,
    nodes.Not, nodes.Add, nodes.Sub, nodes.Tuple, nodes.List, nodes.Call,
)  # fmt: skip
_PLAIN_NAMES = {
    "Concat": "'~'",
    "Assign": "'set'",
    "AssignBlock": "'set'",
    "Import": "'import'",
    "FromImport": "'import'",
    "Macro": "'macro'",
    "CallBlock": "'call'",
    "FilterBlock": "'filter' blocks",
    "With": "'with'",
    "ScopedEvalContextModifier": "'autoescape'",
    "Mul": "'*'",
    "Div": "'/'",
    "FloorDiv": "'//'",
    "Mod": "'%'",
    "Pow": "'**'",
    "Neg": "'-' before a value",
    "Pos": "'+' before a value",
    "Dict": "'{ : }'",
    "Slice": "'[:]'",
}
_ALONE = ("defined", "none", "even", "odd")
_LOOP = ("index", "first", "last", "length", "revindex")


def fault(
    environment: Environment, node: nodes.Node, at: Spot, parts: Mapping[str, Collection[str]]
) -> Problem | None:
    """Return what is wrong with a node.

    Args:
        environment: knows the filters and tests there are.
        node: any node of a template.
        at: the place to report.
        parts: the names that may stand after the dot, by the name before it.
    """
    if isinstance(node, nodes.Filter):
        return _filter(environment, node, at)
    if isinstance(node, nodes.Test):
        return _test(environment, node, at)
    if isinstance(node, nodes.Getattr | nodes.Getitem):
        return _part(node, at, {**parts, "loop": _LOOP})
    return _kind(node, at)


def _kind(node: nodes.Node, at: Spot) -> Problem | None:
    if isinstance(node, nodes.CondExpr) and node.expr2 is None:
        said = "An 'if' inside {{ }} without 'else' prints nothing when it does not hold."
        return Problem(at, "no-else", said, "Add else '…', or use {% if %}.")
    if isinstance(node, nodes.Call) and not is_super(node):
        said = "Letters call nothing but super()."
        return Problem(at, "call", said, "Use a filter, such as {{ reply_hours|hours }}.")
    if isinstance(node, nodes.For) and (node.recursive or not _is_plain(node.target)):
        said = "A 'for' goes through one list, with plain names for what it finds."
        return Problem(at, "not-allowed", said, "Write {% for option in options %}.")
    if isinstance(node, nodes.Include) and not node.with_context:
        said = "What is included sees the names of its letter."
        return Problem(at, "include", said, "Delete 'without context'.")
    if not isinstance(node, ALLOWED):
        kind = type(node).__name__
        said = f"{_PLAIN_NAMES.get(kind, kind)} cannot be used in letters."
        return Problem(at, "not-allowed", said, "Write the text itself, with {{ values }} in it.")
    return None


def _is_plain(target: nodes.Node) -> bool:
    """Tell whether a loop goes by a name, or by names with commas between."""
    items = target.items if isinstance(target, nodes.Tuple) else [target]
    named = [item.name for item in items if isinstance(item, nodes.Name)]
    return len(named) == len(items) > 0 and not {"loop", "super"}.intersection(named)


def is_super(node: nodes.Call) -> bool:
    """Tell whether a call is `super()`, the only one letters make."""
    given = node.args or node.kwargs or node.dyn_args or node.dyn_kwargs
    return isinstance(node.node, nodes.Name) and node.node.name == "super" and not given


def _test(environment: Environment, node: nodes.Test, at: Spot) -> Problem | None:
    if node.name in environment.tests:
        alone = node.name in _ALONE
        odd = node.kwargs or node.dyn_args or node.dyn_kwargs
        if len(node.args) == (not alone) and not odd:
            return None
        said = f"The test 'is {node.name}' takes {'nothing' if alone else 'one plain value'}."
        given = "" if alone else " 3"
        return Problem(at, "test", said, f"For example: {{% if x is {node.name}{given} %}}.")
    hint = did_you_mean(node.name, list(environment.tests))
    hint = hint or "Write {% if x %}, or compare: {% if x == 'y' %}."
    return Problem(at, "test", f"There is no test 'is {node.name}'.", hint)


def _filter(environment: Environment, node: nodes.Filter, at: Spot) -> Problem | None:
    if node.name not in environment.filters:
        hint = did_you_mean(node.name, list(environment.filters))
        hint = hint or f"Letters have: {', '.join(sorted(environment.filters))}."
        return Problem(at, "filter", f"There is no filter '{node.name}'.", hint)
    if node.args or node.kwargs or node.dyn_args or node.dyn_kwargs:
        said = f"The filter '{node.name}' takes nothing in brackets."
        return Problem(at, "filter", said, f"Write {{{{ x|{node.name} }}}}.")
    return None


def _part(
    node: nodes.Getattr | nodes.Getitem, at: Spot, parts: Mapping[str, Collection[str]]
) -> Problem | None:
    if isinstance(node, nodes.Getattr):
        part = node.attr
    else:
        part = str(node.arg.value) if isinstance(node.arg, nodes.Const) else "…"
    root = node.node.name if isinstance(node.node, nodes.Name) else ""
    if root not in parts:
        said = f"'{root or '…'}' has no parts, so '{part}' cannot be taken from it."
        hint = "Use one name, such as {{ buyer_name }}, or a filter: {{ product|upper }}."
        return Problem(at, "part", said, hint)
    if part not in parts[root]:
        known = sorted(parts[root])
        hint = did_you_mean(part, known) or f"It has {', '.join(known)}."
        return Problem(at, "part", f"'{root}' has no '{part}'.", hint)
    return None
