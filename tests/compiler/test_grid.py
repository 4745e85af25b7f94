"""Loops of equal strides visit just the places that they were found for."""

import itertools

import numpy as np
import pytest
from hypothesis import given, strategies as st

from autograd.compiler.grid import DIMENSIONS, Grid, grid, merged

loops = st.lists(st.integers(2, 4), min_size=1, max_size=DIMENSIONS)


def visited(found: Grid, first: list[int]) -> list[list[int]]:
    """The places of each column, by loops written out."""
    indices = itertools.product(*map(range, found.shape))
    return [
        [start + sum(i * s for i, s in zip(index, strides)) for index in list(at)]
        for (start, strides), at in zip(
            zip(first, found.strides), itertools.tee(list(indices), len(first))
        )
    ]


@given(loops, st.data())
def test_loops_are_found_and_visit_the_same_places(shape: list[int], data: st.DataObject) -> None:
    sides = data.draw(st.integers(1, 3))
    strides = [[data.draw(st.integers(-9, 40)) for _ in shape] for _ in range(sides)]
    made = Grid(tuple(shape), tuple(map(tuple, strides)))
    columns = np.array(visited(made, [500] * sides))
    found = grid(columns)
    assert found is not None and len(found.shape) <= len(shape)
    assert visited(found, [500] * sides) == columns.tolist()


@given(st.lists(st.integers(0, 5), min_size=1, max_size=12))
def test_any_places_are_visited_as_they_are_or_refused(places: list[int]) -> None:
    found = grid(np.array([places]))
    assert found is None or visited(found, [places[0]]) == [places]


@pytest.mark.parametrize(
    "columns, found",
    [
        ([[5]], Grid((), ((),))),
        ([[0, 1, 2]], Grid((3,), ((1,),))),
        ([[7, 7, 7]], Grid((3,), ((0,),))),
        ([[2, 1, 0]], Grid((3,), ((-1,),))),
        ([[0, 1, 10, 11]], Grid((2, 2), ((10, 1),))),
        ([[0, 1, 2, 4]], None),
        ([[0, 1, 3, 2]], None),
        ([[0, 1, 10, 12]], None),
        ([[0, 1, 2, 3], [0, 0, 1, 1]], Grid((2, 2), ((2, 1), (1, 0)))),
        ([[0, 1, 10]], None),
    ],
)
def test_grids_by_hand(columns: list, found: Grid | None) -> None:
    assert grid(np.array(columns)) == found


def test_more_loops_than_a_few_are_refused() -> None:
    places = np.array([sum(i * 7**k for k, i in enumerate(bits)) for bits in
                       itertools.product(range(2), repeat=DIMENSIONS + 1)])  # fmt: skip
    assert grid(places[None, : 2**DIMENSIONS]) is not None
    assert grid(places[None]) is None


def test_loops_are_merged_where_one_goes_on_from_the_other() -> None:
    assert merged((2, 3, 4), ((12, 4, 1), (0, 0, 1))) == ((6, 4), [(4, 1), (0, 1)])
    assert merged((), ((), ())) == ((1,), [(0,), (0,)])
    assert merged((3, 1, 4), ((4, 9, 1), (0, 9, 0))) == ((12,), [(1,), (0,)])
