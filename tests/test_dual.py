"""Duals: every row against the recorded partials, beside other numbers, compared, in NumPy."""

from __future__ import annotations

import copy
import itertools
import math
import operator
import pickle
from typing import Any

import numpy as np
import pytest
from oracles import identical
from test_table import ROWS, SPECIAL, samples, width

import autograd
from autograd import Value, dot, matvec, maximum, softmax, sqrt, total, where
from autograd.dual import STILL, Dual, has_graph, split
from autograd.primitives import Primitive

every_row = pytest.mark.parametrize("row", ROWS, ids=repr)
KINDS = [
    lambda x: x, Value, Dual, lambda x: Dual(x, 5.0, level=1), lambda x: Dual(x, level=STILL),
]  # fmt: skip


def points(row: Primitive) -> list[tuple[float, ...]]:
    """Operands inside the domain, and in the corners of floats."""
    pairs = itertools.product(SPECIAL, repeat=min(width(row), 2))
    corners = [tuple(itertools.islice(itertools.cycle(p), width(row))) for p in pairs]
    return samples(row) + corners


@every_row
def test_tangents_are_the_recorded_partials_bit_for_bit(row: Primitive) -> None:
    for operands in points(row):
        node = row(*map(Value, operands))
        for i, x in enumerate(operands):
            z = row(*operands[:i], Dual(x, 1.0), *operands[i + 1 :])
            assert identical(z.primal, node.data)
            taken = row.chosen is None or i == row.chosen(*operands)
            assert identical(z.tangent, node.partials[i] if taken else 0.0), operands


@every_row
def test_tangents_of_all_operands_add_up(row: Primitive) -> None:
    for operands in samples(row):
        node = row(*map(Value, operands))
        z = row(*[Dual(x, 2.0 + i) for i, x in enumerate(operands)])
        parents = zip(node.parents, node.partials, strict=True)
        terms = [p * (2.0 + i) for i, (x, p) in enumerate(parents) if isinstance(x, Value)]
        assert z.tangent == pytest.approx(math.fsum(terms), rel=1e-14, abs=1e-14)


@every_row
@pytest.mark.parametrize("kind", range(len(KINDS)))
def test_beside_numbers_of_other_kinds_nothing_changes(row: Primitive, kind: int) -> None:
    for operands in samples(row):
        for i, x in enumerate(operands):
            others = [Dual(x, 1.0, level=2) if i == j else KINDS[kind](y)
                      for j, y in enumerate(operands)]  # fmt: skip
            plain = row(*operands[:i], Dual(x, 1.0), *operands[i + 1 :])
            z, slope = split(row(*others), 2)
            assert identical(float_in(z), plain.data)
            assert identical(float_in(slope), plain.tangent)


def float_in(x: Any) -> float:
    """The plain number in a number of any kind."""
    return x if isinstance(x, float) else x.data


def test_the_highest_level_takes_all_below_it_for_constants() -> None:
    low, high = Dual(2.0, 1.0, level=1), Dual(3.0, 1.0, level=2)
    for z in (low * high, high * low):
        assert z.level == 2
        assert [(p.level, p.primal, p.tangent) for p in (z.primal, z.tangent)] == [
            (1, 6.0, 3.0), (1, 2.0, 1.0),
        ]  # fmt: skip
    assert split(low, 2) == (low, 0.0)


def test_a_value_goes_inside() -> None:
    v, x = Value(2.0), Dual(3.0, 1.0)
    for z in (v * x, x * v, v.mul(x), autograd.mul(v, x), dot([v], [x]), autograd.prod([v, x])):
        assert (type(z), z.primal.data) == (Dual, 6.0)
        assert z.tangent.data == 2.0
    for z in (v**x, v.maximum(x), total([v, x]), where(v, x, v), softmax([v, x])[0]):
        assert type(z) is Dual
    assert has_graph(v * x) and not has_graph(x)


@pytest.mark.parametrize("W", [
    [[1.0, 2.0], [3.0, 4.0]], [[Value(1.0), 2.0], [3.0, Value(4.0)]],
    [[Dual(1.0, 1.0), 2.0], [Value(3.0), 4.0]], [[Value(1.0), Dual(2.0, 1.0)], [3.0, 4.0]],
], ids=["floats", "Values", "Duals", "mixed"])  # fmt: skip
@pytest.mark.parametrize(
    "x", [[Dual(5.0, 1.0), 6.0], [Value(5.0), Dual(6.0, 1.0)], [Value(5.0), Value(6.0)]]
)
def test_matvec_is_a_dot_for_each_row(W: list[list[Any]], x: list[Any]) -> None:
    for y, row in zip(matvec(W, x), W, strict=True):
        want = dot(row, x)
        assert type(y) is type(want)
        if isinstance(y, Dual):
            assert [float_in(part) for part in split(y, 0)] == [
                float_in(part) for part in split(want, 0)
            ]
        assert float_in(y) == sum(float_in(w) * v for w, v in zip(row, (5.0, 6.0), strict=True))


@pytest.mark.parametrize("apply", [operator.add, operator.mul, maximum, total, operator.lt, pow])
@pytest.mark.parametrize("thing", ["text", 1j, None, [1.0, "x"]])
def test_what_is_no_number_is_refused(apply: Any, thing: Any) -> None:
    for x in (Dual(1.0, 1.0), Value(1.0)):
        for operands in ((x, thing), (thing, x)):
            with pytest.raises(TypeError):
                apply(*operands)
    with pytest.raises(TypeError):
        Dual(thing)
    with pytest.raises(TypeError, match="got str"):
        total([Value(1.0), Dual(1.0), "text"])


def test_powers_know_plain_exponents() -> None:
    x = Dual(-2.0, 1.0)
    for n in (3, 3.0, np.int64(3), np.float64(3.0)):
        z = x**n
        assert (z.primal, z.tangent) == (-8.0, 12.0)
    assert math.isnan((x ** Dual(3.0, 1.0)).tangent)
    assert (2.0 ** Dual(3.0, 1.0)).tangent == 8.0 * math.log(2.0)


def test_what_moves_nothing_stays_still() -> None:
    x = Dual(-1.0, 1.0)
    y = sqrt(where(x > 0, x, 0.0))  # no 0 * inf from the branch not taken
    assert (y.level, y.primal, y.tangent) == (STILL, 0.0, 0.0)
    assert x.where(x > 0, sqrt(x)).tangent != 0.0
    assert (x * x.detach()).tangent == -1.0
    assert (x.detach().exp() * Value(2.0)).data == pytest.approx(2.0 / math.e, rel=1e-15)


def test_compares_and_converts_by_the_plain_number() -> None:
    x, inner = Dual(2.5, -1.0), Dual(Dual(2.5, 1.0), 1.0, level=1)
    for a in (x, inner):
        assert a > 2 and 3.0 >= a and a < Value(4.0) and Value(4.0) > a and not a < np.float64(2.5)
        assert (int(a), bool(a), f"{a:.2f}", a.data) == (2, True, "2.50", 2.5)
        assert a != 2.5 and len({a, a}) == 1
    assert not Dual(0.0, 1.0)
    assert (round(x).data, abs(-x).tangent, (+x).tangent, (-x).tangent) == (2.0, -1.0, -1.0, 1.0)
    assert [y.primal for y in divmod(x, 2)] == [1.0, 0.5]
    assert [y.primal for y in divmod(7, x)] == [2.0, 2.0]
    assert (x // 2).tangent == math.floor(x).tangent == 0.0
    assert repr(x) == f"{x}" == "Dual(primal=2.5, tangent=-1)"
    with pytest.warns(UserWarning, match="drops its tangent"):
        assert math.sin(x) == math.sin(2.5)


def test_sums_maxima_and_sorting_of_python_work() -> None:
    xs = [Dual(3.0, 1.0), Dual(1.0, 10.0), Dual(2.0, 100.0)]
    assert (sum(xs).tangent, math.prod(xs).tangent) == (111.0, 2.0 + 60.0 + 300.0)
    assert [x.data for x in sorted(xs)] == [1.0, 2.0, 3.0]
    assert max(xs) is xs[0]


def test_arrays_of_duals_are_arrays_of_numbers() -> None:
    xs = np.array([Dual(0.5, 1.0), Dual(1.25, 1.0)])
    for ufunc, slope in [(np.exp, np.exp), (np.sin, np.cos), (np.log, np.reciprocal)]:
        ys = ufunc(xs)
        assert [y.tangent for y in ys] == pytest.approx(slope(np.array([0.5, 1.25])), rel=1e-15)
    for zs in (xs * np.array([2.0, 3.0]), np.array([2.0, 3.0]) * xs):
        assert [z.tangent for z in zs] == [2.0, 3.0]
    assert [z.tangent for z in np.array([2.0, 3.0]) * Dual(1.0, 1.0)] == [2.0, 3.0]
    assert [z.tangent for z in Dual(1.0, 1.0) * np.array([2.0, 3.0])] == [2.0, 3.0]
    assert [z.tangent for z in Dual(1.0, 1.0) ** np.array([2.0, 3.0])] == [2.0, 3.0]
    assert (xs @ xs).tangent == 3.5
    assert np.maximum(xs, xs[::-1])[0].data == 1.25
    assert np.std(xs).tangent == pytest.approx(0.0, abs=1e-15)


def test_copies_and_pickles_keep_everything() -> None:
    x = Dual(Dual(2.0, 1.0), 3.0, level=4)
    for y in (copy.copy(x), copy.deepcopy(x), pickle.loads(pickle.dumps(x))):
        assert (y.primal.primal, y.primal.tangent, y.tangent, y.level) == (2.0, 1.0, 3.0, 4)
