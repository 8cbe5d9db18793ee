"""Print a letter or an option from its tree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from asv_cli.render import tree
from asv_cli.render.evaluate import ABOVE, printed, value

if TYPE_CHECKING:
    from collections.abc import Mapping

    from asv_cli.render.anatomy import Anatomy, Part

    Data = Mapping[str, Any]


class Unprintable(ValueError):  # noqa: N818 - it is the template that is wrong
    """A template cannot be printed: what is wrong, in which file as shown, on which line."""

    def __init__(self, said: str, shown: str, line: int) -> None:
        super().__init__(said)
        self.shown, self.line = shown, line


class Press:
    """Prints one template with one set of values.

    `required` are the blocks printed so far that the frame demands.
    """

    def __init__(self, anatomy: Anatomy, data: Data) -> None:
        self.anatomy = anatomy
        self._data = data
        self._out: list[str] = []
        self._shown = ""
        self._blocks: dict[str, list[str]] = {}
        self.required: list[str] = []

    def text(self) -> str:
        """Return the whole text.

        Raises:
            Unprintable: a value is missing or does not fit.
        """
        body = self.anatomy.body
        return self._apart(body.body, body.shown, self._data)

    def block(self, name: str) -> str:
        """Return the text of a block, empty where there is none.

        Raises:
            Unprintable: a value is missing or does not fit.
        """
        if name not in self.anatomy.blocks:
            return ""
        part, data = self._filling(name, 0, self._data)
        return self._apart(part.body, part.shown, data)

    def printed(self, name: str) -> str | None:
        """Return the text of a block as it was printed, None if it was not."""
        return "".join(self._blocks[name]) if name in self._blocks else None

    def _filling(self, name: str, depth: int, data: Data) -> tuple[Part, Data]:
        """Return what fills a block, and the values it prints."""
        parts = self.anatomy.blocks[name]
        part = parts[depth]
        if part.repeats and depth + 1 < len(parts):
            above, values = self._filling(name, depth + 1, data)
            data = {**data, ABOVE: self._apart(above.body, above.shown, values)}
        return part, data

    def _apart(self, body: tuple[tree.Node, ...], shown: str, data: Data) -> str:
        """Return the text of nodes that stand in one file."""
        outer, self._out = self._out, []
        self._part(body, shown, data)
        text = "".join(self._out)
        self._out = outer
        return text

    def _part(self, body: tuple[tree.Node, ...], shown: str, data: Data) -> None:
        above, self._shown = self._shown, shown
        self._nodes(body, data)
        self._shown = above

    def _nodes(self, body: tuple[tree.Node, ...], data: Data) -> None:
        put = self._out.append
        for node in body:
            if isinstance(node, tree.Words):
                put(node.text)
            elif isinstance(node, tree.Print):
                put(self._print(node, data))
            elif isinstance(node, tree.Condition):
                self._nodes(self._way(node, data), data)
            elif isinstance(node, tree.Block):
                part, values = self._filling(node.name, 0, data)
                start = len(self._out)
                self._part(part.body, part.shown, values)
                self._blocks[node.name] = self._out[start:]
                if node.required:
                    self.required.append(node.name)
            elif isinstance(node, tree.Inside):
                self._part(node.body, node.shown, data)
            else:
                self._loop(node, data)

    def _print(self, node: tree.Print, data: Data) -> str:
        try:
            return printed(value(node.value, data), data)
        except Exception as error:
            raise Unprintable(str(error), self._shown, node.line) from error

    def _way(self, node: tree.Condition, data: Data) -> tuple[tree.Node, ...]:
        for test, body in node.ways:
            if test is None or self._value(test, data, node.line):
                return body
        return ()

    def _value(self, expression: tree.Expression, data: Data, line: int) -> Any:
        try:
            return value(expression, data)
        except Exception as error:
            raise Unprintable(str(error), self._shown, line) from error

    def _loop(self, node: tree.Loop, data: Data) -> None:
        found = self._value(node.items, data, node.line)
        if not isinstance(found, list | str):
            said = "a 'for' goes through a list, and this is none"
            raise Unprintable(said, self._shown, node.line)
        every = [self._named(node, item) for item in found]
        items = [
            names
            for names in every
            if node.test is None or self._value(node.test, {**data, **names}, node.line)
        ]
        for number, names in enumerate(items):
            loop = {
                "index": number + 1,
                "revindex": len(items) - number,
                "first": not number,
                "last": number + 1 == len(items),
                "length": len(items),
            }
            self._nodes(node.body, {**data, **names, "loop": loop})
        if not items:
            self._nodes(node.other, data)

    def _named(self, node: tree.Loop, item: Any) -> dict[str, Any]:
        """Return one round of a loop by its names."""
        if len(node.names) == 1:
            return {node.names[0]: item}
        if not isinstance(item, list) or len(item) != len(node.names):
            said = f"a 'for' over {len(node.names)} names needs lists of as many items"
            raise Unprintable(said, self._shown, node.line)
        return dict(zip(node.names, item, strict=True))
