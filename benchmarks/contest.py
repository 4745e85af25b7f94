"""All engines at one workload: checked to agree on the numbers, and only then timed, in turns.

In turns, because on a machine with other work to do the noise then meets all of them alike.
"""

from __future__ import annotations

import math
import statistics
import sys
from collections.abc import Collection
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from .contender import Contender, FailedError, numbers, seconds_per_step
from .engines import ENGINES, adapters
from .table import Cell

TOLERANCE = 1e-12  # relative; sums may be taken in any order, and round differently


@dataclass(frozen=True)
class Effort:
    """How many rounds to measure, and for how many seconds at least an engine works in each."""

    rounds: int
    seconds: float


class DisagreementError(Exception):
    """Two engines computed different numbers, so that their times cannot be compared."""


def median_seconds(
    workload: Any, effort: Effort, *sizes: int, among: Collection[str] = ENGINES
) -> dict[str, Cell]:
    """The median time of a step for each engine that has an adapter, or how it failed.

    An adapter is called with the `sizes`; `among` names the engines that are to be compared.

    Raises DisagreementError, before anything is timed, unless all that the first step computes
    agrees within TOLERANCE, relative to the larger of two numbers.
    """
    with ExitStack() as stack:
        contenders = {
            name: stack.enter_context(Contender(workload, name, *sizes))
            for name in adapters(workload)
            if name in among
        }
        found: dict[str, list[float]] = {}
        cells: dict[str, Cell] = {}
        for name, contender in contenders.items():
            progress(workload, f"the numbers of {name}")
            try:
                found[name] = contender.ask(numbers)
            except FailedError as failure:
                cells[name] = str(failure)
        agree(found)
        times: dict[str, list[float]] = {name: [] for name in found}
        for i in range(effort.rounds):
            progress(workload, f"round {i + 1} of {effort.rounds}")
            for name in found:
                times[name].append(contenders[name].ask(seconds_per_step, effort.seconds))
    return {name: statistics.median(ts) for name, ts in times.items()} | cells


def agree(found: dict[str, list[float]]) -> None:
    """Raise DisagreementError unless every two engines found the same numbers, none of them nan."""
    for one, other in combinations(found, 2):
        for i, (x, y) in enumerate(zip(found[one], found[other], strict=True)):
            if not math.isclose(x, y, rel_tol=TOLERANCE):
                raise DisagreementError(
                    f"number {i} is {x!r} in {one} and {y!r} in {other}, which is not within "
                    f"{TOLERANCE:g}; nothing was timed"
                )


def progress(workload: Any, doing: str) -> None:
    """Say on the error stream what is being done: some engines take their time."""
    name = getattr(workload, "__name__", type(workload).__name__).rpartition(".")[2]
    print(f"\r\033[K{name}: {doing}", end="", file=sys.stderr, flush=True)
