"""The Black-Scholes price of a call option with its five Greeks."""

from __future__ import annotations

import math
from typing import Any

from . import compilers
from .compilers import columns
from .contender import Job
from .programs import ScalarProgram


class BlackScholes(ScalarProgram):
    """The price by spot, strike, rate, volatility and time."""

    title = "Black-Scholes with Greeks"
    name = "Black-Scholes"
    samples = "options"
    point = (100.0, 95.0, 0.03, 0.2, 1.5)

    def function(self, m: Any, *args: Any) -> Any:
        """The price of a call."""
        spot, strike, rate, volatility, time = args
        spread = volatility * m.sqrt(time)
        d1 = (m.log(spot / strike) + (rate + 0.5 * volatility * volatility) * time) / spread
        d2 = d1 - spread

        def normal(d: Any) -> Any:
            return 0.5 * m.erfc(-d / math.sqrt(2.0))

        return spot * normal(d1) - strike * m.exp(-rate * time) * normal(d2)

    def numba(self, batch: int, order: int) -> Job:
        """The Greeks by hand, in a loop."""
        import numba
        import numpy as np

        @numba.njit
        def run(options: Any, prices: Any, greeks: Any) -> None:
            for k in range(len(options)):
                spot, strike, rate, volatility, time = options[k]
                root = math.sqrt(time)
                spread = volatility * root
                growth = (rate + 0.5 * volatility * volatility) * time
                d1 = (math.log(spot / strike) + growth) / spread
                d2 = d1 - spread
                n1 = 0.5 * math.erfc(-d1 / math.sqrt(2.0))
                n2 = 0.5 * math.erfc(-d2 / math.sqrt(2.0))
                density = spot * math.exp(-0.5 * d1 * d1) / math.sqrt(2.0 * math.pi)
                discount = math.exp(-rate * time)
                owed = strike * discount * n2
                prices[k] = spot * n1 - owed
                greeks[k, 0], greeks[k, 1] = n1, -discount * n2
                greeks[k, 2], greeks[k, 3] = owed * time, density * root
                greeks[k, 4] = density * volatility / (2.0 * root) + owed * rate

        options = self.points(batch)
        prices, greeks = np.empty(batch), np.empty(options.shape)

        def step() -> tuple[Any, Any]:
            run(options, prices, greeks)
            return prices, greeks

        return Job(step, columns)

    def c(self, batch: int, order: int) -> Job:
        """The same in C, on an array for each argument."""
        return compilers.by_c("black_scholes", self.points(batch))


WORKLOAD = BlackScholes()
