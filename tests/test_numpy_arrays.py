"""NumPy's functions on object arrays of Values: values and derivatives as for floats, and limits.

What works only on arrays of floats raises, and none drops the derivative in silence.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograd import Value, grad, logsumexp
from autograd.gradcheck import check_grads
from autograd.jacobians import jacobian

X = np.array([[0.6, 1.25], [2.8, 0.3]])
B = np.array([[1.5, -2.0], [0.75, 3.0]])

PRODUCTS: dict[str, Callable[[Any], Any]] = {
    "dot": lambda x: np.dot(x, x),
    "matmul": lambda x: x @ x @ B,
    "matmul from the right": lambda x: B @ x,
    "stacked matmul": lambda x: np.stack([x, B]) @ x,
    "einsum": lambda x: np.einsum("ij,jk->ik", x, x),
    "einsum of three": lambda x: np.einsum("ij,jk,kl->il", x, B, x, optimize=True),
    "einsum trace": lambda x: np.einsum("ii", x),
    "tensordot": lambda x: np.tensordot(x, B, axes=1),
    "inner": lambda x: np.inner(x, B),
    "outer": lambda x: np.outer(x, x),
    "vdot": lambda x: np.vdot(x, x),
    "kron": lambda x: np.kron(x, B),
    "trace": np.trace,
    "matrix_power": lambda x: np.linalg.matrix_power(x, 3),
    "multi_dot": lambda x: np.linalg.multi_dot([x, B, x]),
    "norm": np.linalg.norm,
    "norms of rows": lambda x: np.linalg.norm(x, axis=1),
    "convolve": lambda x: np.convolve(x.ravel(), [1.0, 2.0]),
    "correlate": lambda x: np.correlate(x.ravel(), [1.0, 2.0]),
    "cross": lambda x: np.cross([x[0, 0], 1.0, x[0, 1]], [2.0, x[1, 0], x[1, 1]]),
    "sum of sizes": lambda x: np.linalg.norm(x.ravel(), 1),
}
REDUCTIONS: dict[str, Callable[[Any], Any]] = {
    "sum": np.sum,
    "sum of columns": lambda x: np.sum(x, axis=0, keepdims=True),
    "sum of some": lambda x: np.sum(x, where=X > 1.0, initial=0.0),
    "mean": np.mean,
    "mean of rows": lambda x: x.mean(axis=1),
    "average": lambda x: np.average(x, weights=B),
    "prod": np.prod,
    "cumsum": np.cumsum,
    "cumprod": np.cumprod,
    "var": np.var,
    "std": lambda x: np.std(x, axis=0, ddof=1),
    "ptp": np.ptp,
    "median": np.median,
    "quantile": lambda x: np.quantile(x, 0.3),
    "max": np.max,
    "min of columns": lambda x: np.min(x, axis=0),
    "nansum": np.nansum,
    "percentile": lambda x: np.percentile(x, 30, axis=0),
    "maximum reduced": lambda x: np.maximum.reduce(x),
    "sums of slices": lambda x: sum(0.5 * (x[1:] + x[:-1]))[0],
    "accumulate": lambda x: np.multiply.accumulate(x, axis=1),
}
CHOICES: dict[str, Callable[[Any], Any]] = {
    "where": lambda x: np.where(x > 1.0, x * x, -x),
    "select": lambda x: np.select([x > 1.0, x > 0.5], [x * x, -x]),
    "piecewise": lambda x: np.piecewise(x, [x > 1.0], [lambda y: y * y, lambda y: -y]),
    "clip": lambda x: np.clip(x, 0.5, 2.0),
    "maximum": lambda x: np.maximum(x, 1.0),
    "fmin": lambda x: np.fmin(x, B),
    "masks": lambda x: x[x > 1.0],
    "sort": lambda x: np.sort(x, axis=None) * [1.0, 2.0, 3.0, 4.0],
    "unique": lambda x: np.unique(x) * [1.0, 2.0, 3.0, 4.0],
    "nan_to_num": lambda x: np.nan_to_num(x) ** 2,
    "argmax": lambda x: x.ravel()[np.argmax(x)],
    "argsort": lambda x: x.ravel()[np.argsort(x, axis=None)[:2]],
}
SHAPES: dict[str, Callable[[Any], Any]] = {
    "transpose": lambda x: x.T * B,
    "reshape": lambda x: x.reshape(4) * [1.0, 2.0, 3.0, 4.0],
    "broadcast": lambda x: x[:, None, :] * x[None, :, :],
    "stack": lambda x: np.stack([x, B * x]),
    "concatenate": lambda x: np.concatenate([x, B], axis=1) ** 2,
    "roll": lambda x: np.roll(x, 1) * x,
    "tile": lambda x: np.tile(x, 2),
    "repeat": lambda x: np.repeat(x, 3, axis=0),
    "diag": lambda x: np.diag(x) ** 2,
    "triu": lambda x: np.triu(x) * B,
    "diff": np.diff,
    "meshgrid": lambda x: np.prod(np.meshgrid(x[0], x[1]), axis=0),
    "vander": lambda x: np.vander(x[0]),
    "pad": lambda x: np.pad(x, 1, mode="edge"),
    "along an axis": lambda x: np.apply_along_axis(lambda r: r[0] * r[1], 1, x),
}
ELEMENTWISE: dict[str, Callable[[Any], Any]] = {
    "add": lambda x: np.add(x, B),
    "a chain": lambda x: np.exp(-np.square(x)) * np.tanh(x) / np.sqrt(1.0 + x),
    "inverse functions": lambda x: np.arcsin(x / 3) + np.arccos(x / 4) + np.arctanh(x / 5),
    "arccosh": lambda x: np.arccosh(x + 1.0),
    "power": lambda x: np.power(x, B),
    "power of numbers": lambda x: np.power(2.0, x),
    "arctan2": lambda x: np.arctan2(x, B),
    "hypot": lambda x: np.hypot(x, B),
    "mod": lambda x: np.mod(x, 0.8),
    "fmod": lambda x: np.fmod(-x, 0.8),
    "fabs": lambda x: np.fabs(-x),
    "degrees": lambda x: np.degrees(x) + np.rad2deg(x),
    "radians": lambda x: np.radians(x) * np.deg2rad(x),
    "sinc": np.sinc,
    "remainder": lambda x: np.remainder(-x, 0.8),
    "polyval": lambda x: np.polyval([1.0, 2.0, 3.0], x),
    "polynomial": lambda x: np.polynomial.Polynomial(x.ravel())(2.0),
    "softmax": lambda x: np.exp(x - x.max()) / np.exp(x - x.max()).sum(),
}
WORKING = PRODUCTS | REDUCTIONS | CHOICES | SHAPES | ELEMENTWISE


def values(numbers: Any) -> Any:
    """An array of Values."""
    return np.frompyfunc(Value, 1, 1)(numbers)


def plain(x: Any) -> Any:
    """An array of the numbers in them."""
    return np.array([getattr(v, "data", v) for v in np.ravel(x)], dtype=float)


@pytest.mark.parametrize("f", WORKING.values(), ids=WORKING)
def test_values_are_those_of_floats(f: Callable[[Any], Any]) -> None:
    got, want = f(values(X)), f(X)
    assert np.shape(got) == np.shape(want)
    assert plain(got) == pytest.approx(np.ravel(want), rel=1e-14)


@pytest.mark.parametrize("f", WORKING.values(), ids=WORKING)
def test_derivatives_of_both_modes_and_both_orders_are_right(f: Callable[[Any], Any]) -> None:
    check_grads(f, (X,))


def test_gradients_and_jacobians_are_arrays_of_floats() -> None:
    slope = grad(lambda x: np.sum(np.exp(x) * B))(X)
    assert slope == pytest.approx(np.exp(X) * B, rel=1e-15)
    J = jacobian(lambda x: x @ B)(X)
    assert (slope.dtype, J.dtype, J.shape) == (np.dtype(float), np.dtype(float), (2, 2, 2, 2))
    assert pytest.approx(np.einsum("ik,lj->ijkl", np.eye(2), B)) == J


def test_backward_reaches_every_value_in_an_array() -> None:
    x = values(X)
    np.einsum("ij,ij->", x, B).backward()
    assert [v.grad for v in x.ravel()] == B.ravel().tolist()


@pytest.mark.parametrize(
    "compare",
    [lambda x: x > 1.0, lambda x: np.less(x, 1.0), lambda x: (x >= B) & (x <= 2.0)],
)
def test_comparisons_are_arrays_of_bools(compare: Callable[[Any], Any]) -> None:
    assert compare(values(X)).astype(bool).tolist() == compare(X).tolist()


def test_equality_goes_by_identity_as_for_values() -> None:
    assert (values(X) == X).astype(bool).tolist() == [[False, False], [False, False]]
    x = values(X)
    assert np.equal(x, x).astype(bool).all()


def test_an_operation_in_place_changes_an_array_of_values_only() -> None:
    x = values(X)
    y = x.copy()
    y += 1.0
    assert plain(y) == pytest.approx(np.ravel(X + 1.0))
    with pytest.raises(TypeError, match="Cannot cast"):
        numbers = X.copy()
        numbers += x


def test_constants_do_not_need_the_package() -> None:
    x = values(X)
    assert np.ones_like(x, dtype=float).tolist() == [[1.0, 1.0], [1.0, 1.0]]
    assert np.asarray(x) is x
    assert logsumexp(*x.ravel()).data == pytest.approx(np.log(np.exp(X).sum()), rel=1e-15)


NEEDS_FLOATS: dict[str, Callable[[Any], Any]] = {
    "det": np.linalg.det,
    "inv": np.linalg.inv,
    "solve": lambda x: np.linalg.solve(x, x[0]),
    "fft": np.fft.fft,
    "interp": lambda x: np.interp(x, [0.0, 3.0], [1.0, 2.0]),
    "logaddexp": lambda x: np.logaddexp(x, 1.0),
    "float_power": lambda x: np.float_power(x, 2.0),
    "heaviside": lambda x: np.heaviside(x, 0.5),
    "copysign": lambda x: np.copysign(x, -1.0),
    "modf": np.modf,
    "isnan": np.isnan,
    "isfinite": np.isfinite,
    "isclose": lambda x: np.isclose(x, x),
    "norm of order 3": lambda x: np.linalg.norm(x.ravel(), 3),
    "cov": np.cov,
    "mixed": lambda x: np.exp(np.array([1.0, x[0, 0]], dtype=object)),
    "numbers first": lambda x: np.hypot(B, x),
}


@pytest.mark.parametrize("f", NEEDS_FLOATS.values(), ids=NEEDS_FLOATS)
def test_what_needs_floats_raises_and_drops_no_derivative(f: Callable[[Any], Any]) -> None:
    with pytest.raises((TypeError, AttributeError)):
        f(values(X))


@pytest.mark.parametrize(
    "f",
    [
        lambda x: x.astype(float), lambda x: np.array([x[0, 0]], dtype=float), np.gradient,
        lambda x: np.zeros(2).__setitem__(0, x[0, 0]),
    ],
    ids=["astype", "array", "gradient", "assignment"],
)  # fmt: skip
def test_what_makes_an_array_of_floats_warns_as_float_does(f: Callable[[Any], Any]) -> None:
    with pytest.warns(UserWarning, match="leaves the graph"):
        f(values(X))


def test_numbers_and_values_together_make_an_array_of_both() -> None:
    x = Value(2.0)
    mixed = np.array([1.0, x])
    assert mixed.dtype == np.dtype(object)
    assert mixed[1] is x
