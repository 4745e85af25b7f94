"""Functions of scalars at the speed of arrays: recorded once, and run as compiled programs."""

from __future__ import annotations

import functools
from collections import OrderedDict
from collections.abc import Callable
from types import MethodType
from typing import Any

from ..dual import Dual
from ..jacobians import hessian, hvp, jacobian
from ..joint import by_name
from ..modes import active, state
from ..pullback import differentiable, name_of
from ..transforms import grad, value_and_grad
from .arguments import Call, taken_apart
from .backends import checked
from .explaining import explained
from .kinds import Kind
from .path import sample_by_sample
from .paths import Way
from .precision import DOUBLE
from .program import Program

SIGNATURES = 64  # kinds of calls whose programs are kept


class Jit:
    """What `jit` makes of a function: called in the same way, compiled for each kind of call."""

    def __init__(
        self, f: Callable[..., Any], in_axes: Any, backend: str, dtype: Any = DOUBLE
    ) -> None:
        differentiable(f)
        self.backend, self.dtype = checked(backend, dtype)
        self.f, self.in_axes = f, in_axes
        self._kinds: OrderedDict[Any, Kind] = OrderedDict()
        self._entries: dict[Any, Callable[..., Any]] = {}  # the last programs of plain calls
        functools.update_wrapper(self, f, updated=())

    def __call__(self, /, *args: Any, **named: Any) -> Any:
        if not active:
            entry = self._entries.get((len(args), *named) if named else len(args))
            if entry is not None:
                result = entry(*args, *named.values()) if named else entry(*args)
                if result is not None and result is not NotImplemented:
                    return result
        elif state.trace is not None or state.watch is not None:
            return self._eagerly(taken_apart(args, named, self.in_axes), args, named)
        call = taken_apart(args, named, self.in_axes)
        if call.has(Dual):
            return self._eagerly(call, args, named)
        kind = self._kind(call)
        result = kind.answer(call)
        entry = kind.entry(call)
        if entry is not None:
            self._entries[(len(args), *named) if named else len(args)] = entry
        return result

    def _eagerly(self, call: Call, args: tuple[Any, ...], named: dict[str, Any]) -> Any:
        """What f gives without a program; a batch is still one of samples."""
        if call.batch is None:
            return self.f(*args, **named)
        return sample_by_sample(self.f, call, call.batch)

    def _kind(self, call: Call) -> Kind:
        kind = self._kinds.get(call.signature)
        if kind is None:
            if len(self._kinds) == SIGNATURES:
                self._kinds.popitem(last=False)
            kind = self._kinds[call.signature] = Kind(
                self.f, self.backend, self.dtype, call.statics
            )
        self._kinds.move_to_end(call.signature)
        return kind

    @functools.cached_property
    def grad(self) -> Jit:
        """`grad(f)`, compiled: the derivatives by the first argument."""
        return self._made(grad(self.f))

    @functools.cached_property
    def value_and_grad(self) -> Jit:
        """`value_and_grad(f)`, compiled; for other arguments `jit(value_and_grad(f, argnums))`."""
        return self._made(value_and_grad(self.f))

    @functools.cached_property
    def jacobian(self) -> Jit:
        """`jacobian(f)`, compiled."""
        return self._made(jacobian(self.f))

    @functools.cached_property
    def hessian(self) -> Jit:
        """`hessian(f)`, compiled."""
        return self._made(hessian(self.f))

    @functools.cached_property
    def hvp(self) -> Jit:
        """`hvp(f, primals, tangents)`, compiled, as a function of the primals and tangents."""
        return self._made(functools.partial(hvp, self.f))

    def _made(self, f: Callable[..., Any]) -> Jit:
        return Jit(f, self.in_axes, self.backend, self.dtype)

    @property
    def program(self) -> Program:
        """The program of the last call. RuntimeError if there was none."""
        return self._last().path.program

    def explain(self) -> str:
        """What was compiled for the last call, in a few lines. RuntimeError if there was none."""
        return explained(self._last())

    def _last(self) -> Way:
        for kind in reversed(self._kinds.values()):
            for paths in (kind.ways.linked, kind.ways.plain):
                if paths.taken:
                    return paths.taken[0]
        raise RuntimeError(f"{name_of(self.f)} has not been called yet, so it has no program")

    def __get__(self, instance: Any, owner: type | None = None) -> Any:
        return self if instance is None else MethodType(self, instance)

    def __reduce__(self) -> str | tuple[Any, ...]:
        return by_name(self, self.f, (Jit, (self.f, self.in_axes, self.backend, self.dtype)))

    def __repr__(self) -> str:
        return f"<jit of {name_of(self.f)}>"


def jit(
    f: Callable[..., Any] | None = None,
    *,
    in_axes: Any = 0,
    backend: str = "auto",
    dtype: Any = DOUBLE,
) -> Any:
    """f, compiled: it runs once to see what it computes, and after that as a program.

    The result is called as f is, with numbers in any nesting of lists, tuples, dicts, dataclasses
    and arrays, and gives the same to 1e-12: floats for floats, and Values, whose derivatives flow
    on, where f depends on Values, be they arguments or reached otherwise, such as the parameters
    of a model. These are read anew in each call. Of an array the first axis counts samples: f gets
    one at a time, and arrays come back, of nodes where f depends on Values. `in_axes` says which
    axis it is, None for none, for all arguments or in a tuple for each, as in JAX's vmap.

    Branches on numbers, `int(x)`, indices and the like are guards: where a call takes another
    way, f is traced once more, and both ways are kept. `x.data` is the number without its
    derivative. Names around f are looked at in each call, and where one stands for something
    else, f is traced again, as it is for each argument that is no number. What is in lists and
    arrays around f, but for the data of Values, is constant from the first call on.

    `backend` is "python", straight-line code for small programs; "numpy", a few calls for many
    numbers, and for batches; "numba", machine code for either; or "auto", one of the first two,
    and machine code when the program has run for as long as making it takes, if it is installed.
    `dtype="float32"` computes in single precision, which NumPy alone does: all numbers are rounded
    to it, those on the way too, and arrays of it come back.

    `jit(f).grad`, `.value_and_grad`, `.jacobian`, `.hessian` and `.hvp` are compiled
    transformations, `.program` is the program of the last call, to be printed, and `.explain()`
    says what became of it.

    >>> from autograd import jit, sin
    >>> @jit
    ... def f(x, y):
    ...     return x * sin(y) if x > 0 else y
    >>> f(2.0, 0.5), f(-1.0, 0.5)
    (0.958851077208406, 0.5)
    >>> print(f.program)
    program of x0, x1
      v0 = less(0.0, x0)
      guard v0 == 0.0
      return x1
    >>> f.value_and_grad(2.0, 0.5)
    (0.958851077208406, 0.479425538604203)

    The first call of a kind costs ten to thirty runs of f on Values; others a microsecond or two,
    and fifteen nanoseconds for each operation, or far less where there are many of a kind.

    Raises TypeError if f returns what is no nesting of numbers, TraceError, a TypeError, if it
    draws random numbers or sets data, RuntimeError if it calls `backward()`, ValueError for a
    backend or a dtype that there is not, or not together, and ModuleNotFoundError if Numba is
    asked for and missing.
    """
    if f is None:
        return functools.partial(jit, in_axes=in_axes, backend=backend, dtype=dtype)
    return Jit(f, in_axes, backend, dtype)
