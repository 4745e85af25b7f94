"""Random programs for the compiler, and what it means that two ways to run them agree."""

from __future__ import annotations

import math
import struct
from collections.abc import Callable, Sequence
from typing import Any

from hypothesis import strategies as st
from test_random_programs import FORMULAS, RATIONAL

import autograd
from autograd import Value
from autograd.compiler.arguments import taken_apart
from autograd.compiler.lowering import lowered
from autograd.compiler.program import Instruction, Program
from autograd.compiler.trace import Trace
from autograd.compiler.traced import traced
from autograd.nesting import flatten
from autograd.primitives import TABLE as ROWS

INPUTS = 3
SPECIAL = [0.0, -0.0, 1.0, -1.0, 1e-300, 5e-324, math.inf, -math.inf, math.nan]
Step = tuple[int, int, int, int]

# what makes a program of the compiler hard: choices, branches, whole numbers, constants
CHOICES: list[Callable[[Any, Any, Any], Any]] = [
    lambda x, y, z: x if x > y else z,
    lambda x, y, z: y - x if x <= 0.5 else x,
    lambda x, y, z: autograd.where(x < y, x * y, z),
    lambda x, y, z: autograd.where(x >= 0.25, 2.0, y),
    lambda x, y, z: (x > y) * z,
    lambda x, y, z: max(x, y) - min(y, z),
    lambda x, y, z: sorted([x, y, z], key=lambda v: v)[1],
    lambda x, y, z: x * math.pi + 0.0 * y,
    lambda x, y, z: round(x) * y,
    lambda x, y, z: x % 0.75 - y // 2,
    lambda x, y, z: autograd.sigmoid(x) + autograd.step(y),
    lambda x, y, z: autograd.log(x) + autograd.sqrt(y) / z,
    lambda x, y, z: x**-1 + 2**y - z**2,
    lambda x, y, z: autograd.total([x, 1, y]) * autograd.total([z]),
    lambda x, y, z: autograd.dot([x, 2.0, z], [y, x, 1.0]) - z,
]
TABLE = [on_values for on_values, _ in (*RATIONAL, *FORMULAS)] + CHOICES
SMOOTH = [on_values for on_values, _ in FORMULAS]

steps = st.lists(st.tuples(st.integers(0, 999), *[st.integers(0, 99)] * 3), min_size=1, max_size=9)
numbers = st.one_of(
    st.floats(-3.0, 3.0), st.integers(-4, 4).map(float), st.sampled_from(SPECIAL[:4])
)
points = st.lists(numbers, min_size=INPUTS, max_size=INPUTS)
wild = st.lists(st.sampled_from(SPECIAL) | numbers, min_size=INPUTS, max_size=INPUTS)


def program(steps: Sequence[Step], table: Sequence[Callable] = TABLE) -> Callable[..., Any]:
    """The function of three numbers that these steps are: a dict of its results."""

    def f(*xs: Any) -> dict[str, Any]:
        found = list(xs)
        for code, *where in steps:
            a, b, c = (found[i % len(found)] for i in where)
            found.append(table[code % len(table)](a, b, c))
        return {"sum": found[-1] + found[-2] + found[-3], "all": tuple(found[3:]), "constant": 5}

    return f


def eager(f: Callable[..., Any], *xs: Any) -> Any:
    """What f gives on Values, as plain numbers."""
    return autograd.data_of(f(*[Value(x) for x in xs]))


def same(a: float, b: float, rel: float = 1e-12) -> bool:
    """Whether two numbers are the same up to rounding, nan and infinities included."""
    if math.isnan(a) or math.isnan(b) or math.isinf(a) or math.isinf(b):
        return a == b or (a != a and b != b)
    return math.isclose(a, b, rel_tol=rel, abs_tol=rel)


def assert_agree(got: Any, want: Any, rel: float = 1e-12) -> None:
    """The same nesting of the same numbers, up to rounding."""
    found, _ = flatten(got)
    expected, _ = flatten(want)
    assert len(found) == len(expected), (got, want)
    for x, y in zip(found, expected, strict=True):
        assert same(float(x), float(y), rel), (got, want)


def bits(xs: Sequence[float]) -> list[bytes]:
    """The numbers to the last bit, nan being nan."""
    return [b"nan" if x != x else struct.pack("d", x) for x in xs]


def lowering(f: Callable[..., Any], xs: Sequence[Any]) -> Program:
    """The program of f at these arguments, before any pass."""
    call = taken_apart(tuple(xs), {}, None)
    with Trace() as trace:
        inputs = [traced(x) for x in call.data()]
        args, _ = call.build(iter(inputs))
        outputs, _ = flatten(f(*args))
    return lowered(inputs, outputs, trace)[0]


def apart(leaves: Sequence[Any]) -> tuple[list[float], list[Any]]:
    """The leaves that are numbers, and as tables those that are arrays, as batches take them."""
    tables = [x[None] for x in leaves if hasattr(x, "shape") and x.shape]
    return [x for x in leaves if not (hasattr(x, "shape") and x.shape)], tables


def instructions(*rows: Any) -> tuple[Instruction, ...]:
    """Code of rows called by their names in the table."""
    return tuple(Instruction(ROWS[name], tuple(operands)) for name, *operands in rows)
