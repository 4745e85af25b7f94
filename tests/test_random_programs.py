"""Random programs with shared nodes and rebound names, against exact forward differentiation."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st
from jets import Jet, jet
from mpmath import mp, mpf
from oracles import assert_swept_alike

import autograd
from autograd import Value, gradients

INPUTS = 3
Step = tuple[str, int, int, int]
programs = st.lists(
    st.tuples(st.integers(0, 999), *[st.integers(0, 99)] * 3), min_size=1, max_size=12
)
settings.register_profile(
    "steady", derandomize=True, deadline=None, max_examples=150, database=None
)
settings.load_profile("steady")


@dataclass
class Dual:
    """A number and its derivatives along all inputs; `size` bounds how rounding can spread."""

    value: Any
    slopes: list[Any]
    size: float

    @property
    def is_tame(self) -> bool:
        """Whether it is small, and so round that floats hold it and what is made of it exactly."""
        grain = max(getattr(x, "denominator", 1) for x in (self.value, *self.slopes))
        return abs(self.value) <= 1000 and self.size <= 1e6 and grain <= 2**16

    @classmethod
    def of(cls, value: Any, partials: list[Any], operands: list[Dual]) -> Dual:
        pairs = list(zip(partials, operands, strict=True))
        slopes = [sum(p * x.slopes[i] for p, x in pairs) for i in range(INPUTS)]
        if isinstance(value, Jet):  # at a kink its slope is that of the partials, too
            value = Jet(value.value, sum(jet(p).value * jet(x.value).slope for p, x in pairs))
        return cls(value, slopes, 1.0 + sum(abs(float(p)) * x.size for p, x in pairs))


def share(x: Fraction, y: Fraction) -> Fraction:
    return Fraction((x > y) + (x >= y), 2)


# each instruction: on Values, and on exact numbers its value and its partials
RATIONAL: list[tuple[Callable, Callable]] = [
    (lambda x, y, z: x + y, lambda x, y, z: (x + y, [1, 1, 0])),
    (lambda x, y, z: x - y, lambda x, y, z: (x - y, [1, -1, 0])),
    (lambda x, y, z: x * y, lambda x, y, z: (x * y, [y, x, 0])),
    (lambda x, y, z: -x, lambda x, y, z: (-x, [-1, 0, 0])),
    (lambda x, y, z: x**2, lambda x, y, z: (x**2, [2 * x, 0, 0])),
    (lambda x, y, z: x**3, lambda x, y, z: (x**3, [3 * x * x, 0, 0])),
    (lambda x, y, z: x / 4, lambda x, y, z: (x / 4, [Fraction(1, 4), 0, 0])),
    (lambda x, y, z: 3 - x, lambda x, y, z: (3 - x, [-1, 0, 0])),
    (lambda x, y, z: 2.0 * x + 0, lambda x, y, z: (2 * x, [2, 0, 0])),
    (lambda x, y, z: autograd.total([x, y, z, x]), lambda x, y, z: (2 * x + y + z, [2, 1, 1])),
    (lambda x, y, z: autograd.dot([x, y], [z, x]), lambda x, y, z: (x * z + x * y, [z + y, x, x])),
    (lambda x, y, z: autograd.prod([x, y, z]), lambda x, y, z: (x * y * z, [y * z, x * z, x * y])),
    (lambda x, y, z: autograd.relu(x), lambda x, y, z: (max(x, 0), [x > 0, 0, 0])),
    (lambda x, y, z: abs(x), lambda x, y, z: (abs(x), [(x > 0) - (x < 0), 0, 0])),
    (
        lambda x, y, z: autograd.maximum(x, y),
        lambda x, y, z: (max(x, y), [share(x, y), share(y, x), 0]),
    ),
    (
        lambda x, y, z: autograd.where(x > y, y, z),
        lambda x, y, z: (y if x > y else z, [0, x > y, x <= y]),
    ),
    (
        lambda x, y, z: autograd.minimum(x, y),
        lambda x, y, z: (min(x, y), [share(y, x), share(x, y), 0]),
    ),
    (
        lambda x, y, z: autograd.clamp(x, -1, 1),
        lambda x, y, z: (max(min(x, 1), -1), [abs(x) <= 1, 0, 0]),
    ),
    (
        lambda x, y, z: autograd.mean([x, 1, y, x]),
        lambda x, y, z: ((2 * x + y + 1) / 4, [Fraction(1, 2), Fraction(1, 4), 0]),
    ),
    # the same operand twice, and the literals 0 and 1, as an operand each and in place
    (lambda x, y, z: autograd.maximum(x, x), lambda x, y, z: (x, [1, 0, 0])),
    (lambda x, y, z: x - x, lambda x, y, z: (x - x, [0, 0, 0])),
    (lambda x, y, z: autograd.dot([x, x], [x, 1]), lambda x, y, z: (x * x + x, [2 * x + 1, 0, 0])),
    (lambda x, y, z: operator.imul(x, 0) + 1 * y, lambda x, y, z: (y, [0, 1, 0])),
    (lambda x, y, z: operator.iadd(x**1, 1) + y**0, lambda x, y, z: (x + 2, [1, 0, 0])),
    (lambda x, y, z: operator.isub(0 - x, 1), lambda x, y, z: (-x - 1, [-1, 0, 0])),
]
# and for smooth functions, whose partials mpmath finds, the value alone
FORMULAS: list[tuple[Callable, Callable]] = [
    (lambda x, y, z: x + y, lambda x, y, z: x + y),
    (lambda x, y, z: x - z, lambda x, y, z: x - z),
    (lambda x, y, z: x * y, lambda x, y, z: x * y),
    (lambda x, y, z: x / (y * y + 1.0), lambda x, y, z: x / (y * y + 1)),
    (lambda x, y, z: (x * x + 1.0) ** 0.5, lambda x, y, z: mp.sqrt(x * x + 1)),
    (lambda x, y, z: 2.0 ** (x.sin() * y), lambda x, y, z: 2 ** (mp.sin(x) * y)),
    (lambda x, y, z: (1.0 + x * x) ** y.cos(), lambda x, y, z: (1 + x * x) ** mp.cos(y)),
    (lambda x, y, z: x.tanh(), lambda x, y, z: mp.tanh(x)),
    (lambda x, y, z: autograd.exp(-x * x), lambda x, y, z: mp.exp(-x * x)),
    (lambda x, y, z: (x * x + 1.0).log(), lambda x, y, z: mp.log(x * x + 1)),
    (lambda x, y, z: autograd.softplus(x), lambda x, y, z: mp.log(1 + mp.exp(x))),
    (lambda x, y, z: autograd.gelu(x), lambda x, y, z: x * mp.ncdf(x)),
    (lambda x, y, z: autograd.norm([x, y, 1]), lambda x, y, z: mp.sqrt(x * x + y * y + 1)),
    (lambda x, y, z: autograd.arctan2(x, 1 + y * y), lambda x, y, z: mp.atan(x / (1 + y * y))),
    (
        lambda x, y, z: autograd.logsumexp([x, y, z, 0.5]),
        lambda x, y, z: mp.log(mp.exp(x) + mp.exp(y) + mp.exp(z) + mp.exp(0.5)),
    ),
    (
        lambda x, y, z: autograd.softmax([x, y, z])[0],
        lambda x, y, z: 1 / (1 + mp.exp(y - x) + mp.exp(z - x)),
    ),
]


def with_partials(formula: Callable) -> Callable:
    def differentiated(*xs: Any) -> tuple[Any, list[Any]]:
        directions = [tuple(int(i == j) for j in range(3)) for i in range(3)]
        return formula(*xs), [mp.diff(formula, xs, direction) for direction in directions]

    return differentiated


SMOOTH = [(on_values, with_partials(formula)) for on_values, formula in FORMULAS]


def run(
    program: list[Step], xs: list[Value], exact: list[Any], table: list[tuple[Callable, Callable]]
) -> tuple[Value, Dual, list[Value]]:
    """The program on Values and on exact numbers, without the steps that grow wild."""
    values = list(xs)
    duals = [Dual(x, [int(i == j) for j in range(INPUTS)], 1.0) for i, x in enumerate(exact)]
    for code, *where in program:
        on_values, on_exact = table[code % len(table)]
        a, b, c = (i % len(values) for i in where)
        value, partials = on_exact(duals[a].value, duals[b].value, duals[c].value)
        new = Dual.of(value, partials, [duals[a], duals[b], duals[c]])
        if not new.is_tame:
            continue
        node = on_values(values[a], values[b], values[c])
        if code % 3 == 0:  # rebind, in place as `c += 1` does
            values[a], duals[a] = node, new
        else:
            values.append(node)
            duals.append(new)
    last = sum(values, start=0)
    return last, Dual.of(sum(d.value for d in duals), [1] * len(duals), duals), values


@given(programs, st.lists(st.integers(-12, 12), min_size=INPUTS, max_size=INPUTS))
def test_rational_programs_are_exact(program: list[Step], numbers: list[int]) -> None:
    xs = [Value(n / 4) for n in numbers]
    root, exact, _ = run(program, xs, [Fraction(n, 4) for n in numbers], RATIONAL)
    root.backward()
    assert root.data == exact.value
    assert [x.grad for x in xs] == exact.slopes


@given(programs, st.lists(st.integers(-12, 12), min_size=INPUTS, max_size=INPUTS))
def test_second_derivatives_of_rational_programs_are_exact(
    program: list[Step], numbers: list[int]
) -> None:
    xs = [Value(n / 4) for n in numbers]
    for j in range(INPUTS):
        jets = [Jet(Fraction(n, 4), i == j) for i, n in enumerate(numbers)]
        root, exact, _ = run(program, xs, jets, RATIONAL)
        slopes = gradients(root, xs)
        want = [jet(s).slope for s in exact.slopes]
        assert [gradients(slope, [xs[j]])[0].data for slope in slopes] == want


@given(programs, st.lists(st.floats(-3.0, 3.0), min_size=INPUTS, max_size=INPUTS))
def test_smooth_programs_are_right_within_rounding(
    program: list[Step], numbers: list[float]
) -> None:
    xs = [Value(x) for x in numbers]
    with mp.workdps(40):
        root, exact, _ = run(program, xs, [mpf(x) for x in numbers], SMOOTH)
    root.backward()
    assert root.data == pytest.approx(float(exact.value), abs=1e-13 * exact.size)
    for x, slope in zip(xs, exact.slopes, strict=True):
        assert x.grad == pytest.approx(float(slope), abs=1e-12 * exact.size**2)


@given(programs, st.lists(st.floats(-2.0, 2.0), min_size=INPUTS, max_size=INPUTS))
@settings(max_examples=60)
def test_gradients_as_values_are_the_gradients(program: list[Step], numbers: list[float]) -> None:
    xs = [Value(x) for x in numbers]
    with mp.workdps(20):
        root, _, nodes = run(program, xs, [mpf(x) for x in numbers], SMOOTH)
    assert_swept_alike(root, [*xs, *nodes])


@given(programs, st.lists(st.floats(-2.0, 2.0), min_size=INPUTS, max_size=INPUTS))
@settings(max_examples=30)
def test_hessians_are_symmetric(program: list[Step], numbers: list[float]) -> None:
    xs = [Value(x) for x in numbers]
    with mp.workdps(20):
        root, exact, _ = run(program[:6], xs, [mpf(x) for x in numbers], SMOOTH)
    hessian = [[h.data for h in gradients(g, xs)] for g in gradients(root, xs)]
    for i in range(INPUTS):
        for j in range(i):
            tolerance = 1e-11 * (exact.size**3 + abs(hessian[i][j]))
            assert math.isclose(hessian[i][j], hessian[j][i], rel_tol=0.0, abs_tol=tolerance)
