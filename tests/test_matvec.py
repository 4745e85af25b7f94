"""matvec: the nodes that dot makes, one for each row, whatever the operands and modes."""

from fractions import Fraction
from math import inf, isnan, nan

import pytest

from autograd import Value, detect_anomaly, dot, matvec, no_grad, total


def test_matvec_is_a_dot_for_each_row() -> None:
    w = [[Value(1.0), 2.0, Value(-3.0)], [Value(0.5), Value(4.0), 0]]
    x = [Value(2.0), Value(-1.0), 3]
    products, dots = matvec(w, x), [dot(row, x) for row in w]
    for product, alone in zip(products, dots, strict=True):
        assert (product.data, product.op, product.parents) == (alone.data, dot, alone.parents)
        assert product.partials == alone.partials
    total(products).backward()
    assert [v.grad for v in x[:2]] == [1.5, 6.0]
    assert matvec([], x) == []
    assert matvec([[1, 2], [3, 4]], [1, 1]) == [3.0, 7.0]


@pytest.mark.parametrize("w", [[[1.0]], [[1.0, 2.0], [3.0]], [[1.0, 2.0, 3.0]]])
def test_matvec_wants_rows_as_long_as_x(w: list[list[float]]) -> None:
    with pytest.raises(ValueError, match="length of x, 2"):
        matvec(w, [Value(1.0), 2.0])


ROWS = [
    ([1.0, 2.0], [Value(3.0), 4.0]),
    ([Value(1.0), 2], [3, Fraction(1, 2)]),
    ([Value(1e308), Value(1e308)], [10.0, -10.0]),
    ([Value(inf), 1.0], [0.0, Value(nan)]),
    ([], []),
]


@pytest.mark.parametrize(("row", "x"), ROWS)
def test_each_node_is_as_dot_makes_it(row: list, x: list) -> None:
    [got], want = matvec([row], x), dot(row, x)
    if isinstance(want, float):
        assert got == want
        return
    assert (got.op, got.parents, got.grad, got.label) == (want.op, want.parents, 0.0, "")
    for a, b in zip((got.data, *got.partials), (want.data, *want.partials), strict=True):
        assert a == b or (isnan(a) and isnan(b))


def test_modes_hold_in_it() -> None:
    w, x = [[Value(1.0), Value(2.0)]], [3.0, 4.0]
    with no_grad():
        [y] = matvec(w, x)
    assert (y.data, y.parents) == (11.0, ())
    with detect_anomaly(), pytest.raises(ArithmeticError, match="dot"):
        matvec([[Value(1e308), Value(1e308)]], [10.0, 10.0])


@pytest.mark.parametrize("wrong", ["a", None, 1j, [1.0]])
def test_what_is_no_number_is_refused(wrong: object) -> None:
    with pytest.raises(TypeError, match="expected a real number"):
        matvec([[Value(1.0), wrong]], [1.0, 2.0])
    with pytest.raises(TypeError, match="expected a real number"):
        matvec([[Value(1.0), 1.0]], [1.0, wrong])
