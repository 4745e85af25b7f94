"""A chain of a million nodes, x = x + y over and over: depth, and what a node weighs."""

from __future__ import annotations

import sys
from typing import Any

from . import values
from .contender import PAGES, Contender, FailedError, Job, resident_bytes
from .contest import Effort, median_seconds, progress
from .engines import adapters, single_threaded_torch
from .table import Cell, Row, duration, size

NODES = 1_000_000
THIS = sys.modules[__name__]


def rows(effort: Effort) -> list[Row]:
    """The time of building and differentiating the chain, and the memory of a node."""
    title = f"chain of {NODES:,} additions"
    times = median_seconds(THIS, effort)
    found = [Row(f"{title}, forward + backward", times, duration)]
    if PAGES.exists():
        memory = {name: _bytes_per_node(name) for name in adapters(THIS)}
        found.append(Row(f"{title}, memory per node", memory, size))
    return found


def _bytes_per_node(engine: str) -> Cell:
    progress(THIS, f"the memory of {engine}")
    # another process than for the times, where freed memory is kept for use again
    with Contender(THIS, engine) as contender:
        try:
            return contender.ask(resident_bytes) / NODES  # type: ignore[no-any-return]
        except FailedError as failure:
            return str(failure)


def _job(number: Any) -> Job:
    def step() -> Any:
        first = x = number(1.0)
        y = number(0.5)
        for _ in range(NODES):
            x = x + y
        x.backward()
        return first, y, x

    return Job(step, lambda ends: (ends[0].grad, ends[1].grad, ends[2].data))


def operators() -> Job:
    """Our Values."""
    from autograd import Value

    return _job(Value)


def micrograd() -> Job:
    """micrograd's Values; sorting them recurses as deep as the graph."""
    from micrograd.engine import Value

    sys.setrecursionlimit(2 * NODES)
    return _job(Value)


def lean() -> Job:
    """Values with four slots; sorting them recurses too."""
    sys.setrecursionlimit(2 * NODES)
    return _job(values.lean())


def pytorch() -> Job:
    """Tensors without dimensions."""
    torch = single_threaded_torch()
    return _job(lambda x: torch.tensor(x, requires_grad=True))
