"""Walk through the templates of a letter, and note its names and what is wrong with them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from jinja2 import TemplateNotFound, TemplateSyntaxError, nodes

from asv_cli.errors import Problem, Spot, did_you_mean
from asv_cli.render.faults import fault
from asv_cli.render.syntax import in_plain_words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from asv_cli.library import Found
    from asv_cli.render.parser import Parser


class Piece(NamedTuple):
    """A piece of a template as Jinja parsed it, the file it stands in, and where it begins."""

    body: list[nodes.Node]
    found: Found
    line: int = 1

    @property
    def at(self) -> Spot:
        """Where the piece begins."""
        return Spot(self.found.shown, self.line)

    @property
    def is_empty(self) -> bool:
        """Whether it can never print anything but blanks."""
        return all(is_blank(node) for node in self.body)


@dataclass(slots=True)
class Dissection:
    """A template with its frame while it is taken apart; see `Anatomy` for what becomes of it."""

    name: str
    shown: str
    body: Piece
    chain: list[str] = field(default_factory=list)
    blocks: dict[str, list[Piece]] = field(default_factory=dict)
    frame_blocks: set[str] = field(default_factory=set)
    names: dict[str, Spot] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    templates: set[str] = field(default_factory=set)


class Inspector:
    """Walks the trees of one letter, noting names and faults, also in branches never taken."""

    dissection: Dissection

    def __init__(
        self,
        parser: Parser,
        parts: Mapping[str, Collection[str]],
    ) -> None:
        self._parser = parser
        self._parts = parts
        self._inside: list[str] = []

    def tree(self, name: str, asked_at: Spot) -> tuple[nodes.Template, Found] | None:
        """Return the tree of a template; note why where there is none."""
        self.dissection.templates.add(name)
        try:
            found = self._parser.tree(name)
        except TemplateNotFound:
            said = f"There is no template '{name}'."
            hint = did_you_mean(name, self._parser.templates())
            hint = hint or 'Names look like "en/letter.j2".'
            problem = Problem(asked_at, "template", said, hint)
        except TemplateSyntaxError as error:
            from pathlib import Path

            from asv_cli.library import shown

            line, said, hint = in_plain_words(error)
            problem = Problem(Spot(shown(Path(error.filename or name)), line), "syntax", said, hint)
        else:
            return found
        self.dissection.problems.append(problem)
        return None

    def inspect(
        self, tree: nodes.Template, found: Found, own: frozenset[str] = frozenset()
    ) -> None:
        """Note what one template uses; `own` are the names its surroundings give it."""
        # 'set' is a fault of its own; the name it sets is not another one.
        own |= {n.name for s in tree.find_all((nodes.Assign, nodes.AssignBlock, nodes.With))
                for n in s.find_all(nodes.Name) if n.ctx in {"store", "param"}}  # fmt: skip
        twice = Counter(block.name for block in tree.find_all(nodes.Block))
        for block in tree.find_all(nodes.Block):
            if twice.pop(block.name, 1) > 1:
                said = f"The block '{block.name}' is there twice."
                self._note(Problem(Spot(found.shown, block.lineno), "block", said, "Join them."))
        for node in tree.body:
            self._visit(node, found, own)

    def _note(self, problem: Problem) -> None:
        self.dissection.problems.append(problem)

    def _visit(self, node: nodes.Node, found: Found, own: frozenset[str]) -> None:
        at = Spot(found.shown, node.lineno)
        problem = fault(self._parser.environment, node, at, self._parts)
        if problem is not None:
            self._note(problem)
            # What follows from the same fault is not reported again.
            follow = isinstance(node, nodes.Filter | nodes.CondExpr | nodes.Test | nodes.BinExpr)
            for child in node.iter_child_nodes() if follow else ():
                self._visit(child, found, own)
        elif isinstance(node, nodes.Include | nodes.Extends):
            self._refer(node, at, own)
        elif isinstance(node, nodes.For):
            self._loop(node, found, own)
        elif isinstance(node, nodes.Name):
            if node.name not in own and node.ctx == "load":
                self.dissection.names.setdefault(node.name, at)
        elif isinstance(node, nodes.Call):  # super() itself needs no look inside
            if self._inside:
                said = "super() has nothing to repeat in a file that is included."
                self._note(Problem(at, "super", said, "Write it into the block itself."))
        else:
            for child in node.iter_child_nodes():
                self._visit(child, found, own)

    def _loop(self, node: nodes.For, found: Found, own: frozenset[str]) -> None:
        within = own | {n.name for n in _all(node.target, nodes.Name)} | {"loop"}
        self._visit(node.iter, found, own)
        for child in [*node.body, *([node.test] if node.test else [])]:
            self._visit(child, found, within)
        for child in node.else_:
            self._visit(child, found, own)

    def _refer(self, node: nodes.Include | nodes.Extends, at: Spot, own: frozenset[str]) -> None:
        name = named(node)
        if name is None:
            said = "The template to use must be named in quotes, so that it can be checked."
            self._note(Problem(at, "dynamic", said, 'For example: "en/letter.j2".'))
        elif isinstance(node, nodes.Extends):
            if self._inside:
                said = "What is included cannot extend a frame."
                self._note(Problem(at, "extends", said, "Delete the line."))
        elif name in [*self._inside, *self.dissection.chain]:
            said = f"The template includes itself by way of '{name}'."
            self._note(Problem(at, "include", said, "Delete the line."))
        elif read := self.tree(name, at):
            if next(read[0].find_all(nodes.Block), None):
                said = f"'{name}' has blocks, and what is included cannot have any."
                self._note(Problem(at, "include", said, "Extend it, or take its blocks out."))
                return
            self._inside.append(name)
            self.inspect(*read, own)
            self._inside.pop()


def named(node: nodes.Include | nodes.Extends) -> str | None:
    """Return the template a node refers to, None where it is not named in quotes."""
    name = node.template.value if isinstance(node.template, nodes.Const) else None
    return name if isinstance(name, str) else None


def _all(node: nodes.Node, kind: type[nodes.Name]) -> Iterator[nodes.Name]:
    if isinstance(node, kind):
        yield node
    yield from node.find_all(kind)


def is_blank(node: nodes.Node) -> bool:
    """Tell whether a node is text made of blanks only."""
    return isinstance(node, nodes.Output) and all(
        isinstance(piece, nodes.TemplateData) and not piece.data.strip() for piece in node.nodes
    )
