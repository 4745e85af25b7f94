"""The Black-Scholes price of a call option with its five Greeks."""

from __future__ import annotations

import math
import sys
from types import ModuleType
from typing import Any

from . import compilers
from .compilers import columns
from .contender import Job
from .contest import Effort, median_seconds
from .engines import COMPILED
from .table import Row, duration

THIS = sys.modules[__name__]
TERMS = (100.0, 95.0, 0.03, 0.2, 1.5)  # spot, strike, rate, volatility, time
BATCH = 10_000


def rows(effort: Effort) -> list[Row]:
    """The time of the price and its gradient, of one option and of many."""
    title = "Black-Scholes with Greeks"
    return [
        Row(title, median_seconds(THIS, effort, 1), duration),
        Row(
            f"{title}, {BATCH:,} options",
            median_seconds(THIS, effort, BATCH, among=COMPILED),
            duration,
        ),
    ]


def price(m: Any, spot: Any, strike: Any, rate: Any, volatility: Any, time: Any) -> Any:
    """The price of a call, by the functions of a module m."""
    spread = volatility * m.sqrt(time)
    d1 = (m.log(spot / strike) + (rate + 0.5 * volatility * volatility) * time) / spread
    d2 = d1 - spread

    def normal(d: Any) -> Any:
        return 0.5 * m.erfc(-d / math.sqrt(2.0))

    return spot * normal(d1) - strike * m.exp(-rate * time) * normal(d2)


def terms(batch: int) -> list[Any]:
    """The arguments: numbers, or an array each."""
    if batch == 1:
        return list(TERMS)
    import numpy as np

    return [x * (1.0 + 1e-6 * np.arange(batch) * (1 + i)) for i, x in enumerate(TERMS)]


def _ours(batch: int, backend: str) -> Job:
    import autograd

    return compilers.ours(lambda *xs: price(autograd, *xs), terms(batch), backend)


def operators(batch: int) -> Job:
    """Our Values, one option."""
    return _ours(batch, "")


def jit(batch: int) -> Job:
    """Our compiler, by NumPy where it takes arrays."""
    return _ours(batch, "auto" if batch == 1 else "numpy")


def jit_numba(batch: int) -> Job:
    """Our compiler, by Numba."""
    return _ours(batch, "numba")


def jax(batch: int) -> Job:
    """jax.jit of the same function."""
    import jax.numpy
    import jax.scipy.special

    m = ModuleType("functions")
    m.__dict__.update(vars(jax.numpy), erfc=jax.scipy.special.erfc)
    return compilers.by_jax(lambda *xs: price(m, *xs), terms(batch), batch=batch > 1)


def casadi(batch: int) -> Job:
    """A graph of SX, which has no erfc: 1 - erf is less exact in the tail, but not here."""
    import casadi
    import numpy as np

    m = ModuleType("functions")
    m.__dict__.update(vars(casadi), erfc=lambda x: 1.0 - casadi.erf(x))

    def of_vector(x: Any) -> Any:
        return price(m, *[x[i] for i in range(len(TERMS))])

    return compilers.by_casadi(of_vector, np.column_stack(terms(batch)), len(TERMS))


def numba(batch: int) -> Job:
    """The Greeks by hand, in a loop."""
    import numba
    import numpy as np

    @numba.njit
    def run(options: Any, prices: Any, greeks: Any) -> None:
        for k in range(len(options)):
            spot, strike, rate, volatility, time = options[k]
            root = math.sqrt(time)
            spread = volatility * root
            d1 = (math.log(spot / strike) + (rate + 0.5 * volatility * volatility) * time) / spread
            d2 = d1 - spread
            n1, n2 = 0.5 * math.erfc(-d1 / math.sqrt(2.0)), 0.5 * math.erfc(-d2 / math.sqrt(2.0))
            density = spot * math.exp(-0.5 * d1 * d1) / math.sqrt(2.0 * math.pi)
            discount = math.exp(-rate * time)
            owed = strike * discount * n2
            prices[k] = spot * n1 - owed
            greeks[k, 0], greeks[k, 1] = n1, -discount * n2
            greeks[k, 2], greeks[k, 3] = owed * time, density * root
            greeks[k, 4] = density * volatility / (2.0 * root) + owed * rate

    options = np.column_stack(terms(batch))
    prices, greeks = np.empty(batch), np.empty((batch, len(TERMS)))

    def step() -> tuple[Any, Any]:
        run(options, prices, greeks)
        return prices, greeks

    return Job(step, columns)
