"""Which nodes of a graph are written inside the formulas of others, and which get lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from .template import Written

if TYPE_CHECKING:
    from ..value import Value

Write: TypeAlias = "Callable[[Value, list[Written]], Written]"


class Layout:
    """Lines as they are made, node by node: `write` makes a node's formula of its operands.

    `inner` holds the formulas, and how deep they are nested, that no line has taken in yet.
    """

    def __init__(
        self,
        names: Mapping[Any, Written],
        number: Callable[[float], Written],
        write: Write,
        *,
        width: int,
        depth: int,
    ) -> None:
        self.names = names
        self.number = number
        self.write = write
        self.width = width
        self.depth = depth
        self.inner: dict[Any, tuple[Written, int]] = {}
        self.lines: list[tuple[str, str]] = []

    def lay_out(self, order: Sequence[Value], called: Container[Value]) -> list[tuple[str, str]]:
        """Name and formula of each node that gets a line; the last is that of the last node.

        Those are the nodes that have a label, or are `called` something, or are used more than
        once; and those without which a formula would be too long, or nested too deep.
        """
        uses = Counter(x for node in order for x in node.parents if type(x) is not float)
        for node in order:
            if node.parents:
                formula = self._formula(node)
                if node.label or node in called or uses[node] > 1 or node is order[-1]:
                    self.lines.append((self.names[node].text, formula[0].text))
                else:
                    self.inner[node] = formula
        return self.lines

    def _formula(self, node: Value) -> tuple[Written, int]:
        """The formula of a node and its depth; what it has taken in is not inner any more."""
        formula = self.write(node, list(map(self._operand, node.parents)))
        if self._cut(node, len(formula.text) - self.width):
            formula = self.write(node, list(map(self._operand, node.parents)))
        depths = [self.inner.pop(x)[1] for x in node.parents if x in self.inner]
        return formula, 1 + max(depths, default=0)

    def _cut(self, node: Value, excess: int) -> bool:
        """Give lines to the longest operands until the excess is gone, and to those too deep."""
        inside = [(x, *self.inner[x]) for x in node.parents if x in self.inner]
        before = len(self.lines)
        for x, written, depth in sorted(inside, key=lambda part: -len(part[1].text)):
            if excess > 0 or depth >= self.depth:
                name = self.names[x].text
                self.lines.append((name, written.text))
                excess -= len(written.text) - len(name)
                del self.inner[x]
        return len(self.lines) > before

    def _operand(self, x: Any) -> Written:
        if type(x) is float:
            return self.number(x)
        return self.inner[x][0] if x in self.inner else self.names[x]
