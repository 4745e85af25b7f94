"""Where weights begin: uniform, Xavier and He, from a generator of their own."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from typing import TypeAlias

# (number of inputs, number of outputs, generator) -> one weight
Initialiser: TypeAlias = Callable[[int, int, random.Random], float]

# what draws all weights for which no seed is given; the global `random` is never touched
generator = random.Random(0)


def manual_seed(seed: int) -> None:
    """Start the generator of initial weights anew, for the same weights as last time."""
    generator.seed(seed)


def uniform(fan_in: int, fan_out: int, rng: random.Random) -> float:
    """Between -1 and 1, whatever the size: what micrograd does."""
    return rng.uniform(-1.0, 1.0)


def xavier_uniform(fan_in: int, fan_out: int, rng: random.Random) -> float:
    """Uniform with variance 2 / (fan_in + fan_out), for tanh and sigmoid (Glorot & Bengio 2010)."""
    bound = math.sqrt(6.0 / (fan_in + fan_out))
    return rng.uniform(-bound, bound)


def xavier_normal(fan_in: int, fan_out: int, rng: random.Random) -> float:
    """Normal with variance 2 / (fan_in + fan_out), for tanh and sigmoid (Glorot & Bengio 2010)."""
    return rng.gauss(0.0, math.sqrt(2.0 / (fan_in + fan_out)))


def he_uniform(fan_in: int, fan_out: int, rng: random.Random) -> float:
    """Uniform with variance 2 / fan_in, for relu and its kin (He et al. 2015)."""
    bound = math.sqrt(6.0 / fan_in)
    return rng.uniform(-bound, bound)


def he_normal(fan_in: int, fan_out: int, rng: random.Random) -> float:
    """Normal with variance 2 / fan_in, for relu and its kin (He et al. 2015)."""
    return rng.gauss(0.0, math.sqrt(2.0 / fan_in))


INITIALISERS: dict[str, Initialiser] = {
    f.__name__: f for f in (uniform, xavier_uniform, xavier_normal, he_uniform, he_normal)
}


def initialiser(name: str | Initialiser) -> Initialiser:
    """The initialiser of that name; a function is one already."""
    if callable(name):
        return name
    if name not in INITIALISERS:
        raise ValueError(f"no initialiser {name!r}; there are {', '.join(INITIALISERS)}")
    return INITIALISERS[name]
