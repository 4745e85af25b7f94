"""Short programs get lines of machine code, long ones loops, long batches the machine for all."""

import numpy as np
import pytest

pytest.importorskip("numba")

from autograd.compiler.native import choosing
from autograd.compiler.native.direct import Direct
from autograd.compiler.native.native import Native
from autograd.compiler.native.rolled import Rolled
from autograd.compiler.program import Instruction, Program
from autograd.compiler.schedule import over_samples
from autograd.primitives import TABLE

PROGRAM = Program(2, 0, (Instruction(TABLE["hypot"], (0, 1)),), (2,))
WAITING = Program(
    2, 0, (Instruction(over_samples, (0, 1)), Instruction(TABLE["add"], (0, 2))), (3,)
)


@pytest.mark.parametrize("most", [0, 100])
def test_both_give_the_same(most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choosing, "MOST", most)
    plan = choosing.prepared(PROGRAM, [True, False])
    run = choosing.arrays(plan, min(choosing.block(plan), 16))
    assert type(run) is (Direct if most else Native)
    (column,), _ = run.many([4.0], [np.array([[3.0, 6.0]])], 2)
    assert column.tolist() == [5.0, np.hypot(6.0, 4.0)]


@pytest.mark.parametrize(("most", "runs", "kind"), [(0, 1, Rolled), (0, 0, Native), (9, 1, Direct)])
def test_what_does_not_vary_is_in_loops_where_it_is_long(
    most: int, runs: int, kind: type, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(choosing, "MOST", most)
    monkeypatch.setattr(choosing, "LEAST", 0)
    monkeypatch.setattr(choosing, "RUNS", runs)
    run = choosing.arrays(choosing.prepared(PROGRAM))
    run([3.0, 4.0])
    assert type(run) is kind and run.outputs() == [5.0]


@pytest.mark.parametrize(
    ("least", "count", "kind"), [(0, 12, Rolled), (0, 4, Direct), (99, 12, Direct)]
)
def test_long_runs_are_loops(
    least: int, count: int, kind: type, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(choosing, "LEAST", least)
    code = tuple(Instruction(TABLE["hypot"], (i, 0)) for i in range(count))
    program = Program(count, 0, code, tuple(range(count, 2 * count)))
    run = choosing.arrays(choosing.prepared(program))
    assert type(run) is kind


def test_none_of_its_own_is_an_error_if_that_is_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choosing, "MOST", 0)
    with pytest.raises(NotImplementedError, match="too long for machine code, 2 operands"):
        choosing.prepared(PROGRAM, [True, True], own=True)


def test_what_has_no_code_of_its_own_goes_to_the_machine() -> None:
    run = choosing.arrays(choosing.prepared(WAITING, [True, True]), 3)
    run([np.array([1.0, 2.0, 3.0]), np.ones(3)])
    assert type(run) is Native and run.columns()[0].tolist() == [7.0, 8.0, 9.0]


def test_loops_that_nobody_asked_for_are_few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choosing, "MOST", 0)
    monkeypatch.setattr(choosing, "LEAST", 0)
    monkeypatch.setattr(choosing, "SOME", 0)
    assert type(choosing.arrays(choosing.prepared(PROGRAM))) is Rolled
    with pytest.raises(NotImplementedError, match="too long"):
        choosing.prepared(PROGRAM, own=True)
