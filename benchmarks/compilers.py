"""Adapters that compiled workloads share: a function and its gradient, by each compiler."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from .contender import Job

EACH = 97  # of a batch, every so many samples are compared


def columns(found: tuple[Any, Any]) -> list[float]:
    """The value and then the gradient, for some samples of a batch or for the one."""
    import numpy as np

    value, gradient = np.asarray(found[0]), np.asarray(found[1])
    if value.shape and gradient.shape[-1] == len(value):  # an array for each argument
        gradient = gradient.T
    table = np.column_stack([value.reshape(-1, 1), gradient.reshape(value.size, -1)])
    return [float(x) for x in table[::EACH].ravel()]


def ours(f: Callable[..., Any], args: Sequence[Any], backend: str = "") -> Job:
    """`jit` of the value and gradient by all arguments; without a backend, Values as they are."""
    from autograd import value_and_grad
    from autograd.compiler.jit import jit

    both = value_and_grad(f, tuple(range(len(args))) if len(args) > 1 else 0)
    run = jit(both, backend=backend) if backend else both
    return Job(lambda: run(*args), columns)


def by_jax(f: Callable[..., Any], args: Sequence[Any], *, batch: bool) -> Job:
    """`jax.jit` of the same, mapped over the samples by `vmap`."""
    import jax

    jax.config.update("jax_enable_x64", True)
    both = jax.value_and_grad(f, tuple(range(len(args))) if len(args) > 1 else 0)
    run = jax.jit(jax.vmap(both) if batch else both)
    given = [jax.numpy.asarray(x) for x in args] if batch else args
    return Job(lambda: jax.block_until_ready(run(*given)), columns)


def by_casadi(f: Callable[[Any], Any], points: Any, size: int) -> Job:
    """A function of one vector of SX, in buffers; mapped over the columns where there are more."""
    import casadi
    import numpy as np

    x = casadi.SX.sym("x", size)
    y = f(x)
    both = casadi.Function("both", [x], [y, casadi.gradient(y, x)])
    inputs = np.ascontiguousarray(np.atleast_2d(points), dtype=float)
    samples = len(inputs)
    buffer, run = (both.map(samples) if samples > 1 else both).buffer()
    value, gradient = np.empty(samples), np.empty((samples, size))
    buffer.set_arg(0, memoryview(inputs))
    buffer.set_res(0, memoryview(value))
    buffer.set_res(1, memoryview(gradient))

    def step(held: Any = (buffer, inputs)) -> tuple[Any, Any]:  # CasADi has but their addresses
        run()
        return value, gradient

    return Job(step, columns)
