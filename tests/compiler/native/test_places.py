"""Registers have a place where another part needs them, in the memory that lives long enough."""

import pytest

from autograd.compiler.native import phases as module
from autograd.compiler.native.phases import phases
from autograd.compiler.native.places import SAME, VARYING, WORK, Places
from autograd.compiler.program import Guard, Instruction, Program
from autograd.compiler.schedule import over_samples
from autograd.primitives import TABLE

ADD, NEG, MUL = TABLE["add"], TABLE["neg"], TABLE["mul"]


def test_each_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PART", 3)
    code = (
        Instruction(NEG, (2,)),  # 3: the same for all
        Instruction(ADD, (0, 3)),  # 4: early, needed late
        Instruction(MUL, (4, 4)),  # 5: late, needed in the next part
        Instruction(MUL, (4, 1)),  # 6: needed in its own part
        Instruction(MUL, (6, 6)),  # 7
        Instruction(MUL, (7, 1)),  # 8: needed in the next part
        Instruction(over_samples, (8, 1)),  # 9
    )
    program = Program(2, 1, code, (9, 2.5), (Guard(5, 1.0),))
    found = Places(program, phases(program, [True, True], late=1), width=4)
    assert found.of == {
        0: (VARYING, 0), 1: (VARYING, 1), 2: (SAME, 0), 9: (SAME, 1), 3: (SAME, 5),
        5: (VARYING, 2), 4: (VARYING, 3), 6: (WORK, 4), 7: (WORK, 5), 8: (WORK, 6),
    }  # fmt: skip
    assert found.at(9) == (False, 1) and found.at(5) == (True, 2)
    assert found.at(2.5) == (False, found.constants["2.5"][0])
    assert (found.first_sum, found.sums) == (1, 1)
