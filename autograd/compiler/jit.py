"""Functions of scalars at the speed of arrays: recorded once, and run as compiled programs."""

from __future__ import annotations

import functools
from collections import OrderedDict
from collections.abc import Callable
from types import MethodType
from typing import Any

from ..modes import active, state
from ..pullback import differentiable, name_of
from .arguments import Call, taken_apart
from .backends import BACKENDS
from .paths import Paths
from .program import Program

NUMBERS = {float}
SIGNATURES = 64  # kinds of calls whose programs are kept


class Jit:
    """What `jit` makes of a function."""

    def __init__(self, f: Callable[..., Any], in_axes: Any, backend: str) -> None:
        differentiable(f)
        if backend not in BACKENDS:
            raise ValueError(f"backend is one of {', '.join(BACKENDS)}, got {backend!r}")
        self.f, self.in_axes, self.backend = f, in_axes, backend
        self._plain: dict[Any, Any] = {}  # for calls with plain numbers that give one
        self._paths: OrderedDict[Any, Paths] = OrderedDict()
        functools.update_wrapper(self, f, updated=())

    def __call__(self, *args: Any, **named: Any) -> Any:
        if not active:
            plain = self._plain.get((len(args), *named))
            if plain and NUMBERS.issuperset(map(type, args)):
                result = plain(*args, *named.values())
                if result is not None:
                    return result
        elif state.trace is not None or state.watch is not None:
            return self.f(*args, **named)
        call = taken_apart(args, named, self.in_axes)
        paths = self._for(call)
        if call.batch is not None:
            path, columns = paths.many(call, call.batch)
            return path.nested(columns)
        path, outputs = paths.one(call)
        result = path.rebuild(outputs)
        if all(type(x) is float for x in (*args, *named.values())):
            self._plain[len(args), *named] = paths.plain()
        return result

    def _for(self, call: Call) -> Paths:
        paths = self._paths.get(call.signature)
        if paths is None:
            if len(self._paths) == SIGNATURES:
                self._paths.popitem(last=False)
            paths = self._paths[call.signature] = Paths(self.f, self.backend)
        return paths

    @property
    def program(self) -> Program:
        """The program of the last call."""
        paths = next((p for p in reversed(self._paths.values()) if p.taken), None)
        if paths is None:
            raise RuntimeError(f"{name_of(self.f)} has not been called yet, so it has no program")
        return paths.taken[0][0].program

    def __get__(self, instance: Any, owner: type | None = None) -> Any:
        return self if instance is None else MethodType(self, instance)


def jit(f: Callable[..., Any], *, in_axes: Any = 0, backend: str = "auto") -> Jit:
    """f, compiled."""
    return Jit(f, in_axes, backend)
