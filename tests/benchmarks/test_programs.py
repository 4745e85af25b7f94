"""Each engine's adapters find the same numbers, for one sample and for many."""

import pytest
from pytest import approx

from benchmarks import black_scholes, digits, expression, gpt, hessian, moons, predators, rosenbrock
from benchmarks.contender import numbers
from benchmarks.engines import ENGINES
from benchmarks.programs import _ratios

np = pytest.importorskip("numpy")

SHORT = (expression.WORKLOAD, rosenbrock.WORKLOAD, black_scholes.WORKLOAD)
ALL = (*SHORT, predators.WORKLOAD)
QUICK = ("micrograd", "lean", "jit", "numpy", "c", "casadi")  # to make and to run
OTHERS = ("to_c", "casadi_c", "heyoka", "numba", "jit_numba")


def adapter(workload, engine):
    if not ENGINES[engine].installed:
        pytest.skip(f"{engine} is not installed")
    if not hasattr(workload, engine):
        pytest.skip("it has no adapter")
    return getattr(workload, engine)


def assert_agrees(workload, engine, reference, *sizes):
    found = numbers(adapter(workload, engine)(*sizes))
    assert found == approx(numbers(getattr(workload, reference)(*sizes)), rel=2e-12, abs=0.0)


@pytest.fixture(autouse=True)
def limits():
    import sys

    before = sys.getrecursionlimit()
    yield
    sys.setrecursionlimit(before)


@pytest.mark.parametrize("engine", QUICK)
@pytest.mark.parametrize("program", ALL, ids=lambda p: type(p).__name__)
def test_gradients_are_those_of_our_values(program, engine):
    assert_agrees(program, engine, "operators", 1, 1)


@pytest.mark.parametrize("engine", OTHERS)
def test_other_compilers_agree_too(engine):
    assert_agrees(black_scholes.WORKLOAD, engine, "operators", 1, 1)


@pytest.mark.parametrize("engine", ["jit", "numpy", "c", "casadi", "to_c", "floats"])
@pytest.mark.parametrize("order", [0, 1])
def test_a_batch_holds_each_sample(engine, order):
    if order == (engine in ("floats",)) or (not order and engine in ("numpy", "c")):
        pytest.skip("this engine has the other order")
    program = rosenbrock.WORKLOAD
    found = numbers(adapter(program, engine)(195, order))
    row = 1 + order * len(program.point)
    assert len(found) == 3 * row  # samples 0, 97 and 194
    expected = numbers(program.operators(1, 1))[:row]
    assert found[:row] == approx(expected, rel=2e-12, abs=0.0)
    assert found[row:2 * row] != approx(expected, rel=1e-6)  # fmt: skip


@pytest.mark.parametrize("engine", ["jit", "to_c", "floats", "casadi", "jax"])
def test_the_function_alone_is_the_value(engine):
    program = black_scholes.WORKLOAD
    [value] = numbers(adapter(program, engine)(1, 0))
    assert value == approx(numbers(program.operators(1, 1))[0], rel=2e-12)


@pytest.mark.parametrize("engine", ["numba", "c", "casadi", "to_c", "layers"])
def test_moons_step_as_numpy_does_by_hand(engine):
    assert_agrees(moons, engine, "numpy")


@pytest.mark.parametrize("engine", ["numba", "c", "casadi", "layers"])
def test_digits_step_as_numpy_does_by_hand(engine):
    assert_agrees(digits, engine, "numpy", *digits.SMALL)


@pytest.mark.parametrize("engine", ["c", "layers", "jax", "pytorch"])
def test_the_gpt_steps_as_numpy_does_by_hand(engine):
    assert_agrees(gpt, engine, "numpy")


@pytest.mark.parametrize("engine", ["c", "casadi", "to_c", "jit"])
def test_hessians_are_those_of_our_values(engine):
    assert_agrees(hessian, engine, "operators")


def test_ratios_are_of_what_was_timed_twice():
    both, alone = {"jit": 6.0, "jax": "crash", "c": 1.0}, {"jit": 2.0, "jax": 1.0, "floats": 1.0}
    assert _ratios(both, alone) == {"jit": 3.0}
