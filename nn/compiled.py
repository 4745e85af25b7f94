"""A step of training as compiled programs: forward, loss, backward and update on flat arrays."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from autograd.compiler.arrays import Arrays, prepared
from autograd.compiler.learner import sample_program

from .module import Module
from .optim import Optimizer


class CompiledTraining:
    """The model, the loss and the optimiser's update on arrays, which hold the parameters.

    `publish` writes them back into the Values.
    """

    def __init__(
        self, model: Module, loss: Callable[[Any, Any], Any], optimizer: Optimizer, sample: Any
    ) -> None:
        self.loss, self.optimizer = loss, optimizer
        held = optimizer.parameters
        program, reached, size, self.rebuild = sample_program(model, sample, held)
        self.size, self.width = size, program.inputs - size
        self.plan = prepared(program, [True] * program.inputs, late=size)
        index = {p: i for i, p in enumerate(held)}
        self.moved = np.array([index.get(p, -1) for p in reached], dtype=np.int64)
        self.fixed = np.array([p.data for p in reached])
        self.data = np.array([p.data for p in held])
        self.memory = [np.array(m) for m in optimizer.memory]
        self.models: dict[int, Arrays] = {}
        self.losses: dict[int, Any] = {}

    def forward(self, X: Any) -> Any:
        """The outputs for samples, an array (numbers of a sample, samples); (outputs, samples)."""
        batch = X.shape[1]
        arrays = self.models.get(batch)
        if arrays is None:
            arrays = self.models[batch] = Arrays(self.plan, batch)
        memory = arrays.memory
        memory.varying[: self.width] = X
        memory.same[: len(self.moved)] = np.where(
            self.moved >= 0, self.data[self.moved], self.fixed
        )
        with np.errstate(all="ignore"):
            arrays.early()
        return memory.varying[arrays.rows[: self.size]]

    def backward(self, seeds: Any) -> Any:
        """The gradient by the optimiser's parameters, for seeds of the shape of the outputs."""
        arrays = self.models[seeds.shape[1]]
        arrays.memory.varying[self.width : self.width + self.size] = seeds
        with np.errstate(all="ignore"):
            arrays.late()
        return arrays.memory.same[arrays.rows[self.size :]]
