"""Lines of LLVM for numbers side by side: what they say, and what they compute."""

import ctypes
import struct

import pytest

pytest.importorskip("llvmlite")

from autograd.compiler.native.build import Built
from autograd.compiler.native.lanes import Code, Lanes, Library, across, bits, choose, number


def computed(code: Code, result: Lanes, xs: list[float]) -> list[float]:
    """What the lines make of numbers at %x."""
    code.store(result, "%y")
    lines = "\n".join(code.lines)
    text = f"define void @f(ptr %x, ptr %y) {{\n{lines}\n ret void\n}}\n{code.library}"
    built = Built(text, ["f"])
    given = (ctypes.c_double * len(xs))(*xs)
    found = (ctypes.c_double * code.width)()
    kind = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p)
    kind(built.addresses["f"])(ctypes.addressof(given), ctypes.addressof(found))
    return list(found)


@pytest.mark.parametrize("width", [1, 2, 4, 8])
def test_formulas_run_lane_by_lane(width: int) -> None:
    code = Code(width, Library())
    xs = [0.5 * i - 1.0 for i in range(width)]
    x = code.load("%x")
    y = choose((x > 0.0) | (x <= -1.0), 2.0 / x - 1.0, abs(-x) * code.call("sqrt", 4.0))
    assert computed(code, y, xs) == [
        2.0 / x - 1.0 if x > 0.0 or x <= -1.0 else abs(x) * 2.0 for x in xs
    ]


def test_bits_and_back() -> None:
    code = Code(2, Library())
    shifted = (bits(code.load("%x")) >> 52) << 52
    assert computed(code, number(shifted & -1), [1.75, -3.0]) == [1.0, -2.0]
    assert bits(1.0) == struct.unpack("<q", struct.pack("<d", 1.0))[0]


@pytest.mark.parametrize("width", [2, 4, 8])
def test_sums_across_lanes(width: int) -> None:
    code = Code(width, Library())
    xs = [float(i * i) for i in range(width * width)]
    rows = [
        code.load(code.put(f"getelementptr double, ptr %x, i64 {k * width}")) for k in range(width)
    ]
    expected = [sum(xs[k * width : (k + 1) * width]) for k in range(width)]
    assert computed(code, across(rows), xs) == expected


@pytest.mark.parametrize("width", [1, 4])
def test_the_first_lanes(width: int) -> None:
    for count in range(6):
        code = Code(width, Library())
        mask = code.first_of(f"{count}")
        found = computed(code, choose(mask, 1.0, 0.0), [0.0] * width)
        assert found == [float(i < count) for i in range(width)]


def test_one_number_in_every_lane() -> None:
    code = Code(4, Library())
    assert computed(code, code.spread("%x") + code.constant(-0.0), [3.0]) == [3.0] * 4
