"""A network of plain + and *, over any class of numbers, and the weights all engines start from."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any, TypeAlias

Neuron: TypeAlias = "tuple[list[Any], Any]"  # the weights and the bias
Network: TypeAlias = "list[list[Neuron]]"  # layers of neurons


def initial(*sizes: int) -> Network:
    """Numbers to start from: uniform weights of a size that suits the fan-in, and biases near 0."""
    source = random.Random(1)
    return [
        [
            ([source.uniform(-1.0, 1.0) / nin**0.5 for _ in range(nin)], source.uniform(-0.1, 0.1))
            for _ in range(nout)
        ]
        for nin, nout in pairwise(sizes)
    ]


def parameters(network: Network) -> Iterator[Any]:
    """Neuron by neuron, the weights and then the bias, as every engine here lists them."""
    for layer in network:
        for weights, bias in layer:
            yield from weights
            yield bias


def over(number: Callable[[float], Any], network: Network) -> Network:
    """The same network with every float made into a number of that class."""
    return [[([number(w) for w in ws], number(b)) for ws, b in layer] for layer in network]


def output(
    network: Network, xs: Sequence[Any], activation: Callable[[Any], Any], dot: Any = None
) -> list[Any]:
    """The outputs of the last layer, which has no activation.

    Without `dot`, which makes one node of a neuron's products, there is one for each + and each *.
    """
    for layer in network:
        if dot:
            xs = [dot(weights, xs) + bias for weights, bias in layer]
        else:
            xs = [sum((w * x for w, x in zip(weights, xs)), bias) for weights, bias in layer]
        if layer is not network[-1]:
            xs = [activation(x) for x in xs]
    return list(xs)


def assign(held: Iterable[Any], start: Network) -> None:
    """Set the data of parameters, listed in our order, to those of `start`."""
    for p, x in zip(held, parameters(start), strict=True):
        p.data = x


def descend(held: Iterable[Any], lr: float) -> None:
    """A step of gradient descent as micrograd's user writes it."""
    for p in held:
        p.data -= lr * p.grad


def torch_network(torch: Any, start: Network, activation: type) -> Any:
    """A torch.nn.Sequential of linear layers with the same numbers."""
    parts = []
    for layer in start:
        linear = torch.nn.Linear(len(layer[0][0]), len(layer))
        linear.weight.data = torch.tensor([weights for weights, _ in layer])
        linear.bias.data = torch.tensor([bias for _, bias in layer])
        parts += [linear, activation()]
    return torch.nn.Sequential(*parts[:-1])


def torch_parameters(torch: Any, model: Any) -> list[float]:
    """The parameters of such a network in our order."""
    linears = [part for part in model if hasattr(part, "weight")]
    tables = [torch.cat([part.weight, part.bias[:, None]], 1).flatten() for part in linears]
    return [x for table in tables for x in table.tolist()]
