"""From a graph to the SVG of its picture, node by node, for graphs of 30 and 300 nodes.

Each engine draws the same boxes and arrows. What is too large for that is in `collapsed`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from itertools import pairwise
from typing import Any

from . import collapsed
from .collapsed import drawn
from .contender import Job
from .contest import Effort, median_seconds
from .table import Row, duration

NODES = (30, 300)


def rows(effort: Effort) -> list[Row]:
    """The times for each size, and for a graph that is drawn collapsed."""
    this = sys.modules[__name__]
    found = [
        Row(
            f"a graph of {n} nodes, drawn to SVG (micrograd: by an installed `dot`)",
            median_seconds(this, effort, n),
            duration,
        )
        for n in NODES
    ]
    return [*found, *collapsed.rows(effort)]


def chain_of_products(n: int, number: Callable[[float], Any]) -> Any:
    """A sum of products of neighbours, with n nodes in its graph."""
    xs = [number(0.5 + i) for i in range(n // 3 + 1)]
    total = xs[0] * xs[1]
    for x, y in pairwise(xs[1:]):
        total = total + x * y
    return total


def operators(n: int) -> Job:
    """Our `draw`."""
    from autograd import Value, draw

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
