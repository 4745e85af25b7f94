"""Instructions are computed after what they need, and small runs of a kind at the same time."""

from compiled import lowering, points, program as written, steps
from hypothesis import given, strategies as st

from autograd import exp, sin
from autograd.compiler import levels
from autograd.compiler.levels import LATE, MOVED, earliest, joined
from autograd.compiler.program import Program


def kinds(program: Program) -> list:
    return [(op, len(operands)) for op, operands in program.code]


def runs(program: Program, level: list[int]) -> list[tuple[int, str]]:
    return sorted({(at, op.name) for at, (op, _) in zip(level, program.code, strict=True)})


def in_levels(program: Program, ready: bool = False) -> list[tuple[int, str]]:
    level, found = earliest(program, 0), kinds(program)
    return runs(program, joined(program, found, level, [ready] * len(found)))


@given(steps, points, st.integers(0, 3))
def test_operands_come_first(code: list, xs: list, late: int) -> None:
    program = lowering(written(code), xs)
    first, found = earliest(program, late), kinds(program)
    level = joined(program, found, first, [False] * len(found))
    for i, (_, operands) in enumerate(program.code):
        assert first[i] <= level[i] and (first[i] > LATE) == (level[i] > LATE)
        assert all(level[x - 3] < level[i] for x in operands if type(x) is int and x >= 3)
    assert len(runs(program, level)) <= len(runs(program, first))


def test_a_run_waits_for_one_of_its_kind() -> None:
    program = lowering(lambda x, y: [exp(sin(x)), exp(y)], [1.0, 2.0])
    assert runs(program, earliest(program, 0)) == [(1, "exp"), (1, "sin"), (2, "exp")]
    assert in_levels(program) == [(1, "sin"), (2, "exp")]
    assert in_levels(program, ready=True) == [(1, "exp"), (1, "sin"), (2, "exp")]


def test_what_is_needed_at_once_does_not_wait() -> None:
    program = lowering(lambda x, y: [exp(sin(x)), sin(exp(y))], [1.0, 2.0])
    assert in_levels(program) == [(1, "exp"), (1, "sin"), (2, "exp"), (2, "sin")]


def test_large_runs_do_not_wait(monkeypatch) -> None:
    program = lowering(lambda x, *ys: [exp(sin(x)), *map(exp, ys)], [1.0] * 4)
    assert len(in_levels(program)) == 2 < MOVED
    monkeypatch.setattr(levels, "MOVED", 2)
    assert len(in_levels(program)) == 3


def test_early_instructions_stay_early() -> None:
    program = lowering(lambda x, seed: [exp(x), exp(sin(seed))], [1.0, 2.0])
    level = joined(program, kinds(program), earliest(program, 1), [False] * 3)
    assert [at < LATE for at, (op, _) in zip(level, program.code)].count(True) == 1
