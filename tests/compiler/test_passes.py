"""Passes: the same numbers from fewer instructions."""

from hypothesis import given, strategies as st

from autograd.compiler.passes import cse, dce, fold
from autograd.compiler.program import Guard, Instruction, Program
from autograd.primitives import TABLE

BINARY = [TABLE[name] for name in ("add", "sub", "mul", "div", "maximum")]


def test_a_register_is_not_the_constant_of_its_number():
    mul = TABLE["mul"]
    code = tuple(Instruction(mul, (0, x)) for x in (2, 2.0, 1, 1.0, 0, 0.0))
    program = Program(3, 0, code, tuple(range(3, 9)))
    assert len(cse(program).code) == 6
    assert cse(program).evaluate([3.0, 5.0, 7.0]) == [21.0, 6.0, 15.0, 3.0, 9.0, 0.0]


def test_zeros_of_different_sign_are_two_constants():
    div = TABLE["div"]
    program = Program(1, 0, (Instruction(div, (0, 0.0)), Instruction(div, (0, -0.0))), (1, 2))
    assert cse(program).evaluate([1.0]) == [float("inf"), float("-inf")]


def test_sums_and_products_are_shared_in_either_order_and_differences_are_not():
    for name, left in (("add", 1), ("mul", 1), ("sub", 2), ("div", 2)):
        for x, y in ((0, 1), (0, 2.0)):
            code = Instruction(TABLE[name], (x, y)), Instruction(TABLE[name], (y, x))
            assert len(cse(Program(2, 0, code, (2, 3))).code) == left


def test_what_only_a_guard_needs_is_kept():
    code = Instruction(TABLE["less"], (0, 1)), Instruction(TABLE["add"], (0, 1))
    guarded = Program(2, 0, code, (0,), (Guard(2, 1.0),))
    assert [i.op.name for i in dce(guarded).code] == ["less"]


def test_a_program_that_needs_everything_is_given_back():
    program = Program(2, 0, (Instruction(TABLE["add"], (0, 1)),), (2,))
    assert dce(program) is program


@st.composite
def programs(draw):
    code = []
    for i in range(draw(st.integers(0, 12))):
        registers = st.integers(0, 2 + i)
        constants = st.sampled_from([0.0, -0.0, 1.0, -1.0, 2.0, 3.0, 4.0])
        operands = draw(st.tuples(*[st.one_of(registers, constants)] * 2))
        code.append(Instruction(draw(st.sampled_from(BINARY)), operands))
    outputs = draw(st.lists(st.integers(0, 2 + len(code)), min_size=1, max_size=4))
    return Program(3, 0, tuple(code), tuple(outputs))


@given(programs(), st.tuples(*[st.sampled_from([0.0, -0.0, 1.0, 2.0, -3.0, 0.1])] * 3))
def test_random_programs_give_the_same_numbers(program, numbers):
    expected = program.evaluate(numbers)
    found = dce(cse(fold(program))).evaluate(numbers)
    assert list(map(repr, found)) == list(map(repr, expected))
