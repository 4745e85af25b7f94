"""The text of a program: one function for a part, loops where samples vary."""

from autograd.compiler.native.text import Text
from autograd.compiler.program import Instruction, Program
from autograd.compiler.schedule import over_samples
from autograd.primitives import TABLE

PROGRAM = Program(2, 0, (Instruction(TABLE["sub"], (0, 1)),), (2,))


def test_a_part_is_loads_operations_and_stores() -> None:
    part = Text(PROGRAM).text.split("define")[1]
    assert [line.split("=")[-1].split(",")[0].strip() for line in part.splitlines()[1:-1]] == [
        "getelementptr double", "load double", "getelementptr double", "load double",
        "fsub double %t1", "getelementptr double", "store double %t4", "ret void",
    ]  # fmt: skip


def test_what_varies_is_in_lanes_and_in_a_loop() -> None:
    single, batch = Text(PROGRAM).text, Text(PROGRAM, [True, False], width=4).text
    assert "x double>" not in single and "loop" not in single
    assert "fsub <4 x double>" in batch and "@loop1" in batch


def test_sums_are_reduced_after_the_loop() -> None:
    program = Program(1, 0, (Instruction(over_samples, (0, 0)),), (1,))
    late = Text(program, [True], width=2).text.partition("define void @late")[2]
    assert late.index("@llvm.memset") < late.index("@loop2") < late.index("@reduce")


def test_numbers_are_loaded_anew_after_long() -> None:
    code = [Instruction(TABLE["neg"], (0,)), *[Instruction(TABLE["mul"], (1, 1))] * 400]
    text = Text(Program(2, 0, (*code, Instruction(TABLE["add"], (0, 3))), (403,))).text
    assert text.count("i64 0\n") > 1 and text.count("load double") > 2
