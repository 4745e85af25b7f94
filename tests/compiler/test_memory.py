"""Views of memory are where they are said to be, and calls work on them."""

import numpy as np
import pytest

from autograd.compiler.memory import Memory


def filled() -> Memory:
    memory = Memory((12, 6), 3, float)
    memory.same[:] = np.arange(12.0)
    memory.varying[:] = 100.0 + np.arange(18.0).reshape(6, 3)
    return memory


def run(memory: Memory) -> None:
    for call in memory.calls:
        call()


@pytest.mark.parametrize(
    "first, shape, strides, places",
    [
        (2, (3,), (1,), [2, 3, 4]), (2, (3,), (0,), [2, 2, 2]), (5, (3,), (-2,), [5, 3, 1]),
        (0, (2, 2), (1, 3), [[0, 3], [1, 4]]), (4, (), (), 4),
    ],
)  # fmt: skip
def test_views(first: int, shape: tuple, strides: tuple, places: object) -> None:
    memory = filled()
    wanted = np.array(places)
    assert np.array_equal(memory.view(False, first, shape, strides), memory.same[wanted])
    full = memory.view(False, first, shape, strides, full=True)
    assert np.array_equal(full, memory.same[wanted][..., None])
    assert np.array_equal(memory.view(True, first, shape, strides), memory.varying[wanted])


def test_results_are_in_order_and_written_in_place() -> None:
    memory = filled()
    memory.results(False, 4, (2, 3))[...] = -np.arange(6.0).reshape(2, 3)
    assert memory.same.tolist() == [0.0, 1.0, 2.0, 3.0, -0.0, -1.0, -2.0, -3.0, -4.0, -5.0, 10, 11]
    assert memory.results(True, 1, (2, 2)).shape == (2, 2, 3)


@pytest.mark.parametrize("varies, full", [(False, False), (False, True), (True, True)])
def test_gathered_copies_are_renewed_by_a_call(varies: bool, full: bool) -> None:
    memory = filled()
    places = np.array([[5, 0], [3, 3]])
    held = memory.gathered(varies, places, full)
    for _ in range(2):
        run(memory)
        source = memory.varying if varies else memory.same[:, None] if full else memory.same
        assert np.array_equal(held, source[places])
        memory.same += 1.0
        memory.varying += 1.0


@pytest.mark.parametrize("varies", [(False, False), (True, True), (True, False), (False, True)])
def test_tables_of_what_varies_and_what_does_not(varies: tuple) -> None:
    memory = filled()
    places = np.array([[1, 4], [5, 0]])
    table = memory.table(varies, places)
    run(memory)
    for j, v in enumerate(varies):
        want = memory.varying[places[:, j]] if v else memory.same[places[:, j]]
        got = table[:, j]
        assert np.array_equal(got, np.broadcast_to(want.T, got.T.shape).T)


def test_calls_are_made_one_after_the_other_and_write_to_the_last_operand() -> None:
    memory = filled()
    memory.call(np.add, memory.same[:3], memory.same[3:6], memory.same[6:9])
    memory.call(np.negative, memory.same[6:9], memory.same[9:])
    assert memory.same[6:].tolist() == [6.0, 7.0, 8.0, 9.0, 10.0, 11.0]  # none is made yet
    run(memory)
    assert memory.same[6:].tolist() == [3.0, 5.0, 7.0, -3.0, -5.0, -7.0]


def test_inputs_are_read_sample_by_sample_where_they_are_alone() -> None:
    memory = Memory((12, 6), 3, float)
    memory.expect(4, np.array([5]))
    inputs = np.arange(12.0).reshape(4, 3)
    memory.give(inputs)
    view = memory.view(True, 1, (2,), (2,))
    assert np.array_equal(view, inputs[[1, 3]]) and np.shares_memory(view, memory.given)
    assert not memory.copied and memory.view(True, 4, (2,), (1,)).base is not memory.given


@pytest.mark.parametrize("use", ["outputs", "mixed", "gathered"])
def test_inputs_are_copied_for_what_else_they_are_needed_for(use: str) -> None:
    memory = Memory((12, 6), 3, float)
    memory.expect(4, np.array([5, 3] if use == "outputs" else [5]))
    if use == "mixed":
        view = memory.view(True, 2, (2,), (3,))
    if use == "gathered":
        view = memory.gathered(True, np.array([2, 5]), False)
    memory.varying[:] = -1.0
    memory.give(np.arange(12.0).reshape(4, 3))
    run(memory)
    assert memory.copied and memory.varying[3].tolist() == [9.0, 10.0, 11.0]
    if use != "outputs":
        assert view.tolist() == [[6.0, 7.0, 8.0], [-1.0] * 3]
