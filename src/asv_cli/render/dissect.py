"""Take a letter apart before it is rendered, and check how its blocks fit its frame."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

from jinja2 import nodes

from asv_cli.errors import Problem, Spot, did_you_mean
from asv_cli.render.anatomy import Anatomy, Part
from asv_cli.render.faults import is_super
from asv_cli.render.inspector import Dissection, Inspector, Piece, is_blank, named
from asv_cli.render.translate import translated
from asv_cli.render.tree import Inside, deciding

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from asv_cli.library import Found
    from asv_cli.render.parser import Parser


def dissect(parser: Parser, name: str, parts: Mapping[str, Collection[str]]) -> Anatomy:
    """Take a template apart, noting all that does not belong in a letter.

    A template or frame that is missing or cannot be parsed is a problem too; the anatomy then
    ends there. `parts` are the names that may follow a dot, by the name before it.
    """
    inspector = Inspector(parser, parts)
    found = inspector.dissection = Dissection(name, name, Piece([], _nowhere(name)))
    _take_apart(inspector, found)
    _endless(found)
    if found.problems:
        return _anatomy(found, dict.fromkeys(found.blocks, ()))

    def include(name: str) -> Inside:
        tree, file = parser.tree(name)
        return Inside(translated(tree.body, include), file.shown)

    def part(piece: Piece) -> Part:
        repeats = any(is_super(call) for node in piece.body for call in node.find_all(nodes.Call))
        body = translated(piece.body, include)
        return Part(body, piece.found.shown, piece.line, piece.is_empty, repeats)

    blocks = {name: tuple(map(part, pieces)) for name, pieces in found.blocks.items()}
    allowances = {
        file.shown: source
        for file, source in (parser.allowance(template) for template in sorted(found.templates))
        if source
    }
    body = part(found.body)
    every = [body, *(piece for pieces in blocks.values() for piece in pieces)]
    names = frozenset(name for piece in every for name in deciding(piece.body))
    made = _anatomy(found, blocks, body)
    return made._replace(allowances=allowances, deciding=names)


def _anatomy(
    found: Dissection, blocks: Mapping[str, tuple[Part, ...]], body: Part | None = None
) -> Anatomy:
    return Anatomy(
        name=found.name,
        shown=found.shown,
        body=body or Part((), found.body.found.shown),
        chain=tuple(found.chain),
        blocks=blocks,
        names=found.names,
        templates=frozenset(found.templates),
        problems=tuple(found.problems),
    )


def _take_apart(inspector: Inspector, anatomy: Dissection) -> None:
    """Follow a template up its frames, noting blocks, names and faults."""
    current: str | None = anatomy.name
    asked_at = Spot(anatomy.name)
    while current is not None:
        read = inspector.tree(current, asked_at)
        if read is None:
            return
        tree, found = read
        if not anatomy.chain:
            anatomy.shown = found.shown
        anatomy.chain.append(current)
        inspector.inspect(tree, found)
        extends = next((n for n in tree.body if isinstance(n, nodes.Extends)), None)
        _one_frame(tree, found, anatomy)
        for block in tree.find_all(nodes.Block):
            piece = Piece(block.body, found, block.lineno)
            anatomy.blocks.setdefault(block.name, []).append(piece)
        if extends is None:
            anatomy.body = Piece(tree.body, found)
            anatomy.frame_blocks = {b.name for b in tree.find_all(nodes.Block)}
            break
        _outside_blocks(tree, found, anatomy)
        current, asked_at = named(extends), Spot(found.shown, extends.lineno)
        if current in anatomy.chain:
            said = f"The template extends itself by way of '{current}'."
            anatomy.problems.append(Problem(asked_at, "extends", said, "Extend the frame."))
            return
    if current is not None:
        _strange_blocks(anatomy)
        _nothing_above(anatomy)


def _nowhere(name: str) -> Found:
    from pathlib import Path

    from asv_cli.library import Found

    return Found(Path(name), "")


def _one_frame(tree: nodes.Template, found: Found, anatomy: Dissection) -> None:
    for number, node in enumerate(tree.find_all(nodes.Extends)):
        if number or node not in tree.body:
            said = "A template extends one frame, by its first line, and under no condition."
            spot = Spot(found.shown, node.lineno)
            anatomy.problems.append(Problem(spot, "extends", said, "Delete the line."))


def _outside_blocks(tree: nodes.Template, found: Found, anatomy: Dissection) -> None:
    for node in tree.body:
        if isinstance(node, nodes.Extends | nodes.Block) or is_blank(node):
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


def _strange_blocks(anatomy: Dissection) -> None:
    known = sorted(anatomy.frame_blocks | {"subject"})
    nested = {
        (block.name, part.found)
        for parts in anatomy.blocks.values()
        for part in parts
        for node in part.body
        for block in _blocks(node)
    }
    for name, parts in anatomy.blocks.items():
        # A block inside another block of a child is fine: it is printed where it stands.
        if name not in known and not any((name, part.found) in nested for part in parts):
            hint = did_you_mean(name, known) or f"The frame has: {', '.join(known)}."
            said = f"The frame has no block '{name}', so its text would never appear."
            anatomy.problems.append(Problem(parts[0].at, "block", said, hint))


def _endless(anatomy: Dissection) -> None:
    """Note blocks that would print themselves, by way of what frame and letter put into them."""
    inside = {
        name: {b.name for part in parts for node in part.body for b in _blocks(node)}
        for name, parts in anatomy.blocks.items()
    }
    try:
        TopologicalSorter(inside).prepare()
    except CycleError as error:
        name, other = error.args[1][:2]
        said = f"The block '{name}' would print itself by way of '{other}'."
        problem = Problem(anatomy.blocks[name][0].at, "block", said, "Rename one of them.")
        anatomy.problems.append(problem)


def _blocks(node: nodes.Node) -> Iterator[nodes.Block]:
    if isinstance(node, nodes.Block):
        yield node
    yield from node.find_all(nodes.Block)


def _nothing_above(anatomy: Dissection) -> None:
    for name, parts in anatomy.blocks.items():
        for number, part in enumerate(parts, start=1):
            calls = (c for node in part.body for c in node.find_all(nodes.Call) if is_super(c))
            if (call := next(calls, None)) and all(above.is_empty for above in parts[number:]):
                said = f"super() has nothing to repeat: no frame fills the block '{name}'."
                spot = Spot(part.found.shown, call.lineno)
                anatomy.problems.append(Problem(spot, "super", said, "Write the text itself."))
