"""Single precision: what is rounded to it, how far results may be off, and who has it."""

import math
import pickle
from typing import Any

import numpy as np
import pytest
from compiled import assert_agree, bits, program, steps, wild
from hypothesis import given, strategies as st
from operands import ROWS, every_row

import autograd
from autograd import Value, gradients, jit, value_and_grad
from autograd.compiler.precision import precision, rounding, shortest, single
from autograd.primitives import Primitive

ULP = 2.0**-23
# rounded correctly by every machine, and the same if they are rounded to double precision before
CORRECT = [
    lambda x, y, z: x + y,
    lambda x, y, z: x - 0.1 * z,
    lambda x, y, z: x * y,
    lambda x, y, z: x / (y * y + 1.0),
    lambda x, y, z: autograd.sqrt(x) / y,
    lambda x, y, z: autograd.where(x < y, x * y, z),
    lambda x, y, z: x if x > y else z,
    lambda x, y, z: x * z if x * y <= 0.3 else -y,
]
INSIDE = {"arcsin": 0.6, "arccos": 0.6, "arctanh": 0.6, "arccosh": 1.6}


@pytest.mark.parametrize("dtype", ["float32", np.float32, np.dtype("float32")])
def test_it_has_several_names(dtype: Any) -> None:
    assert precision(dtype) == "float32" and rounding("float32") is single
    assert jit(lambda x: x, dtype=dtype)(np.ones(2)).dtype == np.float32


@pytest.mark.parametrize("dtype", ["float64", float, np.float64])
def test_double_precision_is_the_other(dtype: Any) -> None:
    assert precision(dtype) == "float64" and rounding("float64") is None


@pytest.mark.parametrize("dtype", ["float16", int, None, np.int32, "single"])
def test_there_are_no_others(dtype: Any) -> None:
    with pytest.raises(ValueError, match="dtype is 'float64' or 'float32', got "):
        jit(lambda x: x, dtype=dtype)


@pytest.mark.parametrize("backend", ["python", "numba"])
def test_only_numpy_has_it(backend: str) -> None:
    with pytest.raises(ValueError, match=f"'{backend}' has double precision alone"):
        jit(lambda x: x, backend=backend, dtype="float32")


@given(st.floats())
def test_rounding_is_that_of_numpy(x: float) -> None:
    with np.errstate(over="ignore"):
        want = float(np.float32(x))
    assert math.copysign(1.0, single(x)) == math.copysign(1.0, want) or x != x
    assert single(x) == want or x != x != want
    assert single(shortest(x)) == want or x != x
    assert len(repr(shortest(x))) <= len(repr(np.float32(want).item()))


def operands_of(row: Primitive) -> Any:
    """Samples of operands near 1, or where the row has a value."""
    base = [INSIDE.get(row.name, 0.9), 1.1, 0.8, 1.2][: row.arity or 4]
    spread = 0.05 * np.random.default_rng(0).standard_normal((len(base), 30))
    return (np.array(base)[:, None] + spread).astype(np.float32)


@every_row
def test_a_row_is_off_by_a_few_units_in_the_last_place(row: Primitive) -> None:
    samples = operands_of(row)
    found = jit(lambda *xs: row(*xs), dtype="float32")(*samples)
    value = jit(value_and_grad(lambda xs: row(*xs)), backend="python")
    assert found.dtype == np.float32
    for z, xs in zip(found.tolist(), samples.T.tolist(), strict=True):
        want, slopes = value(xs)
        condition = abs(want) + sum(abs(x * d) for x, d in zip(xs, slopes) if math.isfinite(d))
        assert z == pytest.approx(want, rel=0.0, abs=2.0 * ULP * condition, nan_ok=True)


def test_almost_all_rows_have_a_value_there() -> None:
    none = [row for row in ROWS if np.isnan(row(*operands_of(row)[:, 0].tolist()))]
    assert len(none) < 4


@given(steps, st.lists(wild, min_size=1, max_size=4))
def test_random_programs_are_rounded_after_each_operation(code: list, samples: list) -> None:
    f = program(code, CORRECT)
    single_f = jit(lambda *xs: f(*xs)["all"], dtype="float32")
    batch = single_f(*[np.array(column) for column in zip(*samples)])
    for i, xs in enumerate(samples):
        found = single_f(*xs)
        want = single_f.program.evaluate(xs, single)
        assert bits(found) == bits(want)
        assert bits(want) == bits([float(column[i]) for column in batch])


def test_constants_are_rounded_once() -> None:
    f = jit(lambda x: 0.1 * 3.0 + 0.0 * x, dtype="float32")
    assert f(1.0) == single(0.1 * 3.0)
    assert jit(lambda x: 1e300, dtype="float32")(1.0) == math.inf


def test_what_is_beyond_it_is_infinite_without_a_warning() -> None:
    f = jit(lambda x, y: x * y + 1e300, dtype="float32")
    assert f(1e300, 1.0) == math.inf
    assert f(np.array([1e39, -1.0]), 1.0).tolist() == [math.inf, math.inf]


def test_derivatives_are_rounded_too_and_flow_through_its_nodes() -> None:
    f = jit(lambda x, y: autograd.sin(x) * y, dtype="float32")
    assert f.grad(0.3, 2.0) == single(single(math.cos(single(0.3))) * 2.0)
    x, y = Value(0.3), Value(2.0)
    z = f(x, y)
    assert single(z.data) == z.data
    dx, dy = gradients(z, [x, y])
    assert dx.data == pytest.approx(2.0 * math.cos(0.3), rel=1e-6)
    assert dy.data == pytest.approx(math.sin(0.3), rel=1e-6)
    assert gradients(dx, [x])[0].data == pytest.approx(-2.0 * math.sin(0.3), rel=1e-6)


def test_branches_are_taken_by_rounded_numbers() -> None:
    f = jit(lambda x: 1.0 if x > 0.1 else 0.0, dtype="float32")
    close = [0.1, 0.1 + 1e-12, 0.2]
    assert [f(x) for x in close] == [0.0, 0.0, 1.0]
    assert f(np.array(close)).tolist() == [0.0, 0.0, 1.0]


def test_where_rounding_decides_on_a_branch_the_answer_is_that_of_either_side() -> None:
    f = jit(lambda x: 2.0 * x if autograd.sigmoid(x) < 1.0 else -x, dtype="float32")
    xs = np.linspace(15.0, 18.0, 400, dtype=np.float32)
    found = f(xs)
    assert set(np.where(found < 0.0, -found, found / 2.0) - xs) == {0.0}
    assert (found[0], found[-1]) == (2.0 * xs[0], -xs[-1])
    assert len(f._kinds) == 1 and len(next(iter(f._kinds.values())).ways.plain.taken) == 2
    assert [f(x) in (2.0 * x, -x) for x in xs.tolist()] == [True] * 400


def test_arrays_and_nestings_come_back_in_it() -> None:
    f = jit(lambda v: {"sum": v[0] + v[1], "array": 2.0 * v}, in_axes=None, dtype="float32")
    found = f(np.array([0.1, 0.2]))
    assert type(found["sum"]) is float and found["array"].dtype == np.float32
    assert jit(lambda x: x if x > 0.0 else -x, dtype="float32")(np.array([1.0, -2.0])).dtype == (
        np.float32
    )
    assert jit(lambda x: x, dtype="float32")(np.empty(0)).dtype == np.float32


def test_it_says_why_numpy_runs_it_and_is_pickled_with_it() -> None:
    f = jit(autograd.tanh, dtype="float32")
    f(0.5)
    assert "for single precision" in f.explain()
    again = pickle.loads(pickle.dumps(jit(math.hypot, dtype="float32")))
    assert again.dtype == "float32"
    assert f.grad.dtype == "float32"


def test_double_precision_takes_arrays_in_single() -> None:
    x = np.array([0.1, 0.2], dtype=np.float32)
    assert_agree(jit(lambda x: 3.0 * x)(x), 3.0 * x.astype(float))
