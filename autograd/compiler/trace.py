"""A function run once on nodes that are watched: what it computes, and which ways it took."""

from __future__ import annotations

import functools
import operator
from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from operator import eq
from sys import _getframe as getframe
from typing import Any

from ..check import line_of_user
from ..modes import active, state
from ..operations import new
from ..primitives import TABLE, Primitive, number
from ..primitives.row import OUT_OF_RANGE
from ..value import Value
from .precision import Rounding
from .program import Guard, Instruction, Program

number_in = Value.data.__get__  # type: ignore[misc,attr-defined]  # past the property of Traced
PACKAGE = __name__.partition(".")[0] + "."
KEPT = (
    "a number of a compiled function was kept after its call, and has none now: let the function "
    "return it, and pass it on as an argument"
)

SETS = "a compiled function cannot set the data of its Values: return the new numbers"


@functools.cache
def ours(module: str) -> bool:
    """Whether this is a module of this package."""
    return module.startswith(PACKAGE)


class TraceError(TypeError):
    """Something in a function that cannot be compiled."""


class Traced(Value):
    """A node whose number is known for one call only: the others have other numbers.

    Whoever reads the number takes a way that another call may not take: a guard remembers it.
    """

    __slots__ = ()

    @property
    def data(self) -> Any:
        """The number for the package itself; for others the node, without its derivative."""
        trace = state.trace
        if trace is None:
            raise TraceError(KEPT)
        return number_in(self) if ours(getframe(1).f_globals["__name__"]) else trace.frozen(self)

    @data.setter
    def data(self, x: float) -> None:
        if state.trace is not None and hasattr(self, "partials"):
            raise TraceError(SETS + line_of_user())
        _set(self, x)

    def __eq__(self, other: object) -> Any:
        return self is other if state.trace is None else state.trace.compared(eq, self, other)

    def __ne__(self, other: object) -> Any:
        equal = self.__eq__(other)
        if equal is NotImplemented:
            return equal
        return 1.0 - equal if isinstance(equal, Value) else not equal

    def __hash__(self) -> int:
        if not ours(getframe(1).f_globals["__name__"]) and state.trace is not None:
            raise TraceError(
                "a number of a compiled function in a set or as a key of a dict: other calls "
                "have others there; look up int(x) or float(x)" + line_of_user()
            )
        return id(self)

    def __index__(self) -> int:
        if number_in(self) % 1.0 != 0.0:
            raise TypeError(f"{number_in(self)!r} is no whole number, which an index is")
        return int(self) if state.trace is None else int(state.trace.guarded(self))

    def __repr__(self) -> str:
        return f"Value(data=?{f', op={self.op}' if self.op else ''})"


LESS, LESS_EQUAL = TABLE["less"], TABLE["less_equal"]
COMPARISONS = frozenset((LESS, LESS_EQUAL, TABLE["equal"]))
COMPARED = {
    operator.lt: (LESS, False), operator.le: (LESS_EQUAL, False),
    operator.gt: (LESS, True), operator.ge: (LESS_EQUAL, True), eq: (TABLE["equal"], False),
}  # fmt: skip
_set = Value.data.__set__  # type: ignore[misc,attr-defined]


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
    """The context manager in which operations of this thread are traced, rounded if need be."""

    def __init__(self, rounded: Rounding | None = None) -> None:
        self.rounded = rounded
        self.guards: list[tuple[Any, float, str]] = []
        self.constants: set[Any] = set()  # Values that the function makes of plain numbers
        self.before: tuple[Trace | None, int, bool] = (None, 0, True)

    def __enter__(self) -> Trace:
        self.before = state.trace, state.transforming, state.recording
        # transformations inside give nodes, also under no_grad
        state.trace, state.transforming, state.recording = self, 1, True
        active.append(self)
        return self

    def __exit__(self, *error: object) -> None:
        active.remove(self)
        state.trace, state.transforming, state.recording = self.before

    def made(self, row: Primitive, operands: tuple[Any, ...], z: float | None = None) -> Traced:
        """The node for a row at clean operands, where it is `z` if that is known."""
        if z is None:
            data = [x if type(x) is float else number_in(x) for x in operands]
            if self.rounded:
                data = [*map(self.rounded, data)]
            try:
                z = row.raw(*data)
            except OUT_OF_RANGE:
                z = row.otherwise(*data)
        node = traced(self.rounded(z) if self.rounded else z, row, operands)
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

    def guarded(self, node: Any) -> float:
        """The number in a node: only calls in which it is the same go this way."""
        if type(node) is float:
            return node
        found: float = number_in(node)
        self.guards.append((node, found, line_of_user()))
        return found

    def known(self, x: Any) -> float:
        """The plain number in x, guarded."""
        node = innermost(x)
        if self.guarded(node) == 0.0:  # 0.0 == -0.0, but their angles differ
            self.guarded(TABLE["arctan2"](node, -1.0))
        return float(node if type(node) is float else number_in(node))

    def whole(self, x: Any) -> int:
        """The whole part of the number in x, guarded."""
        return int(self.guarded(TABLE["trunc"](innermost(x))))

    def truth(self, x: Any) -> bool:
        """Whether x is other than 0, guarded."""
        node = innermost(x)
        decided = getattr(node, "op", None) in COMPARISONS
        return bool(self.guarded(node if decided else TABLE["truth"](node)))


def made_in(roots: Iterable[Any]) -> list[Any]:
    """The nodes of the trace that the roots depend on, in topological order, inputs left out."""
    order: list[Any] = []
    seen: set[Any] = set()
    stack = [(x, False) for x in reversed(list(roots))]
    while stack:
        node, complete = stack.pop()
        if complete:
            order.append(node)
        elif type(node) is Traced and node.parents and node not in seen:
            seen.add(node)
            stack.append((node, True))
            stack += [(parent, False) for parent in reversed(node.parents)]
    return order


def lowered(
    inputs: Sequence[Value], outputs: Sequence[Any], trace: Trace
) -> tuple[Program, list[Value]]:
    """The program that computes the outputs, and the Values that are its parameters.

    These are what it takes in beside the inputs, leaves or not: whatever was there before the
    trace. Takes time linear in the size of the graph.
    """
    guarded = [node for node, _, _ in trace.guards]
    order = made_in((*outputs, *guarded))
    known: dict[Any, Any] = {x: number_in(x) for x in trace.constants}
    known |= {x: i for i, x in enumerate(inputs)}
    used = dict.fromkeys(chain(*(node.parents for node in order), outputs, guarded))
    parameters = [x for x in used if type(x) is not float and x not in known and not _made(x)]
    if any(type(x) is Traced for x in parameters):
        raise TraceError(KEPT)
    leaves = len(inputs) + len(parameters)
    register = known | {x: len(inputs) + i for i, x in enumerate(parameters)}
    register |= {node: leaves + i for i, node in enumerate(order)}

    def place(x: Any) -> Any:
        return x if type(x) is float else register[x]

    program = Program(
        len(inputs),
        len(parameters),
        tuple([Instruction(node.op, tuple(map(place, node.parents))) for node in order]),
        tuple(map(place, outputs)),
        tuple(Guard(place(node), number, line) for node, number, line in trace.guards),
    )
    return program, parameters


def _made(x: Any) -> bool:
    return type(x) is Traced and bool(x.parents)
