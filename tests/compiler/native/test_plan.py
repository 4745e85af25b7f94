"""Programs in rows that Numba has."""

import pytest

pytest.importorskip("numba")

from autograd.compiler.native.plan import in_factors, prepared, simplified
from autograd.compiler.program import Instruction, Program
from autograd.primitives import TABLE


def test_products_are_multiplied_out_from_the_left() -> None:
    program = Program(3, 0, (Instruction(TABLE["prod"], (0, 1, 2)),), (3,))
    assert str(in_factors(program)) == (
        "program of x0, x1, x2\n  v0 = mul(x0, x1)\n  v1 = mul(v0, x2)\n  return v1"
    )


def test_what_has_an_expansion_is_written_out() -> None:
    program = Program(1, 0, (Instruction(TABLE["step"], (0,)),), (1,))
    assert {i.op.name for i in simplified(program).code} == {"less", "less_equal", "where"}


def test_rows_that_numba_lacks_are_named() -> None:
    program = Program(1, 0, (Instruction(TABLE["digamma"], (0,)),), (1,))
    with pytest.raises(NotImplementedError, match=r"^Numba has no digamma: use another backend$"):
        prepared(program)
