"""Numbers come out of arguments in a form, and other arguments are told apart."""

from typing import Any

import numpy as np
import pytest
from entries import OTHERWISE, TABLE, TOO_LARGE, arguments, equal, filled, forms, identity
from hypothesis import given, strategies as st

from autograd.compiler.straight import straight
from autograd.compiler.unpacking import Unpacking, entries, vector


@given(arguments, st.data())
def test_what_goes_in_comes_out(shape: list, data: Any) -> None:
    form, size = forms(shape)
    numbers = data.draw(st.lists(st.floats(), min_size=size, max_size=size))
    args = filled(shape, iter(numbers))
    entry = straight(identity(size), lambda xs: filled(shape, iter(xs)), form)
    assert repr(entry(*args)) == repr(args)  # where nan is nan


@pytest.mark.parametrize("form, x", OTHERWISE, ids=repr)
def test_what_is_otherwise(form: Any, x: Any) -> None:
    assert straight(identity(6), list, [form])(x) is NotImplemented


@pytest.mark.parametrize("form, x", TOO_LARGE, ids=["number", "list"])
def test_what_is_too_large_for_a_float(form: Any, x: Any) -> None:
    with pytest.raises(OverflowError):
        straight(identity(6), list, [form])(x)


def test_whole_numbers_become_floats() -> None:
    entry = straight(identity(4), list, [0.0, [1.0, 2.0], (3.0,)])
    assert equal(entry(1, [2, 3.0], (4,)), [1.0, 2.0, 3.0, 4.0])


def test_arrays_may_be_anywhere_in_memory() -> None:
    entry = straight(identity(6), list, [np.arange(6.0).reshape(3, 2)])
    for x in (TABLE.T, TABLE.T.astype(">f8")):
        assert entry(x) == [0.0, 3.0, 1.0, 4.0, 2.0, 5.0]


def test_names_are_those_of_the_program_and_new_ones() -> None:
    unpacking = Unpacking([0.0, [1.0, (2.0,)]], "x{}".format)
    assert unpacking.parameters == "x0, a1"
    assert unpacking.lines[3:5] == [
        "  if type(a1) is not list or len(a1) != 2: return NotImplemented",
        "  (x1, a2, ) = a1",
    ]


def test_vectors_and_entries_of_arrays() -> None:
    xs = [1.0, 2.0]
    assert vector(xs, list, 2) is xs and vector([1, 2.0], list, 2) == xs
    assert vector(xs, tuple, 2) is None and vector(xs, list, 3) is None
    assert entries(TABLE, (2, 3)) == TABLE.ravel().tolist()
    assert entries(TABLE, (3, 2)) is None and entries(xs, (2,)) is None
