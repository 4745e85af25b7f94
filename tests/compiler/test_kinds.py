"""A kind of call has ways for each state of what is around the function."""

import math
from typing import Any

import numpy as np

from autograd import Value, data_of, gradients, jit, no_grad
from autograd.compiler.arguments import taken_apart
from autograd.compiler.kinds import Kind


def test_ways_are_kept_for_each_state_and_found_again() -> None:
    factor = 2.0

    def f(x: Any) -> Any:
        return factor * x

    kind, call = Kind(f, "auto", "float64", []), taken_apart((3.0,), {}, None)
    assert kind.answer(call) == 6.0
    first = kind.ways
    factor = 5.0
    assert kind.answer(call) == 15.0 and kind.ways is not first
    factor = 2.0
    assert kind.answer(call) == 6.0 and kind.ways is first
    assert first.plain.traces == 1


def test_the_entry_gives_none_where_names_stand_for_others() -> None:
    factor = 2.0
    kind = Kind(lambda x: factor * x, "auto", "float64", [])
    call = taken_apart((3.0,), {}, None)
    kind.answer(call)
    assert kind.entry(call) is None  # which the second call makes
    kind.answer(call)
    entry = kind.entry(call)
    assert entry and entry(4.0) == 8.0
    factor = 3.0
    assert entry(4.0) is None


def test_without_names_around_nothing_is_looked_at() -> None:
    kind = Kind(lambda x: x * x, "auto", "float64", [])
    call = taken_apart((3.0,), {}, None)
    for _ in range(2):
        assert kind.entry(call) is None
        kind.answer(call)
    assert kind.entry(call) is kind.ways.plain.entry(call) is not None


def test_floats_for_floats_and_nodes_for_values() -> None:
    w = Value(3.0)
    kind = Kind(lambda x: w * x, "auto", "float64", [])
    assert kind.answer(taken_apart((2.0,), {}, None)).parents == (w,)
    assert kind.ways.linked.traces == 1


X = np.array([1.0, -2.0, 3.0, -0.5])


def test_batches_of_what_depends_on_values_are_nodes() -> None:
    w = Value(2.0)
    compiled = jit(lambda x: {"y": w * x * x, "x": x})
    found = compiled(X)
    assert [y.data for y in found["y"]] == [2.0, 8.0, 18.0, 0.5]
    assert found["x"].dtype == float and found["x"].tolist() == X.tolist()
    sum(found["y"]).backward()
    assert w.grad == 14.25
    with no_grad():
        assert compiled(X)["y"].dtype == float


def test_samples_that_part_ways_are_nodes_where_they_depend_on_values() -> None:
    w, v = Value(2.0), Value(5.0)
    compiled = jit(lambda x: w * x if x > 0.0 else (x if x < -1.0 else v * w * x))
    found = compiled(X)
    assert [float(data_of(y)) for y in found] == [2.0, -2.0, 6.0, -5.0]
    assert type(found[1]) is float
    sum(found).backward()
    assert (w.grad, v.grad) == (4.0 - 2.5, -1.0)


def test_values_as_arguments_of_a_batch_get_their_derivatives() -> None:
    a = Value(3.0)
    result = jit(lambda a, x: [a * x, a])(a, X)
    sum(result[0]).backward()
    assert a.grad == X.sum()
    assert [y.data for y in result[1]] == [3.0] * 4


def test_derivatives_of_batches_have_all_orders() -> None:
    w = Value(2.0)
    y = sum(jit(lambda x: w**3 * x)(X))
    (slope,) = gradients(y, [w])
    slope.backward()
    assert math.isclose(w.grad, 6.0 * 2.0 * X.sum())


def test_an_empty_batch_has_no_nodes() -> None:
    w = Value(2.0)
    found = jit(lambda x: (w * x, x))(np.zeros(0))
    assert [len(y) for y in found] == [0, 0]
