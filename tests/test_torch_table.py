"""PyTorch's float64 values and gradients at the special points, and where we mean to differ."""

import json
import math
from collections.abc import Callable
from pathlib import Path

import pytest
from oracles import identical, same

from autograd.primitives import TABLE
from autograd.primitives.softmax import softmax_entry

STORED = json.loads(Path(__file__).with_name("data").joinpath("torch_table.json").read_text())
ROWS = [
    (name, tuple(operands), value, partials) for name, operands, value, partials in STORED["rows"]
]


def some_nan(*xs: float) -> bool:
    return any(map(math.isnan, xs))


def some_inf(*xs: float) -> bool:
    return any(map(math.isinf, xs))


DEVIATIONS: list[tuple[str, Callable[..., bool], str]] = [
    ("abs relu leaky_relu elu selu hardtanh", some_nan, "a nan has no slope"),
    ("sign floor ceil trunc round", some_nan, "a nan has no sign and no slope"),
    ("maximum minimum", some_nan, "neither operand of a nan is chosen"),
    ("log log2 log10", lambda x: x < 0.0, "outside the domain there is no derivative"),
    ("log1p", lambda x: x < -1.0, "outside the domain there is no derivative"),
    ("arctanh", lambda x: abs(x) > 1.0, "outside the domain there is no derivative"),
    ("arccosh", lambda x: x == -math.inf, "outside the domain there is no derivative"),
    ("mod", lambda x, y: y == 0.0, "outside the domain there is no derivative"),
    ("log1p", lambda x: x == 5e-324, "exact also for subnormal numbers"),
    ("arcsinh", lambda x: x == 1e200, "the square would overflow, and 1e-200 is the derivative"),
    ("arctan2", lambda y, x: abs(x) in (1e200, 1e-200), "as hypot, without squares"),
    ("sigmoid", lambda x: x == 40.0, "exact in the tail"),
    ("silu gelu mish", math.isinf, "the limits exist"),
    ("hardtanh", lambda x: abs(x) == 1.0, "1 at the bounds, as clamp has it"),
    ("hypot", lambda x, y: x == y == 0.0, "the subgradient of least norm, as for abs"),
    ("hypot", some_inf, "the infinite side has the direction 1 or -1"),
    ("arctan2", lambda y, x: some_inf(y, x) and not some_nan(y, x), "far away the angle is flat"),
    ("logsumexp softmax_entry", lambda x, y: x == math.inf, "the limits exist"),
]


def close(got: float, want: float) -> bool:
    return same(got, want) or math.isclose(got, want, rel_tol=2e-15, abs_tol=0.0)


def agrees(name: str, operands: tuple[float, ...], value: float, partials: list[float]) -> bool:
    row = softmax_entry.row(0.0) if name == "softmax_entry" else TABLE[name]
    got, slopes = row.evaluate(*operands)
    return (identical(got, value) or (got != 0.0 and close(got, value))) and all(
        map(close, slopes, partials)
    )


def reasons(name: str, operands: tuple[float, ...]) -> list[str]:
    return [why for names, holds, why in DEVIATIONS if name in names.split() and holds(*operands)]


@pytest.mark.parametrize("name", sorted({row[0] for row in ROWS}))
def test_torch_agrees_except_where_there_is_a_reason(name: str) -> None:
    differing = [row for row in ROWS if row[0] == name and not agrees(*row)]
    assert [row for row in differing if not reasons(*row[:2])] == []


def test_every_reason_is_needed() -> None:
    given = {why for row in ROWS if not agrees(*row) for why in reasons(*row[:2])}
    assert given == {why for _, _, why in DEVIATIONS}


def test_the_table_names_its_version() -> None:
    assert STORED["torch"].startswith("2.")
    assert len(ROWS) > 500
