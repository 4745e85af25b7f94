"""Sums of products become one row each, and give the same numbers."""

from functools import reduce
from operator import add

import pytest
from compiled import lowering, points, program as written, steps
from hypothesis import given, strategies as st

from autograd import dot, exp, total
from autograd.compiler.dots import dotted
from autograd.compiler.program import Guard, Program


def ops(f, n):
    return [op.name for op, _ in dotted(lowering(f, [1.0 + i for i in range(n)])).code]


@given(steps, points)
def test_a_fused_program_computes_the_same(code: list, xs: list) -> None:
    program = lowering(written(code), xs)
    # where sums cancel or overflow, their order is of account
    wants, found = program.evaluate(xs), dotted(program).evaluate(xs)
    for want, z in zip(wants or [], found or [], strict=True):
        if want == want and abs(want) < 1e100:
            assert z == pytest.approx(want, rel=1e-9, abs=1e-6)


def test_sums_of_three_products_are_one_row() -> None:
    assert ops(lambda a, b, c: a * b + b * c + c * a, 3) == ["dot"]
    assert ops(lambda a, b, c: total([a * b, dot([a, b], [b, c]), c * c]), 3) == ["dot"]
    assert ops(lambda a, b, c: (a * b + exp(b)) + (b * c + c * a), 3) == ["exp", "dot"]


def test_sums_of_fewer_products_are_left() -> None:
    assert ops(lambda a, b, c: a * b + b * c, 3) == ["mul", "mul", "add"]
    assert ops(lambda a, b, c: dot([a, b], [b, c]) + c, 3) == ["dot", "add"]


def test_what_something_else_needs_is_left() -> None:
    def f(a, b, c):
        ab = a * b
        return ab + b * c + c * a + exp(ab)

    assert ops(f, 3).count("mul") == 3


def test_what_a_guard_needs_is_left() -> None:
    program = lowering(lambda a, b, c: a * b + b * c + c * a, [1.0, 2.0, 3.0])
    guarded = Program(3, 0, program.code, program.outputs, (Guard(3, 2.0),))
    assert dotted(guarded).code == program.code


@given(st.integers(3, 9), st.integers(0, 3))
def test_terms_keep_their_order(products: int, others: int) -> None:
    n = products + others

    def f(*xs):
        return sum([x * x for x in xs[:products]] + list(xs[products:]), 0.0)

    [(op, operands)] = dotted(lowering(f, [1.0] * n)).code[-1:]
    assert op.name == "dot"
    assert [x for x in operands if type(x) is int][:n] == [*range(n)]


def test_long_chains_take_linear_time() -> None:
    program = lowering(lambda *xs: reduce(add, [x * x for x in xs]), [1.0] * 20_000)
    assert [len(operands) for _, operands in dotted(program).code] == [40_000]
