"""How cost grows from a thousand operations to ten million, in a deep graph and in a wide one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from .compiling import FirstCalls
from .contender import PAGES, Contender, FailedError, Job, once, seconds_per_step, watched
from .contest import Effort, agree, progress
from .engines import adapters
from .graphs import Chain, Graph, Wide
from .table import Cell, Row, duration, size

DECADES = tuple(10**k for k in range(3, 8))
# how many operations an engine is given at most: beyond, it would take minutes or all memory
LARGEST = {
    "operators": 10**7,
    "micrograd": 10**6,
    "lean": 10**6,
    "pytorch": 10**6,
    "jit": 10**5,
    "jit_numba": 10**5,
    "to_c": 10**4,
    "jax": 10**5,
    "casadi": 10**5,
    "heyoka": 10**4,
}
QUICK = 10**4  # the largest graph of a quick run
REPEATED = 0.5  # seconds: a step that takes longer is measured once


def forward_and_backward(job: Job) -> tuple[list[float], list[float]]:
    """The seconds of a step and the bytes it holds; and its numbers."""
    seconds, grown, numbers = once(job)
    if seconds < REPEATED:
        seconds = seconds_per_step(job, REPEATED)
    return [seconds, grown], numbers


def first_and_next(job: Job) -> tuple[list[float], list[float]]:
    """The seconds of the first call, the second and others, and the bytes; and the numbers."""
    found, first, grown = watched(job.step)
    _, second, more = watched(found[0].step)  # some engines put off what may not be needed
    later = seconds_per_step(found[0], REPEATED)
    return [first, second, later, grown + more], list(map(float, job.numbers(found)))


class Tables(NamedTuple):
    """What is asked of which engines, and the title and the unit of each table of answers."""

    question: Callable[[Job], Any]
    engines: tuple[str, ...]
    columns: tuple[tuple[str, Callable[[float], str]], ...]


EAGER = Tables(
    forward_and_backward,
    ("operators", "micrograd", "lean", "pytorch"),
    (
        ("Forward + backward on Values, each operation", duration),
        ("Memory of the graph, each operation", size),
    ),
)
COMPILED = Tables(
    first_and_next,
    ("jit", "jit_numba", "to_c", "jax", "casadi", "heyoka"),
    (
        ("First call of a compiled gradient, each operation", duration),
        ("The second call, each operation", duration),
        ("The calls after it, each operation", duration),
        ("Memory of a compiled gradient, each operation", size),
    ),
)


def rows(effort: Effort) -> Iterator[Row]:
    """Time and memory for each decade, row by row; a quick run ends at ten thousand."""
    for kind in (Chain, Wide):
        for operations in DECADES:
            if effort.rounds > 3 or operations <= QUICK:
                for tables in (EAGER, COMPILED):
                    yield from _rows(kind(operations), tables)


def _rows(graph: Graph, tables: Tables) -> Iterator[Row]:
    """A row in each table: what the engines that can take the graph answer, for an operation."""
    work = FirstCalls(graph)
    answers: dict[str, list[float]] = {}
    found: dict[str, list[float]] = {}
    failed: dict[str, Cell] = {}
    for name in adapters(work):
        if name not in tables.engines or graph.operations > LARGEST[name]:
            continue
        progress(work, f"{graph.name}, {name}")
        with Contender(work, name, 1) as contender:
            try:
                answers[name], found[name] = contender.ask(tables.question)
            except FailedError as failure:
                failed[name] = str(failure)
    agree(found)
    for i, (title, unit) in enumerate(tables.columns):
        cells: dict[str, Cell] = {
            name: answer[i] / graph.operations for name, answer in answers.items()
        }
        if unit is duration or PAGES.exists():
            yield Row(graph.name, failed | cells, unit, (title,))
