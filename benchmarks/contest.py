"""All engines at one workload: checked to agree on the numbers, and only then timed, in turns.

In turns, because on a machine with other work to do the noise then meets all of them alike.
"""

from __future__ import annotations

import math
import statistics
import sys
from contextlib import ExitStack
from dataclasses import dataclass
from types import ModuleType

from .contender import Contender, FailedError, numbers, seconds_per_step
from .engines import adapters
from .table import Cell


@dataclass(frozen=True)
class Effort:
    """How many rounds to measure, and for how many seconds at least an engine works in each."""

    rounds: int
    seconds: float


class DisagreementError(Exception):
    """Two engines computed different numbers, so that their times cannot be compared."""


def median_seconds(workload: ModuleType, effort: Effort, tolerance: float) -> dict[str, Cell]:
    """The median time of a step for each engine that has an adapter, or how it failed.

    Raises DisagreementError, before anything is timed, unless all that the first step computes
    agrees within `tolerance`, relative to the larger of two numbers.
    """
    with ExitStack() as stack:
        contenders = {
            name: stack.enter_context(Contender(workload, name)) for name in adapters(workload)
        }
        found: dict[str, list[float]] = {}
        cells: dict[str, Cell] = {}
        for name, contender in contenders.items():
            progress(workload, f"the numbers of {name}")
            try:
                found[name] = contender.ask(numbers)
            except FailedError as failure:
                cells[name] = str(failure)
        agree(found, tolerance)
        times: dict[str, list[float]] = {name: [] for name in found}
        for i in range(effort.rounds):
            progress(workload, f"round {i + 1} of {effort.rounds}")
            for name in found:
                times[name].append(contenders[name].ask(seconds_per_step, effort.seconds))
    return {name: statistics.median(ts) for name, ts in times.items()} | cells


def agree(found: dict[str, list[float]], tolerance: float) -> None:
    """Raise DisagreementError unless all engines found the same numbers."""
    reference, *others = found
    for other in others:
        for i, (x, y) in enumerate(zip(found[reference], found[other], strict=True)):
            if not math.isclose(x, y, rel_tol=tolerance):
                raise DisagreementError(
                    f"number {i} is {x!r} in {reference} and {y!r} in {other}, which is not "
                    f"within {tolerance:g}; nothing was timed"
                )


def progress(workload: ModuleType, doing: str) -> None:
    """Say on the error stream what is being done: some engines take their time."""
    name = workload.__name__.rpartition(".")[2]
    print(f"\r\033[K{name}: {doing}", end="", file=sys.stderr, flush=True)
