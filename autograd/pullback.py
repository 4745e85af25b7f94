"""One run of a function on nodes of its own, and derivatives pulled back through what it made."""

from __future__ import annotations

import contextlib
import operator
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeAlias

from .backward import adjoints
from .dual import Dual, has_graph, operand
from .modes import recording, state, transforming
from .nesting import Rebuild, described, flatten, leaves_like, replaced
from .primitives import TABLE
from .primitives.reductions import dot
from .reverse import gradients
from .value import Value

Argnums: TypeAlias = "int | str | Sequence[int | str]"


class Run:
    """f, run on fresh nodes in place of the numbers in the arguments `argnums`.

    `xs`       the fresh nodes
    `again`    whether derivatives must be Values, since they may be differentiated once more
    `y`        what f returned, without `aux` if it has that
    `aux`      what f returned beside y
    """

    def __init__(
        self,
        f: Callable[..., Any],
        argnums: Argnums,
        args: Sequence[Any],
        named: dict[str, Any],
        *,
        has_aux: bool = False,
    ) -> None:
        self.f, self.argnums = f, argnums
        given: dict[int | str, Any] = dict(enumerate(args))
        given.update(named)
        self.places = [_place(f, i, len(args), named) for i in _several(argnums)]
        leaves, self._rebuild = flatten({i: given[i] for i in self.places}, "args")
        self.again = state.transforming > 0 or any(map(has_graph, leaves))
        with transforming(), recording():
            fresh = [_fresh(x) for x in leaves]
            self.xs = [node for _, node in fresh]
            given |= self._rebuild([x for x, _ in fresh])
            result = f(*(given[i] for i in range(len(args))), **{n: given[n] for n in named})
        self.y, aux = pair(f, result) if has_aux else (result, None)
        self.aux = aux if self.again else replaced(aux, released)

    def number(self) -> Any:
        """What f returned, if it is one number."""
        if not isinstance(self.y, bool):  # a comparison, whose derivative nobody wants
            with contextlib.suppress(TypeError):
                return operand(self.y)
        several = isinstance(self.y, (list, tuple, dict)) or hasattr(self.y, "__array_interface__")
        raise TypeError(
            f"grad needs a function that returns one number, but {name_of(self.f)} returned "
            f"{described(self.y)}{'; use jacobian' if several else ''}"
        )

    def outputs(self) -> tuple[list[Any], Rebuild]:
        """The numbers in what f returned, and what puts others in their places."""
        return flatten(self.y, f"{name_of(self.f)}(...)")

    def pull(self, y: Any) -> list[Any]:
        """The derivative of y with respect to each of `xs`."""
        return pull(y, self.xs, again=self.again)

    def release(self, x: Any) -> Any:
        """A result as the caller gets it: without its graph, unless it is needed again."""
        if self.again:
            return Value(x) if isinstance(x, float) else x
        return released(x)

    def nested(self, derivatives: Sequence[Any]) -> Any:
        """A number for each of `xs`, nested as the arguments are; a tuple for several argnums."""
        nests = self._rebuild(derivatives)
        if not isinstance(self.argnums, str) and isinstance(self.argnums, Iterable):
            return tuple(nests[i] for i in self.places)
        return nests[self.places[0]]


def pull(y: Any, xs: Sequence[Value], *, again: bool) -> list[Any]:
    """dy/dx for each x: floats, or Values if it is to be possible again.

    Where y is a Dual, so is each derivative: that of the primal, and how fast it changes, which
    is the derivative of the tangent.
    """
    if isinstance(y, Dual):
        primals = pull(y.primal, xs, again=again)
        slopes = pull(y.tangent, xs, again=again)
        return [Dual(p, t, level=y.level) for p, t in zip(primals, slopes)]
    if again:
        with recording():
            return list(gradients(y if isinstance(y, Value) else Value(y), xs))
    if not isinstance(y, Value):
        return [0.0] * len(xs)
    adjoint = adjoints(y, xs=xs)
    return [adjoint.get(x, 0.0) for x in xs]


def weighted(ys: Sequence[Any], weights: Sequence[Any]) -> Any:
    """The sum of the ys, each times its weight, of those whose weight is not the number 0."""
    pairs = [(y, w) for y, w in zip(ys, weights) if not isinstance(w, float) or w != 0.0]
    with recording():
        return dot(*zip(*pairs)) if pairs else 0.0


def released(x: Any) -> Any:
    """`x` without its graph."""
    if isinstance(x, Dual):
        return Dual(released(x.primal), released(x.tangent), level=x.level)
    return x.data if isinstance(x, Value) else x


def vjp(f: Callable[..., Any], *primals: Any, has_aux: bool = False) -> tuple[Any, ...]:
    """f(*primals), and a function from derivatives by what f returned to those by the primals.

    `pullback(cotangents)` takes a number for each number that f returned, nested as that is, and
    returns a tuple with a derivative for each number in the primals, nested as they are: the
    vector times the Jacobian. Call it as often as you like; it holds the graph. Floats in,
    floats out; Values where Values come in, or inside another transformation. With `has_aux`, f
    returns a pair, whose second is passed on as by `grad`: (y, pullback, aux).

    Costs one run of f, and one sweep back over its graph for each call of the pullback.

    >>> y, pullback = vjp(lambda x, y: [x * y, x + y], 2.0, 3.0)
    >>> y, pullback([1.0, 0.0]), pullback([0.0, 1.0])
    ([6.0, 5.0], (3.0, 2.0), (1.0, 1.0))

    Raises TypeError if f returns what is no nesting of numbers, or if the cotangents are not
    nested as what f returned.
    """
    differentiable(f)
    run = Run(f, range(len(primals)), primals, {}, has_aux=has_aux)
    ys, rebuild = run.outputs()
    y = rebuild([run.release(v) for v in ys])

    def pullback(cotangents: Any) -> tuple[Any, ...]:
        weights = leaves_like(y, cotangents, ("the result", "cotangents"))
        again = run.again or any(map(has_graph, weights))
        nested: tuple[Any, ...] = run.nested(pull(weighted(ys, weights), run.xs, again=again))
        return nested

    return (y, pullback, run.aux) if has_aux else (y, pullback)


def differentiable(f: Any) -> None:
    """Refuse what is no function."""
    if not callable(f):
        raise TypeError(f"a transformation takes a function, got {described(f)}: f, not f(x)")


def name_of(f: Any) -> str:
    """What messages call a function."""
    return getattr(f, "__name__", None) or repr(f)


def pair(f: Any, result: Any) -> tuple[Any, Any]:
    """What a function with `has_aux` returned."""
    if not isinstance(result, tuple) or len(result) != 2:
        raise TypeError(
            f"with has_aux a function returns a pair (y, aux), but {name_of(f)} returned "
            f"{described(result)}"
        )
    return result


def _fresh(x: Any) -> tuple[Any, Value]:
    """What f gets in place of x, and the node in it, its own even if f sees x otherwise.

    In a Dual the node takes the place of the innermost primal: what moves it stays as it is.
    """
    if isinstance(x, Dual):
        inner, node = _fresh(x.primal)
        return Dual(inner, x.tangent, level=x.level), node
    node = TABLE["identity"](x) if isinstance(x, Value) else Value(x)
    return node, node


def _several(argnums: Argnums) -> tuple[int | str, ...]:
    several = isinstance(argnums, Iterable) and not isinstance(argnums, str)
    return tuple(argnums) if several else (argnums,)  # type: ignore[arg-type,return-value]


def _place(f: Callable[..., Any], argnum: int | str, given: int, named: Any) -> int | str:
    """The place of an argument that is counted from the front or, below zero, from the end.

    That of an argument which is called by its name is its name, where it is given by that.
    """
    if isinstance(argnum, str):
        return argnum if argnum in named else _position(f, argnum, given)
    place = operator.index(argnum)
    if not -given <= place < given:
        raise IndexError(f"argnums={place} is no argument given by position: there are {given}")
    return place % given


def _position(f: Callable[..., Any], name: str, given: int) -> int:
    """The place of the argument of that name among those given by position."""
    import inspect  # slow to import, and rarely wanted

    names: list[str] = []
    with contextlib.suppress(TypeError, ValueError):  # not all that is written in C has one
        several = inspect.Parameter.VAR_POSITIONAL
        parameters = inspect.signature(f).parameters.values()
        names = [p.name for p in parameters if p.kind < several]
    if name not in names[:given]:
        raise TypeError(
            f"argnums={name!r} is no argument of this call of {name_of(f)}, "
            f"whose arguments are {', '.join(names[:given]) or 'without names'}"
        )
    return names.index(name)
