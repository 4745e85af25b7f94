"""Small programs in machine code: the same results, nested, and None where a guard fails."""

import gc
import math
import sys

import pytest

pytest.importorskip("numba")

from autograd.compiler.native.call import function
from autograd.compiler.native.text import Text
from autograd.compiler.program import Guard, Instruction, Program
from autograd.primitives import TABLE


def program(*code: tuple[object, ...], outputs: tuple[int | float, ...]) -> Program:
    made = tuple(Instruction(TABLE[str(name)], operands) for name, *operands in code)  # type: ignore[arg-type]
    return Program(2, 0, made, outputs)


def test_results_are_nested() -> None:
    p = program(
        ("div", 0, 1), ("total", 2, 0, -0.0), ("dot", 2, 0, 1, 3), ("exp", 3), outputs=(4, 5, -0.0)
    )
    f = function(Text(p), lambda ys: {"a": ys[0], "b": [ys[1], (ys[2],)]})
    for x, y in ((1.0, 2.0), (-3.0, 0.5), (1.0, 0.0)):
        expected = p.evaluate([x, y])
        assert expected is not None
        found = f(x, y)
        assert [found["a"], found["b"][0]] == pytest.approx(expected[:2], rel=1e-15, nan_ok=True)
        assert math.copysign(1.0, found["b"][1][0]) == -1.0


def test_none_where_a_guard_fails() -> None:
    p = program(("less", 0, 1), ("mul", 0, math.nan), outputs=(0,))
    guarded = p.__class__(2, 0, p.code, p.outputs, (Guard(2, 1.0), Guard(3, math.nan)))
    f = function(Text(guarded))
    assert f(1.0, 2.0) == (1.0,) and f(2.0, 1.0) is None


def test_nothing_in_nothing_out() -> None:
    assert function(Text(Program(0, 0, (), ())), list)() == []
    assert function(Text(Program(0, 0, (), (2.0,))))() == (2.0,)


def test_nestings_that_python_makes_are_those_of_other_calls() -> None:
    p = program(("add", 0, 1), outputs=(2, 0))
    for rebuild in (
        tuple,
        list,
        lambda ys: ys[0],
        lambda ys: {"a": [ys]},
        lambda ys: ([], (ys[1],)),
    ):
        f = function(Text(p), rebuild)
        assert f(1.0, 2.5) == rebuild([3.5, 1.0])
        assert type(f(1.0, 2.5)) is type(rebuild([3.5, 1.0]))


def test_nothing_is_left_behind() -> None:
    p = program(("div", 0, 1), ("less", 0, 1), outputs=(2, 2))
    f = function(Text(Program(2, 0, p.code, p.outputs, (Guard(3, 1.0),))), list)
    for x in (1.0, 3.0):  # by both ways
        before = sys.getallocatedblocks()
        for _ in range(1000):
            f(x, 2.0)
        assert sys.getallocatedblocks() - before < 100


def test_a_function_keeps_its_code() -> None:
    f = [function(Text(program(("mul", 0, float(k)), outputs=(2,))), tuple) for k in range(5)]
    gc.collect()
    assert [g(2.0, 0.0) for g in f] == [(2.0 * k,) for k in range(5)]
