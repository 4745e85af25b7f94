"""What programs of scalars share: to most engines a formula is enough, with or without gradient."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import Any

from . import compilers, dialects, values
from .contender import Job
from .contest import Effort, median_seconds
from .engines import GROUPS, single_threaded_torch
from .table import Cell, Row, duration, ratio

BATCH = 10_000
ALONE = "The function alone"
COST = "A gradient, in calls of the function alone"
TABLES = ("Values", "Compiled programs of scalars")


class ScalarProgram:
    """A function of some numbers at a point, or at ten thousand.

    Each method that is named as an engine makes its job, of so many samples and of order 1, with
    the gradient, or 0, without it.
    """

    title = ""  # of the value and the gradient
    name = ""  # of the function alone
    samples = ""  # what ten thousand of them are called
    point: Sequence[float] = ()
    vector = False  # the function takes one list, not a number for each argument
    is_long = False  # thousands of operations
    recursion = 1_000_000  # how deep engines of Values may recurse

    def function(self, m: Any, *args: Any) -> Any:
        """The value, by the functions of m."""
        raise NotImplementedError

    def rows(self, effort: Effort) -> list[Row]:
        """The time with and without the gradient, for one sample and for many."""
        found, costs = [], []
        for batch in (1, BATCH) if self.samples else (1,):
            tables = TABLES if batch == 1 else TABLES[1:]
            title = f", {batch:,} {self.samples}" if batch > 1 else ""
            among = [name for table in tables for name in GROUPS[table]]
            both = median_seconds(self, effort, batch, 1, among=among)
            alone = median_seconds(self, effort, batch, 0, among=GROUPS[ALONE])
            found.append(Row(f"{self.title}{title}", both, duration, tables))
            found.append(Row(f"{self.name}{title}", alone, duration, (ALONE,)))
            costs.append(Row(f"{self.name}{title}", _ratios(both, alone), ratio, (COST,), False))
        return [*found, *costs]

    def points(self, batch: int) -> Any:
        """The samples, one in a row."""
        import numpy as np

        return np.array(self.point) + 1e-6 * np.arange(batch)[:, None]

    def arguments(self, batch: int) -> list[Any]:
        """The arguments: numbers and lists of them, or arrays with a sample in each row."""
        if batch == 1:
            return [list(self.point)] if self.vector else list(self.point)
        points = self.points(batch)
        return [points] if self.vector else list(points.T)

    def of(self, m: Any) -> Callable[..., Any]:
        """The function, by the functions of m."""
        return lambda *args: self.function(m, *args)

    def for_jax(self, m: Any) -> Callable[..., Any]:
        """The same, as one writes it for arrays that are traced."""
        return self.of(m)

    def of_vector(self, m: Any) -> Callable[[Any], Any]:
        """The same as a function of one vector."""
        size = len(self.point)
        if self.vector:
            return lambda x: self.function(m, [x[i] for i in range(size)])
        return lambda x: self.function(m, *[x[i] for i in range(size)])

    def operators(self, batch: int, order: int) -> Job:
        """Our Values, swept by `backward`."""
        from autograd import Value

        return self._of_values(Value)

    def micrograd(self, batch: int, order: int) -> Job:
        """micrograd's Values; sorting them recurses."""
        return self._of_values(values.micrograd())

    def lean(self, batch: int, order: int) -> Job:
        """Values with four slots."""
        return self._of_values(values.lean())

    def _of_values(self, number: Any) -> Job:
        f = self.of_vector(dialects.methods(number))
        sys.setrecursionlimit(self.recursion)

        def step() -> Any:
            xs = [number(x) for x in self.point]
            y = f(xs)
            y.backward()
            return y, xs

        return Job(step, lambda found: (found[0].data, *(x.grad for x in found[1])))

    def floats(self, batch: int, order: int) -> Job:
        """Plain Python, without a gradient."""
        f = self.of(dialects.floats())
        if batch == 1:
            args = self.arguments(1)
            return Job(lambda: f(*args), compilers.columns)
        points = self.points(batch).tolist()
        samples = [[x] for x in points] if self.vector else points
        return Job(lambda: [f(*args) for args in samples], compilers.columns)

    def jit(self, batch: int, order: int) -> Job:
        """Our compiler, by NumPy where it takes arrays."""
        return self._jit(batch, order, "auto" if batch == 1 else "numpy")

    def jit_numba(self, batch: int, order: int) -> Job:
        """Our compiler, by Numba."""
        return self._jit(batch, order, "numba")

    def _jit(self, batch: int, order: int, backend: str) -> Job:
        f = self.of(dialects.ours())
        return compilers.by_ours(f, self.arguments(batch), order, backend)

    def to_c(self, batch: int, order: int) -> Job:
        """Our compiler, by the C that a program writes of itself."""
        return compilers.by_to_c(self.of_vector(dialects.ours()), self.points(batch), order)

    def jax(self, batch: int, order: int) -> Job:
        """jax.jit of the same function."""
        f = self.for_jax(dialects.jax())
        return compilers.by_jax(f, self._arrays(batch), order, batch=batch > 1)

    def _arrays(self, batch: int) -> list[Any]:
        import numpy as np

        return [np.array(x) for x in self.arguments(batch)]

    def casadi(self, batch: int, order: int) -> Job:
        """A graph of SX."""
        return compilers.by_casadi(self.of_vector(dialects.casadi()), self.points(batch), order)

    def casadi_c(self, batch: int, order: int) -> Job:
        """The C that the graph writes."""
        f = self.of_vector(dialects.casadi())
        return compilers.by_casadi(f, self.points(batch), order, as_c=True)

    def heyoka(self, batch: int, order: int) -> Job:
        """Expressions, compiled by LLVM."""
        f = self.of_vector(dialects.heyoka())
        return compilers.by_heyoka(f, self.points(batch), order, is_long=self.is_long)


class Small(ScalarProgram):
    """One whose graph is small enough for tensors without dimensions."""

    def pytorch(self, batch: int, order: int) -> Job:
        """Tensors without dimensions."""
        torch = single_threaded_torch()
        f = self.of_vector(dialects.torch())

        def step() -> Any:
            xs = [torch.tensor(x, requires_grad=True) for x in self.point]
            y = f(xs)
            y.backward()
            return y, xs

        return Job(step, lambda found: (found[0].item(), *(x.grad.item() for x in found[1])))


def _ratios(both: dict[str, Cell], alone: dict[str, Cell]) -> dict[str, Cell]:
    """How many times as long the one takes as the other, where both were timed."""
    return {
        name: x / y
        for name, x in both.items()
        if not isinstance(x, str) and not isinstance(y := alone.get(name, ""), str)
    }
