"""Numbers in memory without tests of the index, and sums in any order, for code under Numba."""

from __future__ import annotations

from typing import Any

import numba
from numba.core import types
from numba.extending import intrinsic


def _pointer(typing: Any, array: Any) -> Any:
    """Where the numbers of an array are, without the array, which would be counted in each call."""

    def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return context.make_array(signature.args[0])(context, builder, args[0]).data

    kind: Any = types.CPointer
    return kind(array.dtype)(array), code


def _load(typing: Any, pointer: Any, index: Any) -> Any:
    """The number that is `index` places on."""

    def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.load(builder.gep(args[0], [args[1]], inbounds=True))

    return pointer.dtype(pointer, types.intp), code


def _store(typing: Any, pointer: Any, index: Any, x: Any) -> Any:
    """Puts x `index` places on."""

    def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        builder.store(args[2], builder.gep(args[0], [args[1]], inbounds=True))
        return context.get_dummy_value()

    return types.void(pointer, types.intp, pointer.dtype), code


def _after(typing: Any, pointer: Any, index: Any) -> Any:
    """The place that is `index` places on."""

    def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.gep(args[0], [args[1]], inbounds=True)

    return pointer(pointer, types.intp), code


def _plus(total: float, x: float, y: float) -> float:
    """total + x * y, in a sum whose terms may come in any order."""
    return total + x * y


pointer = intrinsic(_pointer)
load = intrinsic(_load)
store = intrinsic(_store)
after = intrinsic(_after)
plus = numba.njit(_plus, fastmath={"reassoc", "contract"}, error_model="numpy")
