"""What a compiled function reads beside its arguments: watched while it is traced, and after."""

from __future__ import annotations

import pickle
import random
import sys
from collections import deque
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from itertools import chain, filterfalse, repeat
from threading import Lock
from typing import Any

from ..pullback import name_of
from ..value import Value
from .reach import PLAIN, names, reached
from .statics import Same
from .traced import TraceError, Watched

MANY = 100  # names, of which more are looked at in a loop, for to write all in one line takes time

_traces: dict[object, list[Value]] = {}  # what each one watches, in all threads
_lock = Lock()


@contextmanager
def watched(f: Callable[..., Any], *given: Any) -> Iterator[None]:
    """While f is traced with these arguments: the data of Values around it are parameters too.

    At the end TraceError if f drew random numbers, from `random` or `numpy.random`, or from a
    generator that it reaches.
    """
    found = reached((f, *given))
    chance = [state for state in map(_state_of, [*found, *_generators()]) if state]
    before = [pickle.dumps(state()) for state in chance]
    values = [x for x in found if type(x) in (Value, Watched)]
    key = object()
    try:
        with _lock:
            _traces[key] = values
            _turn(values, Watched)
        yield
    finally:
        try:
            _end(key, values)
        except KeyboardInterrupt:  # it may have come in between
            _end(key, values)
            raise
    if before != [pickle.dumps(state()) for state in chance]:
        raise TraceError(
            f"{name_of(f)} draws random numbers, which would be the same in every call once it is "
            "compiled: draw them outside, and pass them as arguments"
        )


def _end(key: object, values: list[Value]) -> None:
    """Values that no other trace watches are themselves again; doing it twice is no harm."""
    with _lock:
        others = set(chain(*(held for k, held in _traces.items() if k is not key)))
        _turn(filterfalse(others.__contains__, values), Value)
        _traces.pop(key, None)


def _turn(values: Iterable[Value], kind: type) -> None:
    """Make Values of another class, all at once: Ctrl-C and threads wait for that."""
    deque(map(setattr, values, repeat("__class__"), repeat(kind)), maxlen=0)


def _generators() -> Iterable[Any]:
    """The generators behind the functions of `random` and `numpy.random`."""
    mtrand = getattr(sys.modules.get("numpy.random"), "mtrand", None)
    return [getattr(random.random, "__self__", None), getattr(mtrand, "_rand", None)]


def _state_of(x: Any) -> Callable[[], Any] | None:
    """What tells the state of a generator of random numbers; None for anything else."""
    if issubclass(type(x), random.Random):
        return None if issubclass(type(x), random.SystemRandom) else x.getstate
    if not str(type(x).__module__).startswith("numpy.random"):
        return None
    if hasattr(x, "get_state"):
        return x.get_state  # type: ignore[no-any-return]
    return (lambda: x.bit_generator.state) if hasattr(x, "bit_generator") else None


class Surroundings:
    """What the names stand for that f and what it reaches ask for.

    Names in closures, globals, attributes and dicts, but for those `without`; what is in lists and
    arrays is not looked at. `key` is equal where numbers and texts are, and all else is the same.
    """

    def __init__(self, roots: Sequence[Any], without: Container[str] = ()) -> None:
        self.names = [name for name in names(roots) if name.text not in without]
        self.found = self._read()
        self.key = tuple([
            (name.text, type(x), repr(x)) if type(x) in PLAIN else (name.text, Same(x))
            for name, x in zip(self.names, self.found)
        ])  # fmt: skip

    def _read(self) -> list[Any]:
        return [name.read() for name in self.names]

    @cached_property
    def same(self) -> Callable[[], bool]:
        """Whether all names still stand for what was found; takes 0.05 us a name."""
        if len(self.names) > MANY:
            return lambda: all(name.read() is x for name, x in zip(self.names, self.found))
        held: dict[str, Any] = {f"read{i}": name.read for i, name in enumerate(self.names)}
        held |= {f"x{i}": x for i, x in enumerate(self.found)}
        tests = " and ".join(f"read{i}() is x{i}" for i in range(len(self.names)))
        same: Callable[[], bool] = eval(f"lambda: {tests or True}", held)
        return same

    def changed(self) -> set[str]:
        """The names that stand for others by now."""
        return {n.text for n, x in zip(self.names, self.found) if n.read() is not x}
