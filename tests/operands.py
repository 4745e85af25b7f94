"""Operands at which every row of the table is tried, and how far two ways may differ there."""

import itertools
import math
from collections.abc import Iterable
from math import inf, nan

import pytest

from autograd.primitives import FAMILIES, TABLE, Primitive

STEP = 2.0**-52
SIZES = (
    *(5e-324, 1e-310, 1e-300, 1e-102, 1e-20, 1e-8, 0.0625, 0.25, 0.4343, 0.5, 0.7311, 1.0 - STEP),
    *(1.0, 1.0 + STEP, 1.3179, 1.5, 2.0, 2.5, 3.7, 10.0, 19.5, 30.5, 38.4, 100.0, 300.3, 700.0),
    *(709.9, 745.2, 1000.0, 123456.5, 1e15 + 0.5, 1e30, 1e103, 1e155, 1.7976931348623157e308),
)
# where slopes of gated activations change their sign
ZEROS = (-1.2784645427610737, -0.7517915246935645, -1.1924312145154952)
SINGLE = (nan, inf, -inf, 0.0, -0.0, *SIZES, *(-x for x in SIZES), *ZEROS)
PAIRED = (nan, inf, -inf, 0.0, -0.0, 5e-324, 0.7311, -1.0, 2.5, -2.5, 3.0, -700.5, 1e160, -1e308)
VECTORS = (
    *((nan, 1.0, 2.0), (inf, 0.0, 1.0), (-inf, 0.5, 2.0), (inf, inf, 0.0), (-inf,) * 3, (inf,) * 3),
    *((inf, -inf, 0.0), (0.0, nan, inf), (0.0, 0.0, 0.0), (-0.0, 0.0, 5e-324), (1.0, 1.0, 1.0)),
    *((2.0, 2.0, -1.0), (40.0, 0.0, -40.0), (0.0, 50.0, 3.0), (800.0, -800.0, 0.0)),
    *((1e308, 1e308, 1e308), (1e200, -3e199, 1.0), (1e-200, 3e-200, -2e-200), (-745.5, 0.0, 1.0)),
    *((0.5, 0.5 + STEP, 0.25), (-1000.0, -1001.0, -990.0), (0.1, 0.2, 0.3), (3.0, -4.0, 12.0)),
)
MORE = (
    *((), (nan,), (inf,), (-inf,), (-3.0,), (0.0,)),
    *((1.0, -2.0), (inf, -inf), (nan, inf), (700.0, -700.0)),
    *(tuple(math.sin(k * n) * 3.0**k for k in range(n)) for n in (4, 5, 8, 13, 31)),
)
FAMILY_ROWS = (
    *(FAMILIES["power"].row(n) for n in (-9.0, -3.0, -2.0, -1.0, -0.5, 0.0, 0.5, 1.0, 2.0, 3.0)),
    *(FAMILIES["power"].row(n) for n in (4.0, 5.0, 7.0, 8.0, 9.0, 1.5, 1.0 / 3.0, inf)),
    *(FAMILIES["clamp"].row(*bounds) for bounds in ((-1.0, 1.0), (-inf, 0.5), (2.5, inf))),
    *(FAMILIES["inside"].row(*bounds) for bounds in ((-1.0, 1.0), (-inf, 0.5), (0.0, 0.0))),
    *(FAMILIES["step"].row(*sides) for sides in ((0.01, 1.0), (-inf, 3.0))),
    *(FAMILIES["leaky_relu"].row(slope) for slope in (0.0, 0.2, -1.0)),
    *(FAMILIES["elu"].row(alpha) for alpha in (0.5, 0.0)),
    *(FAMILIES["round"].row(n) for n in (1.0, -2.0)),
    *(FAMILIES["gaussian"].row(rate) for rate in (0.25, 0.5, 1e-20)),
    *(FAMILIES["polygamma"].row(n) for n in (1.0, 2.0)),
    *(FAMILIES["sinc_derivative"].row(n) for n in (1.0, 4.0)),
    *(FAMILIES[f"{log}softmax_entry"].row(k) for log in ("", "log_") for k in (0.0, 1.0, 2.0)),
)
INDEXED = {"surprise", "taken"}  # what takes an index has tests of its own
ROWS = (*(row for row in TABLE.values() if row.name not in INDEXED), *FAMILY_ROWS)
every_row = pytest.mark.parametrize("row", ROWS, ids=repr)
# What compiled code may differ in: beyond 1e-12 of the result ...
SPREAD = {
    # near their zeros, terms cancel that the rows integrate instead
    **dict.fromkeys(("silu_slope", "gelu_slope", "mish_slope"), 1e-15),
    # subnormal numbers have few digits, and each operation rounds them
    "other rows": 1e-321,
}
# ... in the sign of zero: of 0.0 and -0.0, C and NumPy call either the larger, and far below zero
# what is let through is a product of 0.0 and a negative number
SIGNLESS = {
    "maximum",
    "minimum",
    "fmax",
    "fmin",
    "relu",
    "clamp",
    "hardtanh",
    "silu",
    "gelu",
    "mish",
}
# ... and by the sizes of operands where the row rounds once, and others each sum
SUMS = {"total", "mean", "dot"}


def operands(row: Primitive) -> list[tuple[float, ...]]:
    """Operands for the row: at its edges, in its tails, at its joints and ties."""
    if row.arity == 1:
        return [(x,) for x in SINGLE]
    if row.arity:
        every = itertools.product(PAIRED, repeat=row.arity)
        return [xs for xs in every if row.name != "direction" or not xs[1] < 0.0]  # a length
    if row.name == "dot":  # products beyond the floats may be added before they are rounded
        tame = [xs for xs in VECTORS if not any(1e150 < abs(x) < inf for x in xs)]
        return [(*a, *b) for a, b in itertools.pairwise([*tame, tame[0]])]
    least = row.parameters[0] if row.parameters else -1.0
    return [xs for xs in (*VECTORS, *MORE) if len(xs) > least]


def alike(row: Primitive) -> list[list[tuple[float, ...]]]:
    """The same, sorted by how many they are."""
    every = sorted(operands(row), key=len)
    return [list(group) for _, group in itertools.groupby(every, len)]


def assert_close(row: Primitive, got: Iterable[float], at: Iterable[tuple[float, ...]]) -> None:
    """The numbers are those of the row, up to rounding; nan is nan, and inf is inf."""
    for z, xs in zip(got, at, strict=True):
        want = row(*xs)
        slack = SPREAD.get(row.name, SPREAD["other rows"])
        if row.name in SUMS:
            slack += 1e-15 * max(filter(math.isfinite, map(abs, xs)), default=0.0)
        assert z == pytest.approx(want, rel=1e-12, abs=slack, nan_ok=True), (row, xs)
        if z == 0.0 == want and row.name not in SIGNLESS:
            assert math.copysign(1.0, z) == math.copysign(1.0, want), (row, xs)
