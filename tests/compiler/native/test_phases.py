"""What runs once, what for each sample, what late, and what after all samples."""

import pytest

from autograd.compiler.native import phases as module
from autograd.compiler.native.phases import AFTER, EACH, LATE_EACH, ONCE, phases
from autograd.compiler.program import Instruction, Program
from autograd.compiler.schedule import over_samples
from autograd.primitives import TABLE

ADD, NEG = TABLE["add"], TABLE["neg"]


def program(*code: tuple[object, ...]) -> Program:
    """Code on an input, a late one and a parameter."""
    made = tuple(Instruction(op, operands) for op, *operands in code)  # type: ignore[arg-type]
    return Program(2, 1, made, (2 + len(made),))


def test_each_phase() -> None:
    p = program((NEG, 2), (ADD, 0, 3), (ADD, 1, 4), (over_samples, 5, 0), (NEG, 6), (NEG, 3))
    found = phases(p, [True, True], late=1)
    assert found.parts == [(ONCE, [0, 5]), (EACH, [1]), (LATE_EACH, [2, 3]), (AFTER, [4])]
    assert found.varies == [True, True, False, False, True, True, False, False, False]
    assert found.part == [-1, -1, -1, 0, 1, 2, 2, 3, 0]


def test_samples_that_wait_for_a_sum_are_refused() -> None:
    for last in ((ADD, 0, 3), (over_samples, 3, 0)):
        with pytest.raises(NotImplementedError, match="sum over all"):
            phases(program((over_samples, 0, 1.0), last), [True, True])


def test_long_phases_are_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PART", 5)
    monkeypatch.setattr(module, "LONG", 6)
    p = program(*[(NEG, 0)] * 4, (TABLE["total"], *[0] * 7), (NEG, 0))
    assert [members for _, members in phases(p).parts] == [[0, 1, 2], [3], [4], [5]]
