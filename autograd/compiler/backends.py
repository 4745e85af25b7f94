"""What runs programs, and in which precision."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from .precision import DOUBLE, SINGLE, precision
from .trial import require

if TYPE_CHECKING:
    from .arrays import Arrays
    from .schedule import Schedule

BACKENDS = ("auto", "python", "numpy", "numba")
DOUBLE_ALONE = ("python", "numba")  # without single precision


class Runner(NamedTuple):
    """What runs programs run by run.

    `prepared` finds the runs, `arrays` has memory for a batch, and `block` says how large a batch
    is best.
    """

    prepared: Callable[..., Schedule]
    arrays: Callable[[Schedule, int], Arrays]
    block: Callable[[Schedule], int]


def checked(backend: str, dtype: Any) -> tuple[str, str]:
    """The names of a backend and of its precision; ValueError where there is none such."""
    if backend not in BACKENDS:
        raise ValueError(f"backend is one of {', '.join(BACKENDS)}, got {backend!r}")
    name = precision(dtype)
    if name == SINGLE and backend in DOUBLE_ALONE:
        raise ValueError(
            f"backend={backend!r} has double precision alone: single precision needs 'numpy'"
        )
    return backend, name


def runner(backend: str, dtype: str = DOUBLE) -> Runner:
    """What NumPy or Numba runs programs with."""
    if backend == "numba":
        require()
        from .native import choosing

        return Runner(choosing.prepared, choosing.arrays, choosing.block)
    from .arrays import Arrays, block, prepared

    return Runner(prepared, partial(Arrays, dtype=dtype), block)
