"""The softmax family, far out and at its edges."""

import math
from math import inf, nan

import pytest
from mpmath import mp, mpf
from oracles import assert_edge

from autograd import Value, gradients, log_softmax, logsumexp, softmax
from benchmarks.accuracy.exact import error

EDGES = [
    ("logsumexp([x, y])", (-inf, 0.0), 0.0, (0.0, 1.0)),
    ("logsumexp([x, y])", (inf, 0.0), inf, (1.0, 0.0)),
    ("logsumexp([x, y])", (inf, -inf), inf, (1.0, 0.0)),
    ("logsumexp([x, y])", (nan, 0.0), nan, (nan, nan)),
    ("logsumexp([x, y])", (1e308, 1e308), 1e308, (0.5, 0.5)),
    ("logsumexp([x, y])", (1e16, 1e16), 1e16, (0.5, 0.5)),
    ("logsumexp([x])", (-745.5,), -745.5, (1.0,)),
    ("softmax([x, y])[0]", (inf, 0.0), 1.0, (0.0, 0.0)),
    ("softmax([x, y])[1]", (inf, 0.0), 0.0, (0.0, 0.0)),
    ("softmax([x, y])[0]", (-inf, -inf), nan, (nan, nan)),
    ("softmax([x, y])[0]", (nan, 1.0), nan, (nan, nan)),
    ("softmax([x, y])[0]", (1e308, 1e308), 0.5, (0.25, -0.25)),
    ("softmax([x, y])[0]", (800.0, 0.0), 1.0, (0.0, 0.0)),
    ("log_softmax([x, y])[0]", (inf, 0.0), 0.0, (0.0, 0.0)),
    ("log_softmax([x, y])[1]", (inf, 0.0), -inf, (-1.0, 1.0)),
    ("log_softmax([x, y])[0]", (-inf, -inf), nan, (nan, nan)),
]
VECTORS = [
    (0.0, 0.0, 0.0),
    (1.0, 2.0, -3.0),
    (40.0, 0.0, -40.0),
    (700.0, -700.0, 0.0),
    (1000.0, 1000.0, 999.0),
    (-1000.0, -1001.0, -990.0),
    (1e-20, 0.0, -1e-20),
    (30.0, -7.0, 2.0),
    (1e5, 99990.0, -1e5),
    (0.5, 0.5 + 2**-52, 0.25),
]


@pytest.mark.parametrize(("formula", "operands", "value", "partials"), EDGES)
def test_edge(formula: str, operands: tuple, value: float, partials: tuple) -> None:
    assert_edge(formula, operands, value, partials)


@pytest.mark.parametrize("xs", VECTORS)
def test_the_softmax_family_is_exact(xs: tuple[float, ...]) -> None:
    leaves = [Value(x) for x in xs]
    with mp.workdps(1000):
        weights = [mp.exp(mpf(x)) for x in xs]
        whole = sum(weights)
        p = [w / whole for w in weights]
        rest = [sum(q for j, q in enumerate(p) if j != k) for k in range(3)]
        log_whole, logs = mp.log(whole), [mp.log(q) for q in p]
    lse = logsumexp(leaves)
    assert error(lse.data, log_whole) < 4e-16
    for got, want in zip(gradients(lse, leaves), p, strict=True):
        assert error(got.data, want) < 1e-15
    for k, (soft, log_soft) in enumerate(zip(softmax(leaves), log_softmax(leaves), strict=True)):
        assert error(soft.data, p[k]) < 1e-15
        assert error(log_soft.data, logs[k]) < 1e-15
        for j in range(3):
            kronecker = rest[k] if j == k else -p[j]
            assert error(gradients(soft, leaves)[j].data, p[k] * kronecker) < 2e-15
            assert error(gradients(log_soft, leaves)[j].data, kronecker) < 1e-15


@pytest.mark.parametrize("xs", VECTORS)
def test_softmax_is_the_gradient_of_logsumexp_and_sums_to_1(xs: tuple[float, ...]) -> None:
    leaves = [Value(x) for x in xs]
    logsumexp(leaves).backward()
    assert [x.grad for x in leaves] == [p.data for p in softmax(leaves)] == softmax(xs)
    assert math.fsum(softmax(xs)) == pytest.approx(1.0, rel=2.3e-16)


def test_of_none_and_of_one() -> None:
    assert logsumexp([]) == -inf
    assert softmax([]) == log_softmax([]) == []
    x = Value(3.0)
    one = logsumexp([x])
    assert (one.data, one.partials) == (3.0, (1.0,))
    assert softmax([x])[0].data == 1.0
    assert gradients(softmax([x])[0], [x])[0].data == 0.0
    assert log_softmax([5.0]) == [0.0]


def test_plain_numbers_in_plain_numbers_out() -> None:
    assert softmax([1, 1]) == [0.5, 0.5]
    assert [type(p) for p in log_softmax([1, 2])] == [float, float]
    assert [type(p) for p in softmax([Value(1.0), 2])] == [Value, Value]
