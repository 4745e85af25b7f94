"""Steps of training as compiled programs: forward, loss, backward and update on flat arrays."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from contextlib import suppress
from functools import cached_property
from typing import Any

import numpy as np

from autograd import TraceError, Value, enable_grad, topological_sort, value_and_grad
from autograd.assign import assign
from autograd.compiler.arguments import taken_apart
from autograd.compiler.backends import checked
from autograd.compiler.learner import Learner
from autograd.compiler.paths import Paths
from autograd.compiler.precision import DOUBLE
from autograd.nesting import flatten

from .module import evaluating
from .shards import numbers_of
from .steps import Steps

BLOCK = 8192  # parameters that are moved at once: what this needs remains in the cache
WAYS = 4  # through the loss, for batches of one size, beyond which it is not compiled


class CompiledSteps(Steps):
    """The same steps as programs: the model for one sample, run on all, and the loss for a batch.

    The parameters live in an array of `dtype` meanwhile.
    """

    def __init__(self, *given: Any, backend: str = "numpy", dtype: Any = DOUBLE) -> None:
        super().__init__(*given)
        self.wanted, self.dtype = checked(backend, dtype)
        held = self.optimizer.parameters
        self.targets = _table(self.y, self.dtype)
        self.samples, self.learner = self._made()
        self.data = np.array([p.data for p in held], self.dtype)
        self.memory = [np.array(m, self.dtype) for m in self.optimizer.memory]
        self.gradient = np.array([p.grad for p in held], self.dtype)
        self._next = [np.empty_like(self.data) for _ in (self.data, *self.memory)]
        self.rows: dict[int, Any] = {}
        self.numbers: dict[int, Any] = {}
        self.losses: dict[int, Paths] = {}
        self._check_targets()

    @property
    def backend(self) -> str:
        """What runs the model now: with "auto", machine code comes later, if it pays."""
        backend: str = self.learner.backend
        return backend

    def _made(self) -> tuple[Any, Any]:
        """The samples, and what goes forward and back over them."""
        return _table(self.X, self.dtype), self._compiled()

    def step(self, part: list[int]) -> tuple[float, Sequence[Any]]:
        """One step for the samples of these numbers; the loss and the outputs before it."""
        chosen = np.asarray(part, dtype=np.intp)
        outputs = self._forward(chosen)
        loss, seeds = self._loss(outputs, chosen)
        self.check("loss", loss)
        gradient = self._backward(chosen, seeds)
        norm = math.sqrt(np.vdot(gradient, gradient))
        self.check("norm of the gradient", norm)
        if norm > self.max_grad_norm:
            gradient = gradient * (self.max_grad_norm / norm)
        self._move(gradient)
        return loss, Nested(outputs, self.learner)

    def outputs(self, X: Sequence[Any]) -> list[Any]:
        """What the model gives for samples that it does not learn from, in `eval()`."""
        samples = _table(X, self.dtype)
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
            return self._compiled()

    def _compiled(self) -> Learner:
        held, backend = self.optimizer.parameters, self.wanted
        return Learner(self.model, self.X[0], held, backend=backend, dtype=self.dtype)

    def _forward(self, part: Any) -> Any:
        """The outputs for these samples, (outputs, samples)."""
        return self.learner.forward(self._rows(part).T, self.data)

    def _backward(self, part: Any, seeds: Any) -> Any:
        """How the sum of seeds times the outputs of before changes with each parameter."""
        return self.learner.backward(seeds)

    def _rows(self, part: Any) -> Any:
        """The numbers of these samples, a row each, in memory held for as many."""
        rows = self.rows.get(len(part))
        if rows is None:
            if not self.rows and (places := self.learner.places(len(part))):
                places[0][:] = self.data
                self.data, self._next[0] = places
            rows = self.rows[len(part)] = np.empty((len(part), self.samples.shape[1]), self.dtype)
        self.samples.take(part, 0, rows, "clip")
        return rows

    def _loss(self, outputs: Any, part: Any) -> tuple[float, Any]:
        """The loss of these outputs, and its derivatives by them."""
        numbers = self._numbers(outputs, part)
        paths = self.losses.get(len(part))
        if paths is None:
            paths = self.losses[len(part)] = Paths(
                value_and_grad(self.loss), self.wanted, self.dtype
            )
        found = paths.vector(numbers)
        if found is None:
            if paths.traces == WAYS:
                raise TraceError("the loss takes another way for each batch: use autograd.where")
            nested = list(Nested(outputs, self.learner)), [self.y[i] for i in part]
            found = paths.traced_vector(taken_apart(nested, {}, None))
            self._check_reached(paths.taken[0].path.parameters)
        return float(found[0]), found[1:].reshape(len(part), -1).T

    def _numbers(self, outputs: Any, part: Any) -> Any:
        """The outputs and the targets of these samples, in memory held for as many."""
        held = self.numbers.get(len(part))
        if held is None:
            whole = numbers_of(outputs, self.targets[part])
            parts = np.split(whole, [outputs.size])
            held = whole, *[x.reshape(len(part), -1) for x in parts]
            self.numbers[len(part)] = held
        whole, first, last = held
        first[...] = outputs.T
        self.targets.take(part, 0, last, "clip")
        return whole

    def _move(self, gradient: Any) -> None:
        """Every parameter moved once, all or none: what is new lies beside what it is made of.

        A memory that the optimiser hands back as it is stays where it is.
        """
        optimizer, old, moved = self.optimizer, [self.data, *self.memory], set[int]()
        optimizer.steps += 1
        try:
            for start in range(0, len(gradient), BLOCK):
                part = slice(start, start + BLOCK)
                before = [x[part] for x in old]
                after = optimizer.update(before[0], gradient[part], *before[1:])
                for k, x in enumerate(after):
                    if x is not before[k]:
                        self._next[k][part] = x
                        moved.add(k)
        except BaseException:
            optimizer.steps -= 1
            raise
        spare = self._next
        new = [spare[k] if k in moved else x for k, x in enumerate(old)]
        spare = [old[k] if k in moved else x for k, x in enumerate(spare)]
        (self.data, *self.memory), self._next, self.gradient = new, spare, gradient

    def _check_reached(self, values: Iterable[Value]) -> None:
        """TraceError for a loss of parameters: it is differentiated by the outputs alone."""
        if not set(values).isdisjoint(self.optimizer.parameters):
            raise TraceError(
                "the loss reaches parameters beside the outputs, and a compiled one must not: use "
                "the optimizer's weight_decay for a penalty, or train with jit=False in one process"
            )

    def _check_targets(self) -> None:
        """What the loss says of the targets: programs no longer look at them."""
        output = self.learner.rebuild([0.5] * self.learner.size)
        with enable_grad():
            found = self.loss([output] * len(self.y), self.y)
        if isinstance(found, Value):
            self._check_reached(topological_sort(found))


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


def _table(samples: Sequence[Any], dtype: str) -> Any:
    """The numbers of samples, an array (samples, numbers of each)."""
    with suppress(TypeError, ValueError):  # lists of numbers, in one go
        return np.array(samples, dtype).reshape(len(samples), -1)
    return np.array([flatten(x, "a sample")[0] for x in samples], dtype)
