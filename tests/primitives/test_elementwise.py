"""The functions of the package on arrays: of Values, of plain numbers, and of both."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import autograd
from autograd import (
    Value,
    check_grads,
    clamp,
    copysign,
    data_of,
    exp,
    grad,
    hypot,
    logaddexp,
    sinc,
    to_values,
    total,
    where,
)  # fmt: skip
from autograd.dual import Dual

X = np.array([[0.6, 1.25], [2.8, 0.3]])
B = np.array([[1.5, -2.0], [0.75, 3.0]])


def test_plain_numbers_give_an_array_of_floats() -> None:
    for got, want in [
        (exp(X), np.exp(X)),
        (logaddexp(X, X[0]), np.logaddexp(X, X[0])),
        (hypot(2.0, X), np.hypot(2.0, X)),
        (clamp(X, 0.5, high=1.0), np.clip(X, 0.5, 1.0)),
        (where(X > 1.0, X, 0.0), np.where(X > 1.0, X, 0.0)),
    ]:
        assert (type(got), got.dtype, got.shape) == (np.ndarray, np.dtype(float), (2, 2))
        assert got == pytest.approx(want, rel=1e-15)
    assert exp(np.zeros((0, 3))).shape == (0, 3)


def test_values_and_plain_numbers_may_stand_in_one_array() -> None:
    v = Value(2.0)
    y = exp(np.array([1, v, np.float64(0.5)], dtype=object))
    assert [type(x) for x in y] == [float, Value, float]
    assert (y[0], y[1].data, y[2]) == (exp(1.0), exp(2.0), exp(0.5))
    y[1].backward()
    assert v.grad == exp(2.0)


@pytest.mark.parametrize("number", [Value, lambda x: Dual(x, 1.0)], ids=["Value", "Dual"])
def test_a_number_of_ours_may_stand_on_any_side(number: object) -> None:
    v = number(3.0)
    for y, want in [
        (hypot(X, v), np.hypot(X, 3.0)),
        (hypot(v, X), np.hypot(3.0, X)),
        (v.hypot(X), np.hypot(3.0, X)),
        (copysign(X, -v), -X),
    ]:
        assert y.shape == (2, 2)
        assert {type(x) for x in y.flat} == {type(v)}
        assert [x.data for x in y.flat] == pytest.approx(np.ravel(want), rel=1e-15)


def test_an_array_without_dimensions_is_one_number() -> None:
    v = Value(0.5)
    box = np.empty((), dtype=object)
    box[()] = v
    assert (type(sinc(box)), sinc(box).parents) == (Value, (v,))
    assert type(sinc(np.array(0.5))) is float


def test_shapes_are_broadcast_or_refused() -> None:
    assert hypot(X[:, :, None], X[0]).shape == (2, 2, 2)
    with pytest.raises(ValueError, match="broadcast"):
        hypot(X, np.ones(3))
    with pytest.raises(TypeError, match="argument"):
        exp(X, X)
    with pytest.raises(TypeError, match="got str 'a'"):
        exp(np.array(["a"], dtype=object))


OF_THE_PACKAGE: dict[str, tuple[Callable[..., Any], Callable[..., Any], tuple[Any, ...]]] = {
    "logaddexp": (autograd.logaddexp, np.logaddexp, (B,)),
    "logaddexp2": (autograd.logaddexp2, np.logaddexp2, (B,)),
    "float_power": (autograd.float_power, np.float_power, (B,)),
    "heaviside": (autograd.heaviside, np.heaviside, (0.5,)),
    "copysign": (autograd.copysign, np.copysign, (B,)),
    "fmax": (autograd.fmax, np.fmax, (B,)),
    "fmod": (autograd.fmod, np.fmod, (B,)),
    "sinc": (autograd.sinc, np.sinc, ()),
    "clip": (autograd.clip, np.clip, (0.5, 2.0)),
    "hypot": (autograd.hypot, np.hypot, (B,)),
}


@pytest.mark.parametrize(("f", "of_numpy", "others"), OF_THE_PACKAGE.values(), ids=OF_THE_PACKAGE)
def test_functions_of_the_package_do_it_on_arrays(f: Any, of_numpy: Any, others: Any) -> None:
    mixed = np.array([X[0], to_values(X[1])])
    y, z = f(to_values(X), *others), f(mixed, *others)
    assert data_of(y) == pytest.approx(of_numpy(X, *others), rel=1e-14)
    assert data_of(z).tolist() == data_of(y).tolist()
    check_grads(lambda x: f(x, *others), (X,))


def test_at_zero_sinc_is_smooth_where_that_of_numpy_puts_a_number_in_its_place() -> None:
    xs = to_values(np.array([0.0, 0.5]))
    with pytest.raises(TypeError, match="float which has no callable sin"):
        np.sinc(xs)
    assert grad(lambda x: sum(sinc(x)))(np.array([0.0, 0.5])) == pytest.approx([0.0, -4.0 / np.pi])


def test_a_choice_takes_arrays_whichever_operand_is_one_and_whichever_came_first() -> None:
    v, a = Value(1.0), np.array([4.0, 0.0])
    for _ in range(2):  # once the row has an operation for Values, and once before
        for f, want in [
            (lambda: where(v, a, 0.0), [4.0, 0.0]),
            (lambda: where(v, v, a), [1.0, 1.0]),
            (lambda: where(a, v, 2.0 * v), [1.0, 2.0]),
            (lambda: v.where(v - 1.0, a), [4.0, 0.0]),
        ]:
            assert data_of(f()).tolist() == want
    with pytest.raises(TypeError, match="list, which holds many"):
        where(v, [1.0, 2.0], 0.0)


def test_functions_of_many_numbers_take_the_entries_as_their_operands() -> None:
    assert total(X[0]) == 1.85
    assert autograd.norm(np.array([3.0, 4.0])) == 5.0
