"""A model of one sample on Values, run forward and back over batches of them."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

import numpy as np

from autograd import Value, dot, enable_grad, no_grad
from autograd.assign import assign
from autograd.nesting import flatten

from .module import Module


class ValueLearner:
    """What a compiled `Learner` is, for a model that runs as it is, whatever ways it takes.

    Samples may be anything that the model takes, in an array of objects. Raises TypeError if the
    model draws from `random`.
    """

    def __init__(self, model: Module, sample: Any, parameters: Sequence[Value]) -> None:
        self.model, self.parameters = model, parameters
        before = random.getstate()
        with no_grad():
            ys, self.rebuild = flatten(model(sample), "the output")
        if random.getstate() != before:
            raise TypeError(
                "the model draws random numbers, which would be others in each worker: pass them "
                "as part of the samples, or train without an executor"
            )
        self.size = len(ys)
        self.nodes: list[list[Any]] = []

    def __getstate__(self) -> dict[str, Any]:
        """What it takes to run elsewhere: graphs are made there, and results stay flat."""
        return vars(self) | {"rebuild": None, "nodes": []}

    def forward(self, X: Sequence[Any], p: Any) -> Any:
        """The outputs for these samples and data of the parameters, (outputs, samples)."""
        assign(self.parameters, "data", p.tolist())
        self.nodes = []
        with enable_grad():
            for i, x in enumerate(X):
                try:
                    self.nodes.append(flatten(self.model(x), "the output")[0])
                except Exception as error:
                    error.add_note(f"at number {i} of the samples of its shard")
                    raise
        numbers = [[y.data if isinstance(y, Value) else y for y in ys] for ys in self.nodes]
        return np.array(numbers).reshape(len(X), self.size).T

    def backward(self, seeds: Any) -> Any:
        """The derivatives by the parameters, for seeds in the shape of the outputs."""
        assign(self.parameters, "grad", [0.0] * len(self.parameters))
        with enable_grad():
            total = dot(seeds.T.ravel().tolist(), [y for ys in self.nodes for y in ys])
        if isinstance(total, Value):
            total.backward()
        self.nodes = []
        return np.array([p.grad for p in self.parameters])


def table_of(samples: Sequence[Any]) -> Any:
    """An array of objects, an entry for each sample, whatever it is."""
    table = np.empty(len(samples), dtype=object)
    for i, sample in enumerate(samples):
        table[i] = sample
    return table
