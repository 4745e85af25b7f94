"""Programs as models of ONNX: runtimes compute what they do."""

import builtins
import math
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import exported
import numpy as np
import pytest

from autograd.compiler.export.to_onnx import ROWS
from autograd.compiler.program import Guard, Instruction, Program
from autograd.primitives import TABLE

# for these the runtime has single precision alone
SINGLE = set("arcsin arccos arctan sinh cosh arcsinh arccosh arctanh erf".split())


def operands(name: str) -> int:
    return 3 if name == "where" else 1 if name in exported.UNARY else 2


def by_reference(model: Any, feeds: dict[str, Any]) -> Any:
    reference = pytest.importorskip("onnx.reference")
    with np.errstate(all="ignore"):
        return reference.ReferenceEvaluator(model).run(None, feeds)[0]


def by_runtime(model: Any, feeds: dict[str, Any]) -> Any:
    runtime = pytest.importorskip("onnxruntime")
    bytes_, cpu = model.SerializeToString(), ["CPUExecutionProvider"]
    return runtime.InferenceSession(bytes_, providers=cpu).run(None, feeds)[0]


# onnx brings the reference; the runtime that devices have is tried where it is installed
RUNS = [by_reference, *([by_runtime] if find_spec("onnxruntime") else [])]
on_each = pytest.mark.parametrize("run", RUNS, ids=lambda run: run.__name__)


def assert_same(run: Any, program: Program, rel: float, model: Any = None) -> None:
    """The model gives for all points at once what the program gives for each."""
    pytest.importorskip("onnx")
    points = exported.points_of(program)
    n = program.inputs
    parameters = list(points[0][n:])
    feeds = {"x": np.array([point[:n] for point in points])}
    if parameters:
        feeds["p"] = np.array(parameters)
    found = run(model or exported.written(program.to_onnx), feeds)
    assert found.dtype == np.float64 and found.shape == (len(points), len(program.outputs))
    for point, row in zip(points, found.tolist()):
        expected = program.evaluate([*point[:n], *parameters]) or [math.nan] * len(row)
        assert exported.same(row, expected, rel), (point, row, expected)


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize(
    ("name", "run"),
    [(name, run) for name in ROWS for run in RUNS if run is by_reference or name not in SINGLE],
)
def test_a_row(name: str, run: Any) -> None:
    rel = 1e-7 if name == "erf" else 1e-13  # the reference's erf is in single precision
    assert_same(run, exported.single(name, operands(name)), rel)


@exported.every_program
@on_each
def test_functions_and_their_gradients(name: str, run: Any) -> None:
    assert_same(run, exported.PROGRAMS[name], 1e-12)


@on_each
def test_guards_of_every_kind_and_outputs_that_do_not_depend_on_the_sample(run: Any) -> None:
    guards = (Guard(0, math.nan), Guard(1, 1.0))
    assert_same(run, Program(2, 1, (), (2, 0, 7.5), guards), 0.0)
    sums = (Instruction(TABLE["total"], ()), Instruction(TABLE["prod"], ()))
    assert_same(run, Program(1, 0, sums, (1, 2)), 0.0)


@on_each
def test_it_is_written_to_a_file(tmp_path: Path, run: Any) -> None:
    onnx = pytest.importorskip("onnx")
    program = exported.PROGRAMS["rosenbrock"]
    program.to_onnx(tmp_path / "model.onnx")
    assert_same(run, program, 1e-15, onnx.load(tmp_path / "model.onnx"))


def test_a_row_that_onnx_lacks_is_named() -> None:
    pytest.importorskip("onnx")
    with pytest.raises(NotImplementedError, match="ONNX has no function for arctan2"):
        exported.single("arctan2", 2).to_onnx()


def test_a_program_without_outputs_makes_no_model() -> None:
    pytest.importorskip("onnx")
    with pytest.raises(ValueError, match="no outputs"):
        Program(1, 0, (), ()).to_onnx()


def test_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def importing(name: str, *args: Any) -> Any:
        if name == "onnx":
            raise ImportError(name)
        return real(name, *args)

    monkeypatch.setattr(builtins, "__import__", importing)
    with pytest.raises(ImportError, match=r"pip install 'scalar-autograd\[onnx\]'"):
        exported.single("add", 2).to_onnx()
