"""From a graph of some 60,000 nodes to the SVG of its picture, in which nodes are grouped.

The graph is the loss of the digits with a node for each + and *.
"""

from __future__ import annotations

import sys

from . import digits, perceptron
from .contender import Job
from .contest import Effort, median_seconds
from .table import Row, duration


def rows(effort: Effort) -> list[Row]:
    """The time of our `draw`; others draw every node, and 3,500 take them minutes already."""
    cells = median_seconds(sys.modules[__name__], effort)
    return [Row("the digits' loss, 60,000 nodes, drawn collapsed", cells, duration)]


def drawn(picture: bytes) -> tuple[int, int]:
    """How many boxes and arrows Graphviz has drawn."""
    return picture.count(b'class="node"'), picture.count(b'class="edge"')


def operators() -> Job:
    """Our `draw`, with the names of the parameters."""
    from autograd import Value, draw

    network = perceptron.over(Value, perceptron.initial(*digits.SMALL[1:]))
    names = {f"p{i}": p for i, p in enumerate(perceptron.parameters(network))}
    root = digits.scalar_loss(network, Value, *digits.images(*digits.SMALL[:2]))
    return Job(lambda: draw(root, names=names).pipe("svg"), drawn)
