"""Estimates follow how many operands, runs and samples there are."""

from compiled import instructions, lowering, points, program as written, steps
from hypothesis import given
from pytest import approx

from autograd.compiler.arrays import prepared
from autograd.compiler.costs import affordable, depth, for_batch, in_numpy, in_python
from autograd.compiler.passes import simplified
from autograd.compiler.program import Program


def test_depth_counts_sums_of_sums_once() -> None:
    rows = [("mul", 0, 1), ("add", 2, 0), ("add", 3, 1), ("add", 1, 4), ("sin", 5), ("add", 6, 6)]
    for length, levels in enumerate((0, 1, 2, 2, 2, 3, 4)):
        program = Program(2, 0, instructions(*rows[:length]), ())
        assert depth(program) == levels
        assert all((depth(program, most) > most) == (levels > most) for most in range(5))
    assert depth(Program(0, 0, (), (1.0,))) == 0


@given(steps, points)
def test_there_are_as_many_runs_as_levels_or_more(code: list, xs: list) -> None:
    program = simplified(lowering(written(code), xs))
    assert depth(program) <= len(prepared(program).runs)


def test_as_many_runs_as_can_be_afforded_take_as_long_as_lines() -> None:
    long = Program(2, 0, instructions(*[("mul", 0, 1)] * 1000), (2,))
    assert in_numpy(long, affordable(long)) == approx(in_python(long))


def test_estimates_grow_with_what_there_is_to_do() -> None:
    short = Program(2, 0, instructions(("mul", 0, 1)), (2,))
    long = Program(2, 0, instructions(*[("mul", 0, 1)] * 10), (2,))
    assert in_python(long) == 10.0 * in_python(short)
    runs = [in_numpy(program, 2) - in_numpy(program, 1) for program in (short, long)]
    assert runs[0] == approx(runs[1]) and runs[0] > 0.0
    assert for_batch(short, 3, 100, 50) > for_batch(short, 3, 100, 100) > for_batch(short, 3, 9, 9)
