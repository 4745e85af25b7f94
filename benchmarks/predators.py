"""Predators and their prey by Lotka and Volterra: a gradient through 200 steps of Runge-Kutta."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from . import compilers
from .compilers import columns
from .contender import Job
from .programs import ScalarProgram

STEPS = 200
STEP = 0.05


def change(x: Any, y: Any, born: Any, eaten: Any, fed: Any, dead: Any) -> tuple[Any, Any]:
    """How fast prey and predators grow."""
    meetings = x * y
    return born * x - eaten * meetings, fed * meetings - dead * y


def stepped(x: Any, y: Any, *rates: Any) -> tuple[Any, Any]:
    """The state after one step of Runge and Kutta."""
    half = 0.5 * STEP
    a, b = change(x, y, *rates)
    c, d = change(x + half * a, y + half * b, *rates)
    e, f = change(x + half * c, y + half * d, *rates)
    g, h = change(x + STEP * e, y + STEP * f, *rates)
    return (
        x + STEP / 6.0 * (a + 2.0 * c + 2.0 * e + g),
        y + STEP / 6.0 * (b + 2.0 * d + 2.0 * f + h),
    )


class Predators(ScalarProgram):
    """How many animals there are in the end, by the rates."""

    title = f"Lotka-Volterra, RK4, {STEPS} steps, value and gradient"
    name = f"Lotka-Volterra, RK4, {STEPS} steps"
    samples = "sets"
    point = (1.1, 0.4, 0.1, 0.4)  # prey born, prey eaten, predators fed, predators dead
    is_long = True

    def function(self, m: Any, *args: Any) -> Any:
        """Prey and predators after all steps."""
        x = y = 1.0
        for _ in range(STEPS):
            x, y = stepped(x, y, *args)
        return x + y

    def for_jax(self, m: Any) -> Callable[..., Any]:
        """A scan over the steps."""
        from jax import lax

        def scanned(*rates: Any) -> Any:
            def step(state: Any, _: None) -> Any:
                return stepped(*state, *rates), None

            (x, y), _ = lax.scan(step, (1.0, 1.0), None, STEPS)
            return x + y

        return scanned

    def numba(self, batch: int, order: int) -> Job:
        """The adjoint by hand, in a loop over samples, where the stages are computed again."""
        import numba
        import numpy as np

        run, given = adjoint(numba.njit), self.points(batch)
        values, gradients = np.empty(batch), np.empty(given.shape)

        def step() -> tuple[Any, Any]:
            run(given, values, gradients)
            return values, gradients

        return Job(step, columns)

    def c(self, batch: int, order: int) -> Job:
        """The same in C, eight samples at a time."""
        sizes = f"STEPS={STEPS}", f"STEP={STEP}"
        return compilers.by_c("predators", self.points(batch), *sizes)


WORKLOAD = Predators()


def adjoint(compiled: Callable[[Any], Any]) -> Any:
    """The loop, compiled with what it calls."""
    import numpy as np

    forward, slope = compiled(stepped_by(compiled)), compiled(change)

    def back(x: Any, y: Any, p: Any, q: Any, rates: Any, gradient: Any) -> tuple[Any, Any]:
        born, eaten, fed, dead = rates
        meeting = fed * q - eaten * p
        gradient[0] += p * x
        gradient[1] -= p * x * y
        gradient[2] += q * x * y
        gradient[3] -= q * y
        return p * born + meeting * y, meeting * x - q * dead

    back = compiled(back)

    def run(given: Any, values: Any, gradients: Any) -> None:
        xs, ys = np.empty(STEPS + 1), np.empty(STEPS + 1)
        for k in range(len(given)):
            rates = (given[k, 0], given[k, 1], given[k, 2], given[k, 3])
            gradients[k] = 0.0
            xs[0] = ys[0] = 1.0
            for n in range(STEPS):
                xs[n + 1], ys[n + 1] = forward(xs[n], ys[n], *rates)
            values[k] = xs[STEPS] + ys[STEPS]
            p = q = 1.0
            for n in range(STEPS - 1, -1, -1):
                p, q = pulled(xs[n], ys[n], p, q, rates, gradients[k])

    def pull(x: Any, y: Any, p: Any, q: Any, rates: Any, gradient: Any) -> tuple[Any, Any]:
        half, sixth = 0.5 * STEP, STEP / 6.0
        a, b = slope(x, y, *rates)
        x2, y2 = x + half * a, y + half * b
        c, d = slope(x2, y2, *rates)
        x3, y3 = x + half * c, y + half * d
        e, f = slope(x3, y3, *rates)
        x4, y4 = x + STEP * e, y + STEP * f
        p4, q4 = back(x4, y4, sixth * p, sixth * q, rates, gradient)
        p3, q3 = 2.0 * sixth * p + STEP * p4, 2.0 * sixth * q + STEP * q4
        p3, q3 = back(x3, y3, p3, q3, rates, gradient)
        p2, q2 = 2.0 * sixth * p + half * p3, 2.0 * sixth * q + half * q3
        p2, q2 = back(x2, y2, p2, q2, rates, gradient)
        p1, q1 = back(x, y, sixth * p + half * p2, sixth * q + half * q2, rates, gradient)
        return p + p1 + p2 + p3 + p4, q + q1 + q2 + q3 + q4

    pulled = compiled(pull)
    return compiled(run)


def stepped_by(compiled: Callable[[Any], Any]) -> Any:
    """`stepped`, of which the parts are compiled."""
    slope = compiled(change)

    def forward(x: Any, y: Any, born: Any, eaten: Any, fed: Any, dead: Any) -> tuple[Any, Any]:
        half = 0.5 * STEP
        a, b = slope(x, y, born, eaten, fed, dead)
        c, d = slope(x + half * a, y + half * b, born, eaten, fed, dead)
        e, f = slope(x + half * c, y + half * d, born, eaten, fed, dead)
        g, h = slope(x + STEP * e, y + STEP * f, born, eaten, fed, dead)
        return (
            x + STEP / 6.0 * (a + 2.0 * c + 2.0 * e + g),
            y + STEP / 6.0 * (b + 2.0 * d + 2.0 * f + h),
        )

    return forward
