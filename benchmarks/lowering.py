"""Where the time of a first call goes: from the function to the program, and to what runs it."""

from __future__ import annotations

import statistics
import time
from itertools import pairwise
from typing import Any

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
    from autograd.compiler.arguments import taken_apart
    from autograd.compiler.backends import Executable
    from autograd.compiler.path import simplified
    from autograd.compiler.trace import Trace, lowered, traced
    from autograd.nesting import flatten

    from . import dialects

    times = [time.perf_counter()]
    point = list(program.point)
    f = value_and_grad(program.of_vector(dialects.ours()))
    f(point)
    times.append(time.perf_counter())
    call = taken_apart((point,), {}, 0)
    with Trace() as trace:
        inputs: list[Any] = [traced(x) for x in call.numbers]
        args, _ = call.build(iter(inputs))
        outputs, _ = flatten(f(*args), "the result")
    times.append(time.perf_counter())
    listed, _ = lowered(inputs, outputs, trace)
    times.append(time.perf_counter())
    simple = simplified(listed)
    times.append(time.perf_counter())
    Executable(simple, call.varying, "numpy").schedule  # noqa: B018
    times.append(time.perf_counter())
    return [(after - before) / len(listed.code) for before, after in pairwise(times)]
