"""What compiling costs: the first call of a gradient, here and in a new process, and its memory."""

from __future__ import annotations

import os
import statistics
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partialmethod
from typing import Any, NamedTuple

from . import black_scholes, predators, rosenbrock
from .contender import PAGES, Contender, FailedError, Job, watched
from .contest import Effort, agree, progress
from .engines import adapters
from .graphs import WARM, Wide
from .lowering import stages
from .programs import ScalarProgram
from .table import Cell, Row, duration, size

PROGRAMS: tuple[ScalarProgram, ...] = (
    black_scholes.WORKLOAD,
    rosenbrock.WORKLOAD,
    predators.WORKLOAD,
    Wide(10_000),
)
COMPILERS = ("jit", "jit_numba", "to_c", "jax", "casadi", "casadi_c", "heyoka")
COLUMNS: tuple[tuple[str, Callable[[float], str], Callable[[Measured], Iterator[float]]], ...] = (
    (
        "First call of a gradient, nothing on disk",
        duration,
        lambda found: (calls.first for calls in found.first),
    ),
    ("The second call", duration, lambda found: (calls.second for calls in found.first)),
    (
        "First call in a new process, `import` and all, after others",
        duration,
        lambda found: (calls.first for calls in found.again),
    ),
    ("Memory that both take", size, lambda found: (calls.grown for calls in found.first)),
)
LONGEST = 10.0  # seconds: what takes as long is compiled once


class FirstCalls:
    """From a formula to the first result of its compiled gradient, by each compiler.

    `warm` says whether another small program comes first, which takes what libraries do but once.
    """

    def __init__(self, program: ScalarProgram) -> None:
        self.program = program

    def _job(self, engine: str, warm: int) -> Job:
        if warm:
            getattr(WARM, engine)(1, 1).step()

        def step() -> Any:
            made = getattr(self.program, engine)(1, 1)
            return made, made.step()

        return Job(step, lambda found: found[0].numbers(found[1]))

    operators = partialmethod(_job, "operators")
    micrograd = partialmethod(_job, "micrograd")
    lean = partialmethod(_job, "lean")
    pytorch = partialmethod(_job, "pytorch")
    jit = partialmethod(_job, "jit")
    jit_numba = partialmethod(_job, "jit_numba")
    to_c = partialmethod(_job, "to_c")
    jax = partialmethod(_job, "jax")
    casadi = partialmethod(_job, "casadi")
    casadi_c = partialmethod(_job, "casadi_c")
    heyoka = partialmethod(_job, "heyoka")


class Calls(NamedTuple):
    """The seconds of the first call and of the second, the bytes of both, and the numbers."""

    first: float
    second: float
    grown: int
    numbers: list[float]


def first_and_second(job: Job) -> Calls:
    """The two calls: some engines put off to the second what may not be needed."""
    found, first, grown = watched(job.step)
    _, second, more = watched(found[0].step)
    return Calls(first, second, grown + more, list(map(float, job.numbers(found))))


class Measured(NamedTuple):
    """First calls of one engine, and second ones, in processes of their own.

    `first` with nothing on the disk, and another program before; `again` the other way round.
    """

    first: list[Calls]
    again: list[Calls]


def rows(effort: Effort) -> Iterator[Row]:
    """Time and memory for each program; for ours the stages as well."""
    rounds = max(effort.rounds // 2, 1)
    for program in PROGRAMS:
        measured: dict[str, Measured] = {}
        failed: dict[str, Cell] = {}
        for name in adapters(work := FirstCalls(program)):
            if name in COMPILERS:
                progress(work, f"{program.name}, {name}")
                try:
                    measured[name] = _measured(work, name, rounds)
                except FailedError as failure:
                    failed[name] = str(failure)
        agree({name: m.first[0].numbers for name, m in measured.items()})
        for title, unit, which in COLUMNS:
            cells: dict[str, Cell] = {
                name: statistics.median(which(m)) for name, m in measured.items()
            }
            if unit is duration or PAGES.exists():
                yield Row(program.name, failed | cells, unit, (title,))
        progress(work, f"the stages of {program.name}")
        yield from stages(program, effort)


def _measured(work: FirstCalls, engine: str, rounds: int) -> Measured:
    found = Measured([], [])
    while not found.again:
        with empty_cache():
            found.first.append(_ask(work, engine, 1))
            taken = sum(calls.first for calls in found.first)
            if len(found.first) >= rounds or taken > LONGEST:
                found.again.extend(_ask(work, engine, 0) for _ in range(rounds))
    return found


def _ask(work: FirstCalls, engine: str, warm: int) -> Calls:
    with Contender(work, engine, warm) as contender:
        return contender.ask(first_and_second)  # type: ignore[no-any-return]


@contextmanager
def empty_cache() -> Iterator[None]:
    """Processes that are started in here find nothing on the disk at first."""
    before = os.environ.get("XDG_CACHE_HOME")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_CACHE_HOME"] = folder
        try:
            yield
        finally:
            del os.environ["XDG_CACHE_HOME"]
            if before is not None:
                os.environ["XDG_CACHE_HOME"] = before
