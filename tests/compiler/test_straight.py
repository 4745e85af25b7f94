"""Straight-line Python gives what the program gives, bit for bit."""

import math

import pytest
from compiled import bits, instructions, lowering, points, program as written, steps, wild
from hypothesis import given, strategies as st

import autograd
from autograd.compiler.program import Guard, Program
from autograd.compiler.straight import straight
from autograd.nesting import flatten


@given(steps, st.one_of(points, wild), st.one_of(points, wild))
def test_results_are_those_of_evaluation(code: list, xs: list, others: list) -> None:
    program = lowering(written(code), xs)
    compiled = straight(program)
    for numbers in (xs, others):
        want = program.evaluate(numbers)
        found = compiled(*numbers)
        assert (found is None) == (want is None)
        assert found is None or bits(found) == bits(want)


@pytest.mark.parametrize(
    "row, args",
    [
        (("div", 0, 1), (1.0, 0.0)), (("div", 0, 1), (-1.0, 0.0)), (("div", 0, 1), (0.0, 0.0)),
        (("mul", 0, 1), (1e300, 1e300)), (("exp", 0), (710.0, 0.0)), (("log", 0), (-1.0, 0.0)),
        (("log", 0), (0.0, 0.0)), (("sqrt", 0), (-1.0, 0.0)), (("pow", 0, 1), (-8.0, 1 / 3)),
        (("pow", 0, 1), (0.0, -1.0)), (("pow", 0, 1), (10.0, 400.0)), (("mod", 0, 1), (1.0, 0.0)),
        (("tan", 0), (math.inf, 0.0)), (("add", 0, -math.inf), (math.inf, 0.0)),
        (("mul", 0, math.nan), (1.0, 0.0)), (("sub", -0.0, 0), (0.0, 0.0)),
        (("neg", 0), (-0.0, 0.0)), (("pow", -2.0, 0), (2.0, 0.0)),
    ],
    ids=str,
)  # fmt: skip
def test_ieee_where_python_raises(row: tuple, args: tuple) -> None:
    program = Program(2, 0, instructions(row), (2,))
    assert bits(straight(program)(*args)) == bits(program.evaluate(args))


@pytest.mark.parametrize("terms", range(6))
@pytest.mark.parametrize("name", ["total", "dot"])
def test_sums_are_rounded_once(name: str, terms: int) -> None:
    extremes = (1e16, 1.0, -1e16, 1e-3, -0.0, 1e308, -1e308, math.inf, -math.inf, math.nan)
    width = terms * (2 if name == "dot" else 1)
    program = Program(len(extremes), 0, instructions((name, *range(width))), (len(extremes),))
    for start in range(len(extremes)):
        for numbers in (extremes[start:] + extremes[:start], (-0.0,) * len(extremes)):
            assert bits(straight(program)(*numbers)) == bits(program.evaluate(numbers))


def test_what_is_written_in_place_keeps_its_order() -> None:
    def f(a, b, c):
        return [
            a - (b - c), a - b - c, a / (b / c), a / b / c, a / (b * c), -(a - b) * c, -(a * b) - b,
            a - (b + c), a * (b / c), (-2.0 * a) / -3.0 - (-b), a + (b + (c + 1e16)) - 1e16,
        ]  # fmt: skip

    for numbers in ([0.1, 0.7, 1e-3], [3.0, -0.3, 1e9], [-5e-324, 0.1, 1e-9]):
        program = lowering(f, numbers)
        assert bits(straight(program)(*numbers)) == bits(f(*numbers))


def test_names_are_used_again_only_when_nobody_needs_them() -> None:
    def f(x, y):
        kept = [x]
        for i in range(400):
            x = 0.5 * autograd.sin(x) * y + 0.25 * kept[i // 2]
            kept.append(x)
            if i % 50 == 0 and x > 1.0:
                return [x]
        return [*kept[::7], x]

    program = lowering(f, [0.3, 0.9])
    assert len(program.guards) == 8
    for numbers in ([0.3, 0.9], [0.5, 0.2], [9.0, 4.0]):
        found, want = straight(program)(*numbers), program.evaluate(numbers)
        assert (found is None) == (want is None)
        assert found is None or bits(found) == bits(want)


def test_long_chains_need_no_stack_and_one_name() -> None:
    def chain(x):
        for _ in range(20_000):
            x = autograd.sin(x) - 0.5 * x
        return x

    compiled = straight(lowering(chain, [0.5]))
    assert compiled(0.5)[0] == chain(0.5)
    assert compiled.__code__.co_nlocals < 5


@pytest.mark.parametrize("expected", [0.0, 2.0, math.inf, -math.inf, math.nan])
def test_guards_are_tested(expected: float) -> None:
    guards = (Guard(0, expected), Guard(1, -expected))
    compiled = straight(Program(1, 0, instructions(("neg", 0)), (1,), guards))
    for x in (0.0, 2.0, math.inf, -math.inf, math.nan):
        holds = x == expected or (x != x and expected != expected)
        assert (compiled(x) is not None) == holds


def test_a_guard_that_fails_before_an_error_is_no_error() -> None:
    program = Program(1, 0, instructions(("div", 1.0, 0)), (1,), (Guard(0, 2.0),))
    assert straight(program)(2.0) == (0.5,)
    assert straight(program)(0.0) is None


NESTINGS = [
    [1.0, 2.0], (1.0,), (), {"a": 1.0, "b": [2.0, (3.0,)]}, 1.0, {1: 2.0}, {"it's": [1.0]},
    [[], {}],
]  # fmt: skip


@pytest.mark.parametrize("nesting", NESTINGS, ids=str)
def test_results_are_nested_as_asked(nesting: object) -> None:
    outputs, rebuild = flatten(nesting)
    program = Program(0, 0, (), tuple(outputs))
    found = straight(program, rebuild)()
    assert found == nesting and type(found) is type(nesting)


def test_rows_of_one_name_and_other_parameters_are_told_apart() -> None:
    program = lowering(lambda x: [autograd.leaky_relu(x, s) for s in (0.1, 0.2, 0.3)], [-1.0])
    assert straight(program)(-2.0) == (-0.2, -0.4, -0.6)


def test_a_row_of_ones_own_may_have_any_name() -> None:
    rows = [autograd.primitive(partials=lambda z, x: (2.0,))(lambda x: 2.0 * x)]
    for name in ("again", "nan", "x0", "v0", "compiled", "OUT_OF_RANGE"):

        def f(x: float) -> float:
            return 2.0 * x

        f.__name__ = f.__qualname__ = name
        rows.append(autograd.primitive(partials=lambda z, x: (2.0,))(f))

    def chain(x):
        for row in rows:
            x = row(x)
        return x

    assert straight(lowering(chain, [1.0]))(0.5) == (64.0,)
