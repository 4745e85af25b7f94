"""Programs are printed one instruction a line, and evaluated row by row."""

import math

import pytest
from compiled import assert_agree, eager, points, program as written, steps
from hypothesis import given

import autograd
from autograd import Value, grad
from autograd.compiler.jit import jit
from autograd.compiler.program import Guard, Instruction, Program
from autograd.primitives import TABLE

ADD, MUL = TABLE["add"], TABLE["mul"]
W = Value(3.0)


def way(x):
    return x * 2.0 if x > 1.0 else -x


GOLDEN = {
    "a function": (
        lambda x, y: {"b": (y, 4), "a": [x * y + autograd.sin(x) / 2]},
        (1.0, 2.0),
        """\
program of x0, x1
  v0 = mul(x0, x1)
  v1 = sin(x0)
  v2 = mul(v1, 0.5)
  v3 = add(v0, v2)
  return x1, 4.0, v3""",
    ),
    "a branch": (
        way,
        (3.0,),
        """\
program of x0
  v0 = mul(x0, 2.0)
  v1 = less(1.0, x0)
  guard v1 == 1.0
  return v0""",
    ),
    "a parameter, with the derivative by it": (
        lambda x: W * x + W.leaky_relu(0.5),
        (2.0,),
        """\
program of x0, p0
  v0 = mul(p0, x0)
  v1 = leaky_relu[0.5](p0)
  v2 = add(v0, v1)
  v3 = step[0.5, 1](p0)
  v4 = add(v3, x0)
  return v2, v4""",
    ),
    "a gradient": (
        grad(lambda x: x**3),
        (2.0,),
        """\
program of x0
  v0 = square(x0)
  v1 = mul(3.0, v0)
  return v1""",
    ),
    "folded": (lambda x: [1.0 * x, 2 * autograd.exp(Value(0.0))], (2.0,), None),
    "nothing": (lambda: -0.0, (), "program of nothing\n  return -0.0"),
}
GOLDEN["folded"] = (*GOLDEN["folded"][:2], "program of x0\n  return x0, 2.0")


@pytest.mark.parametrize("name", GOLDEN)
def test_programs_are_printed_as_expected(name: str) -> None:
    f, args, text = GOLDEN[name]
    compiled = jit(f)
    compiled(*args)
    assert str(compiled.program) == text


@given(steps, points)
def test_evaluation_agrees_with_the_function(code: list, xs: list) -> None:
    compiled = jit(written(code))
    want = compiled(*xs)
    found = compiled.program.evaluate(xs)
    assert_agree(found, want, rel=1e-15)
    assert_agree(want, eager(written(code), *xs))


def test_evaluation_is_none_where_a_guard_does_not_hold() -> None:
    compiled = jit(way)
    compiled(3.0)
    assert compiled.program.evaluate([2.0]) == [4.0]
    assert compiled.program.evaluate([1.0]) is None


@pytest.mark.parametrize("expected", [0.0, 1.0, math.inf, math.nan])
def test_a_guard_holds_for_its_number_alone(expected: float) -> None:
    numbers = [0.0, 1.0, math.inf, -math.inf, math.nan]
    holding = [x for x in numbers if Guard(0, expected).holds(x)]
    assert list(map(repr, holding)) == [repr(expected)]


def test_names_tell_inputs_parameters_results_and_constants_apart() -> None:
    program = Program(1, 2, (Instruction(ADD, (0, 1)),), (3,))
    assert [program.name(x) for x in (0, 1, 2, 3, 2.0, math.nan)] == [
        "x0", "p0", "p1", "v0", "2.0", "nan",
    ]  # fmt: skip
    assert program.leaves == 3


def test_operands_and_uses_are_counted() -> None:
    code = (Instruction(MUL, (0, 1)), Instruction(ADD, (2, 1.0)), Instruction(MUL, (2, 2)))
    program = Program(2, 0, code, (3, 2, 1.0), (Guard(3, 1.0),))
    assert program.operands == 6
    assert program.uses() == {0: 1, 1: 1, 2: 4, 3: 2}
