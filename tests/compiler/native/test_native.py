"""The machine computes what the rows do: random programs, batches, guards, sums over samples."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

pytest.importorskip("numba")

from compiled import apart
from runs import NUMBERS, close, programs

from autograd import gelu, jit, log_softmax, take, tanh
from autograd.compiler.arrays import Arrays, prepared as in_arrays
from autograd.compiler.native.native import CLOSE, NARROWEST, WIDEST, Native, block
from autograd.compiler.native.plan import prepared
from autograd.compiler.program import Guard, Instruction, Program
from autograd.compiler.schedule import over_samples
from autograd.primitives import TABLE


@settings(deadline=None, max_examples=150)
@given(programs(), st.lists(NUMBERS, min_size=5, max_size=5), st.data())
def test_random_programs_give_what_the_rows_give(
    program: Program, numbers: list[float], data: Any
) -> None:
    single = Native(prepared(program))
    single(numbers)
    assert close(single.outputs(), program.evaluate(numbers))
    varying = data.draw(st.tuples(*[st.booleans()] * 3).filter(any))
    samples = data.draw(st.lists(st.tuples(*[NUMBERS] * 3), min_size=1, max_size=20))
    columns = [np.array(c) if v else c[0] for c, v in zip(zip(*samples), varying)]
    batch = Native(prepared(program, varying), data.draw(st.sampled_from([1, 7, len(samples)])))
    found, holds = batch.many(*apart([*columns, *numbers[3:]]), len(samples))
    assert holds.all()
    for i in range(len(samples)):
        sample = [float(c[i]) if v else float(c) for c, v in zip(columns, varying)]
        assert close([c[i] for c in found], program.evaluate([*sample, *numbers[3:]]))


def test_guards_hold_sample_by_sample() -> None:
    positive = Instruction(TABLE["less"], (0.0, 0))
    program = Program(1, 0, (positive,), (0,), (Guard(1, 1.0),))
    single = Native(prepared(program))
    single([2.0])
    assert single.outputs() == [2.0]
    single([-2.0])
    assert single.outputs() is None
    batch = Native(prepared(program, [True]), 2)
    assert batch.many([], [np.array([[1.0, -1.0, 0.5]])], 3)[1].tolist() == [True, False, True]


def test_blocks_of_samples_give_what_one_by_one_gives() -> None:
    code = [Instruction(TABLE["mul"], (0, 2)), Instruction(TABLE["sub"], (3, 1))]
    program = Program(2, 1, tuple(code), (4, 2, 4))
    batch = Native(prepared(program, [True, True]), 16)
    x, y = np.random.default_rng(0).normal(size=(2, 50))
    first, _ = batch.many([3.0], [np.array([x, y])], 50)
    assert [c.tolist() for c in first] == [
        (3.0 * x - y).tolist(),
        [3.0] * 50,
        (3.0 * x - y).tolist(),
    ]
    batch.many([3.0], [y[None], x[None]], 50)
    assert first[0].tolist() == (3.0 * x - y).tolist()


def test_blocks_fit_into_memory_close_by() -> None:
    for rows in (1, 1000, 10**6):
        plan = prepared(Program(rows, 0, (), (0,)), [True] * rows)
        assert NARROWEST <= block(plan) <= WIDEST
        assert block(plan) == NARROWEST or block(plan) * rows <= CLOSE


def steps(n: int) -> Any:
    """A function with a branch, whose program has about 4 * n instructions."""

    def f(x: Any, y: Any) -> Any:
        for _ in range(n):
            x = x + 0.01 * tanh(x * y)
        return (x * y, x) if x > y else (y, x)

    return f


def test_a_batch_may_be_empty() -> None:
    program = Program(1, 0, (Instruction(TABLE["exp"], (0,)),), (1,))
    (column,), holds = Native(prepared(program, [True]), 8).many([], [np.zeros((1, 0))], 0)
    assert column.shape == holds.shape == (0,)


@pytest.mark.parametrize("n", [2, 200])
def test_jit_takes_the_way_of_each_call_and_sample(n: int) -> None:
    f = steps(n)
    compiled = jit(f, backend="numba")
    xs, ys = np.array([1.0, -1.0, 2.0, 0.5]), np.array([0.5, 1.0, -1.0, 3.0])
    expected = [f(x, y) for x, y in zip(xs.tolist(), ys.tolist())]
    assert close([compiled(x, y) for x, y in zip(xs.tolist(), ys.tolist())], expected)
    assert close(compiled(xs, ys), np.transpose(expected))
    assert "Numba" in compiled.explain()
    assert compiled._entries  # one call of a function in machine code


@pytest.mark.parametrize("n", [3, 400])
def test_rows_outside_the_table_are_written_out(n: int) -> None:
    def f(*xs: Any) -> Any:
        return take(log_softmax(list(xs)), 1.0), gelu(xs[0]), xs[1] ** 3

    numbers = np.random.default_rng(0).normal(size=n).tolist()
    assert close(jit(f, backend="numba")(*numbers), f(*numbers))
    columns = np.random.default_rng(1).normal(size=(n, 20))
    expected = np.transpose([f(*sample) for sample in columns.T.tolist()])
    assert close(jit(f, backend="numba")(*columns), expected)


@pytest.mark.parametrize("batch", [1, 5, 40])
@pytest.mark.parametrize("sizes", [(2, 3), (30, 40)])
def test_a_layer_and_its_derivatives_agree_with_numpy(sizes: tuple[int, int], batch: int) -> None:
    inner, outer = sizes
    dot, mul = TABLE["dot"], TABLE["mul"]
    weights = inner + outer  # inputs are xs and, late, seeds; then rows of weights with a bias each
    code = []
    for i in range(outer):
        row = weights + i * (inner + 1)
        code.append(Instruction(dot, (*range(row, row + inner), *range(inner))))
    for j in range(inner):
        column = [weights + i * (inner + 1) + j for i in range(outer)]
        code.append(Instruction(dot, (*column, *range(inner, weights))))
    code += [Instruction(over_samples, (inner + i, j)) for i in range(outer) for j in range(inner)]
    code += [Instruction(mul, (weights, weights)), Instruction(over_samples, (inner, 1.0))]
    leaves = weights + outer * (inner + 1)
    outputs = tuple(range(leaves, leaves + len(code)))
    program = Program(weights, outer * (inner + 1), tuple(code), outputs)
    varying = [True] * weights
    numbers = [
        *np.random.default_rng(0).normal(size=(weights, batch)),
        *np.random.default_rng(1).normal(size=program.parameters),
    ]
    ours = Native(prepared(program, varying, outer), batch)
    theirs = Arrays(in_arrays(program, varying, outer), batch)
    ours(numbers)
    theirs(numbers)
    assert close(ours.columns(), theirs.columns())
    before = ours.rows(0, outer)
    ours.memory.varying[inner:weights] = 0.0
    ours.late()
    assert close(ours.rows(0, outer), before)
    assert not ours.rows(outer, weights).any()
