"""NumPy's functions for rows of the table: the same value, on arrays."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np

from ..primitives import TABLE, Primitive
from ..primitives.extrema import largest
from ..primitives.row import OUT_OF_RANGE
from ..primitives.softmax import rest, share

# rows whose functions NumPy calls otherwise; the others that it has are called as the rows are
SPELLED = {
    "sub": "subtract", "mul": "multiply", "div": "divide", "neg": "negative", "mod": "remainder",
    "pow": "power", "round": "rint",
}  # fmt: skip
# NumPy's are no better than rows written out: inf over zero, where Python's is nan, slow, or with
# the one or the other of two zeros
OTHERWISE = frozenset(["floor_divide", "logaddexp", "logaddexp2", "fmax", "fmin"])
FEW = 512  # numbers, for which calls count for more than what they do
ONE = np.ones(())
NAMED = ("total", "prod", "where", "dot", "step", "sech")
OWN = frozenset([*(TABLE[name] for name in NAMED), largest, rest, share])


def knows(op: Primitive) -> bool:
    """Whether NumPy has a function for the row.

    >>> knows(TABLE["tanh"]), knows(TABLE["sigmoid"])
    (True, False)
    """
    return op in OWN or _ufunc(op) is not None


def _ufunc(op: Primitive) -> Callable[..., Any] | None:
    if TABLE.get(op.name) is not op or op.name in OTHERWISE:
        return None
    found = getattr(np, SPELLED.get(op.name, op.name), None)
    return found if isinstance(found, np.ufunc) else None


def _step(x: Any, out: Any) -> None:
    np.sign(x, out)  # several times as fast as heaviside, and nan stays nan
    np.maximum(out, 0.0, out=out)


def _where(condition: Any, x: Any, y: Any, out: Any) -> None:
    """x or y as they are, bit by bit: branches cost most where conditions are as good as random."""
    if out.size < FEW:
        np.copyto(out, y)
        np.copyto(out, x, where=condition != 0.0)
        return
    taken, other, bits = (array.view(f"i{out.itemsize}") for array in (x, y, out))
    if not other.ndim and not other:  # the constant 0.0
        np.multiply(taken, condition != 0.0, bits)
        return
    np.bitwise_xor(taken, other, bits)
    np.multiply(bits, condition != 0.0, bits)
    np.bitwise_xor(bits, other, bits)


def _share(x: Any, top: Any, whole: Any, out: Any) -> None:
    np.subtract(x, top, out)
    np.fmin(out, 0.0, out)  # what nan it replaces is inf - inf; elsewhere the whole is nan
    np.exp(out, out)
    np.divide(out, whole, out)


def _sech(x: Any, out: Any) -> None:
    """0 beyond 710.4, where it is subnormal."""
    np.cosh(x, out)
    np.divide(ONE, out, out)


@lru_cache(maxsize=1024)
def array_function(op: Primitive) -> Callable[..., Any]:
    """What computes the row on arrays, of which the last gets the results.

    Where NumPy has nothing, the row itself is called number by number: slow, but the same numbers
    whatever else is installed. SciPy's erf is four times as fast as this, but its erfc is 0 where
    results are subnormal, and its gammaln loses three digits around its zeros.

    >>> out = np.empty(2)
    >>> array_function(TABLE["erf"])(np.array([0.0, 1.0]), out)
    >>> out.tolist()
    [0.0, 0.8427007929497149]
    """
    if op is TABLE["where"]:
        return _where
    if op is TABLE["step"]:
        return _step
    if op is share:
        return _share
    if op is TABLE["sech"]:
        return _sech
    if op is TABLE["maximum"]:  # takes `out` by name only, and of 0.0 and -0.0 the second
        return lambda x, y, out: np.maximum(y, x, out=out)
    if op is TABLE["minimum"]:
        return lambda x, y, out: np.minimum(y, x, out=out)
    return _ufunc(op) or (lambda *arrays: each(op, *arrays))


def each(op: Primitive, *arrays: Any) -> None:
    """The row of each number in the arrays, into the last of them."""
    *operands, out = arrays
    columns = [np.broadcast_to(x, out.shape).ravel().tolist() for x in operands]
    try:
        numbers = np.fromiter(map(op.raw, *columns), float, out.size)
    except OUT_OF_RANGE:
        numbers = np.fromiter(map(op, *columns), float, out.size)
    out[...] = numbers.reshape(out.shape)
