"""Numbers taken by an index: eagerly, and where a compiled function learns the index later."""

import math

import pytest

from autograd import Value, jacobian, jit, log, sqrt, take, value_and_grad
from autograd.compiler.jit import Jit

XS = [10.0, 20.0, 30.0]


@pytest.mark.parametrize("index", [0, 1.0, Value(2.0)], ids=repr)
def test_it_is_the_number_at_the_index(index):
    assert take(XS, index) == XS[int(getattr(index, "data", index))] or (
        take(XS, index).data == XS[int(index.data)]
    )


@pytest.mark.parametrize("index", [-1, 3, 0.5, math.nan, math.inf])
def test_no_index_is_an_error(index):
    with pytest.raises(IndexError, match="is not that of one of 3 numbers"):
        take(XS, index)


def test_the_derivative_flows_to_that_one_alone():
    xs = [Value(x) for x in (0.0, 4.0, -1.0)]
    y = take([sqrt(x) for x in xs], 1)  # the slope of the root at 0 is inf, and nan below
    y.backward()
    assert [x.grad for x in xs] == [0.0, 0.25, 0.0]


@pytest.mark.parametrize("backend", ["python", "numpy"])
def test_a_compiled_function_takes_other_indices_without_another_trace(backend):
    def f(xs, i):
        return take([sqrt(x) for x in xs], i)

    compiled = jit(value_and_grad(f), backend=backend)
    for i, slopes in enumerate(([math.inf, 0.0, 0.0], [0.0, 0.25, 0.0], [0.0, 0.0, 0.5])):
        assert compiled([0.0, 4.0, 1.0], float(i)) == ([0.0, 2.0, 1.0][i], slopes)
    assert traces(compiled) == 1


def test_a_choice_inside_a_choice_passes_on_to_what_is_taken():
    def f(x, i, j):
        return take([take([log(x), x], j), 5.0 * x], i)

    compiled = jit(jacobian(f))
    expected = {(0.0, 0.0): 0.5, (0.0, 1.0): 1.0, (1.0, 0.0): 5.0, (1.0, 1.0): 5.0}
    assert {ij: compiled(2.0, *ij) for ij in expected} == expected
    assert compiled(0.0, 1.0, 0.0) == 5.0  # nothing of the logarithm's inf


def test_in_a_program_of_numpy_no_index_gives_nan():
    f = jit(lambda xs, i: take(xs, i), backend="numpy")
    assert f(XS, 1.0) == 20.0
    assert math.isnan(f(XS, 7.0))


def traces(compiled: Jit) -> int:
    return sum(kind.traces for kind in compiled._kinds.values())
