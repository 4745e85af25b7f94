"""From a graph to the SVG of its picture, for graphs of 30, 300 and some 60,000 nodes.

The small ones are drawn node by node, by each engine with the same boxes and arrows. The large one
is the loss of the digits with a node for each + and *, and is drawn collapsed.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from itertools import pairwise
from typing import Any

from . import digits, perceptron
from .contender import Job
from .contest import Effort, median_seconds
from .table import Row, duration

NODES = (30, 300)
LARGE = 0  # stands for the loss of the digits


def rows(effort: Effort) -> list[Row]:
    """The times for each size."""
    this = sys.modules[__name__]
    found = [
        Row(
            f"a graph of {n} nodes, drawn to SVG (micrograd: by an installed `dot`)",
            median_seconds(this, effort, n),
            duration,
        )
        for n in NODES
    ]
    # what the others do with it was not waited for: a layout of 3,500 nodes takes minutes
    cells = median_seconds(this, effort, LARGE, among=["operators"])
    return [*found, Row("the digits' loss, 60,000 nodes, drawn collapsed", cells, duration)]


def chain_of_products(n: int, number: Callable[[float], Any]) -> Any:
    """A sum of products of neighbours, with n nodes in its graph."""
    xs = [number(0.5 + i) for i in range(n // 3 + 1)]
    total = xs[0] * xs[1]
    for x, y in pairwise(xs[1:]):
        total = total + x * y
    return total


def drawn(picture: bytes) -> tuple[int, int]:
    """How many boxes and arrows Graphviz has drawn."""
    return picture.count(b'class="node"'), picture.count(b'class="edge"')


def operators(n: int) -> Job:
    """Our `draw`."""
    from autograd import Value, draw

    if n == LARGE:
        network = perceptron.over(Value, perceptron.initial(*digits.SIZES))
        names = {f"p{i}": p for i, p in enumerate(perceptron.parameters(network))}
        root = digits.scalar_loss(network, Value, *digits.images())
        return Job(lambda: draw(root, names=names).pipe("svg"), drawn)
    root = chain_of_products(n, Value)
    root.backward()
    return Job(lambda: draw(root, collapse=False).pipe("svg"), drawn)


def micrograd(n: int) -> Job:
    """What its notebook does: a record for each value, an ellipse for each operation, `dot`."""
    from graphviz import Digraph
    from micrograd.engine import Value

    root = chain_of_products(n, Value)
    root.backward()

    def step() -> bytes:
        dot, seen, stack = Digraph(format="svg", graph_attr={"rankdir": "LR"}), {root}, [root]
        while stack:
            node = stack.pop()
            name = str(id(node))
            label = f"{{ data {node.data:.4f} | grad {node.grad:.4f} }}"
            dot.node(name, label=label, shape="record")
            if node._op:
                dot.node(f"{name}{node._op}", label=node._op)
                dot.edge(f"{name}{node._op}", name)
            for parent in node._prev:
                dot.edge(str(id(parent)), f"{name}{node._op}")
                if parent not in seen:
                    seen.add(parent)
                    stack.append(parent)
        return bytes(dot.pipe())

    return Job(step, drawn)
