"""One way through a function: what it computes wherever the same branches are taken."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from ..nesting import Rebuild, flatten, replaced
from ..value import Value
from .arguments import Call
from .passes import cse, dce, fold
from .program import Program
from .trace import Trace, lowered, traced


class Path(NamedTuple):
    """A function traced.

    `program`     its straight-line code, after the passes
    `parameters`  the Values that it reaches beside its arguments
    `rebuild`     puts numbers in the places of those in its result
    `traced`      how many operations it made
    """

    program: Program
    parameters: list[Value]
    rebuild: Rebuild
    traced: int

    def nested(self, columns: Sequence[Any]) -> Any:
        """The result for a batch: each array has the samples as its first axis."""

        def at(places: Any) -> Any:
            if not hasattr(places, "shape"):
                return columns[int(places)]
            import numpy as np

            stacked = [columns[int(i)] for i in places.ravel()]
            return np.stack(stacked, axis=1).reshape(-1, *places.shape)

        places = self.rebuild([float(i) for i in range(len(columns))])
        return replaced(places, at, whole_arrays=True)


def traced_path(f: Callable[..., Any], call: Call, numbers: Sequence[float]) -> Path:
    """What f does in this call, where its arguments are these numbers."""
    with Trace() as trace:
        inputs = [traced(x) for x in numbers]
        args, named = call.build(iter(inputs))
        outputs, rebuild = flatten(f(*args, **named), "the result")
    program, parameters = lowered(inputs, outputs, trace)
    return Path(dce(cse(fold(program))), parameters, rebuild, len(program.code))
