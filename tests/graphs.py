"""Graphs to test on."""

import random

from autograd import Value, dot, exp, tanh


def network(size: int = 40, seed: int = 1) -> tuple[list[Value], Value]:
    """Leaves, and a root with many paths to each of them."""
    choose = random.Random(seed)
    xs = [Value(choose.uniform(-1.0, 1.0)) for _ in range(8)]
    nodes = list(xs)
    for _ in range(size):
        a, b = choose.choices(nodes, k=2)
        nodes.append(choose.choice([a * b, a + b, a - b, tanh(a), a / (2.0 + b * b), exp(-a * a)]))
    return xs, dot(nodes, [1.0] * len(nodes))
