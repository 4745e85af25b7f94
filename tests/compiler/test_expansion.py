"""Rows written out in simpler ones: the same numbers, at every edge."""

import itertools

import pytest
from hypothesis import given, settings, strategies as st
from operands import ROWS, alike, assert_close, every_row

from autograd import softmax
from autograd.compiler.expansion import SIMPLE, expanded
from autograd.compiler.passes import simplified
from autograd.compiler.program import Instruction, Program
from autograd.primitives import FAMILIES, TABLE, Primitive
from autograd.primitives.extrema import largest
from autograd.primitives.softmax import rest

WRITTEN = [row for row in ROWS if row.expansion and row not in SIMPLE]
BY_THEMSELVES = {"digamma", "polygamma", "sinc_derivative"}
knows = SIMPLE.__contains__


def single(row: Primitive, operands: int) -> Program:
    """The program of one instruction."""
    return Program(operands, 0, (Instruction(row, tuple(range(operands))),), (operands,))


def written_out(row: Primitive, operands: int) -> Program:
    """The same in simple rows."""
    return expanded(single(row, operands), knows)


@every_row
def test_written_out_a_row_is_the_same(row: Primitive) -> None:
    for at in alike(row):
        program = written_out(row, len(at[0]))
        assert_close(row, [program.evaluate(xs)[0] for xs in at], at)


@pytest.mark.parametrize("row", WRITTEN, ids=repr)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_at_any_numbers(row: Primitive, data: st.DataObject) -> None:
    width = row.arity or 3
    sizes = st.floats(0.0, 40.0) if row.name == "direction" else st.floats(-40.0, 40.0)
    xs = data.draw(st.tuples(*[sizes] * width))
    assert_close(row, written_out(row, width).evaluate(xs), [xs])


@every_row
def test_all_rows_become_simple_but_those_that_nothing_simple_gives(row: Primitive) -> None:
    program = written_out(row, row.arity or 4)
    others = {op.name for op, _ in program.code if op not in SIMPLE}
    rounded = row.name == "round" and row.parameters[0] != 0.0
    assert others == ({row.name} if row.name in BY_THEMSELVES or rounded else set())


@pytest.mark.parametrize("row", WRITTEN, ids=repr)
def test_constants_among_the_operands_fold_away(row: Primitive) -> None:
    xs = (0.5, 2.0, -1.5)[: row.arity or 3]
    program = expanded(Program(0, 0, (Instruction(row, xs),), (0,)), knows)
    folded = simplified(program)
    assert folded.code == ()
    assert_close(row, folded.evaluate([]), [xs])


def test_the_entries_of_a_softmax_share_their_work() -> None:
    n = 8
    for name in ("softmax_entry", "log_softmax_entry"):
        entries = [FAMILIES[name].row(k) for k in range(n)]
        code = tuple(Instruction(row, tuple(range(n))) for row in entries)
        program = expanded(Program(n, 0, code, tuple(range(n, 2 * n))), knows)
        assert len(program.code) < 15 * n + 20
        ops = [op.name for op, _ in simplified(program).code]
        assert ops.count("maximum") == n - 1
        assert ops.count("exp") == n
        assert ops.count("total") == 2
        assert len(ops) < 10 * n


@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_a_quotient_that_rounding_left_below_a_whole_number_is_that_number(sign: float) -> None:
    x, y = sign * 1180327.1004535942, 5.414583315462173
    assert (x - x % y) / y % 1.0 > 0.9 or sign < 0.0
    assert written_out(TABLE["floor_divide"], 2).evaluate([x, y]) == [x // y]


@pytest.mark.parametrize("d", [1e-3, 20.0, 100.0, 700.0])
def test_a_tiny_loss_keeps_its_digits(d: float) -> None:
    row = FAMILIES["log_softmax_entry"].row(0.0)
    (got,) = written_out(row, 3).evaluate([d, 0.0, -5.0])
    assert got == pytest.approx(row(d, 0.0, -5.0), rel=1e-14)
    assert got < 0.0


def test_a_sigmoid_and_its_slope_share_the_exponential() -> None:
    sigmoid, slope = TABLE["sigmoid"], TABLE["sech"]
    code = (
        Instruction(sigmoid, (0,)),
        Instruction(TABLE["mul"], (0.5, 0)),
        Instruction(slope, (2,)),
    )
    program = expanded(Program(1, 0, code, (1, 3)), knows)
    assert [op.name for op, _ in program.code].count("exp") == 1


def test_what_entries_share_is_what_it_says() -> None:
    for xs in ((1.0, 3.0, 2.0), (0.0, 0.0), (-2.0,)):
        assert largest(*xs) == max(xs)
        assert 1.0 / (1.0 + rest(*xs)) == pytest.approx(max(softmax(xs)), rel=1e-15)


def test_rows_that_differ_in_the_sign_of_a_zero_or_in_a_register_are_written_out_apart() -> None:
    inside = FAMILIES["inside"].row(0.0, 0.0)
    for x in (-1.0, 0.0, 1.0):
        assert written_out(inside, 1).evaluate([x]) == [float(x == 0.0)]
    fmod = TABLE["fmod"]
    for a, b in itertools.permutations([(0, 2.0), (0.0, 2.0), (-0.0, 2.0), (2.0, 0)], 2):
        code = (Instruction(fmod, a), Instruction(fmod, b))
        program = expanded(Program(1, 0, code, (1, 2)), knows)
        want = [fmod(*(5.0 if type(x) is int else x for x in xs)) for xs in (a, b)]
        assert list(map(repr, program.evaluate([5.0]))) == list(map(repr, want))


def test_a_program_in_known_rows_comes_back_as_it_is() -> None:
    program = single(TABLE["sin"], 1)
    assert expanded(program, knows) is program
    assert expanded(single(TABLE["sigmoid"], 1), lambda row: True).code[0].op is TABLE["sigmoid"]
