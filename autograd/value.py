"""The Value: a number that is a node of a graph, with all that numbers can do in Python."""

from __future__ import annotations

import functools
from collections.abc import Callable
from itertools import repeat
from typing import TYPE_CHECKING, Any

from . import copying
from .assign import assign
from .backward import backward
from .graph import topological_sort
from .hooks import Handle, Hook, register
from .methods import add_methods, named
from .modes import active, state
from .naming import Names, short
from .operations import Operand, Operation, applied, is_of_another_kind, operand, operation
from .plain import Plain
from .primitives import TABLE, Primitive, number
from .primitives.exponential import power
from .primitives.operators import arithmetic

if TYPE_CHECKING:
    from .stepping import Player


class Value(Plain):
    """A number that remembers how it was computed, so that derivatives can flow back through it.

    `data`      the number, a float
    `grad`      d(root)/d(this), as the last `backward()` left it; a leaf sums over all of them
    `op`        the primitive that made it; None for a leaf
    `parents`   the operands it was computed from: Values, or floats for plain numbers
    `partials`  the local derivatives with respect to each parent, as floats
    `label`     a name for drawings and messages, yours to set

    Values compare by `data` with < and >, but == and hash go by identity, so that they can be
    kept in sets and dicts. `float(v)` leaves the graph, and warns; `v.data` does so silently.

    >>> a, b = Value(2.0, "a"), Value(-3.0, "b")
    >>> f = a * b + b**2
    >>> f.backward()
    >>> f.data, a.grad, b.grad
    (3.0, -3.0, -4.0)

    Raises TypeError for anything but one real number.
    """

    __slots__ = ("data", "grad", "label", "op", "parents", "partials")

    LOSES = (
        "float() of a Value leaves the graph, and so do the functions of `math`: no "
        "derivative flows through. Use autograd.exp(v), v.exp() and so on to stay in it, "
        "or v.data where a plain number is meant"
    )

    def __init__(self, data: Any, label: str = "") -> None:
        if not isinstance(label, str):
            raise TypeError(f"a label is a text, got {type(label).__name__}")
        if active and state.trace is not None and state.trace.adopted(self, data, label):
            return
        self.data = number(data)
        self.grad = 0.0
        self.op: Primitive | None = None
        self.parents: tuple[Operand, ...] = ()
        self.partials: tuple[float, ...] = ()
        self.label = label

    if TYPE_CHECKING:  # every function of the table is a method too
        data: float

        def __getattr__(self, name: str) -> Callable[..., Value]: ...

    def backward(self, seed: float = 1.0) -> None:
        """Compute d(self)/d(node), times `seed`, for every node that this one depends on.

        Leaves add it to what their `grad` held, so that calling it twice gives exactly twice;
        an inner node shows the result of this sweep alone. Takes time linear in the size of the
        graph. All or nothing: if it is interrupted, no `grad` changes.
        """
        backward(self, seed)

    def register_hook(self, hook: Hook) -> Handle:
        """A handle of `hook`, which sweeps back call with the adjoint of this node from now on.

        It is called when the adjoint is complete, before it flows on to the parents. What it
        returns takes the adjoint's place, also in `grad`, to which a leaf adds it; None leaves
        it. So a hook can watch a gradient (`print`), clip it (`lambda g: max(-1.0, min(g, 1.0))`)
        or reverse it (`lambda g: -g`). Several are called in the order of registration.

        `handle.remove()` takes it off, and so does the end of `with v.register_hook(f):`.

        >>> x = Value(3.0)
        >>> y = x * x
        >>> with y.register_hook(print), x.register_hook(lambda g: -g):
        ...     (2.0 * y).backward()
        2.0
        >>> x.grad
        -12.0

        In `backward()`, and in `grad` and its like where they give floats, it gets a float; where
        they give Values, and in `gradients`, a Value, and there it may return either. Only nodes
        on the way to what is differentiated by are heard. Forward mode (`jvp`, `derivative`) has
        no adjoints and calls no hooks; `jacobian`, `hessian` and `hvp` sweep back alone, row by
        row, where there are some. Copies and pickles of a node have none; it keeps its own alive.

        Raises TypeError if `hook` is no function; and a sweep does if it returns no number. What
        a hook raises stops the sweep, and no `grad` changes. While there are hooks anywhere,
        sweeps take half as long again; the nodes without them weigh nothing more.
        """
        return register(self, hook)

    def zero_grad(self) -> None:
        """Set `grad` to 0 here and in every node that this one depends on."""
        assign(topological_sort(self), "grad", repeat(0.0))

    def steps(self, names: Names = ()) -> Player:
        """How this was computed, and backpropagation from here, step by step: `player(self)`."""
        from .stepping import player

        return player(self, names)

    def detach(self) -> Value:
        """A new leaf with the same data and label, cut off from the graph."""
        if active and state.trace is not None:
            found: Value = state.trace.frozen(self)
            return found
        return Value(self.data, self.label)

    def item(self) -> float:
        """The data as a float."""
        if active and state.trace is not None:
            return state.trace.known(self)
        return float(self.data)

    @classmethod
    def apply_primitive(cls, row: Primitive, operands: tuple[Any, ...]) -> Any:
        """The node for `row` at these operands, of which at least one is a Value."""
        if not row.lasting:
            return applied(Value, row, operands)
        result = _operation(row)(*operands)
        if result is NotImplemented:
            unfit = next(x for x in operands if operand(cls, x) is NotImplemented)
            if not is_of_another_kind(cls, unfit):
                number(unfit)  # raises the TypeError that names it
        return result

    def __repr__(self) -> str:
        shown = [f"data={short(self.data)}", f"grad={short(self.grad)}"]
        shown += [f"op={self.op}"] if self.op else []
        shown += [f"label={self.label!r}"] if self.label else []
        return f"Value({', '.join(shown)})"

    def _repr_mimebundle_(self, **options: Any) -> dict[str, str]:
        from .drawing.notebook import value_bundle

        return value_bundle(self)

    def __copy__(self) -> Value:
        return copying.copy(self)

    def __deepcopy__(self, memo: dict[int, Any]) -> Value:
        return copying.deepcopy(self, Value, memo)

    def __reduce__(self) -> tuple[Any, ...]:
        return copying.reduce(self, Value)


def _operation(row: Primitive) -> Operation:
    made = row.operations.get(Value)
    if made is None:
        made = row.operations[Value] = named(operation(Value, row), Value, row.name, row)
    return made


def _reflected(row: Primitive) -> Operation:
    forward = _operation(row)
    return lambda y, x: forward(x, y)


def _power(x: Value, n: Any) -> Any:
    """x ** n: a row of its own for each plain number n, so that no log(x) comes in."""
    if type(n) is not int and type(n) is not float:
        n = operand(Value, n)
        if n is NotImplemented or isinstance(n, Value):
            return _operation(TABLE["pow"])(x, n)
    return _fixed_power(n)(x)


@functools.lru_cache(maxsize=1024)
def _fixed_power(n: float) -> Operation:
    return _operation(power.row(float(n)))


arithmetic(Value, _operation, _reflected)
Value.__pow__ = _power  # type: ignore[assignment,method-assign]
add_methods(Value, _operation)
