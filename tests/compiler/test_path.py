"""A path holds the program, what it depends on, and the nesting of its results."""

from collections import namedtuple

import numpy as np
import pytest

from autograd import Value
from autograd.compiler.arguments import taken_apart
from autograd.compiler.path import sample_by_sample, traced_path

Pair = namedtuple("Pair", "a b")
W = Value(2.0)


def path_of(f, *args):
    call = taken_apart(args, {}, None)
    return traced_path(f, call, call.data())


def test_the_program_the_parameters_and_the_nesting() -> None:
    path = path_of(lambda p: Pair({"y": p[0] * W}, [p[1], 3]), [1.0, 5.0])
    assert path.parameters == [W]
    assert path.rebuild(path.program.evaluate([1.0, 5.0, 4.0])) == Pair({"y": 4.0}, [5.0, 3.0])


def test_batches_are_nested_with_samples_first() -> None:
    path = path_of(lambda x: {"a": np.array([[x, 2.0 * x]]), "b": (x,)}, 1.0)
    found = path.nested([np.arange(3.0), 10.0 * np.arange(3.0), -np.arange(3.0)], 3)
    assert found["a"].tolist() == [[[0.0, 0.0]], [[1.0, 10.0]], [[2.0, 20.0]]]
    assert found["b"][0].tolist() == [0.0, -1.0, -2.0]


@pytest.mark.parametrize("result", ["text", None, object()])
def test_results_that_are_no_numbers_are_refused(result: object) -> None:
    with pytest.raises(TypeError, match=r"the result is .*no number"):
        path_of(lambda x: result, 1.0)


@pytest.mark.parametrize("size", [0, 1, 2, 3])
def test_sample_by_sample_is_as_the_program(size: int) -> None:
    def f(x, y, scale):
        return {"a": np.array([[x[0], scale * x[1]]]), "b": (y, 3)}

    args = np.arange(2.0 * size).reshape(size, 2), np.arange(float(size)), 10.0
    call = taken_apart(args, {}, 0)
    path = traced_path(f, call, [1.0] * 4)
    numbers = [np.broadcast_to(x, size) for x in call.data()]
    want = path.nested([np.broadcast_to(x, size) for x in path.program.evaluate(numbers)], size)
    found = sample_by_sample(f, call, size)
    assert found["a"].shape == (size, 1, 2) and found["a"].tolist() == want["a"].tolist()
    assert [x.tolist() for x in found["b"]] == [x.tolist() for x in want["b"]]


def test_samples_whose_results_differ_in_nesting_are_refused() -> None:
    call = taken_apart((np.array([1.0, 2.0]),), {}, 0)
    with pytest.raises(TypeError, match="another sample's result is a list of 2, but one sample's"):
        sample_by_sample(lambda x: [x] * int(x), call, 2)


def test_columns_are_brought_in_the_order_of_another_path() -> None:
    first, other = (
        path_of(lambda x: {"a": x, "b": 1}, 2.0),
        path_of(lambda x: {"b": x, "a": 1}, 2.0),
    )
    assert other.like(first, ["b", "a"]) == ["a", "b"]
    with pytest.raises(TypeError, match="another sample's result is a list of 1, but"):
        path_of(lambda x: [x], 2.0).like(first, ["x"])
