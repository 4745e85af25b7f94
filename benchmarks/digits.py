"""Handwritten digits told apart by a perceptron 64-32-10: one step of training on a batch of 32."""

from __future__ import annotations

import math
import sys
from typing import Any

from . import by_hand, perceptron, values
from .contender import Job
from .contest import Effort, median_seconds
from .engines import NETWORKS, single_threaded_torch
from .networks import (
    array_job,
    c_job,
    casadi_job,
    casadi_outputs,
    compiled_steps,
    jax_job,
    jax_outputs,
    to_c_job,
)
from .table import Row, duration

SMALL = (32, 64, 32, 10)  # the batch, and the sizes of the layers
LARGE = (64, 784, 128, 10)
RATE = 0.1
UNROLLED = {"to_c", "c"}  # made for small networks: code and loops without blocks
THIS = sys.modules[__name__]


def rows(effort: Effort) -> list[Row]:
    """The time of one step: forward, backward and update."""
    small = median_seconds(THIS, effort, *SMALL)
    large = median_seconds(THIS, effort, *LARGE, among={*NETWORKS} - UNROLLED)
    return [Row(_title(*SMALL), small, duration), Row(_title(*LARGE), large, duration)]


def _title(batch: int, *sizes: int) -> str:
    shape = "-".join(map(str, sizes))
    return f"digits, MLP {shape} tanh, cross-entropy, batch of {batch}, one step"


def images(batch: int, pixels: int) -> tuple[list[list[float]], list[int]]:
    """Images of 8x8 pixels, or of 28x28 where those are drawn larger, and which digit each is."""
    from nn import load_digits

    xs, targets = load_digits()
    side = math.isqrt(pixels)
    places = [8 * (8 * i // side) + 8 * j // side for i in range(side) for j in range(side)]
    return [[x[k] for k in places] for x in xs[:batch]], targets[:batch]


def layers(batch: int, *sizes: int) -> Job:
    """Our nn: a `dot` for each neuron, one node for each sample's loss."""
    import nn

    model = nn.MLP(sizes[0], sizes[1:], activation="tanh")
    held = model.parameters()
    perceptron.assign(held, perceptron.initial(*sizes))
    optimizer = nn.SGD(held, RATE)
    xs, targets = images(batch, sizes[0])

    def step() -> Any:
        optimizer.zero_grad()
        loss = nn.cross_entropy([model(x) for x in xs], targets)
        loss.backward()
        optimizer.step()
        return loss

    return Job(step, lambda loss: (loss.data, *(p.data for p in held)))


def scalar_loss(
    network: perceptron.Network, number: Any, xs: list[list[float]], targets: list[int]
) -> Any:
    """The mean cross-entropy, with one node for each operation."""

    def sample_loss(x: list[float], target: int) -> Any:
        logits = perceptron.output(network, x, number.tanh)
        top = max(y.data for y in logits)
        return sum((y - top).exp() for y in logits).log() + top - logits[target]

    return sum(map(sample_loss, xs, targets)) * (1.0 / len(xs))


def _scalar_job(number: Any, batch: int, *sizes: int) -> Job:
    """The step with one node for each operation, over a class with tanh, exp and log."""
    network = perceptron.over(number, perceptron.initial(*sizes))
    held = list(perceptron.parameters(network))
    xs, targets = images(batch, sizes[0])

    def step() -> Any:
        for p in held:
            p.grad = 0.0
        loss = scalar_loss(network, number, xs, targets)
        loss.backward()
        perceptron.descend(held, RATE)
        return loss

    return Job(step, lambda loss: (loss.data, *(p.data for p in held)))


def operators(*sizes: int) -> Job:
    """Our Values, in the same graph as micrograd's."""
    from autograd import Value

    return _scalar_job(Value, *sizes)


def micrograd(*sizes: int) -> Job:
    """micrograd's Values; the three functions that they lack are added in their manner."""
    return _scalar_job(values.micrograd(), *sizes)


def lean(*sizes: int) -> Job:
    """Values with four slots."""
    return _scalar_job(values.lean(), *sizes)


def pytorch(batch: int, *sizes: int) -> Job:
    """torch.nn, the batch as one tensor."""
    torch = single_threaded_torch()
    model = perceptron.torch_network(torch, perceptron.initial(*sizes), torch.nn.Tanh)
    optimizer = torch.optim.SGD(model.parameters(), RATE)
    xs, targets = map(torch.tensor, images(batch, sizes[0]))

    def step() -> Any:
        optimizer.zero_grad()
        loss = torch.nn.functional.cross_entropy(model(xs), targets)
        loss.backward()
        optimizer.step()
        return loss

    return Job(step, lambda loss: (loss.item(), *perceptron.torch_parameters(torch, model)))


def jit(batch: int, *sizes: int, backend: str = "numpy") -> Job:
    """Our nn, compiled."""
    import nn

    model = nn.MLP(sizes[0], sizes[1:], activation="tanh")
    perceptron.assign(model.parameters(), perceptron.initial(*sizes))
    optimizer = nn.SGD(model.parameters(), RATE)
    data = images(batch, sizes[0])
    return compiled_steps(model, data, nn.cross_entropy, optimizer, backend=backend)


def jit_numba(batch: int, *sizes: int) -> Job:
    """The same in machine code."""
    return jit(batch, *sizes, backend="numba")


def to_c(batch: int, *sizes: int) -> Job:
    """The loss of one sample as C; its target is 1 in the place of the digit, and 0 elsewhere."""
    import autograd

    def loss(sample: Any, network: Any) -> Any:
        x, target = sample[: sizes[0]], sample[sizes[0] :]
        logits = perceptron.output(network, x, autograd.tanh, autograd.dot)
        return autograd.logsumexp(logits) - autograd.dot(target, logits)

    xs, targets = images(batch, sizes[0])
    samples = [[*x, *(float(t == k) for k in range(10))] for x, t in zip(xs, targets)]
    return to_c_job(loss, perceptron.initial(*sizes), samples, RATE)


def c(batch: int, *sizes: int) -> Job:
    """Loops by hand."""
    macros = [f"{name}={size}" for name, size in zip(("IN", "HIDDEN", "OUT"), sizes)]
    start, data = perceptron.initial(*sizes), images(batch, sizes[0])
    return c_job("digits", start, data, *macros, f"RATE={RATE}")


def casadi(batch: int, *sizes: int) -> Job:
    """Matrices of MX."""
    import casadi

    def loss(held: Any, xs: Any, targets: Any) -> Any:
        logits = casadi_outputs(held, xs, casadi.tanh)
        rows = [casadi.logsumexp(row.T) for row in casadi.vertsplit(logits)]
        chosen = [logits[i, int(t)] for i, t in enumerate(targets.elements())]
        return sum(row - one for row, one in zip(rows, chosen)) / batch

    return casadi_job(loss, perceptron.initial(*sizes), images(batch, sizes[0]), RATE)


def jax(batch: int, *sizes: int) -> Job:
    """jax.jit of array code; the parameters are as many arrays."""
    import jax

    def loss(held: Any, xs: Any, targets: Any) -> Any:
        logits = jax_outputs(held, xs, jax.numpy.tanh)
        chosen = jax.numpy.take_along_axis(jax.nn.log_softmax(logits), targets[:, None], 1)
        return -chosen.mean()

    return jax_job(loss, perceptron.initial(*sizes), images(batch, sizes[0]), RATE)


def numpy(batch: int, *sizes: int) -> Job:
    """The chain rule by hand, on arrays."""
    step = by_hand.digits_step(lambda f: f, RATE, by_hand.slopes_of_arrays)
    return array_job(step, perceptron.initial(*sizes), images(batch, sizes[0]))


def numba(batch: int, *sizes: int) -> Job:
    """The same compiled, with loops for the loss."""
    import numba

    step = by_hand.digits_step(numba.njit, RATE, by_hand.slopes_in_loops)
    return array_job(step, perceptron.initial(*sizes), images(batch, sizes[0]))
