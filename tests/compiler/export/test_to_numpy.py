"""Programs as functions of NumPy's arrays: element by element they compute the same."""

import math
from typing import Any

import exported
import numpy as np
import pytest

import autograd as ag


def assert_same_on_arrays(f: Any, program: Any, points: Any, rel: float) -> None:
    """f of all points at once is the program of each; nan where a guard does not hold."""
    columns = [np.array(column) for column in zip(*points)]
    n = program.inputs
    parameters = [column[0] for column in columns[n:]]
    outputs = f(*columns[:n], *parameters)
    found = np.array([np.broadcast_to(y, len(points)) for y in outputs]).T.tolist()
    for point, row in zip(points, found, strict=True):
        expected = program.evaluate([*point[:n], *parameters])
        nothing = [math.nan] * len(row)
        assert exported.same(row, expected or nothing, rel), (point, row, expected)


@pytest.mark.parametrize("name", [*exported.UNARY, *exported.BINARY])
def test_a_row(name: str) -> None:
    program = exported.single(name, 1 if name in exported.UNARY else 2)
    f = exported.defined(program.to_numpy(), "f", program)
    assert_same_on_arrays(f, program, exported.points_of(program), 1e-13)


@exported.every_program
def test_functions_and_their_gradients(name: str) -> None:
    program = exported.PROGRAMS[name]
    f = exported.defined(exported.written(program.to_numpy), "f", program)
    assert_same_on_arrays(f, program, exported.points_of(program), 1e-12)


def test_shapes_broadcast_and_numbers_do_too() -> None:
    program = exported.program_of(lambda x, y: [x * y, x, 3.0], 1.0, 2.0)
    f = exported.defined(program.to_numpy(), "f", program)
    x, y = np.arange(6.0).reshape(3, 2, 1), np.arange(4.0)
    product, first, constant = f(x, y)
    assert product.shape == (3, 2, 4) and (product == x * y).all()
    assert (first == x).all() and constant == 3.0
    assert f(2, 3)[0] == 6.0
    assert f([1, 2], 3)[0].tolist() == [3.0, 6.0]


@pytest.mark.parametrize("row", ["erf", "erfc", "lgamma"])
def test_functions_that_numpy_lacks_take_empty_arrays(row: str) -> None:
    program = exported.single(row, 1)
    f = exported.defined(program.to_numpy(), "f", program)
    assert f(np.empty((0, 3)))[0].shape == (0, 3)


def test_long_sums() -> None:
    def summed(x: Any, y: Any) -> Any:
        return ag.total([*(x * i for i in range(5000)), y])

    program = exported.program_of(summed, 1.0, 2.0)
    f = exported.defined(program.to_numpy(), "f", program)
    assert f(1.0, 2.0) == (5000 * 4999 / 2 + 2.0,)
