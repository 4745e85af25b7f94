"""Machine code in loops does what the rows do, and remains short however long the runs are."""

import math
import pickle
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

pytest.importorskip("llvmlite")

from compiled import lowering
from runs import NUMBERS, close, programs

from autograd import exp, value_and_grad
from autograd.compiler.native import rolled
from autograd.compiler.native.plan import simplified
from autograd.compiler.native.rolled import Rolled, RolledCode
from autograd.compiler.program import Guard, Instruction, Program
from autograd.primitives import TABLE


def computed(program: Program, numbers: Any) -> Any:
    """The outputs of the program as loops."""
    run = Rolled(RolledCode(program))
    run(numbers)
    return run.outputs()


@pytest.mark.parametrize("part", [1, 400])
@pytest.mark.parametrize("width", [2, 4, 8])
@settings(deadline=None, max_examples=50)
@given(program=programs(), numbers=st.lists(NUMBERS, min_size=5, max_size=5))
def test_random_programs_give_what_the_rows_give(
    part: int, width: int, program: Program, numbers: list[float]
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rolled, "width", lambda: width)
        patch.setattr(rolled, "PART", part)
        assert close(computed(simplified(program), numbers), program.evaluate(numbers))


def chained(xs: list[Any]) -> Any:
    """A function whose gradient has long runs and short ones."""
    y = xs
    for _ in range(3):
        y = [exp(-a * a) * b for a, b in zip(y, y[1:] + y[:1])]
    return sum(a * b for a, b in zip(y, reversed(xs)))


@pytest.mark.parametrize("count", [5, 64, 301])
def test_gradients_are_those_of_the_rows(count: int) -> None:
    numbers = np.random.default_rng(count).normal(size=count).tolist()
    program = simplified(lowering(lambda *xs: value_and_grad(chained)([*xs]), numbers))
    assert close(computed(program, numbers), program.evaluate(numbers))


def test_code_grows_with_runs_not_with_what_is_in_them() -> None:
    lengths = []
    for count in (100, 1000):
        program = Program(
            count,
            0,
            tuple(Instruction(TABLE["sin"], (i,)) for i in range(count)),
            tuple(range(count, 2 * count)),
        )
        lengths.append(len(RolledCode(program).text))
    assert lengths[1] < 1.1 * lengths[0]


def test_guards_and_constants_among_outputs() -> None:
    code = (Instruction(TABLE["less"], (0, 1)),)
    program = Program(2, 0, code, (1, 0.5, 0, 0.5), (Guard(2, 1.0),))
    assert computed(program, [1.0, 2.0]) == [2.0, 0.5, 1.0, 0.5]
    assert computed(program, [3.0, 2.0]) is None
    assert computed(Program(0, 0, (), ()), []) == []


def test_rows_of_outputs_and_copies() -> None:
    program = Program(3, 0, (Instruction(TABLE["hypot"], (0, 1)),), (3, 2))
    run = Rolled(pickle.loads(pickle.dumps(RolledCode(program))))
    run(np.array([3.0, 4.0, 7.0]))
    assert run.rows(0).tolist() == [5.0, 7.0] and run.rows(1).tolist() == [7.0]
    run([math.inf, 4.0, 7.0])
    assert run.rows(0, 1).tolist() == [math.inf]
