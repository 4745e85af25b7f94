"""Nests and lists name the same operands and results as the run."""

import itertools
from typing import Any

import numpy as np
from hypothesis import given, strategies as st

from autograd.compiler.native.nests import List, Nest, Side, alike, nests, pieces
from autograd.compiler.schedule import Run
from autograd.primitives import TABLE

PLACES = st.integers(0, 40)


def visited(part: Nest | List) -> dict[int, list[int]]:
    """The operands of each result, by its place: those of sums side by side."""
    if isinstance(part, List):
        return {part.out + i: row for i, row in enumerate(part.places.tolist())}
    found = {}
    for turn in itertools.product(*map(range, part.shape)):

        def at(side: Side, turn: tuple[int, ...] = turn) -> int:
            return side.first + sum(i * move for i, move in zip(turn, side.moves, strict=True))

        terms = [[at(side) + t for t in side.terms or [0]] for side in part.sides]
        found[at(part.out)] = [x for row in terms for x in row]
    return found


@st.composite
def tables(draw: Any) -> Any:
    """Places of a run, some of which lie in loops."""
    blocks = []
    width = draw(st.sampled_from([1, 2]))
    for _ in range(draw(st.integers(1, 4))):
        shape = draw(st.lists(st.integers(1, 9), min_size=1, max_size=3))
        columns = []
        for _ in range(width):
            moves = [draw(st.integers(-3, 9)) for _ in shape]
            index = np.indices(shape).reshape(len(shape), -1)
            columns.append(draw(PLACES) + 100 + moves @ index)
        blocks.append(np.stack(columns, axis=1))
    return np.concatenate(blocks)


@given(tables(), PLACES)
def test_every_operand_is_named_once(places: Any, start: int) -> None:
    op = TABLE["neg" if places.shape[1] == 1 else "mul"]
    found: dict[int, list[int]] = {}
    for part in nests(Run(op, places, (False,) * places.shape[1], start)):
        one = visited(part)
        assert not one.keys() & found.keys()
        found |= one
    assert found == {start + i: row for i, row in enumerate(places.tolist())}


@given(tables(), st.lists(PLACES, min_size=1, max_size=4), st.booleans(), st.data())
def test_every_term_is_named_once(places: Any, terms: list[int], product: bool, data: Any) -> None:
    sides = [places[:, :1] + np.array(terms)] * (1 + product)
    table = np.concatenate(sides, axis=1)
    changed = data.draw(st.integers(0, len(table) - 1))
    table[changed, -1] += data.draw(st.integers(0, 1))  # an irregular one among others
    run = Run(TABLE["dot" if product else "total"], table, (False,) * table.shape[1], 7)
    found: dict[int, list[int]] = {}
    for part in nests(run):
        found |= visited(part)
    assert found == {7 + i: row for i, row in enumerate(table.tolist())}


def test_a_regular_run_is_one_nest_beside_which_nothing_is_listed() -> None:
    i, j = (x.ravel() for x in np.indices((6, 16)))
    run = Run(TABLE["mul"], np.stack([16 * i + j, 200 + i], axis=1), (False, False), 300)
    [nest] = nests(run)
    assert nest == Nest(
        TABLE["mul"], (6, 16), Side(300, (16, 1)), (Side(0, (16, 1)), Side(200, (1, 0)))
    )
    odd = np.array([[0, 5], [17, 3], [4, 4]])
    mixed = Run(TABLE["mul"], np.concatenate([odd, run.places]), (False, False), 300)
    first, second = nests(mixed)
    assert isinstance(first, List) and first.places.tolist() == odd.tolist()
    assert isinstance(second, Nest) and second.out.first == 303


def test_pieces_go_as_far_as_terms_are_alike() -> None:
    columns = np.arange(6)[None]
    assert [*pieces(columns, np.array([0, 1, 1, 0, 1, 1], bool))] == [(0, 3), (3, 6)]
    table = np.array([[[0, 5]], [[1, 6]], [[2, 8]], [[3, 9]]])
    assert alike(table).tolist() == [False, True, False, True]


def test_steps_are_known_where_terms_are_equally_far_apart() -> None:
    assert [Side(0, (), t).step for t in ((0, 2, 4), (0, 2, 3), (0,), ())] == [2, None, 0, 0]
