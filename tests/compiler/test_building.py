"""A builder translates what it is made from, guards and outputs too."""

from autograd.compiler.building import Builder
from autograd.compiler.program import Guard, Instruction, Program
from autograd.primitives import TABLE

ADD, MUL = TABLE["add"], TABLE["mul"]


def test_a_builder_keeps_guards_of_registers_and_drops_those_of_constants() -> None:
    # register 2 and the constant 2.0 are equal as dictionary keys
    guards = (Guard(2, 1.0, "line 1"), Guard(2, 1.0, "line 2"), Guard(3, 1.0, "line 3"))
    code = (Instruction(MUL, (0, 1)), Instruction(ADD, (0, 1.0)))
    source = Program(2, 0, code, (2, -0.0), guards)
    builder = Builder(source)
    builder.translate += [builder.append(MUL, (0, 1)), 2.0]
    program = builder.finish()
    assert program.code == code[:1]
    assert [(g.register, g.expected) for g in program.guards] == [(2, 1.0)]
    assert program.outputs == (2, -0.0)
