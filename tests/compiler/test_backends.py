"""Each backend runs a program with the same results, and can be pickled."""

import pickle
from importlib.util import find_spec

import numpy as np
import pytest
from compiled import instructions, lowering, points, program as written, steps
from hypothesis import given

import autograd
from autograd.compiler.arrays import prepared
from autograd.compiler.backends import Executable, depth
from autograd.compiler.jit import jit
from autograd.compiler.passes import simplified
from autograd.compiler.program import Program

BACKENDS = ["python", "numpy", "auto", *["numba"] * bool(find_spec("numba"))]


def norm(x, y):
    return autograd.sqrt(x * x + y * y) if x > 0.0 else y


@pytest.mark.parametrize("backend", BACKENDS)
def test_one_set_of_numbers(backend: str) -> None:
    run = Executable(lowering(norm, [3.0, 4.0]), (False, False), backend)
    for again in (run, pickle.loads(pickle.dumps(run))):
        assert list(again.one([6.0, 8.0])) == [10.0]
        assert again.one([-6.0, 8.0]) is None


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("batch", [1, 3, 4, 5, 6, 7, 3])
def test_batches(backend: str, batch: int) -> None:
    run = Executable(lowering(norm, [3.0, 4.0]), (True, False), backend)
    x = np.linspace(-1.0, 3.0, batch)
    (column,), holds = run.many([x, 4.0], batch)
    assert holds.tolist() == (x > 0.0).tolist()
    assert column[holds] == pytest.approx(np.hypot(x, 4.0)[holds], rel=1e-15)


def test_small_programs_are_python_and_batches_are_arrays() -> None:
    program = lowering(norm, [3.0, 4.0])
    assert Executable(program, (False, False), "auto").backend == "python"
    assert Executable(program, (True, False), "auto").backend == "numpy"
    wide = lowering(lambda *xs: [autograd.sin(x * x) + x / 3.0 for x in xs], [1.0] * 1000)
    assert Executable(wide, (False,) * 1000, "auto").backend == "numpy"


def test_an_unknown_backend_is_refused() -> None:
    with pytest.raises(ValueError, match="auto, python, numpy, numba, got 'c'"):
        jit(norm, backend="c")


def test_depth_counts_sums_of_sums_once() -> None:
    rows = [("mul", 0, 1), ("add", 2, 0), ("add", 3, 1), ("add", 1, 4), ("sin", 5), ("add", 6, 6)]
    for length, levels in enumerate((0, 1, 2, 2, 2, 3, 4)):
        program = Program(2, 0, instructions(*rows[:length]), ())
        assert depth(program) == levels
    assert depth(Program(0, 0, (), (1.0,))) == 0


@given(steps, points)
def test_there_are_as_many_runs_as_levels_or_more(code: list, xs: list) -> None:
    program = simplified(lowering(written(code), xs))
    assert depth(program) <= len(prepared(program).runs)


def test_a_program_that_is_deep_is_python_without_a_schedule() -> None:
    def deep(x):
        for _ in range(500):
            x = x * 0.5 + x * x
        return x

    compiled = jit(deep)
    compiled(0.5)
    executable = compiled._last().executable
    assert executable.backend == "python" and "schedule" not in vars(executable)
