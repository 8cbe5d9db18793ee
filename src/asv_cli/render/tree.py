"""A template as a tree of plain values: the small part of Jinja that letters are made of.

Jinja parses a template once (`translate`). From there on it is data: proven, kept in the cache,
read for what it needs and printed, without running any code, as there is none in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Name(NamedTuple):
    """The value of a field, a question, or a name the renderer provides."""

    name: str
    line: int


class Constant(NamedTuple):
    """A number or text the author wrote, or true, false, none."""

    value: Any


class Member(NamedTuple):
    """What stands after a dot, such as `marketplace.return_days`."""

    root: Name
    part: str


class Filtered(NamedTuple):
    """A value given another form: `reply_hours|hours`."""

    value: Expression
    filter: str
    line: int


class Tested(NamedTuple):
    """`x is defined`, `x is ge 3`."""

    value: Expression
    test: str
    other: tuple[Expression, ...]


class Compared(NamedTuple):
    """`a == b`; a chain such as `1 < a < 3` has two steps."""

    left: Expression
    steps: tuple[tuple[str, Expression], ...]


class Joined(NamedTuple):
    """`a and b` where `both`, else `a or b`."""

    left: Expression
    right: Expression
    both: bool


class Not(NamedTuple):
    """`not a`."""

    value: Expression


class Summed(NamedTuple):
    """`a + b`, or `a - b` where `sign` is -1."""

    left: Expression
    right: Expression
    sign: int


class Listed(NamedTuple):
    """`[a, b]` or `(a, b)`."""

    items: tuple[Expression, ...]


class Above(NamedTuple):
    """`super()`: the text of the same block in the frame above."""


class Chosen(NamedTuple):
    """`a if test else b`."""

    test: Expression
    then: Expression
    other: Expression
    line: int


Expression = (
    Name | Constant | Member | Filtered | Tested | Compared | Joined | Not | Summed | Listed
    | Above | Chosen
)  # fmt: skip


class Words(NamedTuple):
    """Text as it stands in the template."""

    text: str


class Print(NamedTuple):
    """`{{ value }}`."""

    value: Expression
    line: int


class Condition(NamedTuple):
    """`{% if %}` with its branches in order; the test of `{% else %}` is None."""

    ways: tuple[tuple[Expression | None, tuple[Node, ...]], ...]
    line: int


class Loop(NamedTuple):
    """`{% for name in items if test %}`, or `{% for a, b in pairs %}` with several names."""

    names: tuple[str, ...]
    items: Expression
    test: Expression | None
    body: tuple[Node, ...]
    other: tuple[Node, ...]
    line: int


class Block(NamedTuple):
    """The place of a block; what it prints is the letter's own filling of it."""

    name: str
    required: bool


class Inside(NamedTuple):
    """An included template, by its file as shown."""

    body: tuple[Node, ...]
    shown: str


Node = Words | Print | Condition | Loop | Block | Inside


def names(expression: Expression) -> Iterator[str]:
    """Yield every name whose value an expression may ask for."""
    return (part.name for part in parts(expression) if isinstance(part, Name))


def constants(expression: Expression) -> Iterator[Any]:
    """Yield every constant of an expression."""
    return (part.value for part in parts(expression) if isinstance(part, Constant))


def choices(expression: Expression) -> Iterator[Chosen]:
    """Yield every `a if test else b` of an expression."""
    return (part for part in parts(expression) if isinstance(part, Chosen))


def parts(expression: Expression) -> Iterator[Expression]:
    """Yield an expression and all those inside it."""
    yield expression
    for part in within(expression):
        yield from parts(part)


def within(expression: Expression) -> Iterator[Expression]:
    """Yield the expressions right inside another."""
    if isinstance(expression, Constant):
        return
    if isinstance(expression, Compared):
        yield expression.left
        yield from (step for _, step in expression.steps)
        return
    for part in expression:
        if isinstance(part, Expression):
            yield part
        elif isinstance(part, tuple):
            yield from part


def expressions(node: Node) -> Iterator[Expression]:
    """Yield the expressions of a node itself."""
    if isinstance(node, Print):
        yield node.value
    elif isinstance(node, Condition):
        yield from (test for test, _ in node.ways if test is not None)
    elif isinstance(node, Loop):
        yield from (node.items, *([node.test] if node.test else []))


def deciding(body: Iterable[Node]) -> Iterator[tuple[str, bool]]:
    """Yield the names that settle which other names some nodes ask for.

    With each comes whether its very value does; if not, only whether it holds.
    """
    for node in body:
        for expression in expressions(node):
            choosing = any(isinstance(part, Joined | Chosen) for part in parts(expression))
            if choosing or not isinstance(node, Print):
                yield from _tested(expression)
        yield from deciding(inner(node))


def _tested(expression: Expression) -> Iterator[tuple[str, bool]]:
    if isinstance(expression, Name):
        yield expression.name, False
    elif isinstance(expression, Joined | Not | Chosen):
        for part in within(expression):
            yield from _tested(part)
    else:
        yield from ((name, True) for name in names(expression))


def inner(node: Node) -> Iterator[Node]:
    """Yield the nodes right inside another, of all its branches."""
    if isinstance(node, Condition):
        for _, body in node.ways:
            yield from body
    elif isinstance(node, Loop):
        yield from (*node.body, *node.other)
    elif isinstance(node, Inside):
        yield from node.body
