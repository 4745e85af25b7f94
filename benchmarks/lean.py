"""The least that a scalar Value can be: four slots, and derivatives recorded on the way forward.

Engines of this kind (the one in microgpt is the best known) make two tuples for each node, where
micrograd makes a closure with its cells, two sets and a string.
"""

from __future__ import annotations

from typing import Any

from .values import FUNCTIONS


class Value:
    """A number, what it was made from, and its derivatives by these."""

    __slots__ = ("data", "grad", "parents", "partials")

    def __init__(
        self, data: float, parents: tuple[Value, ...] = (), partials: tuple[float, ...] = ()
    ) -> None:
        self.data, self.grad, self.parents, self.partials = data, 0.0, parents, partials

    def __add__(self, other: Any) -> Value:
        y = other if isinstance(other, Value) else Value(other)
        return Value(self.data + y.data, (self, y), (1.0, 1.0))

    def __mul__(self, other: Any) -> Value:
        y = other if isinstance(other, Value) else Value(other)
        return Value(self.data * y.data, (self, y), (y.data, self.data))

    def __pow__(self, n: float) -> Value:
        return Value(self.data**n, (self,), (n * self.data ** (n - 1),))

    def __neg__(self) -> Value:
        return self * -1.0

    def __sub__(self, other: Any) -> Value:
        return self + -other

    def __rsub__(self, other: Any) -> Value:
        return -self + other

    def __truediv__(self, other: Any) -> Value:
        inverse: Any = other**-1
        return self * inverse

    def __rtruediv__(self, other: Any) -> Value:
        return self**-1 * other

    __radd__ = __add__
    __rmul__ = __mul__

    def relu(self) -> Value:
        """x where x > 0, else 0."""
        return Value(max(self.data, 0.0), (self,), (float(self.data > 0.0),))

    def backward(self) -> None:
        """Adds the derivative of this number to the grad of every one it was made from."""
        order: list[Value] = []
        seen: set[Value] = set()

        def visit(node: Value) -> None:
            if node not in seen:
                seen.add(node)
                for parent in node.parents:
                    visit(parent)
                order.append(node)

        visit(self)
        self.grad = 1.0
        for node in reversed(order):
            for parent, partial in zip(node.parents, node.partials):
                parent.grad += partial * node.grad


def _method(evaluate: Any, derivative: Any) -> Any:
    def apply(x: Value) -> Value:
        y = evaluate(x.data)
        return Value(y, (x,), (derivative(y, x.data),))

    return apply


for _name, _rules in FUNCTIONS.items():
    setattr(Value, _name, _method(*_rules))
