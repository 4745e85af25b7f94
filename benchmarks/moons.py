"""Two moons told apart by a perceptron 2-16-16-1: one step of full-batch training on 100 points.

micrograd's own demonstration: hinge loss, and an L2 penalty over all 337 parameters.
"""

from __future__ import annotations

import sys
from typing import Any

from . import by_hand, perceptron, values
from .contender import Job
from .contest import Effort, median_seconds
from .engines import single_threaded_torch
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

SIZES = (2, 16, 16, 1)
PENALTY = 1e-4
RATE = 0.05


def rows(effort: Effort) -> list[Row]:
    """The time of one step: forward, backward and update."""
    cells = median_seconds(sys.modules[__name__], effort)
    shape = "-".join(map(str, SIZES))
    title = f"two moons, MLP {shape} relu, hinge + L2, batch of 100, one step"
    return [Row(title, cells, duration)]


def points() -> tuple[list[list[float]], list[int]]:
    """100 points in the plane, and for each the moon it is on: -1 or 1."""
    from nn import make_moons

    xs, labels = make_moons(100)
    return xs, [2 * label - 1 for label in labels]


def layers() -> Job:
    """Our nn: a `dot` for each neuron."""
    import autograd
    import nn

    model = nn.MLP(2, SIZES[1:], activation="relu")
    held = model.parameters()
    perceptron.assign(held, perceptron.initial(*SIZES))
    optimizer = nn.SGD(held, RATE)
    xs, targets = points()

    def step() -> Any:
        optimizer.zero_grad()
        loss = nn.hinge([model(x) for x in xs], targets) + PENALTY * autograd.dot(held, held)
        loss.backward()
        optimizer.step()
        return loss

    return Job(step, lambda loss: (loss.data, *(p.data for p in held)))


def _scalar_job(model: Any, held: list[Any]) -> Job:
    """The step with one node for each + and *, as micrograd's user writes it."""
    xs, targets = points()

    def step() -> Any:
        for p in held:
            p.grad = 0.0
        losses = [(1.0 - t * model(x)).relu() for x, t in zip(xs, targets)]
        loss = sum(losses) * (1.0 / len(losses)) + PENALTY * sum(p * p for p in held)
        loss.backward()
        perceptron.descend(held, RATE)
        return loss

    return Job(step, lambda loss: (loss.data, *(p.data for p in held)))


def _plain_job(number: Any) -> Job:
    """The same for a class that has no networks."""
    network = perceptron.over(number, perceptron.initial(*SIZES))
    return _scalar_job(
        lambda x: perceptron.output(network, x, number.relu)[0],
        list(perceptron.parameters(network)),
    )


def operators() -> Job:
    """Our Values, in the same graph as micrograd's."""
    from autograd import Value

    return _plain_job(Value)


def lean() -> Job:
    """Values with four slots."""
    return _plain_job(values.lean())


def micrograd() -> Job:
    """micrograd's own nn."""
    from micrograd.nn import MLP

    model = MLP(2, list(SIZES[1:]))
    perceptron.assign(model.parameters(), perceptron.initial(*SIZES))
    return _scalar_job(model, model.parameters())


def pytorch() -> Job:
    """torch.nn, the batch as one tensor."""
    torch = single_threaded_torch()
    model = perceptron.torch_network(torch, perceptron.initial(*SIZES), torch.nn.ReLU)
    optimizer = torch.optim.SGD(model.parameters(), RATE)
    xs, targets = map(torch.tensor, points())

    def step() -> Any:
        optimizer.zero_grad()
        penalty = sum((p * p).sum() for p in model.parameters())
        loss = (1.0 - targets * model(xs)[:, 0]).relu().mean() + PENALTY * penalty
        loss.backward()
        optimizer.step()
        return loss

    return Job(step, lambda loss: (loss.item(), *perceptron.torch_parameters(torch, model)))


def jit(backend: str = "numpy") -> Job:
    """Our nn, compiled."""
    import nn

    model = nn.MLP(2, SIZES[1:], activation="relu")
    perceptron.assign(model.parameters(), perceptron.initial(*SIZES))
    optimizer = nn.SGD(model.parameters(), RATE, weight_decay=2.0 * PENALTY)
    return compiled_steps(model, points(), nn.hinge, optimizer, penalty=PENALTY, backend=backend)


def jit_numba() -> Job:
    """The same in machine code."""
    return jit("numba")


def to_c() -> Job:
    """The loss of one sample as C."""
    import autograd

    def loss(sample: Any, network: Any) -> Any:
        *x, target = sample
        output = perceptron.output(network, x, autograd.relu, autograd.dot)[0]
        return autograd.relu(1.0 - target * output)

    xs, targets = points()
    samples = [[*x, t] for x, t in zip(xs, targets)]
    return to_c_job(loss, perceptron.initial(*SIZES), samples, RATE, PENALTY)


def c() -> Job:
    """Loops by hand."""
    sizes = f"RATE={RATE}", f"PENALTY={PENALTY}"
    return c_job("moons", perceptron.initial(*SIZES), points(), *sizes)


def casadi() -> Job:
    """Matrices of MX."""
    import casadi

    def loss(held: Any, xs: Any, targets: Any) -> Any:
        outputs = casadi_outputs(held, xs, lambda z: casadi.fmax(z, 0.0))
        penalty = sum(casadi.sumsqr(p) for pair in held for p in pair)
        short = casadi.fmax(1.0 - targets * outputs, 0.0)
        return casadi.sum1(short) / len(points()[0]) + PENALTY * penalty

    return casadi_job(loss, perceptron.initial(*SIZES), points(), RATE)


def jax() -> Job:
    """jax.jit of array code."""
    import jax

    def loss(held: Any, xs: Any, targets: Any) -> Any:
        outputs = jax_outputs(held, xs, jax.nn.relu)[:, 0]
        penalty = sum((w * w).sum() + (b * b).sum() for w, b in held)
        return jax.nn.relu(1.0 - targets * outputs).mean() + PENALTY * penalty

    return jax_job(loss, perceptron.initial(*SIZES), points(), RATE)


def _by_hand(compiled: Any) -> Job:
    """The chain rule on paper."""
    step = by_hand.moons_step(compiled, RATE, PENALTY)
    return array_job(step, perceptron.initial(*SIZES), points())


def numpy() -> Job:
    """Arrays."""
    return _by_hand(lambda f: f)


def numba() -> Job:
    """The same array code, compiled."""
    import numba

    return _by_hand(numba.njit)
