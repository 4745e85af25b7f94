"""Small programs in machine code: the same results, nested, and None where a guard fails."""

import math

import pytest

pytest.importorskip("numba")

from autograd.compiler.native.lines import kernel_of, lines
from autograd.compiler.program import Guard, Instruction, Program
from autograd.primitives import TABLE


def program(*code: tuple[object, ...], outputs: tuple[int | float, ...]) -> Program:
    made = tuple(Instruction(TABLE[str(name)], operands) for name, *operands in code)  # type: ignore[arg-type]
    return Program(2, 0, made, outputs)


def test_results_are_nested() -> None:
    p = program(
        ("div", 0, 1), ("total", 2, 0, -0.0), ("dot", 2, 0, 1, 3), ("exp", 3), outputs=(4, 5, -0.0)
    )
    f = lines(p, lambda ys: {"a": ys[0], "b": [ys[1], (ys[2],)]})
    for x, y in ((1.0, 2.0), (-3.0, 0.5), (1.0, 0.0)):
        expected = p.evaluate([x, y])
        assert expected is not None
        found = f(x, y)
        assert [found["a"], found["b"][0]] == pytest.approx(expected[:2], rel=1e-15, nan_ok=True)
        assert math.copysign(1.0, found["b"][1][0]) == -1.0


def test_none_where_a_guard_fails() -> None:
    p = program(("less", 0, 1), ("mul", 0, math.nan), outputs=(0,))
    guarded = p.__class__(2, 0, p.code, p.outputs, (Guard(2, 1.0), Guard(3, math.nan)))
    f = lines(guarded)
    assert f(1.0, 2.0) == (1.0,) and f(2.0, 1.0) is None


def test_nothing_in_nothing_out() -> None:
    assert lines(Program(0, 0, (), ()), list)() == []
    assert lines(Program(0, 0, (), (2.0,)))() == (2.0,)


def test_the_text_is_one_line_an_instruction() -> None:
    text = kernel_of(program(("sub", 0, -1.5), outputs=(2,)))
    assert text == (
        '@njit_for("(float64, float64)")\n'
        "def kernel(x0, x1):\n    v0 = x0 - (-1.5)\n    return (True, v0)\n"
    )
