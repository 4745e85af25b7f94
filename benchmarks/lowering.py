"""Where the time of a first call goes: from the function to the program, and to what runs it."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from itertools import pairwise
from typing import Any

from . import dialects
from .contest import Effort
from .programs import ScalarProgram
from .table import Row, duration

TABLE = "Lowering by `jit`, for each operation"
STAGES = ("run on Values", "traced", "listed", "through the passes", "scheduled")


def stages(program: ScalarProgram, effort: Effort) -> list[Row]:
    """The median time of each stage, divided by the operations traced."""
    once(program)  # with it comes NumPy
    rounds = [once(program) for _ in range(effort.rounds)]
    return [
        Row(f"{program.name}: {stage}", {"jit": statistics.median(ts)}, duration, (TABLE,))
        for stage, ts in zip(STAGES, zip(*rounds))
    ]


def once(program: ScalarProgram) -> list[float]:
    """Seconds for each stage and each operation of the gradient."""
    from autograd import value_and_grad
    from autograd.compiler.executable import Executable
    from autograd.compiler.lowering import lowered
    from autograd.compiler.passes import simplified

    clock = [time.perf_counter()]

    def timed(result: Any) -> Any:
        clock.append(time.perf_counter())
        return result

    point = list(program.point)
    f = value_and_grad(program.of_vector(dialects.ours()))
    timed(f(point))
    listed, _ = timed(lowered(*timed(_traced(f, point))))
    simple = timed(simplified(listed))
    timed(Executable(simple, (False,) * len(point), "numpy").runs)
    return [(after - before) / len(listed.code) for before, after in pairwise(clock)]


def _traced(f: Callable[[Any], Any], point: list[float]) -> tuple[Any, Any, Any]:
    """The inputs, the outputs and the trace between them."""
    from autograd.compiler.trace import Trace
    from autograd.compiler.traced import traced
    from autograd.nesting import flatten

    with Trace() as trace:
        inputs = [traced(x) for x in point]
        return inputs, flatten(f(inputs), "the result")[0], trace
