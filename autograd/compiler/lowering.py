"""The graph that a trace has made, written out as straight-line code."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from itertools import chain
from operator import attrgetter
from typing import Any

from ..graph import ordered
from ..value import Value
from .program import Guard, Program, instruction
from .trace import Trace
from .traced import KEPT, Traced, TraceError, number_in

TRACED = frozenset((Traced,))
NO_PARAMETERS = frozenset((Traced, float))
PARENTS, OP = attrgetter("parents"), attrgetter("op")


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
    operands = chain.from_iterable(map(PARENTS, order))
    parameters = _parameters([*operands, *outputs, *guarded], place)
    leaves = len(inputs) + len(parameters)
    place |= zip(map(id, parameters), range(len(inputs), leaves))
    place |= zip(map(id, order), range(leaves, leaves + len(order)))
    try:
        rows = [_placed(node.parents, place) for node in order]
        ends, registers = _placed(outputs, place), _placed(guarded, place)
    except KeyError:
        raise TraceError(KEPT) from None
    code = tuple(map(instruction, zip(map(OP, order), rows)))
    guards = tuple([Guard(x, *seen) for x, (_, *seen) in zip(registers, trace.guards)])
    return Program(len(inputs), len(parameters), code, ends, guards), parameters


def _placed(xs: Sequence[Any], place: dict[int, Any]) -> tuple[Any, ...]:
    return tuple([x if type(x) is float else place[id(x)] for x in xs])


def _parameters(operands: Sequence[Any], known: Container[int]) -> list[Value]:
    """The Values among the operands that were there before the trace, in their order."""
    if NO_PARAMETERS.issuperset(map(type, operands)):
        return []
    others = (x for x in operands if type(x) not in NO_PARAMETERS and id(x) not in known)
    return list({id(x): x for x in others}.values())
