"""The graph that a trace has made, written out as straight-line code."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any

from ..graph import ordered
from ..value import Value
from .program import Guard, Program, instruction
from .trace import Trace
from .traced import KEPT, Traced, TraceError, number_in

TRACED = frozenset((Traced,))


def made_in(roots: Iterable[Any]) -> list[Any]:
    """The nodes of the trace that the roots depend on, in topological order, inputs left out."""
    return ordered(roots, TRACED)


def lowered(
    inputs: Sequence[Value], outputs: Sequence[Any], trace: Trace
) -> tuple[Program, list[Value]]:
    """The program that computes the outputs, and the Values that are its parameters.

    These are what it takes in beside the inputs, leaves or not: whatever was there before the
    trace. Takes time linear in the size of the graph.
    """
    guarded = [node for node, _, _ in trace.guards]
    order = made_in((*outputs, *guarded))
    place: dict[int, Any] = {id(x): number_in(x) for x in trace.constants}
    place |= {id(x): i for i, x in enumerate(inputs)}
    made = set(map(id, order))
    parameters: dict[int, Value] = {}
    for x in chain(*(node.parents for node in order), outputs, guarded):
        if type(x) is not float and id(x) not in made and id(x) not in place:
            parameters[id(x)] = x
    if any(type(x) is Traced for x in parameters.values()):
        raise TraceError(KEPT)
    leaves = len(inputs) + len(parameters)
    place |= zip(parameters, range(len(inputs), leaves))
    place |= zip(map(id, order), range(leaves, leaves + len(order)))

    def placed(xs: Iterable[Any]) -> tuple[Any, ...]:
        return tuple([x if type(x) is float else place[id(x)] for x in xs])

    program = Program(
        len(inputs),
        len(parameters),
        tuple([instruction((node.op, placed(node.parents))) for node in order]),
        placed(outputs),
        tuple([Guard(x, seen[1], seen[2]) for x, seen in zip(placed(guarded), trace.guards)]),
    )
    return program, list(parameters.values())

