"""A function run once on nodes that are watched: what it computes, and which ways it took."""

from __future__ import annotations

import operator
from collections.abc import Callable
from operator import eq
from typing import Any

from ..check import line_of_user
from ..graph import ordered
from ..modes import active, state
from ..primitives import TABLE, Primitive, number
from ..primitives.row import OUT_OF_RANGE
from ..value import Value
from .precision import Rounding
from .traced import Traced, Watched, number_in, set_up, traced

LESS, LESS_EQUAL = TABLE["less"], TABLE["less_equal"]
COMPARISONS = frozenset((LESS, LESS_EQUAL, TABLE["equal"]))
COMPARED = {
    operator.lt: (LESS, False), operator.le: (LESS_EQUAL, False),
    operator.gt: (LESS, True), operator.ge: (LESS_EQUAL, True), eq: (TABLE["equal"], False),
}  # fmt: skip
NODES = frozenset((Value, Watched, Traced))


def innermost(x: Any) -> Any:
    """The node or the float in a number, without what moves it forward; TypeError for others."""
    while hasattr(x, "primal"):
        x = x.primal
    return x if isinstance(x, Value) else number(x)


class Trace:
    """The context manager in which operations of this thread are traced, rounded if need be."""

    def __init__(self, rounded: Rounding | None = None) -> None:
        self.rounded = rounded
        self.guards: list[tuple[Any, float, str]] = []
        self.constants: set[Any] = set()  # Values that the function makes of plain numbers
        self.before: tuple[Trace | None, int, bool] = (None, 0, True)

    def __enter__(self) -> Trace:
        self.before = state.trace, state.transforming, state.recording
        # transformations inside give nodes, also under no_grad
        state.trace, state.transforming, state.recording = self, 1, True
        active.append(self)
        return self

    def __exit__(self, *error: object) -> None:
        active.remove(self)
        state.trace, state.transforming, state.recording = self.before

    def made(self, row: Primitive, operands: tuple[Any, ...], z: float | None = None) -> Traced:
        """The node for a row at clean operands, where it is `z` if that is known."""
        if z is None:
            data = [x if type(x) is float else number_in(x) for x in operands]
            if self.rounded:
                data = [*map(self.rounded, data)]
            try:
                z = row.raw(*data)
            except OUT_OF_RANGE:
                z = row.otherwise(*data)
        node = traced(self.rounded(z) if self.rounded else z, row, operands)
        return node if state.recording else traced(z, TABLE["frozen"], (node,))

    def order(self, y: Value) -> list[Value]:
        """The nodes that y depends on, in topological order, without leaves."""
        return ordered([y], NODES)

    def adopted(self, node: Any, data: Any, label: str) -> bool:
        """Whether the function made this Value of a number of its call: then it has been set up."""
        if not isinstance(data, Traced):
            self.constants.add(node)
            return False
        node.__class__ = Traced
        set_up(node, number_in(data), TABLE["frozen"], (data,), label)
        return True

    def compared(self, compare: Callable[..., bool], x: Any, y: Any) -> Any:
        """The node for a comparison: a guard if it is asked for its truth."""
        row, swapped = COMPARED[compare]
        try:
            operands = innermost(x), innermost(y)
        except TypeError:
            return NotImplemented
        return self.made(row, operands[::-1] if swapped else operands)

    def frozen(self, x: Any) -> Any:
        """The plain number in x as a node without derivative."""
        inside = innermost(x)
        return inside if type(inside) is float else self.made(TABLE["frozen"], (inside,))

    def guarded(self, node: Any) -> float:
        """The number in a node: only calls in which it is the same go this way."""
        if type(node) is float:
            return node
        found: float = number_in(node)
        self.guards.append((node, found, line_of_user()))
        return found

    def known(self, x: Any) -> float:
        """The plain number in x, guarded."""
        node = innermost(x)
        if self.guarded(node) == 0.0:  # 0.0 == -0.0, but their angles differ
            self.guarded(TABLE["arctan2"](node, -1.0))
        return float(node if type(node) is float else number_in(node))

    def whole(self, x: Any) -> int:
        """The whole part of the number in x, guarded."""
        return int(self.guarded(TABLE["trunc"](innermost(x))))

    def truth(self, x: Any) -> bool:
        """Whether x is other than 0, guarded."""
        node = innermost(x)
        decided = getattr(node, "op", None) in COMPARISONS
        return bool(self.guarded(node if decided else TABLE["truth"](node)))
