"""Random programs: on Values, as Python, NumPy, Numba and C, in value and gradient, the same."""

from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import exported
import numpy as np
import pytest
from compiled import SMOOTH, assert_agree, eager, program, steps, wild
from hypothesis import HealthCheck, given, settings, strategies as st

from autograd import check_grads, jit, value_and_grad
from autograd.compiler.jit import Jit

BACKENDS = ["python", "numpy"]
COMPILED = [*BACKENDS, *["numba"] * bool(find_spec("numba"))]
BATCHES = (0, 1, 2, 7)
samples = st.lists(wild, min_size=7, max_size=7)
varying = st.lists(st.booleans(), min_size=3, max_size=3).filter(any)


def slopes(f: Callable[..., Any]) -> Callable[..., Any]:
    """The sum of its results, and its derivatives."""
    return value_and_grad(lambda *xs: f(*xs)["sum"], argnums=(0, 1, 2))


def entry(nesting: Any, i: int) -> Any:
    """What a batch holds for sample i."""
    if isinstance(nesting, dict):
        return {key: entry(x, i) for key, x in nesting.items()}
    if isinstance(nesting, (tuple, list)):
        return type(nesting)(entry(x, i) for x in nesting)
    return float(nesting[i])


def assert_batches_agree(g: Jit, f: Callable[..., Any], rows: list, varies: list[bool]) -> None:
    """Batches of all sizes give for each sample what f gives; what does not vary is one number."""
    for batch in BATCHES:
        part = rows[:batch]
        args = [
            np.array([row[j] for row in part]) if v else rows[0][j] for j, v in enumerate(varies)
        ]
        found = g(*args)
        for i, row in enumerate(part):
            xs = [x if v else first for x, first, v in zip(row, rows[0], varies)]
            assert_agree(entry(found, i), f(*xs))


def assert_in_c(g: Jit, f: Callable[..., Any], rows: list, folder: Path) -> None:
    """The program of the first sample, in C, gives what f does wherever the same way is taken."""
    g(*rows[0])
    library = exported.shared({"f": g.program.to_c()}, folder, "-O1", "-ffp-contract=off")
    call = exported.called(library, "f", g.program)
    assert_agree(call(*rows[0]), f(*rows[0]))
    for xs in rows:
        found = call(*xs)
        assert (found is None) == (g.program.evaluate(xs) is None)
        if found is not None:
            assert_agree(found, f(*xs))


@pytest.mark.parametrize("transformed", [False, True], ids=["values", "gradients"])
@given(code=steps, rows=samples, varies=varying)
def test_python_and_numpy(transformed: bool, code: list, rows: list, varies: list[bool]) -> None:
    f = program(code)
    want = slopes(f) if transformed else lambda *xs: eager(f, *xs)
    for backend in BACKENDS:
        g = jit(slopes(f) if transformed else f, backend=backend)
        for xs in rows:
            assert_agree(g(*xs), want(*xs))
        assert_batches_agree(g, want, rows, varies)


@pytest.mark.skipif(len(COMPILED) == len(BACKENDS), reason="Numba is not installed")
@pytest.mark.parametrize("transformed", [False, True], ids=["values", "gradients"])
@settings(max_examples=12)  # of which each is compiled to machine code
@given(code=steps, rows=samples, varies=varying)
def test_numba(transformed: bool, code: list, rows: list, varies: list[bool]) -> None:
    f = program(code)
    want = slopes(f) if transformed else lambda *xs: eager(f, *xs)
    g = jit(slopes(f) if transformed else f, backend="numba")
    for xs in rows[:2]:
        assert_agree(g(*xs), want(*xs))
    assert_batches_agree(g, want, rows, varies)


@pytest.mark.skipif(not exported.COMPILER, reason="no C compiler")
@pytest.mark.parametrize("transformed", [False, True], ids=["values", "gradients"])
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(code=steps, rows=samples)
def test_c(transformed: bool, code: list, rows: list, tmp_path: Path) -> None:
    f = program(code)
    want = slopes(f) if transformed else lambda *xs: eager(f, *xs)
    folder = tmp_path / str(len(list(tmp_path.iterdir())))  # a library of that name is loaded once
    folder.mkdir()
    assert_in_c(jit(slopes(f) if transformed else f), want, rows, folder)


@pytest.mark.parametrize("backend", BACKENDS)
@settings(max_examples=40)
@given(code=steps, xs=st.lists(st.floats(-2.0, 2.0), min_size=3, max_size=3))
def test_gradients_are_those_of_differences(backend: str, code: list, xs: list) -> None:
    f = program(code[:5], SMOOTH)
    check_grads(jit(lambda *xs: f(*xs)["sum"], backend=backend), xs)
