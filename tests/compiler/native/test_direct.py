"""Machine code of a program's own does what the rows do: batches, guards, sums over samples."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

pytest.importorskip("llvmlite")

from compiled import apart, lowering
from runs import NUMBERS, close, programs

from autograd.compiler.native import phases
from autograd.compiler.native.build import width
from autograd.compiler.native.call import function
from autograd.compiler.native.direct import CLOSE, Code, Direct, block
from autograd.compiler.native.plan import simplified
from autograd.compiler.program import Instruction, Program
from autograd.compiler.schedule import over_samples
from autograd.primitives import TABLE


@pytest.mark.parametrize("part", [1, 20, 1500])
@settings(deadline=None, max_examples=40)
@given(programs(), st.lists(NUMBERS, min_size=5, max_size=5), st.data())
def test_random_programs_give_what_the_rows_give(
    part: int, program: Program, numbers: list[float], data: Any
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(phases, "PART", part)
        simple = simplified(program)
        assert close(function(Code(simple))(*numbers), program.evaluate(numbers))
        single = Direct(Code(simple))
        single(numbers)
        assert close(single.outputs(), program.evaluate(numbers))
        varying = data.draw(st.tuples(*[st.booleans()] * 3).filter(any))
        samples = data.draw(st.lists(st.tuples(*[NUMBERS] * 3), min_size=1, max_size=20))
        columns = [np.array(c) if v else c[0] for c, v in zip(zip(*samples), varying)]
        size = data.draw(st.sampled_from([1, 7, len(samples)]))
        batch = Direct(Code(simple, varying), size)
    found, holds = batch.many(*apart([*columns, *numbers[3:]]), len(samples))
    assert holds.all()
    for i in range(len(samples)):
        sample = [float(c[i]) if v else float(c) for c, v in zip(columns, varying)]
        assert close([c[i] for c in found], program.evaluate([*sample, *numbers[3:]]))


@pytest.mark.parametrize("batch", [1, 3, 8, 13])
def test_sums_are_over_the_samples_that_there_are(batch: int) -> None:
    code = (
        Instruction(TABLE["log"], (0,)),  # -inf where memory beyond the samples is 0
        *(Instruction(over_samples, (2, float(k))) for k in range(1, 12)),
        Instruction(over_samples, (1, 1.0)),
        Instruction(TABLE["neg"], (3,)),
    )
    program = Program(1, 1, code, tuple(range(2, 16)))
    run = Direct(Code(program, [True]), batch)
    xs = np.arange(1.0, batch + 1.0)
    for _ in range(2):  # sums start anew
        run([xs, 2.0])
        logs = math.fsum(map(math.log, xs))
        expected = [*(k * logs for k in range(1, 12)), 2.0 * batch, -logs]
        assert run.rows(1) == pytest.approx(expected, rel=1e-14)
        assert run.rows(0, 1)[0] == pytest.approx(np.log(xs), rel=1e-15)


def test_a_long_program_is_right_in_all_its_parts() -> None:
    def f(x: Any, y: Any) -> Any:
        kept = [x]
        for k in range(2000):
            x = x * 0.999 + y * 0.001
            kept.append(x * (k % 3))
        return kept[::100]

    program = lowering(f, [1.0, 2.0])
    assert len(phases.phases(program).parts) > 3
    assert close(function(Code(program))(0.5, 2.0), program.evaluate([0.5, 2.0]))
    columns = np.random.default_rng(0).normal(size=(2, 2 * width() + 1))
    found, _ = Direct(Code(program, [True, True]), 5).many([], [columns], columns.shape[1])
    assert close(np.transpose(found), [program.evaluate(c) for c in columns.T.tolist()])


def test_blocks_fit_into_memory_close_by() -> None:
    for rows in (1, 100, 5000):
        plan = Code(Program(rows, 0, (), (0,)), [True] * rows)
        assert block(plan) == 64 or block(plan) * rows <= CLOSE
