"""A letter taken apart before it is rendered: its frame, its blocks, and what is wrong with it.

Templates are read as syntax trees. What cannot be proven that way is not allowed in a letter, so
that a typo is found in every branch and not only on the path somebody happened to walk.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jinja2 import TemplateNotFound, TemplateSyntaxError, nodes

from asv_cli.errors import Problem, Spot, did_you_mean

if TYPE_CHECKING:
    from jinja2 import Environment

    from asv_cli.library import Found
    from asv_cli.render.environment import LibraryLoader

ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const, nodes.If,
    nodes.CondExpr, nodes.For, nodes.Block, nodes.Extends, nodes.Include, nodes.Getattr,
    nodes.Getitem, nodes.Filter, nodes.Test, nodes.Compare, nodes.Operand, nodes.And, nodes.Or,
    nodes.Not, nodes.Add, nodes.Sub, nodes.Mul, nodes.Tuple, nodes.List, nodes.Call,
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
}


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a template: its nodes, and the file they stand in."""

    body: list[nodes.Node]
    found: Found


@dataclass(slots=True)
class Anatomy:
    """A template with its frame: the outermost body, and the blocks by name, own one first.

    `names` holds every variable used in any branch, with the first place that uses it; `trees`
    every template the letter is made of, its frame and includes among them, and `templates` their names.
    """

    name: str
    shown: str
    body: Part
    chain: list[str]
    blocks: dict[str, list[Part]]
    frame_blocks: set[str]
    names: dict[str, Spot]
    problems: list[Problem]
    trees: list[Part]
    templates: set[str]


def dissect(environment: Environment, loader: LibraryLoader, name: str) -> Anatomy:
    """Take a template apart, noting all that does not belong in a letter.

    A template or frame that is missing or cannot be parsed is a problem too; the anatomy then
    ends there.
    """
    anatomy = Anatomy(name, name, Part([], _nowhere(name)), [], {}, set(), {}, [], [], set())
    current: str | None = name
    asked_at = Spot(name)
    while current is not None:
        try:
            tree, found = loader.tree(environment, current)
        except (TemplateNotFound, TemplateSyntaxError, UnicodeDecodeError) as error:
            anatomy.problems.append(_unreadable(error, current, asked_at))
            return anatomy
        if not anatomy.chain:
            anatomy.shown = found.shown
        anatomy.chain.append(current)
        anatomy.templates.add(current)
        _inspect(environment, loader, tree, found, anatomy)
        parent = next((n for n in tree.body if isinstance(n, nodes.Extends)), None)
        for block in tree.find_all(nodes.Block):
            anatomy.blocks.setdefault(block.name, []).append(Part(block.body, found))
        current = None
        if parent is not None and isinstance(parent.template, nodes.Const):
            current, asked_at = parent.template.value, Spot(found.shown, parent.lineno)
            _outside_blocks(tree, found, anatomy)
            if current in anatomy.chain:
                said = f"The template extends itself by way of '{current}'."
                anatomy.problems.append(Problem(asked_at, "extends", said, "Extend the frame."))
                return anatomy
        elif parent is None:
            anatomy.body = Part(tree.body, found)
            anatomy.frame_blocks = {b.name for b in tree.find_all(nodes.Block)}
    _strange_blocks(anatomy)
    return anatomy


def _nowhere(name: str) -> Found:
    from pathlib import Path

    from asv_cli.library import Found

    return Found(Path(name), "")


def _unreadable(error: Exception, name: str, asked_at: Spot) -> Problem:
    if isinstance(error, TemplateNotFound):
        hint = 'Names look like "en/letter.j2"; check the folder and the spelling.'
        return Problem(asked_at, "template", f"There is no template '{name}'.", hint)
    if isinstance(error, TemplateSyntaxError):
        from pathlib import Path

        from asv_cli.library import shown

        spot = Spot(shown(Path(error.filename or name)), error.lineno)
        return Problem(
            spot, "syntax", f"This is not a valid template: {error.message}.".replace("..", ".")
        )
    return Problem(asked_at, "encoding", f"'{name}' is not UTF-8 text.", "Save it as UTF-8.")


def _inspect(
    environment: Environment,
    loader: LibraryLoader,
    tree: nodes.Template,
    found: Found,
    anatomy: Anatomy,
) -> None:
    """Note names, and all that letters may not use, also in branches never taken."""
    anatomy.trees.append(Part(tree.body, found))
    own = {n.name for n in tree.find_all(nodes.Name) if n.ctx == "store"} | {"loop", "super"}
    for node in tree.find_all(nodes.Node):
        at = Spot(found.shown, node.lineno)
        if problem := _fault(environment, loader, node, at):
            anatomy.problems.append(problem)
        elif isinstance(node, nodes.Include):
            inner, inner_found = loader.tree(environment, node.template.value)  # type: ignore[attr-defined]
            anatomy.templates.add(node.template.value)  # type: ignore[attr-defined]
            _inspect(environment, loader, inner, inner_found, anatomy)
        elif isinstance(node, nodes.Name) and node.name not in own:
            anatomy.names.setdefault(node.name, at)


def _fault(
    environment: Environment, loader: LibraryLoader, node: nodes.Node, at: Spot
) -> Problem | None:
    if isinstance(node, nodes.Filter) and node.name not in environment.filters:
        hint = did_you_mean(node.name, list(environment.filters))
        hint = hint or f"Letters have: {', '.join(sorted(environment.filters))}."
        return Problem(at, "filter", f"There is no filter '{node.name}'.", hint)
    if isinstance(node, nodes.Test) and node.name not in environment.tests:
        hint = did_you_mean(node.name, list(environment.tests))
        return Problem(at, "test", f"There is no test 'is {node.name}'.", hint)
    if isinstance(node, nodes.Extends | nodes.Include):
        return _reference(environment, loader, node, at)
    if isinstance(node, nodes.CondExpr) and node.expr2 is None:
        said = "An 'if' inside {{ }} without 'else' prints nothing when it does not hold."
        return Problem(at, "no-else", said, "Add else '…', or use {% if %}.")
    if isinstance(node, nodes.Call) and not is_super(node):
        return Problem(
            at, "call", "Letters call nothing but super().", "Use a filter: {{ x|days }}."
        )
    if not isinstance(node, ALLOWED):
        kind = type(node).__name__
        said = f"{_PLAIN_NAMES.get(kind, kind)} cannot be used in letters."
        return Problem(at, "not-allowed", said, "Write the text itself, with {{ values }} in it.")
    return None


def _reference(
    environment: Environment, loader: LibraryLoader, node: nodes.Extends | nodes.Include, at: Spot
) -> Problem | None:
    if not isinstance(node.template, nodes.Const) or not isinstance(node.template.value, str):
        said = "The template to use must be named in quotes, so that it can be checked."
        return Problem(at, "dynamic", said, 'For example: "en/letter.j2".')
    if isinstance(node, nodes.Include):
        try:
            loader.tree(environment, node.template.value)
        except (TemplateNotFound, TemplateSyntaxError, UnicodeDecodeError) as error:
            return _unreadable(error, node.template.value, at)
    return None


def is_super(node: nodes.Call) -> bool:
    """Tell whether a call is `super()`, the only one letters make."""
    return isinstance(node.node, nodes.Name) and node.node.name == "super" and not node.args


def _outside_blocks(tree: nodes.Template, found: Found, anatomy: Anatomy) -> None:
    for node in tree.body:
        if isinstance(node, nodes.Extends | nodes.Block):
            continue
        if isinstance(node, nodes.Output) and all(
            isinstance(n, nodes.TemplateData) and not n.data.strip() for n in node.nodes
        ):
            continue
        said = "What stands outside the blocks of a letter never appears in it."
        spot = Spot(found.shown, _first_line(node))
        anatomy.problems.append(Problem(spot, "outside", said, "Move it into a block."))
        return


def _first_line(node: nodes.Node) -> int:
    """Return the line of the first visible text of an output, or the node's own."""
    if isinstance(node, nodes.Output):
        for piece in node.nodes:
            if isinstance(piece, nodes.TemplateData) and piece.data.strip():
                before = piece.data[: len(piece.data) - len(piece.data.lstrip())]
                return piece.lineno + before.count("\n")
    return node.lineno


def _strange_blocks(anatomy: Anatomy) -> None:
    known = sorted(anatomy.frame_blocks | {"subject"})
    for name, parts in anatomy.blocks.items():
        # A block inside another block of a child is fine: it is printed where it stands.
        if name in known or any(_nested(part, name, anatomy) for part in parts):
            continue
        found = parts[0].found
        lines = [n.lineno for n in parts[0].body] or [1]
        hint = did_you_mean(name, known) or f"The frame has: {', '.join(known)}."
        said = f"The frame has no block '{name}', so its text would never appear."
        anatomy.problems.append(Problem(Spot(found.shown, lines[0]), "block", said, hint))


def _nested(part: Part, name: str, anatomy: Anatomy) -> bool:
    return any(
        inner.name == name
        for other, parts in anatomy.blocks.items()
        if other != name
        for p in parts
        if p.found == part.found
        for node in p.body
        for inner in ([node] if isinstance(node, nodes.Block) else node.find_all(nodes.Block))
    )
