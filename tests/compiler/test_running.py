"""A run is a call or a few, on views where its numbers lie regularly: what its rows give."""

import numpy as np
import pytest

from autograd.compiler import running
from autograd.compiler.fusing import in_order
from autograd.compiler.memory import Memory
from autograd.compiler.running import add_run
from autograd.compiler.schedule import Run
from autograd.primitives import TABLE

NUMBERS = np.random.default_rng(0).normal(size=40)


def result(run: Run, size: int) -> tuple[list[float], int]:
    """What a run computes from the numbers, and by how many calls."""
    memory = Memory((60, 0), 1, np.float64)
    memory.same[:40] = NUMBERS
    add_run(memory, run)
    for call in memory.calls:
        call()
    return memory.same[40 : 40 + size].tolist(), len(memory.calls)


@pytest.mark.parametrize(
    "places",
    [[[0, 10], [1, 11], [2, 12]], [[0, 10], [3, 10], [6, 10]], [[5, 1], [2, 30], [17, 4]],
     [[7, 7]], [[3, 9], [2, 8], [1, 7]]],
    ids=str,
)  # fmt: skip
def test_element_by_element_wherever_they_lie(places: list[list[int]]) -> None:
    found, calls = result(Run(TABLE["sub"], np.array(places), (False, False), 40), len(places))
    assert found == [NUMBERS[i] - NUMBERS[j] for i, j in places]
    assert calls <= 3  # two to gather operands


@pytest.mark.parametrize("places", [[[0, 1, 2], [10, 11, 12]], [[0, 5, 7], [30, 2, 9]]], ids=str)
def test_rows_of_numbers_are_reduced_together(places: list[list[int]]) -> None:
    found, _ = result(Run(TABLE["prod"], np.array(places), (False,) * 3, 40), 2)
    assert found == pytest.approx([np.prod(NUMBERS[row]) for row in places], rel=1e-15)


@pytest.mark.parametrize("wide", [0, 10**6])
def test_long_sums_keep_their_order_whether_wide_or_not(
    wide: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "WIDE", wide)
    places = np.arange(30).reshape(10, 3).T
    expected = []
    for row in places:
        total = 0.0 + NUMBERS[row[0]]
        for i in row[1:]:
            total = total + NUMBERS[i]
        expected.append(total)
    found, calls = result(Run(in_order, places, (False,) * 10, 40), 3)
    assert found == expected and (calls == 9) == (wide == 0)
