"""Adapters that compiled networks share: steps on arrays, one pair of them for each layer."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterable
from typing import Any

from . import compilers, machine_code
from .contender import Job
from .perceptron import Network, parameters


def arrays(start: Network) -> list[tuple[Any, Any]]:
    """The weights and the biases of each layer."""
    import numpy as np

    return [(np.array([ws for ws, _ in layer]), np.array([b for _, b in layer])) for layer in start]


def listed(held: Iterable[tuple[Any, Any]]) -> list[float]:
    """The parameters in our order."""
    import numpy as np

    tables = [np.column_stack([weights, biases]).ravel() for weights, biases in held]
    return [float(x) for table in tables for x in table]


def array_job(step: Callable[..., Any], start: Network, data: Any) -> Job:
    """A step of samples, targets and the arrays of parameters, which it moves."""
    import numpy as np

    held = arrays(start)
    given = [*map(np.array, data), *(array for pair in held for array in pair)]
    return Job(lambda: step(*given), lambda loss: (loss, *listed(held)))


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


def casadi_outputs(held: Any, xs: Any, activation: Callable[[Any], Any]) -> Any:
    """The same of CasADi's matrices, where a row is not added to each by itself."""
    import casadi

    for w, b in held:
        inner = xs if w is held[0][0] else activation(xs)
        xs = inner @ w.T + casadi.repmat(b, inner.shape[0], 1)
    return xs


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


def c_job(name: str, start: Network, data: Any, *sizes: str) -> Job:
    """The step of a file of C by hand."""
    import numpy as np

    xs, targets = (np.array(x, dtype=float) for x in data)
    held = arrays(start)
    step = machine_code.by_hand(name, *sizes).step
    step.restype = ctypes.c_double
    flat = [array for pair in held for array in pair]
    return Job(
        machine_code.bound(step, len(xs), xs, targets, *flat), lambda loss: (loss, *listed(held))
    )


def to_c_job(sample_loss: Any, start: Network, data: Any, rate: float, penalty: float = 0.0) -> Job:
    """The step by the C that our program of one sample writes of itself, and sums over the batch.

    `sample_loss` is of the numbers of a sample, its target among them, and of the network.
    """
    import numpy as np

    from autograd import jit, value_and_grad

    samples = np.array(data, dtype=float)
    traced = jit(value_and_grad(sample_loss, 1), backend="numpy")
    traced(samples[0].tolist(), start)
    held = np.array([*parameters(start)])
    points = np.column_stack([samples, np.tile(held, (len(samples), 1))])
    found = np.empty((len(samples), 1 + len(held)))
    call = compilers.exported(traced.program, points, found)

    def step() -> Any:
        points[:, samples.shape[1] :] = held
        call()
        mean = found.mean(axis=0)
        loss = mean[0] + penalty * (held @ held)
        held[:] -= rate * (mean[1:] + 2.0 * penalty * held)
        return loss

    return Job(step, lambda loss: (loss, *held.tolist()))


def casadi_job(loss: Any, start: Network, data: Any, rate: float) -> Job:
    """The step of gradient descent by a graph of MX, of a loss as for JAX."""
    import casadi
    import numpy as np

    held = [array for pair in arrays(start) for array in pair]
    given = casadi.MX.sym("given", sum(array.size for array in held))
    parts = casadi.vertsplit(given, [0, *np.cumsum([array.size for array in held]).tolist()])
    shaped = [
        casadi.reshape(part, array.shape[-1], array.size // array.shape[-1]).T
        for part, array in zip(parts, held)
    ]
    y = loss([*zip(shaped[::2], shaped[1::2])], *[casadi.DM(np.array(x)) for x in data])
    moved = casadi.Function("moved", [given], [y, given - rate * casadi.gradient(y, given)])
    now = np.concatenate([array.ravel() for array in held])
    value, after = np.empty(1), np.empty_like(now)
    buffer, run = moved.buffer()
    buffer.set_arg(0, memoryview(now))
    buffer.set_res(0, memoryview(value))
    buffer.set_res(1, memoryview(after))

    def step(held: Any = buffer) -> Any:  # CasADi has but its address
        run()
        now[:] = after
        return value[0]

    def numbers(y: Any) -> list[float]:
        parts = np.split(now, np.cumsum([array.size for array in held])[:-1])
        shaped = [part.reshape(array.shape) for part, array in zip(parts, held)]
        return [y, *listed(zip(shaped[::2], shaped[1::2]))]

    return Job(step, numbers)
