"""Derivatives by finite differences: a recorded graph evaluated again with one number changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .graph import topological_sort

if TYPE_CHECKING:
    from .value import Value

# halfway between the error of the difference, which grows with the step, and that of rounding
STEP = 2.0**-17


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

    def difference(self, node: Value, step: float = STEP) -> tuple[float, float]:
        """d(root)/d(node) as the quotient of central differences, and what it may be off by.

        `step` is relative to the node's number where that is above 1. The bound counts rounding,
        and the difference between this step and one twice as long for the bending of the
        function; it says nothing of kinks and jumps.
        """
        h = step * max(1.0, abs(node.data))
        near, far = self._quotient(node, h), self._quotient(node, 2.0 * h)
        rounding = 2.0**-50 * (abs(self.data[-1]) + abs(near * node.data)) / h
        return near, abs(far - near) + rounding

    def _quotient(self, node: Value, h: float) -> float:
        above, below = node.data + h, node.data - h
        return (self({node: above}) - self({node: below})) / (above - below)
