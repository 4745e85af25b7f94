"""Losses by class and their slopes, computed together, are those of each sample by itself."""

from math import inf, nan

import numpy as np
import pytest

import nn
from autograd import jit, total, value_and_grad
from autograd.compiler.arrays import Arrays, prepared
from autograd.compiler.memory import Memory
from autograd.compiler.schedule import Run
from autograd.compiler.surprises import Surprises, add_parts, joined, loss_part
from autograd.primitives.surprise import surprise, surprise_slope

ROWS = [
    [0.5, -1.0, 2.0], [40.0, 0.0, -3.0], [1.0, 1.0, 1.0], [-inf, 0.0, 1.0], [800.0, -800.0, 0.0],
]  # fmt: skip
STRANGE = [[inf, 0.0, 1.0], [nan, 0.0, 1.0], [-inf, -inf, -inf], [inf, inf, 0.0]]


def parts(table, index):
    """What the table of primitives gives, one number after the other."""
    losses = [surprise(k, *xs) for k, xs in zip(index, table)]
    slopes = [[surprise_slope.row(j)(k, *xs) for j in range(3)] for k, xs in zip(index, table)]
    return losses, slopes


@pytest.mark.parametrize("table", [ROWS, ROWS[:1], [*ROWS, *STRANGE], STRANGE])
@pytest.mark.parametrize("shift", [0, 1, 2])
def test_a_table_of_samples(table, shift):
    index = np.array([float((i + shift) % 3) for i in range(len(table))])
    losses, slopes = np.empty(len(table)), np.empty((len(table), 3))
    with np.errstate(all="ignore"):
        Surprises(*slopes.shape)(np.array(table), index, losses, slopes)
    want = parts(table, index.tolist())
    assert np.allclose(losses, want[0], rtol=1e-14, atol=0.0, equal_nan=True)
    assert np.allclose(slopes, want[1], rtol=1e-14, atol=0.0, equal_nan=True)


def test_small_losses_keep_their_digits():
    losses, slopes = np.empty(1), np.empty((1, 2))
    Surprises(1, 2)(np.array([[50.0, 0.0]]), np.zeros(1), losses, slopes)
    tiny = np.exp(-50.0)
    assert losses[0] == pytest.approx(tiny, rel=1e-14)
    assert slopes.tolist() == [pytest.approx([-tiny, tiny], rel=1e-14)]


@pytest.mark.parametrize("k", [3.0, -1.0, 0.5, nan])
def test_no_such_class_is_nan(k):
    losses, slopes = np.empty(2), np.empty((2, 3))
    Surprises(2, 3)(np.array(ROWS[:2]), np.array([0.0, k]), losses, slopes)
    assert losses[0] == pytest.approx(surprise(0.0, *ROWS[0]), rel=1e-14)
    assert np.isnan(losses[1])


def plan_of(f, *given):
    compiled = jit(f, backend="numpy")
    compiled(*given)
    return compiled.program, prepared(compiled.program)


def test_a_loss_and_its_slopes_are_one_run():
    table, targets = ROWS[:3], [0.0, 2.0, 1.0]
    loss = value_and_grad(nn.cross_entropy)
    program, plan = plan_of(loss, table, targets)
    assert [run.op for run in plan.runs].count(loss_part) == 1
    assert {surprise, *map(surprise_slope.row, range(3))}.isdisjoint(
        {op for op, _ in plan.program.code}
    )
    arrays = Arrays(plan)
    numbers = [x for xs in table for x in xs] + targets
    arrays(numbers)
    assert arrays.outputs() == pytest.approx(program.evaluate(numbers), rel=1e-13)


def test_a_loss_without_its_slopes_is_as_it_was():
    program, _ = plan_of(nn.cross_entropy, ROWS[:3], [0.0, 2.0, 1.0])
    assert joined(program) is program
    many = [[0.1 * i for i in range(65)]]
    program, _ = plan_of(value_and_grad(nn.cross_entropy), many, [3.0])
    assert joined(program) is program


def test_numbers_from_anywhere_in_any_order():
    def f(xs, ks):
        rows = [[xs[0], xs[3], xs[1]], [xs[2] * xs[2], xs[0], 1.0]]
        return total(*(w * surprise(k, *row) for w, k, row in zip((2.0, -1.0), ks[::-1], rows)))

    given = [0.5, -1.0, 2.0, 0.25], [2.0, 1.0]
    found = jit(value_and_grad(f), backend="numpy")(*given)
    value, slopes = value_and_grad(f)(*given)
    assert found[0] == pytest.approx(value, rel=1e-13)
    assert found[1] == pytest.approx(slopes, rel=1e-13)


def test_parts_in_any_order_and_not_all():
    memory = Memory((20, 0), 1, np.float64)
    memory.same[:12] = [0.5, -1.0, 2.0, 1.0, 1.5, 0.0, 2.0, 0.0, -1.0, 0.0, 1.0, 2.0]
    first, second = [6, 0, 1, 2], [7, 3, 5, 4]  # the class, then the numbers
    places = np.array([[10, *first], [8, *second], [9, *second], [8, *first]])
    add_parts(memory, Run(loss_part, places, (False,) * 5, 12))
    for call in memory.calls:
        call()
    want = parts([[0.5, -1.0, 2.0], [1.0, 0.0, 1.5]], [2.0, 0.0])
    found = [want[1][0][1], want[0][1], want[1][1][0], want[0][0]]
    assert memory.same[12:16] == pytest.approx(found, rel=1e-13)


def test_batches_of_losses():
    f = value_and_grad(lambda xs, k: surprise(k, *xs))
    compiled = jit(f, backend="numpy")
    values, slopes = compiled(tuple(np.array(ROWS[:3]).T), np.array([0.0, 2.0, 1.0]))
    want = parts(ROWS[:3], [0.0, 2.0, 1.0])
    assert values.tolist() == pytest.approx(want[0], rel=1e-13)
    assert np.allclose(np.stack(slopes, axis=1), want[1], rtol=1e-13, atol=0.0)


def test_inf_at_the_class_itself() -> None:
    outputs, classes = [[inf, 1.0], [0.0, 1.0]], [0.0, 1.0]
    compiled = jit(value_and_grad(nn.cross_entropy), backend="numpy")
    loss, slopes = compiled(outputs, classes)
    expected, others = value_and_grad(nn.cross_entropy)(outputs, classes)
    assert loss == pytest.approx(expected, rel=1e-15) and expected < 0.2
    assert np.allclose(slopes, others, equal_nan=True)
