"""Random programs compute the same in every language, and rows are written out where they must."""

import math
import tempfile
from pathlib import Path
from typing import Any

import exported
import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from autograd.compiler.export.language import Language, in_rows_of, number, pairs, plus
from autograd.compiler.export.to_c import C
from autograd.compiler.program import Guard, Instruction, Program
from autograd.primitives import TABLE

NUMBERS = st.one_of(st.sampled_from(exported.SPECIAL), st.floats(-4.0, 4.0))
# the C library's own, as in Python; neither are the others' results to the last bit
SMOOTH = dict.fromkeys(exported.UNARY, 1) | dict.fromkeys(("arctan2", "pow", "total", "dot"), 2)
SMOOTH = {name: n for name, n in SMOOTH.items() if name not in ("cbrt", "lgamma")}


@st.composite
def programs(draw: Any, rows: dict[str, int]) -> Program:
    """A program of two inputs and a parameter; its outputs are the last registers."""
    code = []
    for i in range(draw(st.integers(1, 12))):
        name = draw(st.sampled_from(sorted(rows)))
        operand = st.one_of(st.integers(0, 2 + i), NUMBERS)
        operands = draw(st.tuples(*[operand] * rows[name]))
        code.append(Instruction(TABLE[name], operands))
    outputs = tuple(range(max(0, len(code) - 1), len(code) + 3))
    guards = (Guard(draw(st.integers(0, 2)), draw(NUMBERS)),) if draw(st.booleans()) else ()
    return Program(2, 1, tuple(code), outputs, guards)


def assert_exported_alike(batch: list[Program], points: list[Any]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        library = None
        if exported.COMPILER:
            texts = {f"f{i}": p.to_c(f"f{i}") for i, p in enumerate(batch)}
            library = exported.shared(texts, Path(folder), "-fno-builtin")
        for i, program in enumerate(batch):
            functions = [exported.defined(program.to_python(), "f", program)]
            if library:
                functions.append(exported.called(library, f"f{i}", program))
            for point in points:
                expected = program.evaluate(point)
                for f in functions:
                    found = f(*point)
                    assert exported.same(found, expected, 0.0), (str(program), point, expected)


@settings(max_examples=15, deadline=None)
@given(
    st.lists(programs(exported.EXACT | SMOOTH), min_size=1, max_size=8),
    st.lists(st.tuples(NUMBERS, NUMBERS, NUMBERS), min_size=1, max_size=8),
)
def test_random_programs_in_c_and_python(batch: list[Program], points: list[Any]) -> None:
    assert_exported_alike(batch, points)


@settings(max_examples=100, deadline=None)
@given(programs(exported.EXACT), st.lists(st.tuples(NUMBERS, NUMBERS), min_size=1, max_size=8))
def test_random_programs_in_numpy(program: Program, points: list[Any]) -> None:
    f = exported.defined(program.to_numpy(), "f", program)
    x, y = np.array(points).T
    outputs = [np.broadcast_to(z, len(points)).tolist() for z in f(x, y, 0.75)]
    for point, *found in zip(points, *outputs):
        expected = program.evaluate([*point, 0.75]) or [math.nan] * len(found)
        assert exported.same(found, expected, 0.0), (str(program), point, found, expected)


def test_what_is_written_out_is_simplified_again() -> None:
    step, relu = TABLE["step"], TABLE["relu"]
    code = tuple(Instruction(row, (0,)) for row in (step, relu, step))
    program = in_rows_of(Program(1, 0, code, (1, 2, 3)), C.name, C.knows)
    assert str(program).splitlines()[1:] == [
        "  v0 = less(0.0, x0)",
        "  v1 = less_equal(x0, 0.0)",
        "  v2 = where(v1, 0.0, x0)",
        "  v3 = where(v0, 1.0, v2)",
        "  v4 = maximum(x0, 0.0)",
        "  return v3, v4, v3",
    ]


def test_a_row_is_known_by_itself_not_by_its_name() -> None:
    row = TABLE["sin"]
    assert C.knows(row)
    assert not C.knows(type(row)("sin", row.raw, row.partials))


def test_numbers_are_written_with_all_digits() -> None:
    numbers = [0.1, -2.5, 1e300, -math.inf, math.inf, math.nan, -0.0, 5e-324]
    assert [number(x, "INF", "NAN") for x in numbers] == [
        "0.1", "(-2.5)", "1e+300", "(-INF)", "INF", "NAN", "(-0.0)", "5e-324",
    ]  # fmt: skip


def test_sums_of_nothing_are_numbers_too() -> None:
    assert (plus(), plus("a"), plus("a", "b")) == ("0.0", "a", "a + b")
    assert pairs("a", "b", "x", "y") == ["a * x", "b * y"]


@pytest.mark.parametrize("name", ["sin", "if", "2x", "x y", "x\n"])
def test_names_that_a_language_uses_are_refused(name: str) -> None:
    language = Language("L", {"sin": "sin({})"}, repr, frozenset({"if"}))
    with pytest.raises(ValueError, match="cannot be the name of a function in L"):
        language.check_name(name)
    assert language.check_name("fine") == "fine"
