"""Nestings as arguments of programs: drawn at random, as they should be and otherwise."""

from __future__ import annotations

from collections import OrderedDict, namedtuple
from itertools import count
from typing import Any

import numpy as np
from hypothesis import strategies as st

from autograd.compiler.program import Program

Point = namedtuple("Point", "x y")
KEYS = ("a", "b", "w's", 'of "x"', "")


class Subclass(float):
    pass


def _nestings(inner: st.SearchStrategy) -> st.SearchStrategy:
    some = st.lists(inner, max_size=3)
    keys = st.permutations(KEYS)
    return st.one_of(some, some.map(tuple), st.builds(lambda k, v: dict(zip(k, v)), keys, some))


arrays = st.lists(st.integers(0, 3), max_size=3).map(np.zeros)
shapes = st.recursive(st.one_of(st.just(0.0), arrays), _nestings, max_leaves=12)
arguments = st.lists(shapes, max_size=3)


def filled(shape: Any, numbers: Any) -> Any:
    """The nesting with others in the places of its numbers."""
    if isinstance(shape, dict):
        return {key: filled(x, numbers) for key, x in shape.items()}
    if isinstance(shape, (list, tuple)):
        return type(shape)([filled(x, numbers) for x in shape])
    if isinstance(shape, np.ndarray):
        return np.array([next(numbers) for _ in range(shape.size)], float).reshape(shape.shape)
    return next(numbers)


def forms(shape: Any) -> tuple[Any, int]:
    """The nesting with the index of each number in its place, and how many there are."""
    indices = count()
    form = filled(shape, map(float, indices))
    return form, next(indices)


def identity(size: int) -> Program:
    """The program whose outputs are its inputs."""
    return Program(size, 0, (), tuple(range(size)))


def equal(a: Any, b: Any) -> bool:
    """Whether both are the same, in type and in number."""
    if type(a) is not type(b):
        return False
    if isinstance(a, dict):
        return [*a] == [*b] and all(map(equal, a.values(), b.values()))
    if isinstance(a, (list, tuple)):
        return len(a) == len(b) and all(map(equal, a, b))
    if isinstance(a, np.ndarray):
        return (a.dtype, a.shape, a.tobytes()) == (b.dtype, b.shape, b.tobytes())
    return a == b


TOO_LARGE = [(0.0, 10**400), ([0.0, 1.0], [1.0, 10**400])]  # forms, and what is no double
# a form, and what is not in it though it may look alike
OTHERWISE = [(0.0, x) for x in (None, True, "1.0", 1j, Subclass(1.0), np.float64(1.0), [1.0])]
OTHERWISE += [
    ([0.0, 1.0], x)
    for x in ((1.0, 2.0), [1.0], [1.0, 2.0, 3.0], [1.0, True], [1.0, None], [1.0, "2"],
              np.array([1.0, 2.0]), {"a": 1.0, "b": 2.0}, [1.0, [2.0]], [1.0, np.float64(1.0)])
]  # fmt: skip
OTHERWISE += [
    ((0.0, 1.0), x) for x in ([1.0, 2.0], Point(1.0, 2.0), (1.0,), (1.0, "2.0"), 1.0, "ab")
]
OTHERWISE += [((0.0, [1.0]), x) for x in ((1.0, [2.0, 3.0]), (1.0, 2.0), (1.0, (2.0,)), ())]
OTHERWISE += [
    ({"a": 0.0, "b": 1.0}, x)
    for x in ({"b": 1.0, "a": 2.0}, {"a": 1.0}, {"a": 1.0, "c": 2.0}, {"a": 1.0, "b": None}, {},
              {"a": 1.0, "b": 2.0, "c": 3.0}, OrderedDict(a=1.0, b=2.0), [1.0, 2.0],
              {"a": 1.0, 1: 2.0})
]  # fmt: skip
TABLE = np.arange(6.0).reshape(2, 3)
OTHERWISE += [
    (TABLE, x)
    for x in (TABLE.T, TABLE.ravel(), TABLE.astype(np.float32), TABLE.astype(int), TABLE[:1],
              TABLE.astype(object), TABLE.tolist(), TABLE[None],
              np.ma.masked_array(TABLE), TABLE.astype(complex), bytes(48))
]  # fmt: skip
