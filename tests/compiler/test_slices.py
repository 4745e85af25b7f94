"""A slice of a program gives what the program gives, or is refused."""

import pytest
from hypothesis import given, settings, strategies as st

from autograd.compiler.program import Guard, Instruction, Program
from autograd.compiler.slices import sliced
from autograd.primitives import TABLE

ROWS = [TABLE[name] for name in ("add", "mul", "sub", "sin")]


@st.composite
def programs(draw):
    """A program of four inputs, some constants and up to eight instructions."""
    code = []
    for i in range(draw(st.integers(0, 8))):
        row = draw(st.sampled_from(ROWS))
        operand = st.one_of(st.integers(0, 3 + i), st.sampled_from([0.5, -2.0]))
        code.append(Instruction(row, tuple(draw(operand) for _ in range(row.arity))))
    outputs = draw(st.lists(st.integers(0, 3 + len(code)), min_size=1, max_size=4))
    return Program(4, 0, tuple(code), (*outputs, 0.25))


def reached(program, x):
    """The inputs that a register depends on."""
    if type(x) is float:
        return set()
    if x < program.leaves:
        return {x}
    operands = program.code[x - program.leaves].operands
    return set().union(*(reached(program, y) for y in operands))


@given(programs(), st.lists(st.integers(0, 3), unique=True), st.data())
@settings(max_examples=300)
def test_a_slice_is_there_where_its_inputs_suffice_and_gives_the_same(program, inputs, data):
    places = st.integers(0, len(program.outputs) - 1)
    outputs = data.draw(st.lists(places, min_size=1, max_size=3))
    needed = set().union(*(reached(program, program.outputs[i]) for i in outputs))
    part = sliced(program, inputs, outputs)
    assert (part is None) == (not needed <= set(inputs))
    if part:
        numbers = [0.3, -1.7, 2.9, 0.01]
        whole = program.evaluate(numbers)
        assert part.evaluate([numbers[i] for i in inputs]) == [whole[i] for i in outputs]


MUL = Instruction(TABLE["mul"], (0, 1))


@pytest.mark.parametrize(
    "program",
    [Program(1, 1, (MUL,), (2,)), Program(2, 0, (MUL,), (2,), (Guard(0, 1.0),))],
    ids=["parameters", "guards"],
)
def test_parameters_and_guards_are_more_than_inputs_tell(program):
    assert sliced(program, range(program.inputs), [0]) is None


def test_equal_samples_have_equal_slices():
    code = tuple(Instruction(TABLE["mul"], (i, i + 2)) for i in range(2))
    program = Program(4, 0, code, (4, 5))
    assert sliced(program, [0, 2], [0]) == sliced(program, [1, 3], [1])
