"""The graph that a trace has made, written out as straight-line code."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from operator import attrgetter
from typing import Any

from ..graph import ordered
from ..primitives import Primitive
from ..value import Value
from .program import Guard, Operand, Program, instruction
from .trace import Trace
from .traced import KEPT, Traced, TraceError, number_in

TRACED = frozenset((Traced,))
NO_PARAMETERS = frozenset((Traced, float))
PARENTS = attrgetter("parents")


def made_in(roots: Iterable[Any]) -> list[Any]:
    """The nodes of the trace that the roots depend on, in topological order, inputs left out."""
    return ordered(roots, TRACED)


class Lowering:
    """A trace from inputs to outputs as lines of code, which are written when they are asked for.

    `frame` is their program without the lines, and `parameters` are its Values: what it takes in
    beside the inputs, leaves or not, whatever was there before the trace.
    """

    def __init__(self, inputs: Sequence[Value], outputs: Sequence[Any], trace: Trace) -> None:
        guarded = [node for node, _, _ in trace.guards]
        self.order = made_in((*outputs, *guarded))
        self.constants = {id(x): number_in(x) for x in trace.constants}
        self.place = place = {id(x): i for i, x in enumerate(inputs)}
        operands = chain.from_iterable(map(PARENTS, self.order))
        known = place.keys() | self.constants.keys()
        self.parameters = _parameters([*operands, *outputs, *guarded], known)
        leaves = len(inputs) + len(self.parameters)
        place |= zip(map(id, self.parameters), range(len(inputs), leaves))
        place |= zip(map(id, self.order), range(leaves, leaves + len(self.order)))
        guards = [Guard(self._at(x), seen, line) for x, seen, line in trace.guards]
        ends = tuple(map(self._at, outputs))
        self.frame = Program(len(inputs), len(self.parameters), (), ends, tuple(guards))

    def _at(self, x: Any) -> Operand:
        """The register of a node, or a constant."""
        if type(x) is float:
            return x
        found: Operand | None = self.place.get(id(x), self.constants.get(id(x)))
        if found is None:
            raise TraceError(KEPT)
        return found

    def rows(self, new: Sequence[Operand]) -> Iterator[tuple[Primitive, tuple[Operand, ...]]]:
        """The row and the operands of each line, with what is `new` for registers; it may grow."""
        place = self.place
        for node in self.order:
            try:
                xs = [x if type(x) is float else new[place[id(x)]] for x in node.parents]
            except KeyError:
                at = list(map(self._at, node.parents))
                xs = [x if isinstance(x, float) else new[x] for x in at]
            yield node.op, tuple(xs)

    def program(self) -> Program:
        """All of it."""
        registers = range(self.frame.leaves + len(self.order))
        return replace(self.frame, code=tuple(map(instruction, self.rows(registers))))


def lowered(
    inputs: Sequence[Value], outputs: Sequence[Any], trace: Trace
) -> tuple[Program, list[Value]]:
    """The program that computes the outputs, and the Values that are its parameters.

    Takes time linear in the size of the graph.
    """
    lines = Lowering(inputs, outputs, trace)
    return lines.program(), lines.parameters


def _parameters(operands: Sequence[Any], known: Container[int]) -> list[Value]:
    """The Values among the operands that were there before the trace, in their order."""
    if NO_PARAMETERS.issuperset(map(type, operands)):
        return []
    others = (x for x in operands if type(x) not in NO_PARAMETERS and id(x) not in known)
    return list({id(x): x for x in others}.values())
