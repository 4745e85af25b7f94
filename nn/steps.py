"""One step of training after the other, operation by operation."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from autograd import Value, enable_grad, no_grad
from autograd.modes import state

from .clip import clip_grad_norm
from .module import Module, evaluating
from .optim import Optimizer

if TYPE_CHECKING:
    from concurrent.futures import Executor

Loss = Callable[[Any, Any], Any]


class Steps:
    """Steps down the gradient of a loss, on Values.

    `publish` makes sure that the Values of the model hold what was learned, which here they do.
    """

    why = ""  # it is not compiled, though that was asked for

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

    @property
    def backend(self) -> str:
        """What runs the model."""
        return f"eager: {self.why}" if self.why else "eager"

    def step(self, part: list[int]) -> tuple[float, Sequence[Any]]:
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


SHARDS = 4  # of a batch, with an executor
JIT = (False, True, "auto", "numpy", "numba")


def steps_of(
    jit: bool | str,
    *given: Any,
    dtype: Any = "float64",
    executor: Executor | None = None,
    shards: int | None = None,
) -> Steps:
    """The steps as `jit` says: compiled if it is true, on Values if it is not.

    "auto" compiles what can be compiled, and says in `backend` why the rest was not. With an
    executor, or more shards than one, batches are cut into shards. Inside `detect_anomaly` all
    of this is left out: it watches operations on the Values of this process.
    """
    if jit not in JIT:
        raise ValueError(f"jit is one of {', '.join(map(repr, JIT))}, got {jit!r}")
    if not jit and dtype != "float64":
        raise ValueError(f"dtype={dtype!r} is for compiled trainings: Values are doubles; use jit")
    options = _sharing(executor, shards)
    if state.watch is not None:
        jit, options = False, {}
    if not jit:
        return _on_values(given, options)
    try:
        backend = jit if isinstance(jit, str) else "auto"
        return _compiled(given, options, backend=backend, dtype=dtype)
    except (ImportError, TypeError) as error:
        if jit != "auto":
            raise
        steps = _on_values(given, options)
        steps.why = str(error)
        return steps


def _on_values(given: Sequence[Any], options: dict[str, Any]) -> Steps:
    if not options:
        return Steps(*given)
    from .parallel import ParallelValueSteps

    return ParallelValueSteps(*given, **options)


def _compiled(given: Sequence[Any], options: dict[str, Any], *, backend: str, dtype: Any) -> Steps:
    if not options:
        from .compiled import CompiledSteps

        return CompiledSteps(*given, backend=backend, dtype=dtype)
    from .parallel import ParallelSteps

    fixed = "numpy" if backend == "auto" else backend  # which may change midway, and last bits
    return ParallelSteps(*given, backend=fixed, dtype=dtype, **options)


def _sharing(executor: Executor | None, shards: int | None) -> dict[str, Any]:
    """The options of steps in shards; none if there is but one process and one shard."""
    if executor is None and shards in (None, 1):
        return {}
    from concurrent.futures import Executor

    if executor is not None and not isinstance(executor, Executor):
        kind = type(executor).__name__
        raise TypeError(
            f"executor is one of concurrent.futures, got {kind}; of a Client of dask's it is "
            "client.get_executor()"
        )
    shards = SHARDS if shards is None else shards
    if not hasattr(shards, "__index__") or shards < 1:
        raise ValueError(f"shards must be a whole number of at least 1, got {shards!r}")
    return {"executor": executor, "shards": shards}
