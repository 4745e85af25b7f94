"""Which nestings programs take and give as they are."""

from collections import OrderedDict, namedtuple
from typing import Any

import numpy as np
import pytest

from autograd.compiler.forms import is_plain_array, is_simple, is_vector

Point = namedtuple("Point", "x y")


class Table(np.ndarray):
    pass


@pytest.mark.parametrize(
    "form",
    [0.0, [], (), {}, [0.0, (1.0, [])], {"a": 0.0, "b": {"c": [1.0]}}, np.zeros((2, 3)),
     np.array([0.0, 1.0], dtype=object), [np.zeros(())]],
    ids=repr,
)  # fmt: skip
def test_simple(form: Any) -> None:
    assert is_simple(form) and is_simple([form]) and is_simple({"x": (form,)})


@pytest.mark.parametrize(
    "form",
    [0, True, None, "a", Point(0.0, 1.0), OrderedDict(a=0.0), {0: 1.0}, np.float64(0.0),
     np.zeros(2).view(Table), np.array([0.0, None]), np.array([1, 2])],
    ids=repr,
)  # fmt: skip
def test_not_simple(form: Any) -> None:
    assert not (is_simple(form) or is_simple([form]) or is_simple({"x": (form,)}))


def test_vectors_are_sequences_of_numbers_alone() -> None:
    assert is_vector([0.0]) and is_vector((0.0, 1.0))
    assert not any(map(is_vector, ([], (), [0.0, [1.0]], {"a": 0.0}, np.zeros(2), 0.0)))


def test_plain_arrays() -> None:
    assert is_plain_array(np.zeros(0))
    assert not is_plain_array(np.zeros(2).view(Table)) and not is_plain_array([0.0])
