"""Collected numbers are those at the places, however these lie."""

import numpy as np
import pytest

from autograd.compiler import collecting
from autograd.compiler.collecting import collector, moves

ROWS, WIDTH = 40, 50
INTERLEAVED = np.array(
    [x for i in range(ROWS) for x in (*range(i * WIDTH, (i + 1) * WIDTH), 2000 + i)]
)
PLACES = {
    "nowhere": np.arange(0),
    "in a row": np.arange(7, 30),
    "anywhere": np.array([5, 1, 1, 400]),
    "two runs": INTERLEAVED,
    "transposed": np.arange(2000).reshape(ROWS, WIDTH).T.ravel(),
    "mixed": np.random.RandomState(0).permutation(2040),
}


@pytest.mark.parametrize("places", PLACES.values(), ids=PLACES)
@pytest.mark.parametrize("samples", [None, 3])
def test_collected_numbers_are_those_at_the_places(places, samples):
    shape = (2040,) if samples is None else (2040, samples)
    memory = np.random.RandomState(1).rand(*shape)
    collect = collector(memory, places, [0, 2000])
    for _ in range(2):
        assert np.array_equal(collect(), memory[places])
        memory += 1.0


@pytest.mark.parametrize(
    "name, views", [("two runs", True), ("transposed", True), ("mixed", False)]
)
def test_regular_places_are_copied_in_loops(name, views):
    places = PLACES[name]
    memory = np.arange(2040.0)
    found = collecting._loops(memory, places, [2000, 0], np.empty(len(places)))
    assert (found is not None) == views


def test_nothing_is_made_anew():
    collect = collector(np.arange(2040.0), INTERLEAVED, [0, 2000])
    assert collect() is collect()
    memory = np.arange(9.0)
    assert np.shares_memory(collector(memory, np.arange(2, 5), [0])(), memory)


@pytest.mark.parametrize(
    "places, count",
    [
        ([], 0), ([5], 1), ([3, 4, 5, 6], 1), ([6, 5, 4, 3, 2, 1, 0], 1), ([0, 2, 4, 6, 1], 2),
        ([7, 7, 7, 7, 7], 1), ([0, 3, 1, 7, 2, 5], 1), ([0, 1, 2, 3, 4, 9, 8, 7, 6, 5], 2),
    ],
    ids=str,
)  # fmt: skip
def test_moves_bring_each_place_to_its_row(places: list[int], count: int) -> None:
    memory, rows = np.arange(10.0), np.arange(len(places)) * 2
    found = np.full(20, -1.0)
    moved = moves(rows, np.array(places, dtype=np.int64))
    assert len(moved) == count
    for to, at in moved:
        found[to] = memory[at]
    assert found[rows].tolist() == places and (np.delete(found, rows) == -1.0).all()
