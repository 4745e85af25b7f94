"""A graph in the order of its passes: names, numbers, and what each edge adds on the way back."""

from __future__ import annotations

import math
import re
from collections.abc import Collection
from typing import TYPE_CHECKING, NamedTuple

from ..backward import adjoints
from ..graph import topological_sort
from ..hooks import has_hooks
from ..modes import unwatched
from ..naming import Names, names_by_value, unique_names

if TYPE_CHECKING:
    from ..value import Value


class Term(NamedTuple):
    """What one edge adds to a gradient in the backward pass: `upstream` times `partial`.

    `node` and `parent` are the ends of the edge, by place, and `operand` says which of the
    node's operands the parent is; `before` and `after` are the parent's gradient, and `first`
    says that nothing had been added to it yet.
    """

    node: int
    parent: int
    operand: int
    upstream: float
    partial: float
    before: float
    after: float
    first: bool

    @property
    def product(self) -> float:
        return self.partial * self.upstream


class Walk:
    """A graph in topological order, with names, and its backward pass edge by edge.

    `order`      the nodes, each after its parents
    `names`      a name for each, all different
    `terms`      what each edge adds, in the order of the backward pass
    `gradients`  d(root)/d(node) for each node, the sums of the terms

    Raises ValueError if data was changed since the graph was recorded: its numbers would not
    belong together any more; and if there are hooks, whose doings are no steps. The gradients
    are those that `backward()` would add to `.grad`; that is checked against its own sweep, bit
    by bit.
    """

    def __init__(self, root: Value, names: Names = ()) -> None:
        self.order = topological_sort(root)
        self.place = {node: i for i, node in enumerate(self.order)}
        if not hasattr(names, "named_parameters"):  # which may be gone through once only
            names = [(name, value) for value, name in names_by_value(names).items()]
        self.given = names
        self.names = list(unique_names(self.order, names).values())
        self.terms: list[Term] = []
        self.gradients = [0.0] * len(self.order)
        self._check_hooks()
        self._check_data()
        self._sweep()
        self._check_gradients()

    def operands(self, i: int) -> list[str | float]:
        """What the node was computed from: names, and plain numbers."""
        parents = self.order[i].parents
        return [p if type(p) is float else self.names[self.place[p]] for p in parents]  # type: ignore[index]

    def leaves(self) -> list[int]:
        """The nodes that no operation made."""
        return [i for i, node in enumerate(self.order) if not node.parents]

    def sources(self, nodes: Collection[int]) -> list[int]:
        """What the nodes are computed from: leaves among them, and operands from elsewhere."""
        below = {
            self.place[p]  # type: ignore[index]
            for i in nodes
            for p in self.order[i].parents
            if type(p) is not float
        }
        return sorted(i for i in below | set(nodes) if not self.order[i].parents or i not in nodes)

    def derivative(self, i: int, operand: int | None = None) -> str:
        """The name of d(root)/d(node), or of the local derivative by one of its operands."""
        if operand is None:
            return quotient(self.names[-1], self.names[i])
        parents = self.order[i].parents
        name = quotient(self.names[i], self.names[self.place[parents[operand]]])  # type: ignore[index]
        repeated = parents.count(parents[operand]) > 1
        return f"{name} (operand {operand + 1})" if repeated else name

    def _sweep(self) -> None:
        gradients, reached = self.gradients, {len(self.order) - 1}
        gradients[-1] = 1.0
        for i in reversed(range(len(self.order))):
            node, upstream = self.order[i], gradients[i]
            for operand, (parent, partial) in enumerate(zip(node.parents, node.partials)):
                if type(parent) is not float:
                    j = self.place[parent]  # type: ignore[index]
                    before = gradients[j]
                    gradients[j] += partial * upstream
                    first = j not in reached
                    reached.add(j)
                    self.terms.append(
                        Term(i, j, operand, upstream, partial, before, gradients[j], first)
                    )

    def _check_hooks(self) -> None:
        for node, name in zip(self.order, self.names):
            if has_hooks(node):
                raise ValueError(
                    f"a hook on {name} may change its gradient, which the steps can't show: "
                    "remove() it, or step through a copy.deepcopy, which has no hooks"
                )

    def _check_data(self) -> None:
        for node, name in zip(self.order, self.names):
            if node.op:
                numbers = [p if type(p) is float else p.data for p in node.parents]  # type: ignore[union-attr]
                now, partials = node.op.evaluate(*numbers)
                if getattr(node.op, "swept", False):  # programs and sweeps may round otherwise
                    unchanged = same(now, node.data) or math.isclose(now, node.data)
                else:
                    unchanged = same(now, node.data) and all(map(same, partials, node.partials))
                if not unchanged:
                    raise ValueError(
                        f"{name} was computed from other numbers than those below it now: data "
                        "was changed since; compute the expression again, then step through it"
                    )

    def _check_gradients(self) -> None:
        with unwatched():
            swept = adjoints(self.order[-1])
        for node, name, gradient in zip(self.order, self.names, self.gradients):
            if not same(swept[node], gradient):
                raise AssertionError(
                    f"the steps give {name} {gradient!r}, backward {swept[node]!r}"
                )


def same(x: float, y: float) -> bool:
    """Whether they are the same number, or both nan."""
    return x == y or (x != x and y != y)


def quotient(y: str, x: str) -> str:
    """dy/dx; d(loss)/d(w1) for longer names."""
    letters = all(re.fullmatch(r"\w{1,3}", name) for name in (y, x))
    return f"d{y}/d{x}" if letters else f"d({y})/d({x})"
