"""Each backend runs a program with the same results, and can be pickled."""

import pickle
from importlib.util import find_spec

import numpy as np
import pytest
from compiled import bits, lowering, program as written, steps, wild
from hypothesis import given

import autograd
from autograd.compiler.executable import Executable
from autograd.compiler.jit import jit
from autograd.compiler.passes import simplified

BACKENDS = ["python", "numpy", "auto", *["numba"] * bool(find_spec("numba"))]


def norm(x, y):
    return autograd.sqrt(x * x + y * y) if x > 0.0 else y


@pytest.mark.parametrize("backend", BACKENDS)
def test_one_set_of_numbers(backend: str) -> None:
    run = Executable(lowering(norm, [3.0, 4.0]), (False, False), backend)
    for again in (run, pickle.loads(pickle.dumps(run))):
        assert list(again.one([6.0, 8.0])) == [10.0]
        assert again.one([-6.0, 8.0]) is None


@given(steps, wild)
def test_the_first_run_is_row_by_row_and_the_second_by_lines_to_the_same_bits(
    code: list, xs: list
) -> None:
    run = Executable(simplified(lowering(written(code), xs)), (False,) * len(xs), "python")
    first = run.one(xs)
    assert "straight" not in vars(run)
    second = run.one(xs)
    assert "straight" in vars(run)
    assert first is not None and second is not None
    assert bits(first) == bits(second)


def test_machine_code_is_what_runs_first_where_it_is_wanted() -> None:
    pytest.importorskip("numba")
    run = Executable(lowering(norm, [3.0, 4.0]), (False, False), "numba")
    assert not run.at_first and list(run.one([6.0, 8.0])) == [10.0] and "straight" in vars(run)


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("batch", [1, 3, 4, 5, 6, 7, 3])
def test_batches(backend: str, batch: int) -> None:
    run = Executable(lowering(norm, [3.0, 4.0]), (True, False), backend)
    x = np.linspace(-1.0, 3.0, batch)
    (column,), holds = run.many([4.0], [x[None]], batch)
    assert holds.tolist() == (x > 0.0).tolist()
    assert column[holds] == pytest.approx(np.hypot(x, 4.0)[holds], rel=1e-15)


def test_small_programs_are_python_and_batches_are_arrays() -> None:
    program = lowering(norm, [3.0, 4.0])
    assert Executable(program, (False, False), "auto").backend == "python"
    assert Executable(program, (True, False), "auto").backend == "numpy"
    wide = lowering(lambda *xs: [autograd.sin(x * x) + x / 3.0 for x in xs], [1.0] * 1000)
    assert Executable(wide, (False,) * 1000, "auto").backend == "numpy"


def test_a_program_that_is_deep_is_python_without_a_schedule() -> None:
    def deep(x):
        for _ in range(500):
            x = x * 0.5 + x * x
        return x

    compiled = jit(deep)
    compiled(0.5)
    executable = compiled._last().executable
    assert executable.backend == "python" and "runs" not in vars(executable)
