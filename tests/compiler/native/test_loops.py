"""Loops in text do in machine code what they say."""

import ctypes
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

pytest.importorskip("llvmlite")

from autograd.compiler.native.build import Built
from autograd.compiler.native.lanes import Library
from autograd.compiler.native.loops import Loops


def run(numbers: Any, write: Callable[[Loops], None]) -> Any:
    """What the lines that are written make of an array at `%m`."""
    code = Loops(Library())
    write(code)
    head = "define void @f(ptr %m) {\nentry:"
    text = "\n".join([head, *code.lines, "  ret void\n}", str(code.library)])
    built = Built(text, ["f"])
    held = np.array(numbers, float)
    ctypes.CFUNCTYPE(None, ctypes.c_void_p)(built.addresses["f"])(held.ctypes.data)
    return held.tolist()


@pytest.mark.parametrize("count", [1, 3, 4, 5, 16, 19, 31])
def test_all_numbers_are_visited_however_many(count: int) -> None:
    def write(code: Loops) -> None:
        def body(i: str, width: int) -> None:
            x = code.code(width).load(code.after("%m", i))
            code.code(width).store(x * 2.0, code.after(code.after("%m", str(count)), i))

        code.over(count, 4, body)

    numbers = [float(i + 1) for i in range(count)]
    rest = [0.0] * count + [7.0]
    assert run(numbers + rest, write) == [*numbers, *(2.0 * x for x in numbers), 7.0]


def test_a_loop_in_a_loop_carries_sums() -> None:
    def write(code: Loops) -> None:
        with code.loop(3) as i:
            row = code.after("%m", i, 5)

            def turn(j: str, held: Any) -> list[Any]:
                x = code.code(1).load(code.after(row, j))
                return [held[0] + x, held[1] * 2.0]

            one = code.code(1)
            total, power = code.carried(5, [one.constant(0.0), one.constant(1.0)], turn)
            one.store(total + power, code.after(code.after("%m", "15"), i))

    table = np.arange(15.0).reshape(3, 5)
    expected = [*table.ravel(), *(table.sum(1) + 32.0)]
    assert run([*table.ravel(), 0.0, 0.0, 0.0], write) == expected


@pytest.mark.parametrize("width", [1, 2, 3, 4, 8])
@pytest.mark.parametrize("stride", [-3, -1, 0, 1, 2])
def test_numbers_are_read_and_written_at_strides(width: int, stride: int) -> None:
    def write(code: Loops) -> None:
        x = code.strided(code.after("%m", "24"), width, stride)
        if stride:
            code.scattered(x, code.after("%m", "74"), stride)
        else:
            code.scattered(x, code.after("%m", "74"), 1)

    numbers = np.arange(100.0)
    expected = numbers.copy()
    for k in range(width):
        expected[74 + k * (stride or 1)] = numbers[24 + k * stride]
    assert run(numbers, write) == expected.tolist()


@pytest.mark.parametrize(("given", "wanted"), [(1, 4), (3, 4), (4, 4), (4, 3), (4, 1), (5, 2)])
def test_numbers_are_filled_up_with_zeros_or_cut(given: int, wanted: int) -> None:
    def write(code: Loops) -> None:
        x = code.widened(code.code(given).load("%m"), wanted)
        code.scattered(x, code.after("%m", "8"), 1)

    numbers = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, *[9.0] * 8]
    kept = [*numbers[: min(given, wanted)], *[0.0] * max(wanted - given, 0)]
    assert run(numbers, write) == [*numbers[:8], *kept, *[9.0] * (8 - wanted)]
