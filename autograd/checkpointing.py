"""Long computations recorded in segments, each a node for every number that it gives."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import Any

from .backward import sweep
from .dual import Dual
from .graph import dependents
from .joint import Entry, Joint, at_own_values, by_name, changed, floats_like
from .modes import state
from .nesting import flatten
from .operations import data_of, node_of
from .pullback import Run, differentiable
from .reverse import pulled
from .value import Value


class Segment(Joint):
    """f at some arguments, without the graph of what it does."""

    swept = True

    def __init__(self, owner: Checkpoint, like: tuple[Any, ...], named: dict[str, Any]) -> None:
        super().__init__(getattr(owner.f, "__name__", type(owner.f).__name__), like)
        self.owner, self.named = owner, named
        self.size = len(flatten(like)[0])  # operands beyond it are what f reaches otherwise

    def run(self, xs: tuple[Any, ...]) -> Run:
        """f at numbers in the places of those in the arguments."""
        args = self.arguments(xs[: self.size])
        return Run(self.owner.f, range(len(args)), args, self.named)

    def node(self, k: int, y: Any, run: Run, leaves: list[Any]) -> Any:
        """What stands for y, number k of those that the run gave, as a function of `leaves`."""
        if not isinstance(y, Value):
            return y
        between, others = dependents(y, run.xs)
        if not between:
            return dict(zip(run.xs, leaves)).get(y, y)
        adjoint = sweep([*run.xs, *others], between)
        used = {x for node in between for x in node.parents}
        # an edge that the graph of f doesn't have is none here either: 0 * inf would be nan
        inputs = [leaf if x in used else data_of(leaf) for x, leaf in zip(run.xs, leaves)]
        if not others and all(isinstance(x, float) for x in inputs):
            return y.data
        partials = tuple(adjoint[x] for x in (*run.xs, *others))
        row = Entry(self, k, len(partials))
        node = node_of(Value, row, (*inputs, *others), y.data, partials)
        if state.watch is not None:
            state.watch.made(node)
        return node

    def value(self, k: int, xs: tuple[float, ...]) -> float:
        """Number k at floats."""
        y: float = self.again(k, xs)[-1]
        return y

    def slopes(self, k: int, z: Any, xs: tuple[Any, ...]) -> tuple[Any, ...]:
        """The derivatives as a graph of their own, from another run of f."""

        def slopes(own: list[Value]) -> Any:
            order = self.again(k, own)
            now, then = order[-1].data, data_of(z)
            if now != then and (now == now or then == then):
                raise changed(z, now)
            return pulled(order[-1], own, order)

        return at_own_values(xs, slopes)

    def again(self, k: int, xs: Sequence[Any]) -> list[Any]:
        """What f makes on the way to number k, on numbers for all that it depends on."""
        run = self.run(tuple(map(data_of, xs)))
        y = run.outputs()[0][k]
        between, others = dependents(y, run.xs)
        if len(xs) != self.size + len(others):
            raise RuntimeError(
                f"{self.name} does other things when it is run again, so its derivative of higher "
                "order is not known: it should depend on its arguments alone"
            )
        made: dict[Any, Any] = dict(zip((*run.xs, *others), xs))
        for node in between:  # again, since f would not see other numbers than in its arguments
            operands = [p if type(p) is float else made[p] for p in node.parents]
            made[node] = node.op(*operands)  # type: ignore[misc]
        return [made[node] for node in between]


class Checkpoint:
    """What `checkpoint` makes of a function."""

    def __init__(self, f: Callable[..., Any]) -> None:
        differentiable(f)
        self.f = f
        functools.update_wrapper(self, f, updated=())

    def __call__(self, *args: Any, **named: Any) -> Any:
        leaves, like = floats_like(args, "args")
        if state.recording and state.trace is None and not any(isinstance(x, Dual) for x in leaves):
            segment = Segment(self, like, named)
            run = segment.run(tuple(map(data_of, leaves)))
            ys, rebuild = run.outputs()
            if not any(isinstance(y, Dual) for y in ys):
                segment.many = len(ys) > 1
                return rebuild([segment.node(k, y, run, leaves) for k, y in enumerate(ys)])
        return self.f(*args, **named)

    def __get__(self, instance: Any, owner: type | None = None) -> Checkpoint:
        return self if instance is None else Checkpoint(self.f.__get__(instance, owner))

    def __reduce__(self) -> str | tuple[Any, ...]:
        return by_name(self, self.f, (Checkpoint, (self.f,)))


def checkpoint(f: Callable[..., Any]) -> Checkpoint:
    """f, recorded as a node for each number that it returns: long computations in little memory.

    f runs at once, on numbers of its own, and its graph is swept back for each number that it
    returns and then dropped; what is kept is their derivatives by the Values in the arguments and
    by what f reaches otherwise, such as the parameters of a module. So of a chain that is cut
    into segments there is never more in memory than a segment, and a node for each.

    Arguments by position and results are any nestings of numbers, which are Values inside f;
    arguments by name are passed on as they are, such as counts and flags. What f leaves elsewhere
    than in its result is cut off from the arguments. Derivatives are those of f, in any mode. For
    orders beyond the first f is run again, with its graph in memory, so it should give the same.

    >>> from autograd import Value, checkpoint
    >>> @checkpoint
    ... def iterated(x, a):
    ...     for _ in range(1000):
    ...         x = x + a * x * (1.0 - x)
    ...     return x
    >>> x, a = Value(0.5, "x"), Value(0.01, "a")
    >>> y = iterated(x, a)
    >>> y
    Value(data=0.999957, grad=0, op=iterated)
    >>> y.parents == (x, a)
    True

    Costs a sweep for each number returned, and memory for each pair of one and what it depends
    on: worth it where f does much with few numbers. A chain of 100,000 operations takes as long
    in segments of 1,000 as a whole, and a hundredth of the memory. What depends on no argument
    stays in the graph as it is, and is walked at each call: pass a number with a large graph of
    its own as an argument. In `jvp`, which keeps no graph, and under `no_grad`, f is called.

    Raises TypeError if an argument by position or a result is no nesting of numbers, and
    RuntimeError if at a higher order f does other things than before.
    """
    return Checkpoint(f)
