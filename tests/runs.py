"""Random programs in which some instructions are the same side by side."""

import math
from typing import Any

import numpy as np
from hypothesis import strategies as st

from autograd.compiler.program import Instruction, Program
from autograd.primitives import TABLE

ROWS = [*"add sub mul div neg abs exp tanh sin where less maximum total dot prod hypot".split()]
NUMBERS = st.floats(-3.0, 3.0) | st.sampled_from([0.0, -0.0, 1.0, math.inf, math.nan])


@st.composite
def programs(draw: Any) -> Program:
    """Straight-line code on three inputs and two parameters, some of it the same side by side."""
    code: list[Instruction] = []
    for _ in range(draw(st.integers(1, 12))):
        op = TABLE[draw(st.sampled_from(ROWS))]
        arity = op.arity or 2 * draw(st.integers(1, 3))
        copies = draw(st.sampled_from([1, 1, 2, 12]))
        registers = 5 + len(code)
        for _ in range(copies):
            operand = st.integers(0, registers - 1) | st.sampled_from([0.5, -2.0])
            code.append(Instruction(op, tuple(draw(operand) for _ in range(arity))))
    last = 5 + len(code)
    outputs = draw(st.lists(st.integers(0, last - 1) | st.just(2.0), min_size=1, max_size=5))
    return Program(3, 2, tuple(code), (last - 1, *outputs))


def close(x: Any, y: Any) -> bool:
    """Whether results are equal, where sums in another order may round otherwise."""
    return np.allclose(x, y, rtol=1e-12, atol=1e-12, equal_nan=True)
