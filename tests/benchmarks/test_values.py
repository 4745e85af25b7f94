"""Values of other kinds, with functions added, differentiate as ours do."""

import pytest
from pytest import approx

import autograd
from autograd import Value
from benchmarks import lean, values


@pytest.fixture(params=["micrograd", "lean"])
def number(request):
    if request.param == "micrograd":
        pytest.importorskip("micrograd")
    return getattr(values, request.param)()


@pytest.mark.parametrize("name", values.FUNCTIONS)
def test_functions_have_our_values_and_derivatives(name, number):
    x, ours = number(0.7), Value(0.7)
    y, expected = getattr(x, name)(), getattr(autograd, name)(ours)
    y.backward()
    expected.backward()
    assert (y.data, x.grad) == approx((expected.data, ours.grad), rel=1e-15)


def formula(x, y):
    z = (x + y) * (2.0 - x) / y - y / (3.0 * x) + 1.5 * y**3
    return z - (-x).relu() + (x * y).relu() + 1.0 / z


@pytest.mark.parametrize("point", [(0.5, 2.0), (-1.5, 0.25)])
def test_operators_too(point):
    pairs = []
    for kind in (lean.Value, Value):
        x, y = map(kind, point)
        z = formula(x, y)
        z.backward()
        pairs.append((z.data, x.grad, y.grad))
    assert pairs[0] == approx(pairs[1], rel=1e-14)


def test_a_node_that_is_used_twice_is_visited_once():
    x = lean.Value(3.0)
    y = x * x
    (y * y).backward()
    assert x.grad == 4.0 * 27.0
