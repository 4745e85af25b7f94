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
    """The step by the C that our program of one sample, target and all, writes of itself."""
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

    pairs = arrays(start)
    held = [array for pair in pairs for array in pair]
    # column by column is our order of the transpose
    ps = [casadi.MX.sym("p", *array.shape[::-1]) for array in held]
    network = [(w.T, b.T) for w, b in zip(ps[::2], ps[1::2])]
    y = loss(network, *[casadi.DM(np.array(x)) for x in data])
    moved = casadi.Function("moved", ps, [y, *(p - rate * casadi.gradient(y, p) for p in ps)])
    found = [np.empty(1), *map(np.empty_like, held)]
    buffer, run = moved.buffer()
    for i, array in enumerate(held):
        buffer.set_arg(i, memoryview(array))
    for i, array in enumerate(found):
        buffer.set_res(i, memoryview(array))

    def step(held_too: Any = buffer) -> Any:  # CasADi has but its address
        run()
        for array, after in zip(held, found[1:]):
            array[:] = after
        return found[0][0]

    return Job(step, lambda y: (y, *listed(pairs)))
