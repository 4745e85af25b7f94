"""What is switched on and off around operations: recording, and the watch for anomalies."""

from __future__ import annotations

import contextlib
import functools
import threading
import warnings
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

if TYPE_CHECKING:
    from .check import Watch
    from .compiler.trace import Trace

P = ParamSpec("P")
R = TypeVar("R")

GENERATOR = 0x20  # the flag of a generator function, as inspect.CO_GENERATOR

# One entry for every mode that is on in any thread. The hot path asks only whether there is
# one at all, which is free; what holds in this very thread is asked in the slow path.
active: list[object] = []


class _State(threading.local):
    recording = True
    transforming = 0  # how many transformations such as grad() are running a function now
    watch: Watch | None = None
    rule = ""  # the function whose rule runs on what is to be differentiated again
    trace: Trace | None = None


state = _State()


class _Recording:
    """Switches the recording of graphs in this thread, and back at the end."""

    def __init__(self, on: bool) -> None:
        self.on = on
        self.before: list[bool] = []

    def __call__(self, f: Callable[P, R]) -> Callable[P, R]:
        """As a decorator: f runs inside a context of its own, call by call."""
        if getattr(getattr(f, "__code__", None), "co_flags", 0) & GENERATOR:
            raise TypeError("a generator runs after its call has ended: use `with` inside it")

        @functools.wraps(f)
        def switched(*args: P.args, **kwargs: P.kwargs) -> R:
            with _Recording(self.on):
                return f(*args, **kwargs)

        return switched

    def __enter__(self) -> None:
        self.before.append(state.recording)
        state.recording = self.on
        active.append(self)

    def __exit__(self, *error: object) -> None:
        active.remove(self)
        state.recording = self.before.pop()


@contextlib.contextmanager
def set_to(**values: Any) -> Iterator[None]:
    """The state of this thread with these values in it, and at the end those of before."""
    before = {name: getattr(state, name) for name in values}
    vars(state).update(values)
    try:
        yield
    finally:
        vars(state).update(before)


def transforming() -> contextlib.AbstractContextManager[None]:
    """While a transformation runs a function, in this thread: those inside it give Values."""
    return set_to(transforming=state.transforming + 1)


def unwatched() -> contextlib.AbstractContextManager[None]:
    """Without `detect_anomaly`, in this thread: to look at a graph that holds nan."""
    return set_to(watch=None)


def derivative_lost(message: str) -> None:
    """A warning in the line that loses it; in a user's rule a TypeError, lest orders go wrong."""
    if state.rule:
        raise TypeError(
            f"the partials of {state.rule} leave the graph, by float() or a function of `math`, so "
            "they cannot be differentiated again: write them with autograd's functions, which "
            "take floats too (autograd.exp for math.exp)"
        )
    warnings.warn(message, stacklevel=3)


def recording() -> contextlib.AbstractContextManager[Any]:
    """As `enable_grad`, but nothing where graphs are recorded anyway: no mode slows them down."""
    return contextlib.nullcontext() if state.recording else enable_grad()


def no_grad() -> _Recording:
    """Operations without a graph, in this thread: results are Values without parents.

    A context manager and a decorator. It saves time and memory where no derivative is wanted.

    >>> from autograd import Value, no_grad
    >>> x = Value(3.0)
    >>> with no_grad():
    ...     y = x * x
    >>> y.data, y.parents
    (9.0, ())
    """
    return _Recording(False)


def enable_grad() -> _Recording:
    """Recording as usual, inside a `no_grad()`."""
    return _Recording(True)
