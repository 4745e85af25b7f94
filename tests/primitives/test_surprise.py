"""The loss of a class known only later: its value, slopes and second derivatives."""

import math
from math import inf

import pytest
from pytest import approx

import autograd
from autograd import Value, gradients, softmax
from autograd.primitives import TABLE
from autograd.primitives.softmax import log_softmax_entry


@pytest.mark.parametrize("index", [0, 1, 2])
@pytest.mark.parametrize(
    "xs", [(0.5, -1.0, 2.0), (40.0, 0.0, -3.0), (1.0, 1.0, 1.0), (-inf, 0.0, 1.0)]
)
def test_surprise_is_minus_log_softmax_at_an_index(index: int, xs: tuple[float, ...]) -> None:
    row = log_softmax_entry.row(float(index))
    got = [TABLE["surprise"](float(index), *xs), *TABLE["surprise"].slopes(0.0, float(index), *xs)]
    z, slopes = row.evaluate(*xs)
    assert got == approx([-z, 0.0, *[-s for s in slopes]], rel=1e-15)


@pytest.mark.parametrize("backend", ["python", "numpy"])
def test_surprise_learns_its_index_when_it_runs(backend: str) -> None:
    def f(index, xs):
        return TABLE["surprise"](index, *xs)

    compiled = autograd.jit(autograd.value_and_grad(f, argnums=1), backend=backend)
    xs = [40.0, 0.0, -3.0]
    for index in (0.0, 1.0, 2.0):
        z, slopes = log_softmax_entry.row(index).evaluate(*xs)
        assert compiled(index, xs)[0] == approx(-z, rel=1e-13)
        assert compiled(index, xs)[1] == approx([-s for s in slopes], rel=1e-13)
    if backend == "numpy":
        assert not math.isfinite(compiled(7.0, xs)[0])


def test_surprise_at_no_index_is_an_error() -> None:
    with pytest.raises(IndexError, match="is not that of one of 2 numbers"):
        TABLE["surprise"](2.0, 0.0, 0.0)


def test_the_second_derivative_of_surprise() -> None:
    xs = [Value(x) for x in (0.5, -1.0, 2.0)]
    p = softmax([x.data for x in xs])
    [first, *_] = gradients(TABLE["surprise"](1.0, *xs), xs)
    assert [h.data for h in gradients(first, xs)] == approx(
        [p[0] * (1.0 - p[0]), -p[0] * p[1], -p[0] * p[2]], rel=1e-13
    )
