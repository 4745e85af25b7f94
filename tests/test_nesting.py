"""Nestings of numbers: taken apart and put together again, and the places that messages name."""

from __future__ import annotations

import math
from collections import OrderedDict, defaultdict, namedtuple
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from autograd import Value
from autograd.dual import Dual
from autograd.nesting import data_of, described, flatten, grad_of, leaves_like, replaced, to_values

Point = namedtuple("Point", "x y")
numbers = st.floats(allow_nan=False)
arrays = st.lists(st.integers(0, 3), min_size=1, max_size=3).map(
    lambda shape: np.arange(0.5, math.prod(shape)).reshape(shape)
)
nestings = st.recursive(
    numbers | arrays,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.lists(inner, max_size=3).map(tuple)
        | st.tuples(inner, inner).map(lambda pair: Point(*pair))
        | st.dictionaries(st.text(max_size=2) | st.integers(0, 9), inner, max_size=3)
    ),
    max_leaves=12,
)


def assert_equal(a: object, b: object) -> None:
    """Of the same classes all the way down, and equal."""
    assert type(a) is type(b)
    if isinstance(a, np.ndarray):
        assert (a.shape, a.dtype, a.tolist()) == (b.shape, b.dtype, b.tolist())
    elif isinstance(a, dict):
        assert list(a) == list(b)
        assert_equal(list(a.values()), list(b.values()))
    elif isinstance(a, (list, tuple)):
        assert len(a) == len(b)
        for x, y in zip(a, b, strict=True):
            assert_equal(x, y)
    else:
        assert a == b


@given(nestings)
@settings(derandomize=True, deadline=None, database=None)
def test_what_is_taken_apart_is_put_together_again(structure: object) -> None:
    leaves, rebuild = flatten(structure)
    assert all(type(x) is float for x in leaves)
    assert_equal(rebuild(leaves), structure)
    assert_equal(data_of(to_values(structure)), structure)
    assert leaves_like(structure, rebuild(leaves), ("a", "b")) == leaves
    assert_equal(replaced(structure, lambda x: x), structure)


def test_numbers_of_all_kinds_are_leaves() -> None:
    v, d = Value(1.0), Dual(2.0)
    given = [1, True, Fraction(1, 4), np.float32(0.5), np.int64(3), v, d]
    leaves, rebuild = flatten(given)
    assert leaves == [1.0, 1.0, 0.25, 0.5, 3.0, v, d]
    assert [type(x) for x in leaves[:5]] == [float] * 5
    with pytest.raises(ValueError, match="has 7 leaves, got 2"):
        rebuild([1.0, 2.0])


def test_dicts_keep_their_class_and_order() -> None:
    for model in (OrderedDict(b=1.0, a=2.0), defaultdict(list, b=1.0, a=2.0)):
        leaves, rebuild = flatten(model)
        new = rebuild([x + 1.0 for x in leaves])
        assert (leaves, type(new), dict(new)) == ([1.0, 2.0], type(model), {"b": 2.0, "a": 3.0})
        assert model["b"] == 1.0


@pytest.mark.parametrize("dtype", [np.float64, np.float32, np.int8, bool, object])
def test_arrays_of_floats_come_out_whatever_went_in(dtype: type) -> None:
    leaves, rebuild = flatten(np.ones((2, 1), dtype))
    new = rebuild(leaves)
    assert (leaves, new.dtype, new.shape) == ([1.0, 1.0], np.float64, (2, 1))


def test_arrays_of_values_are_arrays_of_objects_in_c_order() -> None:
    given = np.array([[1.0, 2.0], [3.0, 4.0]]).T
    values = to_values(given)
    assert (values.dtype, values.shape, values[0, 1].data) == (object, (2, 2), 3.0)
    np.sum(values * values).backward()
    assert grad_of(values).tolist() == (2.0 * given).tolist()
    assert grad_of(values).dtype == np.float64


def test_an_array_without_dimensions_gives_way_to_a_value() -> None:
    leaves, rebuild = flatten(np.array(2.0))
    assert (leaves, rebuild([3.0]).shape, rebuild([3.0]).item()) == ([2.0], (), 3.0)
    assert isinstance(to_values(np.array(2.0)), Value)


def test_leaves_that_are_arrays_are_stacked() -> None:
    _, rebuild = flatten(np.zeros((2, 3)))
    blocks = [np.full((4, 5), float(i)) for i in range(6)]
    stacked = rebuild(blocks)
    assert stacked.shape == (2, 3, 4, 5)
    assert stacked[1, 2].tolist() == blocks[5].tolist()


def test_leaves_that_are_nested_alike_become_one_nesting_of_arrays() -> None:
    _, rebuild = flatten(np.zeros(2))
    new = rebuild([{"w": np.zeros(3), "b": (0.0,)}, {"w": np.ones(3), "b": (1.0,)}])
    assert new["w"].tolist() == [[0.0] * 3, [1.0] * 3]
    assert new["b"][0].tolist() == [0.0, 1.0]
    mixed = rebuild([[1.0], [1.0, 2.0]])
    assert (mixed.dtype, mixed.tolist()) == (object, [[1.0], [1.0, 2.0]])


@pytest.mark.parametrize(
    ("structure", "message"),
    [
        ([{"w": [1, 2, 3, "a"]}], r"^args\[0\]\['w'\]\[3\] is a str, which is no number$"),
        (Point(1.0, None), r"^args\.y is None"),
        ({1: {2, 3}}, r"^args\[1\] is a set"),
        (1j, r"^args is a complex"),
        (object(), r"^args is an object"),
        (np.array([[1.0, 2.0], [3.0, "x"]], dtype=object), r"^args\[1, 1\] is a str"),
        (np.array([1j]), r"^args is a ndarray"),
        ((np.array(["x"], dtype=object),), r"^args\[0\]\[0\] is a str"),
    ],
)
def test_what_is_no_number_is_named_by_its_place(structure: object, message: str) -> None:
    with pytest.raises(TypeError, match=message):
        flatten(structure, "args")


@pytest.mark.parametrize(
    ("model", "structure", "message"),
    [
        ([1.0, 2.0], [1.0], "b is a list of 1, but a is a list of 2"),
        ([1.0], (1.0,), "b is a tuple of 1, but a is a list of 1"),
        ([[1.0]], [1.0], r"b\[0\] is a float, but a\[0\] is a list of 1"),
        ([1.0], [[1.0]], r"b\[0\] is a list of 1, but a\[0\] is a float"),
        ({"w": 1.0}, {"v": 1.0}, "b is a dict of 'v', but a is a dict of 'w'"),
        (np.zeros((2, 3)), np.zeros((3, 2)), r"an array of shape \(3, 2\), but a is an array of"),
        (Point(1.0, 2.0), (1.0, 2.0), "b is a tuple of 2, but a is a Point of x, y"),
        ([1.0], ["x"], r"b\[0\] is a str, which is no number"),
    ],
)
def test_a_structure_unlike_the_model_is_named_by_its_place(model, structure, message) -> None:
    with pytest.raises(TypeError, match=message):
        leaves_like(model, structure, ("a", "b"))


def test_dicts_are_matched_by_key() -> None:
    assert leaves_like({"a": 0, "b": [0]}, {"b": [1], "a": 2}, ("a", "b")) == [2.0, 1.0]


def test_values_stay_themselves_and_grads_need_values() -> None:
    v = Value(1.0)
    assert to_values([v, 2.0])[0] is v
    with pytest.raises(TypeError, match=r"structure\[1\] is a float, which has no grad"):
        grad_of([v, 2.0])


def test_data_of_looks_into_values_and_duals() -> None:
    assert data_of({"a": Value(1.0), "b": (Dual(Dual(2.0, 1.0), 3.0, level=1), 4)}) == {
        "a": 1.0,
        "b": (2.0, 4.0),
    }


def test_what_is_no_container_is_replaced_whatever_it_is() -> None:
    assert replaced({"a": ["x", None]}, lambda x: (x,)) == {"a": [("x",), (None,)]}


def test_things_are_described_with_an_article() -> None:
    assert [described(x) for x in (1, "a", None, [1], {})] == [
        "an int", "a str", "None", "a list of 1", "a dict of nothing",
    ]  # fmt: skip


def test_deep_nestings_are_no_problem_within_reason() -> None:
    deep: object = 1.0
    for _ in range(150):
        deep = [deep]
    leaves, rebuild = flatten(deep)
    assert (leaves, rebuild(leaves)) == ([1.0], deep)
