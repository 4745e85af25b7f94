"""Fused, additions are one instruction each, and results keep every bit."""

import operator
import random
from functools import reduce
from itertools import pairwise

import numpy as np
import pytest
from compiled import apart, bits, instructions, lowering, points, program as written, steps, wild
from hypothesis import given, strategies as st

import autograd
from autograd import grad, sin
from autograd.compiler import running
from autograd.compiler.arrays import Arrays, prepared
from autograd.compiler.fusing import FEWEST, fuse, in_order
from autograd.compiler.passes import simplified
from autograd.compiler.program import Guard, Program

COUNT = 9
TERMS = st.lists(st.integers(0, COUNT - 1) | st.floats(-2.0, 2.0), min_size=1, max_size=40)
CANCELLING = [1e16, 1.0, -1e16, 0.1, 1e-17, -0.1, 3.0, -0.0, 5e-324]


def summed(x):
    return reduce(operator.add, [xi * xi for xi in x], 1.0)


def test_a_sum_is_one_instruction() -> None:
    program = fuse(simplified(lowering(lambda *x: summed(x), [1.0] * 5)))
    assert str(program).splitlines()[1:] == [
        "  v0 = mul(x0, x0)", "  v1 = mul(x1, x1)", "  v2 = mul(x2, x2)", "  v3 = mul(x3, x3)",
        "  v4 = mul(x4, x4)", "  v5 = in_order(1.0, v0, v1, v2, v3, v4)", "  return v5",
    ]  # fmt: skip


def test_few_terms_stay_as_they_are() -> None:
    program = simplified(lowering(lambda *x: sum(x), [1.0] * (FEWEST - 2)))
    assert fuse(program) is program


def test_a_sum_from_the_right_and_a_sum_of_sums() -> None:
    def f(a, b, c, d):
        right = a + (b + (c + (d + (a + (b + sin(c))))))
        return right + (a + (d + (c + (b + (a + (d + sin(a)))))))

    program = fuse(simplified(lowering(f, [1.0, 2.0, 3.0, 4.0])))
    assert str(program).splitlines()[1:] == [
        "  v0 = sin(x2)", "  v1 = sin(x0)", "  v2 = in_order(x3, v1, x0, x1, x2, x3, x0)",
        "  v3 = in_order(x1, v0, x0, x3, x2, x1, x0, v2)", "  return v3",
    ]  # fmt: skip
    numbers = [0.1, 0.7, 1e3, -3.3]
    assert bits(program.evaluate(numbers)) == bits([f(*numbers)])


def test_sums_on_the_way_that_somebody_needs_stay() -> None:
    rows = [("add", 0, 1), *[("add", i, 0) for i in range(2, 12)]]
    for outputs, guards in (((12, 5), ()), ((12,), (Guard(5, 3.0),))):
        program = Program(2, 0, instructions(*rows), outputs, guards)
        fused = fuse(program)
        assert [op.name for op, _ in fused.code] == ["add"] * 4 + ["in_order"]
        assert fused.evaluate([1.0, -1.0]) == program.evaluate([1.0, -1.0]) is not None
    alone = fuse(Program(2, 0, instructions(*rows), (12,)))
    assert [op.name for op, _ in alone.code] == ["in_order"]


def test_constants_are_not_taken_for_registers() -> None:
    rows = [("add", 0, 1), *[("add", float(i), i) for i in range(2, 9)]]
    program = Program(2, 0, instructions(*rows), (9,))
    fused = fuse(program)
    assert fused.code[0].operands == (0, 1, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0)
    assert bits(fused.evaluate([0.1, 0.2])) == bits(program.evaluate([0.1, 0.2]))


@given(steps, st.one_of(points, wild))
def test_programs_keep_every_bit(code: list, xs: list) -> None:
    program = simplified(lowering(written(code), xs))
    fused = fuse(program)
    assert bits(fused.evaluate(xs)) == bits(program.evaluate(xs))
    assert len(fused.code) <= len(program.code)
    assert fuse(fused) is fused or str(fuse(fused)) == str(fused)


@given(st.lists(TERMS, min_size=1, max_size=5), st.randoms(use_true_random=False))
def test_trees_of_additions_keep_every_bit(sums: list, chance: random.Random) -> None:
    def f(*x):
        results = []
        for terms in sums:
            left = [x[t] if isinstance(t, int) else t for t in terms]
            while len(left) > 1:
                at = chance.randrange(len(left) - 1) if chance.random() < 0.3 else 0
                left[at : at + 2] = [left[at] + left[at + 1]]
            results.append(left[0] * x[0])
        return results

    program = simplified(lowering(f, CANCELLING))
    fused = fuse(program)
    assert bits(fused.evaluate(CANCELLING)) == bits(program.evaluate(CANCELLING))


@pytest.mark.parametrize("rows", [1, 2, 30])
@pytest.mark.parametrize("batch", [0, 1, 2, 65])
@pytest.mark.parametrize("wide", [0, 10**9])
def test_cancellations_are_those_of_the_function(
    rows: int, batch: int, wide: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "WIDE", wide)
    chance = random.Random(rows)
    picked = [[chance.randrange(COUNT) for _ in range(30)] for _ in range(rows)]

    def f(*x):
        return [reduce(operator.add, [x[i] * x[j] for i in row]) for j, row in enumerate(picked)]

    def g(*x):
        return f(*[*x, *x, *x, *x])

    program = simplified(lowering(g, CANCELLING))
    varying = [bool(batch) and i % 3 != 1 for i in range(COUNT)]
    plan = prepared(program, varying)
    assert sum(run.op is in_order for run in plan.runs) >= 1
    samples = [[x * 1.1**k if v else x for x, v in zip(CANCELLING, varying)] for k in range(batch)]
    compiled = Arrays(plan, batch or 1)
    if not batch:
        compiled(CANCELLING)
        assert bits(compiled.outputs()) == bits(g(*CANCELLING))
        return
    columns = [np.array(c) if v else c[0] for c, v in zip(zip(*samples), varying)]
    found, _ = compiled.many(*apart(columns), batch)
    for k, sample in enumerate(samples):
        assert bits(found[:, k].tolist()) == bits(g(*sample))


def test_derivatives_of_a_long_sum_take_few_runs() -> None:
    def f(x):
        return sum(100.0 * (y - x * x) ** 2 + (1.0 - x) ** 2 for x, y in pairwise(x))

    numbers = [0.1 * (i % 7) for i in range(100)]
    compiled = autograd.jit(grad(f), backend="numpy")
    assert compiled(numbers) == pytest.approx(grad(f)(numbers), rel=1e-12)
    assert autograd.jit(f, backend="numpy")(numbers) == pytest.approx(f(numbers), rel=1e-14)
    assert len(prepared(compiled.program).runs) < 20


def test_long_chains_take_linear_time_and_no_stack() -> None:
    program = simplified(lowering(lambda x: reduce(operator.add, [x] * 50_000), [0.1]))
    fused = fuse(program)
    assert [len(operands) for _, operands in fused.code] == [50_000]
    assert fused.evaluate([0.1]) == program.evaluate([0.1])
