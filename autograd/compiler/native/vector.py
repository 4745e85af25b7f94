"""exp, expm1, tanh and log under Numba, so that loops over them become vector instructions."""

from __future__ import annotations

from typing import Any

import numba
from numba.core import types
from numba.extending import intrinsic

from .formulas import choose, over


def _bits(typing: Any, x: Any) -> Any:
    """The bits of a float as an integer."""

    def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.bitcast(args[0], context.get_value_type(types.int64))

    return types.int64(types.float64), code


def _number(typing: Any, n: Any) -> Any:
    """The float that has these bits."""

    def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.bitcast(args[0], context.get_value_type(types.float64))

    return types.float64(types.int64), code


njit: Any = numba.njit(error_model="numpy")
OPERATIONS = {"choose": njit(choose), "bits": intrinsic(_bits), "number": intrinsic(_number)}
NAMES = over(OPERATIONS, njit)
exp, expm1, tanh, log = (NAMES[name] for name in ("exp", "expm1", "tanh", "log"))
