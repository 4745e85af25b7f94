"""A function run once on nodes that are watched: what it computes, and which ways it took."""

from __future__ import annotations

import operator
import sys
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Any

from ..check import line_of_user
from ..graph import topological_sort
from ..modes import active, state
from ..operations import new
from ..primitives import TABLE, Primitive, number
from ..primitives.row import OUT_OF_RANGE
from ..value import Value
from .program import Guard, Instruction, Program

number_in = Value.data.__get__  # type: ignore[attr-defined]  # past the property of Traced
PACKAGE = __name__.partition(".")[0]


class TraceError(TypeError):
    """Something in a function that cannot be compiled."""


class Traced(Value):
    """A node whose number is known for one call only: the others have other numbers.

    Whoever reads the number takes a way that another call may not take: a guard remembers it.
    """

    __slots__ = ()

    @property  # type: ignore[override]
    def data(self) -> Any:
        """The number for the package itself; for others the node, without its derivative."""
        trace = state.trace
        if trace is None or sys._getframe(1).f_globals["__name__"].startswith(PACKAGE + "."):
            return number_in(self)
        return trace.frozen(self)

    @data.setter
    def data(self, x: float) -> None:
        if state.trace is not None and hasattr(self, "partials"):
            raise TraceError(
                "a compiled function cannot set the data of its Values: return the new numbers"
                + line_of_user()
            )
        _set(self, x)

    def __eq__(self, other: object) -> Any:
        if state.trace is None or not isinstance(other, (Value, float, int)):
            return self is other
        return TABLE["equal"](self, other)

    def __ne__(self, other: object) -> Any:
        equal = self == other
        return 1.0 - equal if isinstance(equal, Value) else not equal

    __hash__ = Value.__hash__

    def __bool__(self) -> bool:
        truth = self if self.op in COMPARISONS else TABLE["truth"](self)
        return bool(self._known(truth))

    def __int__(self) -> int:
        return int(self._known(TABLE["trunc"](self)))

    def __float__(self) -> float:
        return float(self._known(self))

    def __index__(self) -> int:
        if number_in(self) % 1.0 != 0.0:
            raise TypeError(f"{number_in(self)!r} is no whole number, which an index is")
        return int(self._known(self))

    def detach(self) -> Value:
        return TABLE["frozen"](self)

    def item(self) -> float:
        return float(self)

    def _known(self, node: Any) -> float:
        number = number_in(node)
        if state.trace is not None:
            state.trace.guards.append((node, number, line_of_user()))
        return number


LESS, LESS_EQUAL = TABLE["less"], TABLE["less_equal"]
COMPARISONS = frozenset((LESS, LESS_EQUAL, TABLE["equal"]))
COMPARED = {
    operator.lt: (LESS, False), operator.le: (LESS_EQUAL, False),
    operator.gt: (LESS, True), operator.ge: (LESS_EQUAL, True),
}  # fmt: skip
_set = Value.data.__set__  # type: ignore[attr-defined]


def traced(data: float, op: Primitive | None = None, parents: tuple[Any, ...] = ()) -> Traced:
    """A new node; its local derivatives are not computed."""
    node = new(Traced)
    _set(node, data)
    node.grad = 0.0
    node.op = op
    node.parents = parents
    node.partials = ()
    node.label = ""
    return node


def innermost(x: Any) -> Any:
    """The node or the float in a number, without what moves it forward; TypeError for others."""
    while hasattr(x, "primal"):
        x = x.primal
    return x if isinstance(x, Value) else number(x)


class Trace:
    """The context manager in which operations of this thread are traced."""

    def __init__(self) -> None:
        self.guards: list[tuple[Any, float, str]] = []
        self.constants: set[Any] = set()  # Values that the function makes of plain numbers
        self.before: tuple[Trace | None, int, bool] = (None, 0, True)

    def __enter__(self) -> Trace:
        self.before = state.trace, state.transforming, state.recording
        # transformations inside give nodes, also under no_grad
        state.trace, state.transforming, state.recording = self, 1, True
        active.append(self)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        active.remove(self)
        state.trace, state.transforming, state.recording = self.before

    def made(self, row: Primitive, operands: tuple[Any, ...]) -> Traced:
        """The node for a row at clean operands."""
        data = [x if type(x) is float else number_in(x) for x in operands]
        try:
            z = row.raw(*data)
        except OUT_OF_RANGE:
            z = row.otherwise(*data)
        node = traced(z, row, operands)
        return node if state.recording else traced(z, TABLE["frozen"], (node,))

    def compared(self, compare: Callable[..., bool], x: Any, y: Any) -> Any:
        """The node for a comparison: a guard if it is asked for its truth."""
        row, swapped = COMPARED[compare]
        try:
            operands = innermost(x), innermost(y)
        except TypeError:
            return NotImplemented
        return self.made(row, operands[::-1] if swapped else operands)

    def frozen(self, x: Any) -> Any:
        """The plain number in x as a node without derivative."""
        inside = innermost(x)
        return inside if type(inside) is float else self.made(TABLE["frozen"], (inside,))


def lowered(
    inputs: Sequence[Value], outputs: Sequence[Any], trace: Trace
) -> tuple[Program, list[Value]]:
    """The program that computes the outputs, and the Values that are its parameters.

    These are the leaves that are no inputs. Takes time linear in the size of the graph.
    """
    guarded = [node for node, _, _ in trace.guards]
    roots = [x for x in (*outputs, *guarded) if type(x) is not float]
    order = topological_sort(traced(0.0, TABLE["total"], tuple(roots)))[:-1] if roots else []
    known = {x: x.data for x in trace.constants}
    register: dict[Any, Any] = {x: i for i, x in enumerate(inputs)}
    parameters = [x for x in order if not x.parents and x not in register and x not in known]
    leaves = len(inputs) + len(parameters)
    register |= {x: len(inputs) + i for i, x in enumerate(parameters)} | known
    code: list[Instruction] = []
    for node in order:
        if node.parents:
            operands = tuple([x if type(x) is float else register[x] for x in node.parents])
            register[node] = leaves + len(code)
            code.append(Instruction(node.op, operands))  # type: ignore[arg-type]

    def place(x: Any) -> Any:
        return x if type(x) is float else register[x]

    program = Program(
        len(inputs),
        len(parameters),
        tuple(code),
        tuple(map(place, outputs)),
        tuple(Guard(place(node), number, line) for node, number, line in trace.guards),
    )
    return program, parameters
