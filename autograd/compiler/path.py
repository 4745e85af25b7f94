"""One way through a function: what it computes wherever the same branches are taken."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import chain
from typing import Any, NamedTuple

from ..nesting import Rebuild, flatten, is_array, leaves_like, opened, replaced
from ..reverse import pulled
from ..value import Value
from .arguments import Call
from .lowering import Lowering, made_in
from .passes import cse, dce, simplified
from .precision import Rounding
from .program import Program
from .surroundings import watched
from .trace import Trace
from .traced import SETS, TraceError, number_in, traced

RESULTS = "one sample's result", "another sample's result"


class Path(NamedTuple):
    """A function traced.

    `program`     its straight-line code, after the passes
    `parameters`  the Values that it reaches beside its arguments
    `rebuild`     puts numbers in the places of those in its result
    `numbers`     how many there are in its result
    `traced`      how many operations it made
    `links`       the parameters by which the program gives derivatives, if it does: after the
                  numbers in the result, for each of them those by the Values in the arguments
                  and by these
    `fill`        gives the result for an array of the numbers in it; None if there are no arrays
    `recorded`    the code of the numbers in the result alone, before what stops derivatives is
                  left out: to be run on Values
    """

    program: Program
    parameters: list[Value]
    rebuild: Rebuild
    numbers: int
    traced: int
    links: list[Value]
    fill: Callable[[Any], Any] | None
    recorded: Program

    def result(self, outputs: Any) -> Any:
        """The result for an array of the numbers in it."""
        return self.fill(outputs) if self.fill else self.rebuild(outputs.tolist())

    def nested(self, columns: Any, batch: int) -> Any:
        """The result for a batch: each array has the samples as its first axis."""
        return _nested(self.rebuild, columns, batch)

    def like(self, first: Path, columns: Sequence[Any]) -> list[Any]:
        """The columns in the order of the other path's. TypeError if results differ in nesting."""
        ours, theirs = (p.rebuild(list(map(float, range(p.numbers)))) for p in (self, first))
        return [columns[int(i)] for i in leaves_like(theirs, ours, RESULTS)]


def _nested(rebuild: Rebuild, columns: Any, batch: int) -> Any:
    def at(places: Any) -> Any:
        if not hasattr(places, "shape"):
            return columns[int(places)]
        import numpy as np

        rows = places.ravel().astype(int)
        first, stop = (rows[0], rows[-1] + 1) if len(rows) else (0, 0)
        table: Any = columns[first:stop]
        if not hasattr(table, "shape") or not np.array_equal(rows, np.arange(first, stop)):
            table = np.stack([columns[i] for i in rows] or [np.empty((0, batch))])
        return np.moveaxis(table.reshape(*places.shape, batch), -1, 0)

    places = rebuild([float(i) for i in range(len(columns))])
    return replaced(places, at, whole_arrays=True)


def sample_by_sample(f: Callable[..., Any], call: Call, batch: int) -> Any:
    """What f gives for a batch if it runs on each sample as it is: arrays of any numbers."""
    import numpy as np

    rows: list[list[Any]] = []
    for i in range(batch or 1):  # without samples, one tells how the result is nested
        numbers = [
            (float(x[i]) if batch else 1.0) if varies else x
            for x, varies in zip(call.numbers, call.varying)
        ]
        args, named = call.build(iter(numbers))
        result = f(*args, **named)
        if not rows:
            first, rebuild = result, flatten(result, "the result")[1]
        rows.append(leaves_like(first, result, RESULTS))
    columns = [np.fromiter(column, object)[:batch] for column in zip(*rows, strict=True)]
    return _nested(rebuild, columns, batch)


def traced_path(
    f: Callable[..., Any],
    call: Call,
    numbers: Sequence[float],
    rounded: Rounding | None = None,
    *,
    linked: bool = False,
) -> Path:
    """What f does in this call, where its arguments are these numbers, all of them `rounded`.

    If it is to be `linked`, with derivatives by the Values in the arguments and the parameters.
    Raises TraceError if f draws random numbers, for the same would come each time.
    """
    inputs = [traced(rounded(x) if rounded else x) for x in numbers]
    args, named = call.build(iter(inputs))
    with watched(f, args, named), Trace(rounded) as trace:
        outputs, rebuild = flatten(f(*args, **named), "the result")
        lines = Lowering(inputs, outputs, trace)
        links: list[Value] = lines.parameters if linked else []
        count = len(outputs)
        given = [x for x, value in zip(inputs, call.numbers) if isinstance(value, Value)]
        linked = linked and bool(given or links)
        if linked:
            outputs = [*outputs, *_slopes(outputs, [*given, *links])]
            lines = Lowering(inputs, outputs, trace)
    _check_unset(lines.parameters)
    fill, made = _filling(rebuild, count), len(lines.order)
    recorded = short = simplified(lines.frame, lines.rows)
    if linked:
        program = lines.program()
        recorded = cse(dce(replace(program, outputs=program.outputs[:count])))
    return Path(short, lines.parameters, rebuild, count, made, links, fill, recorded)


def _check_unset(parameters: Sequence[Value]) -> None:
    """TraceError if f has set the data of a parameter; what it set is left as a plain number."""
    held = [p for p in parameters if isinstance(p.data, Value)]
    for p in held:
        p.data = number_in(p.data)
    if held:
        raise TraceError(SETS)


def _filling(rebuild: Rebuild, count: int) -> Callable[[Any], Any] | None:
    """What gives the result for an array of its numbers; None if there are no arrays in it."""
    arrays = []

    def part_of(places: Any) -> Callable[[Any], Any]:
        if not hasattr(places, "shape"):
            i = int(places)
            return lambda outputs: float(outputs[i])
        arrays.append(places)
        at, shape = places.astype(int), places.shape
        first, stop = int(at.flat[0]) if at.size else 0, at.size
        if (at.ravel() != range(first, first + stop)).any():
            return lambda outputs: outputs[at]
        return lambda outputs: outputs[first : first + stop].reshape(shape)

    fill = filled(rebuild([float(i) for i in range(count)]), part_of)
    return fill if arrays else None


def filled(structure: Any, part_of: Callable[[Any], Callable[[Any], Any]]) -> Callable[[Any], Any]:
    """A function of y that gives the same nesting with part_of(x)(y) for each x in it.

    Here x is an array or no container. The nesting is looked at once, however often it is filled.

    >>> filled([0, (1, 2)], lambda i: lambda y: y[i])("abc")
    ['a', ('b', 'c')]
    """
    part = None if is_array(structure) else opened(structure)
    if part is None:
        return part_of(structure)
    parts, join = [filled(x, part_of) for x in part.children], part.join
    return lambda y: join([fill(y) for fill in parts])


def _slopes(ys: Iterable[Any], xs: Sequence[Any]) -> Iterable[Any]:
    nothing = [0.0] * len(xs)
    orders = [[*made_in([y])] or [y] for y in ys]
    rows = [pulled(y, xs, o) if isinstance(y, Value) else nothing for y, o in zip(ys, orders)]
    return chain(*rows)
