"""Adapters of compilers: a function and its gradient, or the function alone, by each of them.

The function is given as it is called, with its arguments, or as one of a vector with points of it:
a row for each sample. Order 1 is the gradient as well, order 0 the function alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from . import machine_code
from .contender import Job

EACH = 97  # of a batch, every so many samples are compared


def columns(found: Any) -> list[float]:
    """The value and the gradient, if there is one, for some samples of a batch or for the one."""
    import numpy as np

    if not isinstance(found, tuple):
        return [float(x) for x in np.ravel(found)[::EACH]]
    value, gradient = np.asarray(found[0]), np.asarray(found[1])
    if value.shape and gradient.shape[-1] == len(value):  # an array for each argument
        gradient = gradient.T
    table = np.column_stack([value.reshape(-1, 1), gradient.reshape(value.size, -1)])
    return [float(x) for x in table[::EACH].ravel()]


def by_ours(f: Callable[..., Any], args: Sequence[Any], order: int, backend: str) -> Job:
    """`jit` of the value and gradient by all arguments."""
    from autograd import value_and_grad
    from autograd.compiler.jit import jit

    if order:
        f = value_and_grad(f, tuple(range(len(args))) if len(args) > 1 else 0)
    run = jit(f, backend=backend)
    return Job(lambda: run(*args), columns)


def by_to_c(f: Callable[[Any], Any], points: Any, order: int) -> Job:
    """The C that our program writes of itself, compiled."""
    import numpy as np

    from autograd import value_and_grad
    from autograd.compiler.jit import jit

    traced = jit(value_and_grad(f) if order else f, backend="numpy")
    traced(points[0].tolist())
    found = np.empty((len(points), 1 + order * points.shape[1]))
    call = exported(traced.program, points, found)

    def step() -> Any:
        call()
        return (found[:, 0], found[:, 1:]) if order else found[:, 0]

    return Job(step, columns)


def exported(program: Any, points: Any, found: Any) -> Callable[[], Any]:
    """A call of a program's C, of one function for a single point and another for several."""
    many = len(points) > 1
    functions = machine_code.loaded(program.to_c("f", batch=many))
    if many:
        return machine_code.bound(functions.f_batch, len(points), points, found)
    return machine_code.bound(functions.f, points, found)


def by_jax(f: Callable[..., Any], args: Sequence[Any], order: int, *, batch: bool) -> Job:
    """`jax.jit` of the same, mapped over the samples by `vmap`."""
    import jax

    jax.config.update("jax_enable_x64", True)
    if order:
        f = jax.value_and_grad(f, tuple(range(len(args))) if len(args) > 1 else 0)
    run = jax.jit(jax.vmap(f) if batch else f)
    given = [jax.numpy.asarray(x) for x in args]
    return Job(lambda: jax.block_until_ready(run(*given)), columns)


def by_casadi(f: Callable[[Any], Any], points: Any, order: int, *, as_c: bool = False) -> Job:
    """A graph of SX, in buffers; mapped over the samples where there are more than one."""
    import casadi
    import numpy as np

    samples, size = points.shape
    x = casadi.SX.sym("x", size)
    y = f(x)
    made = casadi.Function("made", [x], [y, casadi.gradient(y, x)][: 1 + order])
    if as_c:
        made = casadi_as_c(made)
    buffer, run = (made.map(samples) if samples > 1 else made).buffer()
    found = [np.empty(samples), np.empty((samples, size))][: 1 + order]
    buffer.set_arg(0, memoryview(points))
    for i, array in enumerate(found):
        buffer.set_res(i, memoryview(array))

    def step(held: Any = (buffer, points)) -> Any:  # CasADi has but their addresses
        run()
        return tuple(found) if order else found[0]

    return Job(step, columns)


def casadi_as_c(made: Any) -> Any:
    """The function called `made` by the C that it writes of itself."""
    import casadi

    generator = casadi.CodeGenerator("made.c")
    generator.add(made)
    return casadi.external("made", str(machine_code.library(generator.dump())))


def by_heyoka(f: Callable[[Any], Any], points: Any, order: int, *, is_long: bool) -> Job:
    """Machine code by LLVM, of several samples at a time; where it is long, of functions called."""
    import heyoka
    import numpy as np

    xs = heyoka.make_vars(*[f"x{i}" for i in range(points.shape[1])])
    y = f(xs)
    slopes = heyoka.diff_tensors([y], xs, diff_order=1).gradient if order else []
    run = heyoka.cfunc([y, *slopes], xs, compact_mode=is_long)
    given = points[0] if len(points) == 1 else np.ascontiguousarray(points.T)
    found = np.empty((1 + len(slopes), *given.shape[1:]))

    def step() -> Any:
        run(given, outputs=found)
        return (found[0], found[1:]) if order else found[0]

    return Job(step, columns)


def by_c(name: str, points: Any, *sizes: str) -> Job:
    """A file of C by hand, which takes an array for each number of a sample."""
    import numpy as np

    run = machine_code.by_hand(name, *sizes).run
    run.restype = None
    given = np.ascontiguousarray(points.T)
    values, gradients = np.empty(len(points)), np.empty(given.shape)
    call = machine_code.bound(run, len(points), given, values, gradients)

    def step() -> Any:
        call()
        return values, gradients

    return Job(step, columns)
