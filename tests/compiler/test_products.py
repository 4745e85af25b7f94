"""Runs of dot products are products of matrices where they can be, and the same sums always."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, strategies as st

import autograd
from autograd.compiler.arrays import Arrays
from autograd.compiler.products import as_shaped, cuts
from autograd.compiler.program import Instruction, Program
from autograd.compiler.schedule import over_samples, schedule
from autograd.primitives.reductions import dot

operands = st.lists(st.integers(0, 7), min_size=2, max_size=8).filter(lambda x: len(x) % 2 == 0)


def computed(program: Program, varying: list[bool], numbers: list[Any], batch: int) -> Any:
    arrays = Arrays(schedule(program, varying), batch)
    arrays(numbers)
    return np.array(arrays.columns())


@given(st.lists(operands, min_size=1, max_size=6), st.lists(st.booleans(), min_size=8, max_size=8))
def test_any_dot_products(rows: list[list[int]], varying: list[bool]) -> None:
    code = tuple(Instruction(dot, tuple(row)) for row in rows)
    program = Program(8, 0, code, tuple(range(8, 8 + len(rows))))
    numbers = [np.arange(3.0) + i if v else float(i * i) for i, v in enumerate(varying)]
    found = computed(program, varying, numbers, 3)
    for sample in range(3):
        at = [float(x[sample]) if v else x for x, v in zip(numbers, varying)]
        want = program.evaluate(at)
        assert found[:, sample].tolist() == want  # whole numbers: exact


LAYERS = {  # who varies: inputs, weights
    "a product of matrices": ([False] * 12, [False] * 12),
    "weights on samples": ([True] * 12, [False] * 12),
    "samples on weights": ([False] * 12, [True] * 12),
    "both vary": ([True] * 12, [True] * 12),
    "some vary": ([True, False] * 6, [False] * 12),
}


@pytest.mark.parametrize("who", LAYERS)
@pytest.mark.parametrize("back", [False, True])
@pytest.mark.parametrize(
    "shape", [(3, 4, 3), (1, 4, 3), (3, 4, 1), (1, 1, 1), (4, 1, 3), (1, 12, 1)]
)
def test_products_of_matrices(who: str, back: bool, shape: tuple) -> None:
    rows, terms, columns = shape
    step = -1 if back else 1
    code = []
    for i in range(rows):
        for j in range(columns):
            left = [i * terms + k for k in range(terms)][::step]
            right = [12 + k * columns + j for k in range(terms)][::step]
            code.append(Instruction(dot, (*left, *right)))
    program = Program(24, 0, tuple(code), tuple(range(24, 24 + len(code))))
    varying = [*LAYERS[who][0], *LAYERS[who][1]]
    numbers = [np.array([i, 3.0 - i]) if v else float(i - 7) for i, v in enumerate(varying)]
    found = computed(program, varying, numbers, 2)
    for sample in range(2):
        at = [float(x[sample]) if v else x for x, v in zip(numbers, varying)]
        assert found[:, sample].tolist() == program.evaluate(at)


pairs = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=1, max_size=8)


@given(pairs, st.lists(st.booleans(), min_size=6, max_size=6))
def test_sums_over_samples(pairs: list[tuple[int, int]], varying: list[bool]) -> None:
    code = tuple(Instruction(over_samples, pair) for pair in pairs)
    program = Program(6, 0, code, tuple(range(6, 6 + len(pairs))))
    numbers = [np.arange(4.0) - i if v else float(i + 2) for i, v in enumerate(varying)]
    full = [np.broadcast_to(x, 4) for x in numbers]
    found = computed(program, varying, numbers, 4)[:, 0]
    assert found.tolist() == [float((full[i] * full[j]).sum()) for i, j in pairs]


def test_cuts_are_where_places_move_otherwise() -> None:
    places = np.array([[[0, 1, 2, 9]], [[5, 6, 7, 8]]])
    same = np.zeros((2, 4), dtype=bool)
    assert list(cuts(places, same)) == [(0, 3), (3, 4)]
    same[0, 1:] = True
    assert list(cuts(places, same)) == [(0, 1), (1, 3), (3, 4)]


def test_a_shape_that_needs_a_copy_is_refused() -> None:
    with pytest.raises(ValueError, match="no view in the shape"):
        as_shaped(np.zeros((4, 4))[:, :3], (12,))


LEFT = [[3, 1, 4, 1], [5, 0, 2, 6], [5, 3, 5, 8], [7, 2, 3, 8], [4, 6, 2, 6]]
RIGHT = [[6, 6, 0, 4], [8, 7, 6, 4], [7, 5, 3, 8], [2, 4, 2, 1], [4, 8, 2, 5]]


def at_irregular_places(xs: Any) -> list[Any]:
    return [autograd.dot([xs[i] for i in a], [xs[j] for j in b]) for a, b in zip(LEFT, RIGHT)]


@pytest.mark.parametrize("batch", [1, 2, 3, 4, 5])
def test_products_at_irregular_places_vary_with_the_sample(batch: int) -> None:
    samples = np.random.default_rng(0).normal(size=(batch, 9))
    found = autograd.jit(at_irregular_places, backend="numpy")(samples)
    expected = [at_irregular_places(sample) for sample in samples.tolist()]
    assert np.transpose(found) == pytest.approx(np.array(expected), rel=1e-13)
