"""C that is compiled where it is needed."""

import ctypes
import subprocess

import pytest

from benchmarks import machine_code

np = pytest.importorskip("numpy")
pytestmark = pytest.mark.skipif(not machine_code.COMPILER, reason="there is no C compiler")

TWICE = "void twice(long n, const double *x, double *y) { for (; n--;) y[n] = 2.0 * x[n]; }"


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path


def test_a_library_is_made_once(cache):
    made = machine_code.library(TWICE)
    written = made.stat().st_mtime_ns
    assert made.is_relative_to(cache)
    assert machine_code.library(TWICE) == made and made.stat().st_mtime_ns == written
    assert machine_code.library(TWICE, ["-O0"]) != made


def test_a_call_works_on_the_memory_of_arrays():
    x, y = np.array([1.0, 2.5, -3.0]), np.empty(3)
    call = machine_code.bound(machine_code.loaded(TWICE).twice, 3, x, y)
    call()
    assert y.tolist() == [2.0, 5.0, -6.0]
    x[0] = 7.0
    call()
    assert y[0] == 14.0


@pytest.mark.parametrize(
    "array", [np.zeros(3, dtype=np.float32), np.zeros((4, 4)).T[1:], np.zeros(6)[::2]], ids=str
)
def test_other_memory_is_refused(array):
    with pytest.raises(ValueError, match="without gaps"):
        machine_code.bound(machine_code.loaded(TWICE).twice, 3, array, np.empty(3))


def test_what_is_no_c_raises(capfd):
    with pytest.raises(subprocess.CalledProcessError):
        machine_code.library("no C")


def test_sizes_are_macros():
    functions = machine_code.by_hand("rosenbrock", "N=3")
    x, second = np.array([0.5, -1.0, 2.0]), np.empty((3, 3))
    machine_code.bound(functions.hessian, x, second)()
    assert second.tolist() == [
        [1200.0 * 0.25 + 400.0 + 2.0, -200.0, 0.0],
        [-200.0, 200.0 + 1200.0 - 800.0 + 2.0, 400.0],
        [0.0, 400.0, 200.0],
    ]
    assert isinstance(functions, ctypes.PyDLL)


def test_the_compiler_says_what_it_is():
    assert any(c.isdigit() for c in machine_code.version())


def test_libraries_leave_the_arithmetic_of_the_process_as_it_is() -> None:
    machine_code.loaded("double f(double x) { return x + 1.0; }", machine_code.FAST)
    assert float("1e-308") * float("1e-8") > 0.0  # subnormal, and nothing is known before
