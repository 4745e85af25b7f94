"""What a compiled function gives as nodes, so that derivatives flow on through the graph around."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from ..graph import dependents
from ..joint import Entry, Joint, at_own_values, changed
from ..operations import data_of, node_of
from ..reverse import pulled
from ..value import Value
from .arguments import Call
from .path import Path
from .precision import DOUBLE, SINGLE

# how far, relatively or absolutely, the same numbers may be apart when they are computed again
SLACK = {DOUBLE: (1e-9, 1e-12), SINGLE: (1e-3, 1e-5)}


class Compiled(Joint):
    """A compiled function at certain numbers, some of which are Values: those are the operands.

    Derivatives of the first order come from the program; for higher ones it is run on Values, row
    by row, and what that makes is differentiated.
    """

    swept = True

    def __init__(self, name: str, call: Call, path: Path, dtype: str = DOUBLE) -> None:
        super().__init__(name, ())
        self.program, self.parameters, self.links = path.recorded, path.parameters, path.links
        self.outputs = path.program.outputs
        self.slack = SLACK[dtype]
        if dtype != DOUBLE:  # rounded otherwise, numbers may be on the other side of a branch
            self.program = replace(self.program, guards=())
        self.numbers = call.data()
        self.given = [i for i, x in enumerate(call.numbers) if isinstance(x, Value)]

    def nodes(self, call: Call, outputs: Sequence[float]) -> list[Any]:
        """The nodes for the numbers in the result; a number that depends on nothing stays one."""
        operands = (*(call.numbers[i] for i in self.given), *self.links)
        width = len(operands)
        size = len(outputs) // (1 + width)
        self.many = size > 1
        if not operands:
            return list(outputs)
        made: list[Any] = []
        for k in range(size):
            row = slice(size + k * width, size + (k + 1) * width)
            if all(x == 0.0 and type(x) is float for x in self.outputs[row]):
                made.append(outputs[k])  # it depends on none of them
            else:
                entry, partials = Entry(self, k, width), tuple(outputs[row])
                made.append(node_of(Value, entry, operands, outputs[k], partials))
        return made

    def value(self, k: int, xs: tuple[float, ...]) -> float:
        """Number k where the operands are these floats."""
        z: float = self.run(xs)[k]
        return z

    def slopes(self, k: int, z: Any, xs: tuple[Any, ...]) -> tuple[Any, ...]:
        """The derivatives of number k, from the program run on numbers of any kind."""

        def slopes(own: list[Value]) -> Any:
            y = self.run(own)[k]
            now, then = data_of(y), data_of(z)
            relative, absolute = self.slack
            same = math.isclose(now, then, rel_tol=relative, abs_tol=absolute)
            if not same and (now == now or then == then):
                raise changed(z, now)
            if not isinstance(y, Value):
                return [0.0] * len(own)
            return pulled(y, own, dependents(y, own)[0] or [y])

        return at_own_values(xs, slopes)

    def run(self, xs: Sequence[Any]) -> list[Any]:
        """The numbers in the result where the operands are these."""
        numbers: list[Any] = list(self.numbers)
        for i, x in zip(self.given, xs):
            numbers[i] = x
        links = dict(zip(self.links, xs[len(self.given) :]))
        numbers += [links.get(p, p.data) for p in self.parameters]
        outputs = self.program.evaluate(numbers)
        if outputs is None:
            raise RuntimeError(f"{self.name} takes another way at these numbers: call it again")
        return outputs
