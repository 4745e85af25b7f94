"""NumPy's functions for the rows: the same numbers as the rows', one by one and in batches."""

import math

import numpy as np
import pytest
from operands import ROWS, alike, assert_close, every_row

from autograd.compiler.arrays import Arrays, prepared
from autograd.compiler.functions import array_function, knows
from autograd.compiler.passes import simplified
from autograd.compiler.program import Instruction, Program
from autograd.primitives import TABLE, Primitive


@every_row
def test_one_instruction_for_each_point(row: Primitive) -> None:
    for at in alike(row):
        n, width = len(at), len(at[0])
        code = [Instruction(row, tuple(range(i * width, (i + 1) * width))) for i in range(n)]
        results = tuple(range(n * width, n * width + n))
        program = simplified(Program(n * width, 0, tuple(code), results))
        compiled = Arrays(prepared(program))
        compiled([x for xs in at for x in xs])
        assert_close(row, compiled.outputs(), at)


@every_row
def test_one_instruction_for_a_batch(row: Primitive) -> None:
    for at in alike(row):
        if not at[0]:
            continue
        n, width = len(at), len(at[0])
        program = Program(width, 0, (Instruction(row, tuple(range(width))),), (width,))
        compiled = Arrays(prepared(program, [True] * width), n)
        compiled(list(np.array(at).T))
        assert_close(row, compiled.columns()[0].tolist(), at)


@pytest.mark.parametrize("row", [r for r in ROWS if r.arity != 1], ids=repr)
def test_a_batch_where_some_operands_are_the_same_for_all(row: Primitive) -> None:
    at = max(alike(row), key=len)
    width = len(at[0])
    program = Program(width, 0, (Instruction(row, tuple(range(width))),), (width,))
    varying = [i % 2 == 0 for i in range(width)]
    plan = prepared(program, varying)
    for same in at[:: len(at) // 5]:
        mixed = [tuple(x if v else s for x, s, v in zip(xs, same, varying)) for xs in at]
        compiled = Arrays(plan, len(at))
        columns = np.array(at).T
        compiled([columns[i] if v else same[i] for i, v in enumerate(varying)])
        assert_close(row, compiled.columns()[0].tolist(), mixed)


@every_row
def test_the_row_itself_where_numpy_has_nothing(row: Primitive) -> None:
    """What is known is the row's; what isn't is exactly the row's, in arrays of any shape."""
    if row.arity is None or (knows(row) and row.name == "dot"):
        return
    at = max(alike(row), key=len)
    at = at[: len(at) // 3 * 3]
    columns = [x.reshape(3, -1) for x in np.array(at).T]
    out = np.empty(columns[0].shape)
    with np.errstate(all="ignore"):
        array_function(row)(*columns, out)
    assert_close(row, out.ravel().tolist(), at)
    if not knows(row):
        assert np.array_equal(out.ravel(), [row(*xs) for xs in at], equal_nan=True)


def test_operands_meet_as_numpy_has_it() -> None:
    out = np.empty((2, 3))
    x, y = np.array([[1.0], [2.0]]), np.array([0.0, 2.0, np.inf])
    array_function(TABLE["floor_divide"])(x, y, out)
    want = [[TABLE["floor_divide"](a, b) for b in y.tolist()] for a in x.ravel().tolist()]
    assert np.array_equal(out, want, equal_nan=True)


def test_where_the_row_raises_the_answer_is_ieee() -> None:
    power = next(row for row in ROWS if row.name == "power" and row.parameters == (-9.0,))
    out = np.empty(3)
    array_function(power)(np.array([0.0, -0.0, 1.0]), out)
    assert out.tolist() == [np.inf, -np.inf, 1.0]


def test_numpy_is_asked_only_where_it_says_the_same() -> None:
    known = {row.name for row in ROWS if knows(row)}
    assert {"add", "exp", "maximum", "arctan2", "fmod", "total", "where", "step"} <= known
    assert not known & {"floor_divide", "erf", "lgamma", "sigmoid", "norm", "identity", "power"}
    own = Primitive("exp", lambda x: x + 1.0, lambda z, x: (1.0,))  # a user's, of the same name
    assert not knows(own)
    out = np.empty(1)
    array_function(own)(np.array([1.0]), out)
    assert out.tolist() == [2.0]


def test_a_constant_is_no_register_of_the_same_number() -> None:
    sub = TABLE["sub"]
    code = tuple(Instruction(sub, xs) for xs in ((0, 1.0), (0.0, 0), (1, 1.0), (1.0, 1)))
    compiled = Arrays(prepared(Program(2, 0, code, (2, 3, 4, 5))))
    compiled([5.0, 7.0])
    assert compiled.outputs() == [4.0, -5.0, 6.0, -6.0]


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("shape", [(7,), (3, 1), (1000,), (40, 30)])
def test_where_gives_its_operands_bit_by_bit(dtype: type, shape: tuple) -> None:
    random = np.random.default_rng(0)
    special = np.array([np.nan, -0.0, 0.0, np.inf, -np.inf, 5e-324, 1.5], dtype)
    condition, x, y = (random.choice(special, size=shape) for _ in range(3))
    constant = np.broadcast_to(special[1:2], shape)  # as constants meet what varies
    for taken, other in ((x, y), (constant, y), (x, constant)):
        out = np.empty(shape, dtype)
        array_function(TABLE["where"])(condition, taken, other, out)
        want = np.where(condition != 0.0, taken, other)
        assert np.array_equal(out, want, equal_nan=True)
        assert np.array_equal(np.signbit(out), np.signbit(want))


@pytest.mark.parametrize("name", ["maximum", "minimum"])
def test_of_zeros_of_either_sign_it_is_the_first_as_in_the_row(name: str) -> None:
    row = TABLE[name]
    for n in (1, 3, 8, 17):
        for x, y in ((0.0, -0.0), (-0.0, 0.0)):
            out = np.empty(n)
            for xs, ys in ((np.full(n, x), np.full(n, y)), (np.full(n, x), y), (x, np.full(n, y))):
                array_function(row)(xs, ys, out)
                assert np.signbit(out).tolist() == [math.copysign(1.0, row(x, y)) < 0.0] * n
