"""A call is taken apart into numbers and a signature, and put together as it was."""

from collections import deque, namedtuple
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from autograd import Value, jit
from autograd.compiler.arguments import taken_apart
from autograd.dual import Dual

Point = namedtuple("Point", "x y")


@dataclass
class Pair:
    a: Any
    b: Any


@dataclass(frozen=True, slots=True)
class Frozen:
    n: float
    on: bool


W, D = Value(5.0), Dual(5.0, 1.0)


def same(a: Any, b: Any) -> bool:
    if isinstance(a, np.ndarray):
        return isinstance(b, np.ndarray) and a.shape == b.shape and a.tolist() == b.tolist()
    if isinstance(a, dict):
        return [*a] == [*b] and all(map(same, a.values(), b.values()))
    if isinstance(a, (list, tuple)):
        return type(a) is type(b) and len(a) == len(b) and all(map(same, a, b))
    return a is b or (type(a) is type(b) and a == b)


NESTINGS = {
    "a float": (2.0, [2.0], 2.0),
    "an int": (2, [2.0], 2.0),
    "a NumPy scalar": (np.float32(0.5), [0.5], 0.5),
    "an array without axes": (np.array(3), [3.0], 3.0),
    "a Value": (W, [W], W),
    "a Dual": ({"k": D}, [D], {"k": D}),
    "a list": ([1.0, 2, W], [1.0, 2.0, W], [1.0, 2.0, W]),
    "nothing": ([], [], []),
    "a named tuple": (Point(1.0, (2.0,)), [1.0, 2.0], Point(1.0, (2.0,))),
    "a dict": ({"a": [1.0], 2: 3.0}, [1.0, 3.0], {"a": [1.0], 2: 3.0}),
    "an array": (
        np.arange(4).reshape(2, 2).T,
        [0.0, 2.0, 1.0, 3.0],
        np.array([[0.0, 2.0], [1.0, 3.0]], dtype=object),
    ),
    "objects": (np.array([W, 1], dtype=object), [W, 1.0], np.array([W, 1.0], dtype=object)),
    "a fraction": (Fraction(1, 2), [0.5], 0.5),
    "a dataclass": (Pair(1.0, [W, "a"]), [1.0, W], Pair(1.0, [W, "a"])),
    "a frozen dataclass": (Frozen(2, True), [2.0], Frozen(2.0, True)),
    "static": (("a", None, True, Frozen), [], ("a", None, True, Frozen)),
}


@pytest.mark.parametrize("case", NESTINGS)
def test_a_nesting_is_taken_apart_and_built_again(case: str) -> None:
    x, numbers, built = NESTINGS[case]
    call = taken_apart((x,), {"key": x}, None)
    assert same(call.numbers, numbers * 2)
    assert call.batch is None and not any(call.varying)
    (positional,), named = call.build(iter(call.numbers))
    assert same(positional, built) and same(named, {"key": built})


OTHERS = [
    1.0, W, "a", "b", None, True, False, [1.0], [1.0, 2.0], (1.0,), [[1.0]], {"a": 1.0},
    {"b": 1.0}, {"a": 1.0, "b": 2.0}, {"b": 2.0, "a": 1.0}, np.zeros(2), np.zeros((2, 1)),
    np.zeros((1, 2)), [], (), {}, Point(1.0, 2.0), (1.0, 2.0), object(), object(), {1}, {2},
]  # fmt: skip


def test_calls_that_need_another_program_have_another_signature() -> None:
    signatures = [taken_apart((x,), {}, None).signature for x in OTHERS]
    assert len(set(signatures)) == len(OTHERS)
    assert signatures == [taken_apart((x,), {}, None).signature for x in OTHERS]


EQUAL = [(1.0, 2), (1, np.float64(3.0)), ([1.0, 2.0], [5.0, 6.0]), (np.zeros(2), np.ones(2, int))]


@pytest.mark.parametrize("x, y", EQUAL, ids=str)
def test_calls_with_other_numbers_have_the_same_signature(x: Any, y: Any) -> None:
    assert taken_apart((x,), {}, None).signature == taken_apart((y,), {}, None).signature


@pytest.mark.parametrize("x", [{1.0}, deque([1.0]), bytearray(b"a")], ids=str)
def test_what_cannot_be_hashed_is_another_once_it_has_changed(x: Any) -> None:
    before = taken_apart((x,), {}, None).signature
    assert taken_apart((x,), {}, None).signature == before
    getattr(x, "add", getattr(x, "append", None))(2)
    assert taken_apart((x,), {}, None).signature != before


def test_what_a_dataclass_holds_beside_its_fields_is_taken_too() -> None:
    @dataclass
    class Squared:
        x: float

        def __post_init__(self) -> None:
            self.square = self.x * self.x

    f = jit(lambda s: s.square + s.x)
    s = Squared(2.0)
    assert [f(s), f(Squared(3.0))] == [6.0, 12.0]
    s.x = 5.0
    assert f(s) == 9.0


def test_arrays_of_other_packages_are_arrays() -> None:
    class Tensor:
        def __array__(self, dtype: Any = None, copy: Any = None) -> Any:
            return np.arange(3.0)

    assert jit(lambda x: 2.0 * x)(Tensor()).tolist() == [0.0, 2.0, 4.0]


def test_names_of_arguments_count() -> None:
    calls = [((1.0,), {}), ((), {"x": 1.0}), ((), {"y": 1.0}), ((1.0,), {"y": 1.0})]
    signatures = {taken_apart(args, named, None).signature for args, named in calls}
    assert len(signatures) == len(calls)


X = np.arange(6.0).reshape(3, 2)
KINDS = {
    "fortran": np.asfortranarray(X), "transposed": X.T.copy().T, "strided": np.repeat(X, 2, 0)[::2],
    "reversed": X[::-1].copy()[::-1], "float32": X.astype(np.float32), "int": X.astype(int),
    "uint8": X.astype(np.uint8), "bool": X > 2.0, "read only": X.view(),
}  # fmt: skip
KINDS["read only"].flags.writeable = False


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("axis", [0, 1, -1, -2])
def test_batches_of_any_layout(kind: str, axis: int) -> None:
    x = KINDS[kind]
    call = taken_apart((x,), {}, axis)
    assert call.batch == x.shape[axis] and all(call.varying)
    want = np.moveaxis(x, axis, -1).astype(float)
    assert np.array_equal(np.array(call.numbers), want)
    (built,), _ = call.build(iter(range(len(want))))
    assert built.tolist() == list(range(len(want)))


@pytest.mark.parametrize("shape, numbers", [((0,), 1), ((0, 2), 2), ((3, 0), 0), ((0, 0), 0)])
def test_empty_batches(shape: tuple, numbers: int) -> None:
    call = taken_apart((np.zeros(shape),), {}, 0)
    assert call.batch == shape[0] and len(call.numbers) == numbers
    assert all(x.shape == (shape[0],) for x in call.numbers)


def test_the_numbers_of_a_batch_are_a_copy_or_left_alone() -> None:
    x = np.zeros(3)
    call = taken_apart((x,), {}, 0)
    for column in call.data():
        column.flags.writeable = False
    assert x.tolist() == [0.0] * 3


IN_AXES = [
    (0, [True, True]), (None, [False] * 6), ((0, None), [True, False, False, False]),
    (((0, None),), [True, False, False, False]), (({"a": None, "b": 0},), [False] * 3 + [True]),
]  # fmt: skip
V = np.arange(3.0)
CALLS = [((V, V), 2), ((V, V), 2), ((V, V), 2), (((V, V),), 1), (({"a": V, "b": V},), 1)]


@pytest.mark.parametrize("given, call", list(zip(IN_AXES, CALLS)), ids=str)
def test_in_axes_say_what_varies(given: tuple, call: tuple) -> None:
    in_axes, varying = given
    assert list(taken_apart(call[0], {}, in_axes).varying) == varying


def test_arguments_by_name_have_the_first_axis() -> None:
    assert taken_apart((V,), {"y": V}, (None,)).varying == (False,) * 3 + (True,)
    assert taken_apart((), {"y": V}, None).batch is None


WRONG = [
    ((V, V), (0,), ValueError, r"in_axes has 1 entries for 2 arguments"),
    (([V, V],), ((0,),), ValueError, r"in_axes has 1 entries for args\[0\], which has 2"),
    (({"a": V, "b": V},), ({"a": 0},), ValueError, r"keys \['a'\] for args\[0\].*'a', 'b'"),
    ((V, np.zeros(4)), 0, ValueError, r"args\[1\] has 4 samples, but others have 3"),
    ((V,), 3, IndexError, r"axis 3 for args\[0\], which has 1"),
    ((V,), "a", TypeError, r"a whole number or None for args\[0\], got 'a'"),
    ((V,), True, TypeError, r"a whole number or None for args\[0\], got True"),
    ((np.ma.array([1.0], mask=[True]),), 0, TypeError, r"args\[0\] is masked"),
    ((np.array([1j]),), 0, TypeError, r"args\[0\] is an array of complex128"),
    ((["a", np.array(["b"])],), 0, TypeError, r"args\[0\]\[1\] is an array of <U1"),
]


@pytest.mark.parametrize("args, in_axes, kind, message", WRONG, ids=lambda x: str(x)[:30])
def test_what_is_wrong_is_named(args: tuple, in_axes: Any, kind: type, message: str) -> None:
    with pytest.raises(kind, match=message):
        taken_apart(args, {}, in_axes)
