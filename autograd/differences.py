"""Derivatives by finite differences: a recorded graph evaluated again with one number changed."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from .graph import topological_sort

if TYPE_CHECKING:
    from .value import Value

# halfway between the error of the difference, which grows with the step, and that of rounding
STEP = 2.0**-17
ENOUGH = 1e-9  # a relative error with which no shorter step is tried


class Replay:
    """A recorded graph to be evaluated again, with other numbers at some nodes.

    >>> from autograd import Value
    >>> a, b = Value(2.0), Value(-3.0)
    >>> replay = Replay(a * b)
    >>> replay({a: 10.0})
    -30.0

    Making one takes time linear in the size of the graph, and so does each evaluation.
    """

    def __init__(self, root: Value) -> None:
        self.order = topological_sort(root)
        place = {node: i for i, node in enumerate(self.order)}
        self.place = place
        self.data = [node.data for node in self.order]
        self.steps = [
            (i, node.op, [p if type(p) is float else place[p] for p in node.parents])  # type: ignore[index]
            for i, node in enumerate(self.order)
            if node.op
        ]

    def __call__(self, changed: dict[Value, float]) -> float:
        """The root's number where the nodes in `changed` have those numbers, whatever made them."""
        fixed = {self.place[node]: number for node, number in changed.items()}
        data = self.data.copy()
        stale = set(fixed)
        for i, number in fixed.items():
            data[i] = number
        for i, op, operands in self.steps:
            if i not in fixed and not stale.isdisjoint(operands):
                stale.add(i)
                data[i] = op(*[x if isinstance(x, float) else data[x] for x in operands])
        return data[-1]

    def difference(self, node: Value) -> tuple[float, float]:
        """d(root)/d(node) as the quotient of central differences, and what it may be off by.

        Of several steps, relative to 1 and to the node's own size, the one with the least
        relative error counts. The error adds up rounding and the difference to a step twice as
        long, which tells how the function bends; it says nothing of kinks and jumps that lie in
        the middle.
        """
        best = math.nan, math.inf
        for scale in dict.fromkeys((max(1.0, abs(node.data)), abs(node.data) or 1.0)):
            for step in (STEP, STEP * 2.0**-8):
                found = self._estimate(node, step * scale)
                best = min(found, best, key=_relative)
                if best[1] <= ENOUGH * abs(best[0]):
                    return best
        return best

    def _estimate(self, node: Value, h: float) -> tuple[float, float]:
        if h == 0.0:  # relative to a number such as 5e-324
            return math.nan, math.inf
        near, far = self._quotient(node, h), self._quotient(node, 2.0 * h)
        rounding = 2.0**-50 * (abs(self.data[-1]) + abs(near * node.data)) / h
        error = abs(far - near) + rounding
        return (near, error) if math.isfinite(error) else (math.nan, math.inf)

    def _quotient(self, node: Value, h: float) -> float:
        above, below = node.data + h, node.data - h
        return (self({node: above}) - self({node: below})) / (above - below)


def _relative(estimate: tuple[float, float]) -> float:
    found, error = estimate
    return error / (abs(found) or 1.0) if math.isfinite(error) else math.inf
