"""Machine code takes numbers out of Python's objects and puts them into new ones, without leaks."""

import gc
import sys
from typing import Any

import numpy as np
import pytest

pytest.importorskip("numba")

from entries import OTHERWISE, TABLE, TOO_LARGE, arguments, equal, filled, forms, identity
from hypothesis import given, settings, strategies as st

from autograd.compiler.native.call import function
from autograd.compiler.native.lanes import Code, Library
from autograd.compiler.native.objects import Objects
from autograd.compiler.native.text import Text


@settings(max_examples=60)
@given(arguments, st.data())
def test_what_goes_in_comes_out(shape: list, data: Any) -> None:
    form, size = forms(shape)
    numbers = data.draw(st.lists(st.floats(), min_size=size, max_size=size))
    args = filled(shape, iter(numbers))
    entry = function(Text(identity(size)), lambda xs: filled(shape, iter(xs)), form)
    assert repr(entry(*args)) == repr(args)  # where nan is nan


STRANGE = [(TABLE, TABLE.astype(">f8")), (TABLE, np.asfortranarray(TABLE)), *TOO_LARGE]


@pytest.mark.parametrize("form, x", OTHERWISE + STRANGE)
def test_what_is_otherwise(form: Any, x: Any) -> None:
    assert function(Text(identity(6)), list, [form])(x) is NotImplemented


def test_whole_numbers_become_floats() -> None:
    entry = function(Text(identity(4)), list, [0.0, [1.0, 2.0], (3.0,)])
    assert equal(entry(1, [2, 3.0], (4,)), [1.0, 2.0, 3.0, 4.0])


def test_keys_need_not_be_the_same_object() -> None:
    entry = function(Text(identity(1)), list, [{"abc": 0.0}])
    assert entry({"".join(["a", "bc"]): 2.0}) == [2.0]


class Awkward(str):
    """A key that cannot be compared."""

    __hash__ = str.__hash__

    def __eq__(self, other: object) -> bool:
        raise ValueError("not with me")


def test_a_key_that_cannot_be_compared_is_another_one() -> None:
    entry = function(Text(identity(1)), list, [{"a": 0.0}])
    assert entry({Awkward("a"): 2.0}) is NotImplemented


def test_nothing_is_left_behind_on_any_way() -> None:
    form, size = forms([0.0, [0.0, 0.0], {"a": np.zeros((2, 3)), "b": (0.0, [0.0])}])
    entry = function(Text(identity(size)), lambda xs: filled(form, iter(xs)), form)
    right = filled(form, iter([1.5] * size))
    wrong = [[1.5, [1.5, 1.5], {"a": TABLE, "b": x}] for x in (None, (1.0, [None]), (1.0, ["a"]))]
    for args in (right, *wrong, [1.5, [2.5, 1], {"a": TABLE.T, "b": (0.0, [0.0])}]):
        entry(*args)
        gc.collect()
        before = sys.getallocatedblocks(), [*map(sys.getrefcount, (float, int, list, tuple, dict))]
        for _ in range(1000):
            entry(*args)
        assert sys.getallocatedblocks() - before[0] < 100
        after = map(sys.getrefcount, (float, int, list, tuple, dict))
        assert all(abs(a - b) < 50 for a, b in zip(after, before[1]))


def test_what_is_held_is_held_once() -> None:
    objects = Objects(Code(1, Library()))
    key = "key"
    assert [objects.hold(x)[:2] for x in (float, key, key, None)] == ["%t"] * 4
    assert objects.held == [float, int, key, None]
