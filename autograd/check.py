"""Finding the operation that went wrong: the watch for nan and inf."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable
from types import FrameType
from typing import TYPE_CHECKING, Any

from .modes import active, state
from .operations import data_of

if TYPE_CHECKING:
    from .value import Value

PACKAGE = __name__.partition(".")[0]


class AnomalyError(ArithmeticError):
    """A nan or inf came out of finite numbers while `detect_anomaly()` was on."""


def detect_anomaly() -> Watch:
    """Raise AnomalyError at the operation that makes a nan or inf out of finite numbers.

    A context manager for finding where a nan comes from. It watches values, local derivatives
    and the sweep back, in this thread, and names the operation, its operands and the line of
    your code that called it. Everything is several times slower while it is on.

    >>> from autograd import Value, detect_anomaly
    >>> x = Value(0.0, label="x")
    >>> with detect_anomaly():  # doctest: +ELLIPSIS
    ...     y = x.log()
    Traceback (most recent call last):
    autograd.check.AnomalyError: log of x=0 is -inf
      File ...
    """
    return Watch()


class Watch:
    """The context manager that `detect_anomaly` returns."""

    def __init__(self) -> None:
        self.lines: dict[Value, str] = {}  # where each node was made, while this is on
        self.before: Watch | None = None

    def __enter__(self) -> Watch:
        self.before, state.watch = state.watch, self
        active.append(self)
        return self

    def __exit__(self, *error: object) -> None:
        active.remove(self)
        state.watch = self.before
        self.lines.clear()

    def made(self, node: Value) -> None:
        """Look at a node that was just made."""
        if state.recording:
            self.lines[node] = line_of_user()
        if all(math.isfinite(data_of(p)) for p in node.parents):
            if not math.isfinite(node.data):
                raise AnomalyError(f"{self._described(node)} is {node.data:g}{self._where(node)}")

    def swept(self, order: list[Value], adjoint: dict[Value, float]) -> None:
        """Look at the adjoints of a sweep that has just ended, and let go of its nodes."""
        for node in reversed(order):
            g = adjoint[node]
            finite = math.isfinite(g) and all(math.isfinite(data_of(p)) for p in node.parents)
            for parent, partial in zip(node.parents, node.partials):
                if finite and type(parent) is not float and not math.isfinite(partial * g):
                    raise AnomalyError(
                        f"backward through {self._described(node)}: the derivative with respect "
                        f"to {_name(parent)} is {partial:g}, times the adjoint {g:g} is "
                        f"{partial * g:g}{self._where(node)}"
                    )
        for node in order:
            self.lines.pop(node, None)

    def heard(self, node: Value, hook: Callable[..., object], before: Any, after: Any) -> None:
        """Look at the adjoint that a hook has put in the place of another."""
        if math.isfinite(data_of(before)) and not math.isfinite(data_of(after)):
            raise AnomalyError(
                f"the hook {hook!r} on {node!r} made {data_of(after):g} of the adjoint "
                f"{data_of(before):g}{self._where(node)}"
            )

    def _described(self, node: Value) -> str:
        return f"{node.op} of {', '.join(map(_name, node.parents))}"

    def _where(self, node: Value) -> str:
        return self.lines.get(node, "\n  (the line that made it is not known)")


def _name(x: Value | float) -> str:
    label = getattr(x, "label", "")
    return f"{label}={data_of(x):g}" if label else f"{data_of(x):g}"


def _is_ours(module: str) -> bool:
    return module == PACKAGE or module.startswith(f"{PACKAGE}.")


def line_of_user() -> str:
    """The innermost line of the stack that is outside this package, as tracebacks show it."""
    frame: FrameType | None = sys._getframe()
    while frame is not None and _is_ours(frame.f_globals.get("__name__", "")):
        frame = frame.f_back
    if frame is None:
        return ""
    import linecache  # slow to import, and only wanted while watching

    name, number = frame.f_code.co_filename, frame.f_lineno
    source = linecache.getline(name, number).strip()
    return f'\n  File "{name}", line {number}' + (f"\n    {source}" if source else "")
