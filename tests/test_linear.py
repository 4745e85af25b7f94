"""Linear systems are solved exactly, for floats and for numbers with derivatives."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

import pytest

from autograd import Value, check_grads, jacobian
from autograd.linear import linear_solve


def test_whole_solutions_of_whole_systems_come_out_whole() -> None:
    choose = random.Random(1)
    for n in range(1, 7):
        A = [[float(choose.randint(-4, 4)) for _ in range(n)] for _ in range(n)]
        for i in range(n):
            A[i][i] += 16.0 * n
        X = [[float(choose.randint(-9, 9)) for _ in range(n)] for _ in range(2)]
        B = [[sum(a * x for a, x in zip(row, xs)) for row in A] for xs in X]
        assert linear_solve(A, B) == [pytest.approx(x, rel=1e-14, abs=1e-14) for x in X]


def test_a_pivot_of_zero_is_exchanged() -> None:
    A = [[0.0, 0.0, 2.0], [0.0, 3.0, 1.0], [4.0, 1.0, 1.0]]
    assert linear_solve(A, [[6.0, 9.0, 13.0]]) == [[2.0, 2.0, 3.0]]


def test_the_largest_pivot_keeps_digits() -> None:
    [[x, y]] = linear_solve([[1e-17, 1.0], [1.0, 1.0]], [[1.0, 2.0]])
    exact = Fraction(1) / (1 - Fraction(1e-17))
    assert (x, y) == pytest.approx((float(exact), float(2 - exact)), rel=1e-15)


@pytest.mark.parametrize(
    "A",
    [
        [[0.0]],
        [[1.0, 2.0], [2.0, 4.0]],
        [[0.1, 0.2], [0.3, 0.6]],
        [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0], [7.0, 8.0, 9.0]],
        [[0.0, 1.0], [0.0, 2.0]],
    ],
)
def test_a_singular_system_is_refused(A: list[list[float]]) -> None:
    with pytest.raises(ZeroDivisionError):
        linear_solve(A, [[1.0] * len(A)])


@pytest.mark.parametrize("scale", [1e-200, 1e-9, 1e200])
def test_rows_of_different_sizes_are_not_taken_for_singular(scale: float) -> None:
    [x] = linear_solve([[scale, 0.0], [0.0, 1.0]], [[scale, 3.0]])
    assert x == [1.0, 3.0]


def inverse(A: Any) -> list[Any]:
    return linear_solve(A, [[1.0, 0.0], [0.0, 1.0]])


def test_it_is_differentiated_to_any_order() -> None:
    check_grads(inverse, ([[1.0, 2.0], [5.0, 3.0]],))
    slopes = jacobian(lambda a: linear_solve([[a, 0.0], [1.0, a]], [[1.0, 0.0]])[0])(2.0)
    assert slopes == [-0.25, 0.25]  # of 1 / a and -1 / a**2


def test_nothing_is_nothing() -> None:
    assert linear_solve([], [[]]) == [[]]
    assert linear_solve([[Value(2.0)]], []) == []
