"""The Hessian of Rosenbrock's function of 20 variables."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from typing import Any

from . import compilers, machine_code
from .contender import Job
from .contest import Effort, median_seconds
from .engines import single_threaded_torch
from .programs import TABLES
from .rosenbrock import function, on_arrays, start
from .table import Row, duration

POINT = start(20)


def rows(effort: Effort) -> list[Row]:
    """The time of all second derivatives."""
    cells = median_seconds(sys.modules[__name__], effort)
    return [Row(f"Rosenbrock n={len(POINT)}, Hessian", cells, duration, TABLES)]


def entries(table: Iterable[Iterable[float]]) -> list[float]:
    """Row by row."""
    return [float(x) for row in table for x in row]


def _ours(compiled: Callable[..., Any]) -> Job:
    import autograd

    run = compiled(autograd.hessian(function))
    return Job(lambda: run(POINT), entries)


def operators() -> Job:
    """Our Values."""
    return _ours(lambda f: f)


def jit() -> Job:
    """Our compiler."""
    from autograd.compiler.jit import jit

    return _ours(jit)


def jit_numba() -> Job:
    """Our compiler, by Numba."""
    from autograd.compiler.jit import jit

    return _ours(lambda f: jit(f, backend="numba"))


def pytorch() -> Job:
    """Reverse over reverse mode."""
    torch = single_threaded_torch()
    x = torch.tensor(POINT)
    return Job(lambda: torch.autograd.functional.hessian(on_arrays, x), entries)


def jax() -> Job:
    """Forward over reverse mode."""
    import jax

    jax.config.update("jax_enable_x64", True)
    run, x = jax.jit(jax.hessian(on_arrays)), jax.numpy.array(POINT)
    return Job(lambda: jax.block_until_ready(run(x)), entries)


def casadi(*, as_c: bool = False) -> Job:
    """The dense Hessian of a graph of SX, in buffers."""
    import casadi
    import numpy as np

    x = casadi.SX.sym("x", len(POINT))
    second, _ = casadi.hessian(function([x[i] for i in range(len(POINT))]), x)
    made = casadi.Function("made", [x], [casadi.densify(second)])
    buffer, run = (compilers.casadi_as_c(made) if as_c else made).buffer()
    given, found = np.array(POINT), np.empty((len(POINT), len(POINT)))
    buffer.set_arg(0, memoryview(given))
    buffer.set_res(0, memoryview(found))

    def step(held: Any = (buffer, given)) -> Any:  # CasADi has but their addresses
        run()
        return found

    return Job(step, entries)


def casadi_c() -> Job:
    """The C that the graph writes."""
    return casadi(as_c=True)


def to_c() -> Job:
    """Our compiler, by the C that a program writes of itself."""
    import numpy as np

    import autograd

    traced = autograd.jit(autograd.hessian(function))
    traced(POINT)
    found = np.empty((len(POINT), len(POINT)))
    call = compilers.exported(traced.program, np.array([POINT]), found)
    return Job(lambda: (call(), found)[1], entries)


def c() -> Job:
    """The three diagonals in C."""
    import numpy as np

    second = np.empty((len(POINT), len(POINT)))
    run = machine_code.by_hand("rosenbrock", f"N={len(POINT)}").hessian
    call = machine_code.bound(run, np.array(POINT), second)
    return Job(lambda: (call(), second)[1], entries)


def numba() -> Job:
    """The three diagonals by hand."""
    import numba
    import numpy as np

    @numba.njit
    def run(x: Any, second: Any) -> None:
        second[:] = 0.0
        for i in range(len(x) - 1):
            second[i, i] += 1200.0 * x[i] * x[i] - 400.0 * x[i + 1] + 2.0
            second[i + 1, i + 1] = 200.0
            second[i, i + 1] = second[i + 1, i] = -400.0 * x[i]

    x, second = np.array(POINT), np.empty((len(POINT), len(POINT)))

    def step() -> Any:
        run(x, second)
        return second

    return Job(step, entries)
