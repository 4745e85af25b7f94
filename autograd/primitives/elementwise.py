"""Functions of numbers on NumPy arrays, element by element."""

import sys
from collections.abc import Callable
from typing import Any


def has_array(operands: tuple[Any, ...]) -> bool:
    """Whether one of the operands is an array; without dimensions, one that is no plain number."""
    numpy: Any = sys.modules.get("numpy")  # without it there are none
    return numpy is not None and any(
        isinstance(x, numpy.ndarray) and (x.ndim > 0 or x.dtype.kind == "O") for x in operands
    )


def elementwise(function: Callable[..., Any], operands: tuple[Any, ...]) -> Any:
    """The function of each element, broadcast: an array of floats if all results are floats."""
    numpy: Any = sys.modules["numpy"]
    results = numpy.frompyfunc(function, len(operands), 1)(*operands)
    if isinstance(results, numpy.ndarray) and all(isinstance(x, float) for x in results.flat):
        return results.astype(float)
    return results
