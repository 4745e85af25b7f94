"""Random programs, differentiated in every way there is: all ways agree."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from oracles import assert_swept_alike
from test_random_programs import INPUTS, RATIONAL, SMOOTH, Step, programs

from autograd import Value, grad, topological_sort
from autograd.jacobians import hessian, hvp, jacobian
from autograd.pullback import vjp
from autograd.pushforward import jvp

UNIT = np.eye(INPUTS).tolist()
steady = settings(derandomize=True, deadline=None, max_examples=80, database=None)
quarters = st.lists(st.integers(-12, 12).map(lambda n: n / 4), min_size=INPUTS, max_size=INPUTS)
special = st.sampled_from(
    [math.nan, math.inf, -math.inf, 0.0, -0.0, 1.0, -1.0, 2.0, -0.5, 1e308, -1e200, 5e-324, 800.0]
)
directions = st.lists(st.integers(-2, 2).map(float), min_size=INPUTS, max_size=INPUTS)


def runs(
    program: list[Step], table: list[tuple[Callable, Callable]], *, tame: bool = True
) -> Callable:
    """A function of a list of numbers: every node that the program makes, if tame the small."""

    def f(xs: list[Any]) -> list[Any]:
        nodes = list(xs)
        for code, *where in program:
            operation, _ = table[code % len(table)]
            node = operation(*(nodes[i % len(nodes)] for i in where))
            if tame and abs(node.data) > 1000.0:
                continue
            if code % 3 == 0:
                nodes[where[0] % len(nodes)] = node
            else:
                nodes.append(node)
        return nodes

    return f


def last(f: Callable) -> Callable:
    """The sum of what f returns."""
    return lambda xs: sum(f(xs), start=0)


def close(want: Any, scale: float = 0.0) -> Any:
    """Equal within rounding, of numbers or of lists of them."""
    if want and isinstance(want[0], list):
        return [close(row, scale) for row in want]
    return pytest.approx(want, rel=1e-12, abs=1e-12 * (1.0 + scale))


def alike(numbers: Iterable[float]) -> list[str]:
    """The numbers as texts, which are equal where numbers are, and where both are nan."""
    return [repr(x + 0.0) for x in numbers]


def vjp_rows(f: Callable, xs: list[float]) -> list[list[float]]:
    """The derivatives of all that f returns, row by row."""
    ys, pullback = vjp(f, xs)
    return [pullback([float(i == j) for j in range(len(ys))])[0] for i in range(len(ys))]


def eager(f: Callable, xs: list[float]) -> list[float]:
    """The gradient as `backward` leaves it."""
    leaves = [Value(x) for x in xs]
    last(f)(leaves).backward()
    return [x.grad for x in leaves]


@given(programs, quarters, directions)
@steady
def test_first_derivatives_agree(program, xs, v) -> None:
    f = runs(program, RATIONAL)
    y = last(f)
    slopes = eager(f, xs)
    assert grad(y)(xs) == jacobian(y)(xs) == slopes
    assert [jvp(y, (xs,), (e,))[1] for e in UNIT] == close(slopes, size(slopes))
    along = sum(g * t for g, t in zip(slopes, v, strict=True))
    assert jvp(y, (xs,), (v,))[1] == pytest.approx(along, rel=1e-12, abs=1e-12 * size(slopes))
    ys, pullback = vjp(f, xs)
    assert pullback([1.0] * len(ys))[0] == close(slopes, size(slopes))
    assert ys == jvp(f, (xs,), (v,))[0] == [node.data for node in f([Value(x) for x in xs])]
    for i, e in enumerate(UNIT):
        column = [row[i] for row in jacobian(f)(xs)]
        assert jvp(f, (xs,), (e,))[1] == close(column, size(column))


@given(programs, quarters, directions)
@steady
def test_second_derivatives_agree(program, xs, v) -> None:
    y = last(runs(program[:6], RATIONAL))
    assert_second_derivatives_agree(y, xs)
    H = hessian(y)(xs)
    assert hvp(y, (xs,), (v,))[0] == close((np.array(H) @ v).tolist(), size(*H))


@given(programs, st.lists(st.floats(-2.0, 2.0), min_size=INPUTS, max_size=INPUTS))
@steady
def test_derivatives_of_smooth_programs_agree(program, xs) -> None:
    f = runs(program[:5], SMOOTH)
    slopes = eager(f, xs)
    assert [jvp(last(f), (xs,), (e,))[1] for e in UNIT] == close(slopes, size(slopes))
    assert_second_derivatives_agree(last(f), xs)


def size(*rows: list[float]) -> float:
    """The largest magnitude."""
    return max((abs(x) for row in rows for x in row), default=0.0)


def assert_second_derivatives_agree(y: Callable, xs: list[float]) -> None:
    """All ways to the Hessian give one matrix, symmetric to the last bit."""
    H = hessian(y)(xs)
    want = close(H, 10.0 * size(*H))
    assert H == [list(column) for column in zip(*H, strict=True)]
    assert jacobian(grad(y))(xs) == want
    assert [hvp(y, (xs,), (e,))[0] for e in UNIT] == want
    assert [jvp(grad(y), (xs,), (e,))[1] for e in UNIT] == want
    assert [grad(lambda xs, e=e: jvp(y, (xs,), (e,))[1])(xs) for e in UNIT] == want
    assert [grad(lambda xs, i=i: grad(y)(xs)[i])(xs) for i in range(INPUTS)] == want
    for row, e in zip(want, UNIT, strict=True):
        assert [jvp(lambda xs, d=d: jvp(y, (xs,), (d,))[1], (xs,), (e,))[1] for d in UNIT] == row


@given(programs, st.lists(special, min_size=INPUTS, max_size=INPUTS))
@settings(steady, max_examples=400)
def test_sweeps_agree_wherever_the_inputs_are(program, xs) -> None:
    f = runs(program, RATIONAL + SMOOTH, tame=False)
    slopes = alike(eager(f, xs))
    leaves = [Value(x) for x in xs]
    assert_swept_alike(last(f)(leaves), leaves)
    assert alike(grad(last(f))(xs)) == alike(jacobian(last(f))(xs)) == slopes
    rows = [eager(lambda xs, i=i: [f(xs)[i]], xs) for i in range(INPUTS)]
    assert list(map(alike, vjp_rows(f, xs)[:INPUTS])) == list(map(alike, rows))


@given(st.integers(0, 999), st.lists(special, min_size=INPUTS, max_size=INPUTS))
@settings(steady, max_examples=400)
def test_both_modes_give_the_partials_wherever_the_operands_are(code, xs) -> None:
    [(operation, _)] = [(RATIONAL + SMOOTH)[code % len(RATIONAL + SMOOTH)]]
    leaves = [Value(x) for x in xs]
    y = operation(*leaves)
    y.backward()
    if len(topological_sort(y)) == 1 + len({*y.parents} & {*leaves}):  # one operation
        forward = [jvp(lambda xs: operation(*xs), (xs,), (e,)) for e in UNIT]
        assert alike(t for _, t in forward) == alike(x.grad for x in leaves)
        assert alike(z for z, _ in forward) == alike([y.data] * INPUTS)


@given(programs, quarters)
@steady
def test_third_derivatives_do_not_depend_on_the_mix(program, xs) -> None:
    y = last(runs(program[:4], RATIONAL))
    mixed = jvp(hessian(y), (xs,), (UNIT[0],))[1]
    want = close(mixed, 10.0 * size(*mixed))
    assert jacobian(lambda xs: jvp(grad(y), (xs,), (UNIT[0],))[1])(xs) == want
    assert hessian(lambda xs: jvp(y, (xs,), (UNIT[0],))[1])(xs) == want
    assert hessian(lambda xs: grad(y)(xs)[0])(xs) == want
