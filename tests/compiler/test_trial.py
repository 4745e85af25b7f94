"""Machine code is made when runs without it took as long as making it would."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import nn
from autograd import jit, sin
from autograd.compiler import trial as module
from autograd.compiler.program import Instruction, Program
from autograd.compiler.trial import Trial
from autograd.primitives import TABLE

PROGRAM = Program(1, 0, (Instruction(TABLE["sin"], (0,)),), (1,))


def waves(*xs: Any) -> Any:
    """Some hundred operations."""
    return [sin(x) * x - y for x in xs for y in xs]


def test_it_is_over_when_as_much_was_spent() -> None:
    pytest.importorskip("llvmlite")
    trial = Trial(PROGRAM)
    assert not trial.over(module.LOADING) and not trial.refused
    assert trial.over(module.MAKING + 1.0)


def test_long_programs_are_refused_where_samples_vary(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("llvmlite")
    monkeypatch.setattr(module, "MOST", 0)
    trial = Trial(PROGRAM, varying=True)
    assert trial.refused and not trial.over(1e30)
    assert trial.outcome == "too long for machine code, 1 operands"
    rolled = Trial(PROGRAM)
    assert not rolled.over(module.LOADING) and rolled.over(module.ROLLING + 1.0)


@pytest.mark.parametrize(("runs", "making"), [(1, module.ROLLING), (2, module.MAKING)])
def test_loops_are_made_sooner_where_runs_are_long(runs: int, making: float) -> None:
    pytest.importorskip("llvmlite")
    code = tuple(Instruction(TABLE["sin"], (0,)) for _ in range(module.ALIKE))
    trial = Trial(Program(1, 0, code, (1,)), runs=runs)
    assert trial.left == module.LOADING + making * module.ALIKE


@pytest.mark.parametrize("xs", [[0.1 * i for i in range(20)], [np.linspace(0.0, 1.0, 30)] * 3])
def test_auto_changes_to_machine_code_and_gives_the_same(
    xs: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("llvmlite")
    monkeypatch.setattr(module, "LOADING", 100.0)
    monkeypatch.setattr(module, "MAKING", 0.0)
    monkeypatch.setattr(module, "ROLLING", 0.0)
    f = jit(waves)
    first = f(*xs)
    assert "machine code would pay after" in f.explain() and "Numba" not in f.explain()
    for _ in range(20):
        assert np.allclose(f(*xs), first, rtol=1e-13, atol=1e-15)
    assert "Numba: machine code of its own" in f.explain() and ", which pays" in f.explain()


def test_small_functions_are_not_tried() -> None:
    f = jit(lambda x: x * x)
    assert f(3.0) == 9.0 and "machine code" not in f.explain()


def test_what_has_no_machine_code_stays_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("llvmlite")
    monkeypatch.setattr(module, "LOADING", 0.0)
    monkeypatch.setattr(module, "MAKING", 0.0)
    from autograd import digamma

    f = jit(lambda *xs: [digamma(x) * y for x in xs for y in xs])
    xs = [0.5 * i + 0.3 for i in range(25)]
    assert f(*xs) == f(*xs)
    assert "Numba has no digamma" in f.explain()


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ("jit(sin, backend='numba')(1.0)", "pip install 'scalar-autograd[fast]'"),
        ("steps_of('numba', *given)", "pip install 'scalar-autograd[fast]'"),
        ("steps_of(True, *given).step([0]); raise ModuleNotFoundError('none')", "none"),
    ],
)
def test_without_numba_an_error_says_how_to_get_it(asked: str, message: str) -> None:
    script = f"""
import sys
class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("numba", "llvmlite"):
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, Blocked())
import nn
from nn.steps import steps_of
import nn
from autograd import jit, sin
model = nn.MLP(1, [1])
given = model, [[1.0]], [1.0], nn.mse, nn.SGD(model.parameters(), 0.1), float("inf")
try:
    {asked}
except ModuleNotFoundError as error:
    print(error)
"""
    root = Path(module.__file__).parents[2]
    run = [sys.executable, "-c", script]
    out = subprocess.run(run, capture_output=True, text=True, check=True, cwd=root).stdout
    assert message in out


def test_training_changes_to_machine_code_with_the_same_history(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pytest.importorskip("llvmlite")
    runs = []
    for loading in (1e12, 100.0):
        monkeypatch.setattr(module, "LOADING", loading)
        monkeypatch.setattr(module, "MAKING", 0.0)
        model = nn.MLP(2, [4, 1], seed=0)
        optimizer = nn.Adam(model.parameters(), lr=0.1)
        X, y = nn.make_moons(20)
        loss = nn.binary_cross_entropy_with_logits
        given = {"loss": loss, "optimizer": optimizer, "progress": False, "jit": True}
        runs.append(nn.fit(model, X, y, validation=(X[:5], y[:5]), epochs=9, **given))
    assert [history.backend for history in runs] == ["numpy", "numba"]
    for name, column in runs[0].columns.items():
        assert runs[1][name] == pytest.approx(column, rel=1e-9)
