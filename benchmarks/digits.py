"""Handwritten digits told apart by a perceptron 64-32-10: one step of training on a batch of 32."""

from __future__ import annotations

import math
import sys
from typing import Any

from . import perceptron
from .contender import Job
from .contest import Effort, median_seconds
from .engines import single_threaded_torch
from .table import Row, duration

SIZES = (64, 32, 10)
RATE = 0.1


def rows(effort: Effort) -> list[Row]:
    """The time of one step: forward, backward and update."""
    cells = median_seconds(sys.modules[__name__], effort)
    shape = "-".join(map(str, SIZES))
    title = f"digits, MLP {shape} tanh, cross-entropy, batch of 32, one step"
    return [Row(title, cells, duration)]


def images() -> tuple[list[list[float]], list[int]]:
    """32 images of 8x8 pixels, and which digit each is."""
    from nn import load_digits

    xs, targets = load_digits()
    return xs[:32], targets[:32]


def layers() -> Job:
    """Our nn: a `dot` for each neuron, one node for each sample's loss."""
    import nn

    model = nn.MLP(SIZES[0], SIZES[1:], activation="tanh")
    held = model.parameters()
    perceptron.assign(held, perceptron.initial(*SIZES))
    optimizer = nn.SGD(held, RATE)
    xs, targets = images()

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


def _scalar_job(number: Any) -> Job:
    """The step with one node for each operation, over a class with tanh, exp and log."""
    network = perceptron.over(number, perceptron.initial(*SIZES))
    held = list(perceptron.parameters(network))
    xs, targets = images()

    def step() -> Any:
        for p in held:
            p.grad = 0.0
        loss = scalar_loss(network, number, xs, targets)
        loss.backward()
        perceptron.descend(held, RATE)
        return loss

    return Job(step, lambda loss: (loss.data, *(p.data for p in held)))


def operators() -> Job:
    """Our Values, in the same graph as micrograd's."""
    from autograd import Value

    return _scalar_job(Value)


def micrograd() -> Job:
    """micrograd's Values; the three functions that they lack are added in their manner."""
    from micrograd.engine import Value

    def method(name: str, evaluate: Any, derivative: Any) -> Any:
        def apply(x: Any) -> Any:
            y = Value(evaluate(x.data), (x,), name)

            def pull() -> None:
                x.grad += derivative(y.data, x.data) * y.grad

            y._backward = pull
            return y

        return apply

    Value.tanh = method("tanh", math.tanh, lambda y, x: 1.0 - y * y)
    Value.exp = method("exp", math.exp, lambda y, x: y)
    Value.log = method("log", math.log, lambda y, x: 1.0 / x)
    return _scalar_job(Value)


def pytorch() -> Job:
    """torch.nn, the batch as one tensor."""
    torch = single_threaded_torch()
    model = perceptron.torch_network(torch, perceptron.initial(*SIZES), torch.nn.Tanh)
    optimizer = torch.optim.SGD(model.parameters(), RATE)
    xs, targets = map(torch.tensor, images())

    def step() -> Any:
        optimizer.zero_grad()
        loss = torch.nn.functional.cross_entropy(model(xs), targets)
        loss.backward()
        optimizer.step()
        return loss

    return Job(step, lambda loss: (loss.item(), *perceptron.torch_parameters(torch, model)))
