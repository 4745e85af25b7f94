"""Neurons, layers of them, and networks of layers."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from operator import methodcaller
from typing import Any, TypeAlias

from autograd import Value, dot, matvec
from autograd.primitives import ALIASES, HELPERS, TABLE

from . import init
from .init import Initialiser, initialiser
from .module import Module

Activation: TypeAlias = str | Callable[[Value], Value]
RECTIFIERS = ("relu", "leaky_relu", "elu", "selu", "gelu", "silu", "mish", "softplus")


def linear(x: Value) -> Value:
    """x itself: no activation."""
    return x


def activation_function(name: Activation) -> Callable[[Value], Value]:
    """The function of the table with that name; "linear" is none; a function is one already."""
    if callable(name):
        return name
    if name == "linear":
        return linear
    name = ALIASES.get(name, name)
    row = TABLE.get(name)
    if row is None or row.arity != 1 or name in HELPERS:
        raise ValueError(f"no activation {name!r}: use a function of one number, such as 'relu'")
    return methodcaller(name)  # of the Value: faster than calling the row, and can be pickled


class Neuron(Module):
    """activation(w . x + b), in two nodes: one `dot` and its activation.

    `nin` is the number of inputs; without `nonlin` there is no activation. `activation` is the
    name of a function of the table, "linear", or a function from Value to Value. `weights` names
    an initialiser (by default He's for relu and its kin, Xavier's otherwise); `seed`, a number
    or a random.Random, says where its numbers come from, and `nout` how many neurons see the same
    inputs, which Xavier's initialisation counts. The bias begins at 0.

    >>> neuron = Neuron(2)
    >>> neuron.w[0].data, neuron.w[1].data, neuron.b.data = 1.0, -2.0, 0.5
    >>> neuron([3.0, 1.0]).data
    1.5
    """

    def __init__(
        self,
        nin: int,
        nonlin: bool = True,
        *,
        activation: Activation = "relu",
        weights: str | Initialiser | None = None,
        seed: int | random.Random | None = None,
        nout: int = 1,
    ) -> None:
        if nin < 1:
            raise ValueError(f"a neuron needs at least 1 input, got nin={nin}")
        self._activation: Activation = activation if nonlin else "linear"
        self._apply = activation_function(self._activation)
        rng = _generator(seed)
        draw = initialiser(weights or _usual(self._activation))
        self.w = [Value(draw(nin, nout, rng)) for _ in range(nin)]
        self.b = Value(0.0)

    def __call__(self, x: Sequence[Any]) -> Value:
        """The neuron's output for `nin` numbers or Values; ValueError for another length."""
        _check_length(x, len(self.w), "neuron")
        return self.fire(dot(self.row(), (*x, 1.0)))

    def row(self) -> tuple[Value, ...]:
        """The weights and then the bias: what is multiplied with (*x, 1)."""
        return (*self.w, self.b)

    def fire(self, z: Value) -> Value:
        """The activation of the neuron for the weighted sum z."""
        return self._apply(z)

    def extra_repr(self) -> str:
        return f"{len(self.w)}, {_shown(self._activation)}"


class Layer(Module):
    """`nout` neurons that see the same `nin` inputs; its output is a list, always.

    Takes the same options as Neuron.

    >>> [y.data for y in Layer(2, 3, weights=lambda fan_in, fan_out, rng: 1.0)([1.0, 2.0])]
    [3.0, 3.0, 3.0]
    """

    def __init__(
        self,
        nin: int,
        nout: int,
        nonlin: bool = True,
        *,
        seed: int | random.Random | None = None,
        **options: Any,
    ) -> None:
        if nout < 1:
            raise ValueError(f"a layer needs at least 1 neuron, got nout={nout}")
        rng = _generator(seed)
        self.neurons = [Neuron(nin, nonlin, seed=rng, nout=nout, **options) for _ in range(nout)]

    def __call__(self, x: Sequence[Any]) -> list[Value]:
        """One Value for each neuron; ValueError for another number of inputs."""
        _check_length(x, len(self.neurons[0].w), "layer")
        sums = matvec([neuron.row() for neuron in self.neurons], (*x, 1.0))
        return [neuron.fire(z) for neuron, z in zip(self.neurons, sums)]


class Sequential(Module):
    """Modules, or functions of a list, applied one after the other.

    >>> net = Sequential(Layer(2, 8), Layer(8, 3, nonlin=False))
    >>> len(net([1.0, 2.0])), len(net.parameters())
    (3, 51)
    """

    def __init__(self, *parts: Callable[[Any], Any]) -> None:
        for part in parts:
            if not callable(part):
                kind = type(part).__name__
                raise TypeError(f"Sequential takes modules one by one, got a {kind}")
        self.parts = list(parts)

    def __call__(self, x: Any) -> Any:
        """The output of the last part."""
        for part in self.parts:
            x = part(x)
        return x

    def sequence(self) -> Sequence[Callable[[Any], Any]]:
        """The parts."""
        return self.parts


class MLP(Module):
    """A multi-layer perceptron: layers of `nouts` neurons each, the last without activation.

    Its output is a list of Values, or the Value itself if the last layer has one neuron. Takes
    the same options as Neuron.

    >>> model = MLP(2, [16, 16, 1])
    >>> len(model.parameters()), type(model([1.0, -2.0])).__name__
    (337, 'Value')
    """

    def __init__(
        self,
        nin: int,
        nouts: Sequence[int],
        activation: Activation = "relu",
        *,
        seed: int | random.Random | None = None,
        **options: Any,
    ) -> None:
        if not hasattr(nouts, "__len__"):
            raise TypeError(f"nouts is a list, the neurons of each layer; got {nouts!r}")
        if len(nouts) == 0:
            raise ValueError("an MLP needs at least one layer, got nouts=[]")
        rng, sizes, last = _generator(seed), [nin, *nouts], len(nouts) - 1
        self.layers = [
            Layer(sizes[i], sizes[i + 1], i != last, activation=activation, seed=rng, **options)
            for i in range(len(nouts))
        ]

    def __call__(self, x: Sequence[Any]) -> Any:
        """The network's output for `nin` numbers or Values; ValueError for another length."""
        y: Any = x
        for layer in self.layers:
            y = layer(y)
        return y[0] if len(y) == 1 else y

    def sequence(self) -> Sequence[Callable[[Any], Any]]:
        """The layers."""
        return self.layers


def _check_length(x: Sequence[Any], nin: int, what: str) -> None:
    if not hasattr(x, "__len__"):
        raise TypeError(f"this {what} takes a list of {nin} inputs, got one {type(x).__name__}")
    if len(x) != nin:
        raise ValueError(f"this {what} takes {nin} inputs, got {len(x)}")


def _generator(seed: int | random.Random | None) -> random.Random:
    if seed is None:
        return init.generator
    return seed if isinstance(seed, random.Random) else random.Random(seed)


def _usual(activation: Activation) -> str:
    return "he_uniform" if _shown(activation) in RECTIFIERS else "xavier_uniform"


def _shown(activation: Activation) -> str:
    if isinstance(activation, str):
        return activation
    return getattr(activation, "__name__", str(activation))
