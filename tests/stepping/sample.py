"""The graphs that the tests of the page play, and what their pages are made from."""

from __future__ import annotations

from typing import Any

from autograd import Player, Value, player
from nn import MLP, mse


def named(label: str, value: Value) -> Value:
    value.label = label
    return value


def small() -> Value:
    """g = (a b + a²) c + a b: a, and d = a b, are used twice; n0 is a, n3 is d, n7 is g."""
    a, b, c = Value(2.0, "a"), Value(-3.0, "b"), Value(1.5, "c")
    d = named("d", a * b)
    e = named("e", d + named("s", a**2))
    return named("g", named("f", e * c) + d)


def many(size: int) -> Value:
    """Sums and products of the ones before, so many."""
    nodes = [Value(1.0, f"x{i}") for i in range(4)]
    for i in range(4, size):
        x, y = nodes[i - 1 - i % 3], nodes[i - 4]
        nodes.append(x * y if i % 2 else x + y)
    return nodes[-1]


def large() -> Player:
    """A network that is drawn collapsed; its last layer can be opened."""
    model = MLP(2, [12, 12, 1], "tanh", seed=0)
    loss = named("loss", mse([model([0.5, -1.0]), model([1.0, 2.0])], [1.0, 0.0]))
    return player(loss, model)


def payload(root: Value | None = None) -> Any:
    """What the page of the small graph, or of another, is made from."""
    made = player(root or small())
    return {"title": made.title, "views": [view.payload() for view in made.views]}
