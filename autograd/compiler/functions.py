"""NumPy's functions for rows of the table: the same value, on arrays."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np

from ..primitives import TABLE, Primitive

# rows whose functions NumPy calls otherwise; the others that it has are called as the rows are
SPELLED = {
    "sub": "subtract", "mul": "multiply", "div": "divide", "neg": "negative", "mod": "remainder",
    "pow": "power", "round": "rint",
}  # fmt: skip
OWN = frozenset("where total prod dot step".split())


def knows(op: Primitive) -> bool:
    """Whether NumPy has a function for the row."""
    return TABLE.get(op.name) is op and (op.name in OWN or isinstance(_named(op), np.ufunc))


def _named(op: Primitive) -> Any:
    return getattr(np, SPELLED.get(op.name, op.name), None)


def _where(condition: Any, x: Any, y: Any, out: Any) -> None:
    np.copyto(out, y)
    np.copyto(out, x, where=condition != 0.0)


@lru_cache(maxsize=1024)
def array_function(op: Primitive) -> Callable[..., Any]:
    """What computes the row on arrays, of which the last gets the results.

    Where NumPy has nothing, the row itself is called number by number.
    """
    if op.name == "where":
        return _where
    if op is TABLE["step"]:
        return lambda x, out: np.heaviside(x, 0.0, out)
    if knows(op):
        found: Callable[..., Any] = _named(op)
        return found
    each = np.frompyfunc(lambda *xs: op(*xs), op.arity or 0, 1) if op.arity else None

    def call(*operands: Any) -> None:
        if each:
            operands[-1][...] = each(*operands[:-1])

    return call


def rows_of(op: Primitive) -> Callable[[Any, Any], Any]:
    """The same for rows over any number of operands, which are the second axis of a table."""
    if op.name in ("total", "prod"):
        reduce: Any = np.add.reduce if op.name == "total" else np.multiply.reduce
        return lambda table, out: reduce(table, 1, None, out)

    def call(table: Any, out: Any) -> None:
        out[...] = np.apply_along_axis(lambda xs: op(*xs.tolist()), 1, table)

    return call
