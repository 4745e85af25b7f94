"""Passes change the program and not one bit of its results."""

import math

import pytest
from compiled import bits, instructions, lowering, points, program as written, steps, wild
from hypothesis import given, strategies as st

import autograd
from autograd.compiler.passes import Simplifying, cse, dce, fold, simplified
from autograd.compiler.program import Guard, Program

PASSES = {"fold": fold, "cse": cse, "dce": dce, "all": simplified}


@given(steps, st.one_of(points, wild))
def test_results_keep_every_bit(code: list, xs: list) -> None:
    program = lowering(written(code), xs)
    want = program.evaluate(xs)
    assert want is not None
    for name, changed in PASSES.items():
        after = changed(program)
        assert bits(after.evaluate(xs)) == bits(want), name
        assert len(after.code) <= len(program.code)
        assert str(changed(after)) == str(after), name  # once is enough


NEUTRAL = [
    ("add", 0, -0.0), ("add", -0.0, 0), ("sub", 0, 0.0), ("mul", 0, 1.0), ("mul", 1.0, 0),
    ("div", 0, 1.0), ("identity", 0), ("frozen", 0), ("where", 1.0, 0, 5.0), ("where", 0.0, 5.0, 0),
    ("where", math.nan, 0, 5.0),
]  # fmt: skip
NOT_NEUTRAL = [
    ("add", 0, 0.0), ("add", 0.0, 0), ("sub", 0, -0.0), ("sub", 0.0, 0), ("mul", 0, 0.0),
    ("div", 1.0, 0), ("total", 0), ("sub", 0, 0), ("div", 0, 0),
]  # fmt: skip


@pytest.mark.parametrize("row", NEUTRAL, ids=str)
def test_what_gives_back_an_operand_is_left_out(row: tuple) -> None:
    program = Program(1, 0, instructions(row), (1,))
    assert fold(program).outputs == (0,)
    for x in (-0.0, 0.0, 2.0, math.inf, math.nan):
        assert bits(program.evaluate([x])) == bits([x])


@pytest.mark.parametrize("row", NOT_NEUTRAL, ids=str)
def test_what_changes_a_zero_or_nan_stays(row: tuple) -> None:
    program = Program(1, 0, instructions(row), (1,))
    assert fold(program) == program
    numbers = (-0.0, 0.0, 2.0, math.inf, math.nan)
    assert any(bits(program.evaluate([x])) != bits([x]) for x in numbers)


def test_constants_are_computed() -> None:
    program = Program(
        1, 0, instructions(("exp", 0.0), ("div", 1, 0.0), ("mul", 0, 2), ("log", -1.0)), (3, 4)
    )
    folded = fold(program)
    assert str(folded) == "program of x0\n  v0 = mul(x0, inf)\n  return v0, nan"


def test_guards_on_constants_are_left_out() -> None:
    program = Program(1, 0, instructions(("exp", 0.0)), (0,), (Guard(1, 1.0), Guard(0, 2.0)))
    assert fold(program).guards == (Guard(0, 2.0),)


SHARED = [
    ([("mul", 0, 1), ("mul", 0, 1)], 1),
    ([("mul", 0, 1), ("mul", 1, 0)], 1),
    ([("add", 0, 2.0), ("add", 2.0, 0)], 1),
    ([("sub", 0, 2.0), ("sub", 2.0, 0)], 2),
    ([("mul", 0, 0), ("mul", 0, 0.0)], 2),
    ([("add", 0, 0.0), ("add", 0, -0.0)], 2),
    ([("add", 0, math.nan), ("add", 0, -math.nan)], 1),
    ([("mul", 0, 1), ("mul", 0, 1.0)], 2),  # register 1 is not the number 1
    ([("sub", 1, 1.0), ("sub", 1.0, 1)], 2),
    ([("mul", 0, 1), ("add", 0, 1)], 2),
]


@pytest.mark.parametrize("rows, left", SHARED, ids=str)
def test_the_same_operation_on_the_same_operands_is_shared(rows: list, left: int) -> None:
    program = Program(2, 0, instructions(*rows), (2, 3))
    after = cse(program)
    assert len(after.code) == left
    assert bits(after.evaluate([3.0, 5.0])) == bits(program.evaluate([3.0, 5.0]))


TOGETHER = [
    ([("mul", 0, 0.25), ("mul", 0.25, 0)], ["mul"]),
    ([("sub", 0, 0.25), ("sub", 0.25, 0)], ["sub", "sub"]),
    ([("add", 1, 0), ("add", 0, 1)], ["add"]),
    ([("neg", 0), ("add", 1, 2)], ["neg", "sub"]),
    ([("neg", 0), ("neg", 2)], ["neg"]),
    ([("total",), ("total", 2)], []),  # of nothing it is the number 0
    ([("mul", 0, math.inf), ("mul", math.inf, 0)], ["mul"]),
]


@pytest.mark.parametrize("rows, left", TOGETHER, ids=str)
def test_what_is_looked_up_is_what_would_be_appended(rows: list, left: list) -> None:
    program = Program(2, 0, instructions(*rows), (2, 3))
    after = simplified(program)
    assert [i.op.name for i in after.code] == left
    assert bits(after.evaluate([3.0, 5.0])) == bits(program.evaluate([3.0, 5.0]))


@given(steps, wild)
def test_looking_up_and_appending_are_the_same(code: list, xs: list) -> None:
    program = lowering(written(code), xs)
    builder = Simplifying(program)
    for op, operands in builder.rows(program.code):
        builder.translate.append(builder.append(op, operands))
    assert str(simplified(program)) == str(dce(builder.finish()))


def test_rows_with_other_parameters_are_not_shared() -> None:
    program = lowering(lambda x: (x**2, x**3, x.leaky_relu(0.5), x.leaky_relu(0.25)), [-2.0])
    assert cse(program).evaluate([-2.0]) == [4.0, -8.0, -1.0, -0.5]


def test_what_nothing_depends_on_is_left_out() -> None:
    code = instructions(("exp", 0), ("sin", 0), ("cos", 1), ("mul", 2, 2))
    program = Program(1, 0, code, (4,), (Guard(2, 0.5),))
    after = dce(program)
    assert [i.op.name for i in after.code] == ["sin", "mul"]
    assert after.guards[0].register == 2 - 1 and after.outputs == (2,)


def test_long_programs_need_no_stack() -> None:
    def chain(x):
        for i in range(30_000):
            x = autograd.sin(x) + float(i % 7)
        return x

    program = lowering(chain, [0.5])
    assert bits(dce(cse(fold(program))).evaluate([0.5])) == bits(program.evaluate([0.5]))


@given(steps, points)
def test_all_passes_at_once_leave_no_more_than_one_after_the_other(code: list, xs: list) -> None:
    program = lowering(written(code), xs)
    assert len(simplified(program).code) <= len(dce(cse(fold(program))).code)
