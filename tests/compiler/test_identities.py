"""Identities: only those that hold to the last bit."""

import math
import struct

import pytest
from hypothesis import given, strategies as st

from autograd.compiler.identities import IDENTITIES, is_number
from autograd.compiler.passes import fold
from autograd.compiler.program import Instruction, Program
from autograd.primitives import TABLE
from autograd.primitives.exponential import power

ADD, SUB, MUL, DIV, NEG = (TABLE[name] for name in ("add", "sub", "mul", "div", "neg"))
NUMBERS = [0.0, -0.0, 1.0, -2.5, 3e-320, -1e308, math.inf, -math.inf, math.nan]
CODES = {
    "x + -0": [(ADD, (0, -0.0))],
    "x - 0": [(SUB, (0, 0.0))],
    "x * 1": [(MUL, (1.0, 0))],
    "x * -1": [(MUL, (0, -1.0))],
    "x / 1": [(DIV, (0, 1.0))],
    "x / -4": [(DIV, (0, -4.0))],
    "x / 2**-1022": [(DIV, (0, 2.0**-1022))],
    "x + -y": [(NEG, (1,)), (ADD, (0, 2))],
    "-x + y": [(NEG, (0,)), (ADD, (2, 1))],
    "x - -y": [(NEG, (1,)), (SUB, (0, 2))],
    "-(-x)": [(NEG, (0,)), (NEG, (2,))],
    "x**2": [(power.row(2.0), (0,))],
    "1 / x": [(power.row(-1.0), (0,))],
}


def bits(x: float) -> bytes:
    return b"nan" if x != x else struct.pack("d", x)


@pytest.mark.parametrize("code", CODES.values(), ids=CODES)
@pytest.mark.parametrize("x", NUMBERS)
@pytest.mark.parametrize("y", NUMBERS)
def test_a_folded_program_gives_the_same_bits(code, x, y):
    program = Program(2, 0, tuple(Instruction(*line) for line in code), (1 + len(code),))
    [expected] = program.evaluate([x, y])
    [found] = fold(program).evaluate([x, y])
    assert bits(found) == bits(expected)


@pytest.mark.parametrize(
    ("code", "left"),
    [
        ("x * 1", []), ("x + -0", []), ("x * -1", ["neg"]), ("x / -4", ["mul"]),
        ("x + -y", ["neg", "sub"]), ("-(-x)", ["neg"]), ("x**2", ["mul"]),
        ("x / 2**-1022", ["div"]),
    ],
)  # fmt: skip
def test_what_is_left_of_them(code, left):
    program = Program(2, 0, tuple(Instruction(*line) for line in CODES[code]), (0,))
    assert [i.op.name for i in fold(program).code] == left


@pytest.mark.parametrize("row", [ADD, SUB], ids=str)
def test_the_zero_that_changes_minus_zero_stays(row):
    zero = 0.0 if row is ADD else -0.0
    program = Program(1, 0, (Instruction(row, (0, zero)),), (1,))
    assert len(fold(program).code) == 1


@given(st.floats(), st.floats())
def test_a_number_is_told_by_its_sign_too(x, y):
    same = x == y and math.copysign(1.0, x) == math.copysign(1.0, y)
    assert is_number(x, y) == same


def test_registers_are_no_numbers():
    assert not is_number(1, 1.0)
    assert IDENTITIES[MUL](lambda x: None, 1, 2) is None
