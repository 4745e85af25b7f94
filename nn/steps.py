"""One step of training after the other, operation by operation."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

from autograd import Value, enable_grad, no_grad

from .clip import clip_grad_norm
from .module import Module, evaluating
from .optim import Optimizer

Loss = Callable[[Any, Any], Any]


class Steps:
    """Steps down the gradient of a loss, on Values.

    `backend` says what runs them; `publish` makes sure that the Values of the model hold what was
    learned, which here they always do.
    """

    backend = "eager"

    def __init__(
        self,
        model: Module,
        X: Sequence[Any],
        y: Sequence[Any],
        loss: Loss,
        optimizer: Optimizer,
        max_grad_norm: float,
    ) -> None:
        self.model, self.X, self.y = model, X, y
        self.loss, self.optimizer, self.max_grad_norm = loss, optimizer, max_grad_norm

    def step(self, part: Sequence[int]) -> tuple[float, Sequence[Any]]:
        """One step for the samples of these numbers; the loss and the outputs before it."""
        with enable_grad():
            outputs = [self.model(self.X[i]) for i in part]
            objective = self.loss(outputs, [self.y[i] for i in part])
        if not isinstance(objective, Value):
            raise TypeError(f"the loss must return a Value, got {type(objective).__name__}")
        self.check("loss", objective.data)
        self.optimizer.zero_grad()
        objective.backward()
        norm = clip_grad_norm(self.optimizer.parameters, self.max_grad_norm)
        self.check("norm of the gradient", norm)
        self.optimizer.step()
        return objective.data, outputs

    def outputs(self, X: Sequence[Any]) -> list[Any]:
        """What the model gives for samples that it does not learn from, in `eval()`."""
        with evaluating(self.model), no_grad():
            return [self.model(x) for x in X]

    def publish(self) -> None:
        """Write what was learned into the Values of the model."""

    def check(self, what: str, number: float) -> None:
        """FloatingPointError, which says what to do, if the number is nan or inf."""
        if not math.isfinite(number):
            raise FloatingPointError(
                f"the {what} is {number} at step {self.optimizer.steps + 1}; the parameters are "
                "as they were before it. A smaller learning rate may help; to see which operation "
                "it comes from, call fit inside `with autograd.detect_anomaly():`"
            )


JIT = (False, True, "auto", "numpy", "numba")


def steps_of(jit: bool | str, *given: Any) -> Steps:
    """The steps as `jit` says: compiled if it is true, on Values if it is not.

    "auto" compiles what can be compiled, and says in `backend` why the rest was not.
    """
    if jit not in JIT:
        raise ValueError(f"jit is one of {', '.join(map(repr, JIT))}, got {jit!r}")
    if not jit:
        return Steps(*given)
    try:
        from .compiled import CompiledSteps

        return CompiledSteps(*given, backend=jit if isinstance(jit, str) else "auto")
    except (ImportError, TypeError) as error:
        if jit != "auto":
            raise
        steps = Steps(*given)
        steps.backend = f"eager: {error}"
        return steps
