"""Values in NumPy: functions of object arrays, operators between arrays and Values, scalars."""

import operator
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograd import Value

OPERATORS = [operator.add, operator.sub, operator.mul, operator.truediv, operator.floordiv]
OPERATORS += [operator.mod, operator.pow]
ARRAY = np.array([0.5, 1.5, 2.0])


@pytest.mark.parametrize(
    "ufunc",
    [
        *(np.exp, np.exp2, np.expm1, np.log, np.log2, np.log10, np.log1p, np.sqrt, np.cbrt),
        *(np.sin, np.cos, np.tan, np.arctan, np.sinh, np.cosh, np.tanh, np.arcsinh, np.square),
        *(np.negative, np.absolute, np.floor, np.ceil, np.trunc, np.rint, np.reciprocal),
        *(np.fabs, np.degrees, np.rad2deg, np.radians, np.deg2rad, np.positive, np.conjugate),
    ],
    ids=lambda ufunc: ufunc.__name__,
)
def test_numpy_functions_of_an_array_of_values(ufunc: np.ufunc) -> None:
    numbers = np.array([0.6, 1.25, 2.8])
    xs = np.array([Value(x) for x in numbers])
    ys = ufunc(xs)
    np.sum(ys).backward()
    h = 1e-6
    slopes = (ufunc(numbers + h) - ufunc(numbers - h)) / (2 * h)
    assert [y.data for y in ys] == pytest.approx(ufunc(numbers), rel=1e-15)
    assert [x.grad for x in xs] == pytest.approx(slopes, rel=1e-8)


@pytest.mark.parametrize("ufunc", [np.arctan2, np.hypot, np.maximum, np.minimum, np.power])
def test_numpy_functions_of_two_arrays_of_values(ufunc: np.ufunc) -> None:
    ws, xs = np.array([0.5, 1.25]), np.array([2.75, 0.75])
    ys = ufunc(np.array([Value(w) for w in ws]), np.array([Value(x) for x in xs]))
    assert [type(y) for y in ys] == [Value] * 2
    assert [y.data for y in ys] == pytest.approx(ufunc(ws, xs), rel=1e-15)


@pytest.mark.parametrize("apply", OPERATORS)
def test_an_array_takes_a_value_elementwise_on_either_side(apply: Callable) -> None:
    for swapped in (False, True):
        v = Value(1.25)
        ys = apply(v, ARRAY) if swapped else apply(ARRAY, v)
        want = [apply(v, float(x)) if swapped else apply(float(x), v) for x in ARRAY]
        assert (type(ys), ys.dtype, ys.shape) == (np.ndarray, np.dtype(object), (3,))
        assert [type(y) for y in ys] == [Value] * 3
        assert [y.data for y in ys] == pytest.approx([w.data for w in want], nan_ok=True)
        sum(ys).backward()
        inside, v.grad = v.grad, 0.0
        sum(want).backward()
        assert inside == pytest.approx(v.grad, nan_ok=True)


def test_products_of_arrays_of_values() -> None:
    w = np.array([[Value(1.0), Value(2.0)], [Value(3.0), Value(4.0)]])
    x = np.array([Value(5.0), Value(6.0)])
    for product in (w @ x, np.dot(w, x), np.einsum("ij,j->i", w, x)):
        assert [y.data for y in product] == [17.0, 39.0]
    (w @ x).mean().backward()
    assert [[v.grad for v in row] for row in w] == [[2.5, 3.0], [2.5, 3.0]]
    assert [v.grad for v in x] == [2.0, 3.0]


@pytest.mark.parametrize("scalar", [np.float64(3.0), np.int64(3), np.float32(3.0)], ids=repr)
def test_numpy_scalars_combine_to_one_value(scalar: Any) -> None:
    for apply in OPERATORS:
        for left, right in [(scalar, Value(2.0)), (Value(2.0), scalar)]:
            z = apply(left, right)
            assert type(z) is Value
            assert all(type(p) in (float, Value) for p in z.parents)


def test_numpy_functions_of_one_value_give_a_value() -> None:
    v = Value(2.0)
    for z, want in [
        (np.exp(v), np.exp(2.0)), (np.add(v, 1.0), 3.0), (np.float64(2.0) ** v, 4.0),
        (np.fmod(v, 1.5), 0.5), (np.degrees(v), np.degrees(2.0)), (np.hypot(v, 1.5), 2.5),
        (np.dot([v, 1.0], [3.0, 4.0]), 10.0), (np.mean([v, 4.0]), 3.0), (np.round(v), 2.0),
    ]:  # fmt: skip
        assert type(z) is Value
        assert z.data == pytest.approx(want, rel=1e-15)
