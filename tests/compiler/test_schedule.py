"""Runs hold each instruction once, after what it needs, where its operands are said to be."""

from typing import Any

import numpy as np
import pytest
from compiled import instructions, lowering, points, program as written, steps
from hypothesis import given, strategies as st

import autograd
from autograd.compiler.program import Program
from autograd.compiler.schedule import Schedule, arrangement, over_samples, schedule
from autograd.primitives import TABLE


def interpreted(plan: Schedule, xs: list[float]) -> list[float]:
    """The outputs by the tables of places alone, for one sample."""
    memory: list[dict[int, float]] = [{}, {}]
    memory[0].update(plan.constants)
    for (varies, at), x in zip(plan.place, xs):
        memory[varies][at] = x
    for run in plan.runs:
        for n, places in enumerate(run.places):
            operands = [memory[v][int(p)] for v, p in zip(run.varies, places)]
            assert run.start + n not in memory[run.varying]
            memory[run.varying][run.start + n] = run.op(*operands)
    assert [max(m, default=-1) + 1 for m in memory] == list(plan.sizes)
    return [memory[varies][at] for varies, at in map(plan.at, plan.program.outputs)]


@given(
    steps, points, st.lists(st.booleans(), min_size=3, max_size=3), st.integers(0, 3), st.booleans()
)
def test_a_schedule_computes_the_program(
    code: list, xs: list, varying: list[bool], late: int, join: bool
) -> None:
    program = lowering(written(code), xs)
    plan = schedule(program, varying, late, join=join)
    want = program.evaluate(xs)
    assert list(map(repr, interpreted(plan, xs))) == list(map(repr, want or []))
    assert sum(len(run.places) for run in plan.runs) == len(program.code)


def test_equal_instructions_of_a_level_are_one_run() -> None:
    program = lowering(lambda *xs: [autograd.sin(x) * x for x in xs], [1.0] * 10)
    assert [(run.op.name, len(run.places)) for run in schedule(program).runs] == [
        ("sin", 10), ("mul", 10),
    ]  # fmt: skip


def test_what_needs_late_inputs_comes_last() -> None:
    program = lowering(lambda x, y, seed: [x * y, seed * x, x * y + seed], [1.0, 2.0, 3.0])
    plan = schedule(program, [True] * 3, late=1)
    early = [(run.op.name, len(run.places)) for run in plan.runs[: plan.early]]
    assert early == [("mul", 2)] and len(program.code) == 4


def test_sums_over_samples_do_not_vary() -> None:
    program = Program(1, 0, (*instructions(("mul", 0, 2.0)),), (1,))
    code = (*program.code, type(program.code[0])(over_samples, (1, 0)))
    plan = schedule(Program(1, 0, code, (2,)), [True])
    assert [run.varying for run in plan.runs] == [True, False]
    assert plan.at(2)[0] is False


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=12))
def test_arrangements_are_orders(places: list[tuple[int, int]]) -> None:
    order = arrangement(TABLE["add"], np.array(places))
    assert sorted(order) == list(range(len(places)))


def test_constants_of_either_sign_have_places_of_their_own() -> None:
    program = Program(1, 0, instructions(("add", 0, 0.0), ("add", 0, -0.0)), (1, 2, -0.0, 0.0))
    found: list[Any] = interpreted(schedule(program), [-0.0])
    assert list(map(repr, found)) == ["0.0", "-0.0", "-0.0", "0.0"]


@pytest.mark.parametrize("n", [0, 1])
def test_programs_of_little(n: int) -> None:
    program = Program(n, 0, (), tuple(range(n)))
    assert interpreted(schedule(program), [3.0] * n) == [3.0] * n


def test_large_runs_that_would_lie_irregularly_stay_in_order() -> None:
    def f(*xs):
        sines = [autograd.sin(x) for x in reversed(xs[::2])]
        return [autograd.dot([s, s], [x, y]) for s in sines for x in xs[:30] for y in xs[:2]] + [
            autograd.dot([x, x], [y, x]) for x in xs for y in xs[5:25]
        ]

    program = lowering(f, [1.0 + i for i in range(60)])
    plan = schedule(program, join=True)
    assert [len(run.places) for run in plan.runs if run.op is TABLE["dot"]] == [1200, 1800]
    assert interpreted(plan, [0.5] * 60) == program.evaluate([0.5] * 60)
