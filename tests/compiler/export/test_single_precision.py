"""Programs written out in single precision: the text, and what it computes."""

import ctypes
from collections.abc import Callable
from pathlib import Path
from typing import Any

import exported
import numpy as np
import pytest

import autograd as ag
from autograd.compiler.export.to_onnx import ROWS as ONNX
from autograd.compiler.precision import single
from autograd.compiler.program import Program

ULP = 2.0**-23
PIECE = """\
int piece(const float x[2], float y[1])
{
    const float v0 = x[0] * 0.1f;
    const float v1 = sinf(v0);
    const float v2 = v1 + INFINITY;
    const float v3 = x[0] < x[1];
    if (v3 != 1.0f)
        return 1;
    y[0] = v2;
    return 0;
}
"""
ROWS = {name: exported.single(name, 1) for name in exported.UNARY} | {
    name: exported.single(name, 2) for name in exported.BINARY
}
# near 1; arccosh and arctanh on their sides of it
POINTS = [(0.75, 0.9), (0.95, 1.25), (1.25, 0.4), (2.5, -1.5), (-0.6, 0.7)]


def piece(x: Any, y: Any) -> Any:
    return ag.sin(x * 0.1) + 1e300 if x < y else x


def in_c(folder: Path, programs: dict[str, Program]) -> dict[str, Callable[..., Any]]:
    """Functions of C in single precision, compiled without a warning, as functions of Python."""
    texts = {f"f_{name}": p.to_c(f"f_{name}", dtype="float32") for name, p in programs.items()}
    library = exported.shared(texts, folder, "-Wdouble-promotion", "-O2")

    def function(name: str, program: Program) -> Callable[..., Any]:
        def call(*numbers: float) -> list[float] | None:
            x = (ctypes.c_float * program.inputs)(*numbers[: program.inputs])
            p = (ctypes.c_float * program.parameters)(*numbers[program.inputs :])
            y = (ctypes.c_float * len(program.outputs))()
            given = (x, p, y) if program.parameters else (x, y)
            return None if getattr(library, f"f_{name}")(*given) else list(y)

        return call

    return {name: function(name, program) for name, program in programs.items()}


def in_numpy(program: Program) -> Callable[..., Any]:
    """The function of NumPy, whose results are in single precision throughout."""
    f = exported.defined(program.to_numpy(dtype=np.float32), "f", program)

    def call(*numbers: float) -> list[float]:
        outputs = f(*[np.array([x], np.float32) for x in numbers])
        assert {np.asarray(y).dtype for y in outputs} == {np.dtype(np.float32)}
        return [float(np.asarray(y).ravel()[0]) for y in outputs]

    return call


def in_onnx(program: Program) -> Callable[..., Any]:
    """The model as its reference runs it."""
    pytest.importorskip("onnx")
    from onnx.reference import ReferenceEvaluator

    model = ReferenceEvaluator(program.to_onnx(dtype="float32"))

    def call(*numbers: float) -> list[float]:
        with np.errstate(all="ignore"):
            [found] = model.run(None, {"x": np.array([numbers], np.float32)})
        assert found.dtype == np.float32
        return [float(y) for y in found[0]]

    return call


def assert_close(f: Callable[..., Any], program: Program, ulps: float) -> None:
    """f is the program within so many units in the last place."""
    for point in POINTS:
        xs = [single(x) for x in point[: program.leaves]]
        expected = program.evaluate(xs)
        assert exported.same(f(*xs), expected, ulps * ULP), (xs, f(*xs), expected)


def test_the_text_of_a_program() -> None:
    text = exported.program_of(piece, 1.0, 2.0).to_c("piece", dtype="float32")
    assert text[text.index("int") :] == PIECE


@pytest.mark.skipif(not exported.COMPILER, reason="no C compiler")
def test_rows_in_c(tmp_path: Path) -> None:
    for name, f in in_c(tmp_path, ROWS).items():
        assert_close(f, ROWS[name], 4.0 if name != "lgamma" else 16.0)


@pytest.mark.skipif(not exported.COMPILER, reason="no C compiler")
def test_a_long_program_in_c(tmp_path: Path) -> None:
    program = exported.program_of(lambda x: ag.total([ag.sin(x * i) for i in range(3000)]), 0.5)
    text = program.to_c(dtype="float32")
    assert "float v[" in text and "double" not in text
    [found] = in_c(tmp_path, {"long": program})["long"](0.5)
    assert found == pytest.approx(program.evaluate([0.5])[0], abs=3000 * ULP)


@pytest.mark.parametrize("name", ROWS)
def test_a_row_in_numpy(name: str) -> None:
    assert_close(in_numpy(ROWS[name]), ROWS[name], 4.0)


@pytest.mark.parametrize("name", sorted(ROWS.keys() & ONNX.keys()))
def test_a_row_in_onnx(name: str) -> None:
    assert_close(in_onnx(ROWS[name]), ROWS[name], 8.0)


@exported.every_program
def test_functions_and_their_gradients(name: str, tmp_path: Path) -> None:
    program = exported.PROGRAMS[name]
    point = exported.FUNCTIONS[name.removesuffix(", with its gradient")][1]
    numbers = [*point, exported.WEIGHT.data][: program.leaves]
    expected = pytest.approx(program.evaluate(numbers), rel=2e-5)
    exported.written(program.to_c)
    assert in_numpy(program)(*numbers) == expected
    if exported.COMPILER:
        assert in_c(tmp_path, {"f": program})["f"](*numbers) == expected
