"""Adapters that compiled networks share: steps on arrays, one pair of them for each layer."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from .contender import Job
from .perceptron import Network


def arrays(start: Network) -> list[tuple[Any, Any]]:
    """The weights and the biases of each layer."""
    import numpy as np

    return [(np.array([ws for ws, _ in layer]), np.array([b for _, b in layer])) for layer in start]


def listed(held: Iterable[tuple[Any, Any]]) -> list[float]:
    """The parameters in our order."""
    import numpy as np

    tables = [np.column_stack([weights, biases]).ravel() for weights, biases in held]
    return [float(x) for table in tables for x in table]


def compiled_steps(
    model: Any,
    data: Any,
    loss: Any,
    optimizer: Any,
    *,
    penalty: float = 0.0,
    backend: str = "numpy",
) -> Job:
    """What `fit` does for a batch with all the data; a penalty is what the optimiser decays by."""
    from nn.compiled import CompiledSteps

    steps = CompiledSteps(model, *data, loss, optimizer, float("inf"), backend=backend)
    everything = list(range(len(data[0])))

    def step() -> Any:
        size = penalty * (steps.data @ steps.data) if penalty else 0.0
        return steps.step(everything)[0] + size

    return Job(step, lambda loss: (loss, *steps.data.tolist()))


def jax_outputs(held: Any, xs: Any, activation: Callable[[Any], Any]) -> Any:
    """The outputs of the last layer, which has no activation."""
    *inner, (weights, biases) = held
    for w, b in inner:
        xs = activation(xs @ w.T + b)
    return xs @ weights.T + biases


def jax_job(loss: Any, start: Network, data: Any, rate: float) -> Job:
    """The step of gradient descent under jax.jit, of a loss of parameters, samples and targets."""
    import jax

    jax.config.update("jax_enable_x64", True)
    xs, targets = map(jax.numpy.array, data)
    held = jax.tree.map(jax.numpy.array, arrays(start))

    @jax.jit
    def moved(held: Any, xs: Any, targets: Any) -> Any:
        y, gradient = jax.value_and_grad(loss)(held, xs, targets)
        return y, jax.tree.map(lambda x, g: x - rate * g, held, gradient)

    def step() -> Any:
        nonlocal held
        y, held = jax.block_until_ready(moved(held, xs, targets))
        return y

    return Job(step, lambda y: (y, *listed(held)))
