"""Steps of training as compiled programs: forward, loss, backward and update on flat arrays."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from functools import cached_property
from typing import Any

import numpy as np

from autograd import TraceError, value_and_grad
from autograd.assign import assign
from autograd.compiler.arguments import taken_apart
from autograd.compiler.learner import Learner
from autograd.compiler.paths import Paths
from autograd.nesting import flatten

from .module import evaluating
from .steps import Steps

WAYS = 4  # through the loss, for batches of one size, beyond which it is not compiled


class CompiledSteps(Steps):
    """The same steps as programs: the model for one sample, run on all, and the loss for a batch.

    The parameters live in an array meanwhile.
    """

    def __init__(self, *given: Any, backend: str = "numpy") -> None:
        super().__init__(*given)
        self.wanted = backend
        held = self.optimizer.parameters
        self.samples, self.targets = map(_table, (self.X, self.y))
        self.learner = Learner(self.model, self.X[0], held, backend=backend)
        self.data = np.array([p.data for p in held])
        self.memory = [np.array(m) for m in self.optimizer.memory]
        self.gradient = np.array([p.grad for p in held])
        self.losses: dict[int, Paths] = {}
        self._check_targets()

    @property
    def backend(self) -> str:  # type: ignore[override]
        """What runs the model now: with "auto", machine code comes later, if it pays."""
        return self.learner.backend

    def step(self, part: Sequence[int]) -> tuple[float, Sequence[Any]]:
        """One step for the samples of these numbers; the loss and the outputs before it."""
        chosen = np.array(part)
        outputs = self.learner.forward(self.samples[chosen].T, self.data)
        loss, seeds = self._loss(outputs, chosen)
        self.check("loss", loss)
        gradient = self.learner.backward(seeds)
        norm = float(np.linalg.norm(gradient))
        self.check("norm of the gradient", norm)
        if norm > self.max_grad_norm:
            gradient = gradient * (self.max_grad_norm / norm)
        self._move(gradient)
        return loss, Nested(outputs, self.learner)

    def outputs(self, X: Sequence[Any]) -> list[Any]:
        """What the model gives for samples that it does not learn from, in `eval()`."""
        samples = _table(X)
        with evaluating(self.model):
            found = self._predictor.forward(samples.T, self.data)
        return list(Nested(found, self._predictor))

    def publish(self) -> None:
        """Write what was learned into the Values of the model."""
        held = self.optimizer.parameters
        self.optimizer.memory = [m.tolist() for m in self.memory]
        assign(held, "grad", self.gradient.tolist())
        assign(held, "data", self.data.tolist())

    @cached_property
    def _predictor(self) -> Learner:
        with evaluating(self.model):
            held = self.optimizer.parameters
            return Learner(self.model, self.X[0], held, backend=self.backend)

    def _loss(self, outputs: Any, part: Any) -> tuple[float, Any]:
        """The loss of these outputs, and its derivatives by them."""
        numbers = np.concatenate([outputs.T.ravel(), self.targets[part].ravel()])
        paths = self.losses.get(len(part))
        if paths is None:
            paths = self.losses[len(part)] = Paths(value_and_grad(self.loss), self.wanted)
        found = paths.vector(numbers)
        if found is None:
            if paths.traces == WAYS:
                raise TraceError("the loss takes another way for each batch: use autograd.where")
            nested = list(Nested(outputs, self.learner)), [self.y[i] for i in part]
            found = paths.traced_vector(taken_apart(nested, {}, None))
        return float(found[0]), found[1:].reshape(len(part), -1).T

    def _move(self, gradient: Any) -> None:
        optimizer = self.optimizer
        optimizer.steps += 1
        try:
            moved, *memory = optimizer.update(self.data, gradient, *self.memory)
        except BaseException:
            optimizer.steps -= 1
            raise
        self.data, self.memory, self.gradient = moved, memory, gradient

    def _check_targets(self) -> None:
        """What the loss says of the targets: programs no longer look at them."""
        output = self.learner.rebuild([0.5] * self.learner.size)
        self.loss([output] * len(self.y), self.y)


class Nested(Sequence[Any]):
    """The columns of an array as outputs of a model, nested when they are asked for."""

    def __init__(self, columns: Any, learner: Learner) -> None:
        self.columns, self.learner = columns, learner

    def __len__(self) -> int:
        return int(self.columns.shape[1])

    def __getitem__(self, i: Any) -> Any:
        if isinstance(i, slice):
            return [self[k] for k in range(*i.indices(len(self)))]
        return self.learner.rebuild(self.columns[:, i].tolist())


def _table(samples: Sequence[Any]) -> Any:
    """The numbers of samples, an array (samples, numbers of each)."""
    with suppress(TypeError, ValueError):  # lists of numbers, in one go
        return np.array(samples, dtype=float).reshape(len(samples), -1)
    return np.array([flatten(x, "a sample")[0] for x in samples])
