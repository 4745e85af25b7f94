"""Two graphs of any size: a chain, as deep as it is long, and a network, as wide as its batch."""

from __future__ import annotations

import math
from typing import Any

from . import perceptron
from .programs import Small

SIZES = (16, 16, 1)
START = perceptron.initial(*SIZES)
OPERATIONS = 16 * 33 + 32 + 1  # of a sample: neurons of 16 products and their sums, tanh; the mean


class Graph(Small):
    """A program of as many operations; Values recurse as deep as Python lets them."""

    recursion = 1000
    kind = ""

    def __init__(self, operations: int) -> None:
        self.operations = operations
        self.name = self.title = f"{self.kind}, {operations:,} operations"
        self.is_long = operations > 1000


class Chain(Graph):
    """x = x y + 0.5, over and over."""

    kind = "chain"
    point = (0.5, 0.3)

    def function(self, m: Any, *args: Any) -> Any:
        """The last x."""
        x, y = args
        for _ in range(self.operations // 2):
            x = x * y + 0.5
        return x

    def for_jax(self, m: Any) -> Any:
        """A scan."""
        from jax import lax

        def scanned(x: Any, y: Any) -> Any:
            steps = self.operations // 2
            return lax.scan(lambda x, _: (x * y + 0.5, None), x, None, steps)[0]

        return scanned


class Wide(Graph):
    """The mean output of a perceptron 16-16-1 with tanh, a node for each + and each *."""

    kind = "perceptron 16-16-1"
    point = tuple(perceptron.parameters(START))
    vector = True

    @property
    def samples_in_it(self) -> int:
        """How many samples make up the operations."""
        return max(self.operations // OPERATIONS, 1)

    def inputs(self) -> list[list[float]]:
        """The inputs for each sample."""
        return [[math.sin(k + 3.0 * i) for i in range(SIZES[0])] for k in range(self.samples_in_it)]

    def function(self, m: Any, *args: Any) -> Any:
        """The mean, of which the sum is a tree."""
        numbers = iter(args[0])
        network = perceptron.over(lambda _: next(numbers), START)
        outputs = [perceptron.output(network, x, m.tanh)[0] for x in self.inputs()]
        return _tree(outputs) * (1.0 / self.samples_in_it)

    def for_jax(self, m: Any) -> Any:
        """Array code."""
        import numpy as np

        wide, given = SIZES[0], np.array(self.inputs())

        def mean(p: Any) -> Any:
            first, last = p[: wide * (wide + 1)].reshape(wide, wide + 1), p[-wide - 1 :]
            hidden = m.tanh(given @ first[:, :-1].T + first[:, -1])
            return (hidden @ last[:-1] + last[-1]).mean()

        return mean


def _tree(xs: list[Any]) -> Any:
    """The sum, in which no number is deeper than need be."""
    while len(xs) > 1:
        xs = [x + y for x, y in zip(xs[::2], xs[1::2])] + xs[len(xs) & ~1 :]
    return xs[0]


WARM = Chain(4)  # what a library does but once, it does for this
