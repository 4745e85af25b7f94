"""Programs as C: what the compiler makes of them computes what they do."""

import ctypes
import math
from pathlib import Path
from typing import Any

import exported
import pytest

import autograd as ag
from autograd.compiler.program import Guard, Instruction, Program
from autograd.primitives import TABLE, Primitive

needs_compiler = pytest.mark.skipif(not exported.COMPILER, reason="no C compiler")
PIECE = """\
/* piece: outputs y[2] of inputs x[2] and parameters p[1].
 *
 *   x[0]  width
 *
 * Returns 0, or 1, without results, where its branches would be others.
 * y must not overlap the others. C99, to be linked with -lm. */
#include <math.h>

int piece(const double x[2], const double p[1], double y[2])
{
    const double v0 = x[0] < x[1];
    if (v0 != 1.0)
        return 1;
    const double v1 = x[0] + (-1e-300);
    const double v2 = sin(v1);
    const double v3 = p[0] * v2;
    y[0] = v3;
    y[1] = INFINITY;
    return 0;
}
"""


def piece() -> Program:
    less, add, sin, mul = (TABLE[name] for name in ("less", "add", "sin", "mul"))
    code = [(less, (0, 1)), (add, (0, -1e-300)), (sin, (4,)), (mul, (2, 5))]
    instructions = tuple(Instruction(row, xs) for row, xs in code)
    return Program(2, 1, instructions, (6, math.inf), (Guard(3, 1.0),))


def test_the_text_of_a_program() -> None:
    assert piece().to_c("piece", inputs=["width"]) == PIECE


@needs_compiler
@pytest.mark.parametrize("flags", [["-O0"], ["-O2"]])
def test_rows_one_by_one(flags: list[str], tmp_path: Path) -> None:
    rows = {name: exported.single(name, 1) for name in exported.UNARY}
    rows |= {name: exported.single(name, 2) for name in exported.BINARY}
    rows |= {"where": exported.single("where", 3), "sum": exported.single("total", 0)}
    texts = {f"f_{name}": program.to_c(f"f_{name}") for name, program in rows.items()}
    library = exported.shared(texts, tmp_path, *flags)
    for name, program in rows.items():
        f = exported.called(library, f"f_{name}", program)
        for point in exported.points_of(program):
            found, expected = f(*point), program.evaluate(point)
            assert exported.same(found, expected, 1e-13), (name, point, found, expected)


@needs_compiler
@exported.every_program
def test_functions_and_their_gradients(name: str, tmp_path: Path) -> None:
    program = exported.PROGRAMS[name]
    text = exported.written(program.to_c)
    f = exported.called(exported.shared({"f": text}, tmp_path, "-O2"), "f", program)
    results = [(x, f(*x), program.evaluate(x)) for x in exported.points_of(program)]
    for point, found, expected in results:
        assert exported.same(found, expected, 1e-12), (point, found, expected)
    assert any(expected for _, _, expected in results)


@needs_compiler
def test_a_batch_has_nan_where_the_branches_would_be_others(tmp_path: Path) -> None:
    program = piece()
    library = exported.shared({"f": program.to_c(batch=True)}, tmp_path)
    library.f_batch.restype = ctypes.c_size_t
    x, p = (ctypes.c_double * 6)(1.0, 2.0, 2.0, 1.0, 3.0, 4.0), (ctypes.c_double * 1)(2.0)
    y = (ctypes.c_double * 6)()
    assert library.f_batch(ctypes.c_size_t(3), x, p, y) == 1
    expected = [2.0 * math.sin(1.0), math.inf, math.nan, math.nan, 2.0 * math.sin(3.0), math.inf]
    assert exported.same(list(y), expected, 1e-15)


@needs_compiler
def test_programs_without_inputs_or_outputs_compile(tmp_path: Path) -> None:
    programs = {
        "none": Program(0, 0, (), ()),
        "unused": Program(2, 1, (), (1.5,)),
        "parameter": Program(1, 1, (), (1,)),
        "guarded": Program(1, 0, (), (), (Guard(0, math.nan), Guard(0, math.nan))),
    }
    texts = {name: p.to_c(name, batch=True) for name, p in programs.items()}
    library = exported.shared(texts, tmp_path)
    for name, program in programs.items():
        f = exported.called(library, name, program)
        for x in (2.0, math.nan):
            point = [x] * program.leaves
            assert exported.same(f(*point), program.evaluate(point), 0.0)


@needs_compiler
def test_a_long_program_keeps_its_results_in_an_array(tmp_path: Path) -> None:
    program = long_program()
    text = program.to_c()
    assert "double v[" in text and len(program.code) > 2000
    f = exported.called(exported.shared({"f": text}, tmp_path), "f", program)
    assert exported.same(f(0.3, 0.4), program.evaluate([0.3, 0.4]), 1e-12)
    assert max(map(len, text.splitlines())) <= 100


def long_program() -> Program:
    def f(x: Any, y: Any) -> Any:
        terms = [ag.sin(x * (0.1 * i)) * y for i in range(1000)]
        return ag.total(terms), ag.dot(terms, terms[::-1])

    return exported.program_of(f, 0.3, 0.4)


@pytest.mark.parametrize("name", ["1f", "a b", "double", "modulo", "sin", "é", "", "f;"])
def test_names_that_are_none(name: str) -> None:
    with pytest.raises(ValueError, match="cannot be the name of a function in C"):
        piece().to_c(name)


def test_a_row_that_is_not_written_out_is_named() -> None:
    row = Primitive("mystery", lambda x: x, lambda z, x: (1.0,))
    program = Program(1, 0, (Instruction(row, (0,)),), (1,))
    with pytest.raises(NotImplementedError, match="C has no function for mystery"):
        program.to_c()


def test_a_comment_cannot_end_early() -> None:
    text = piece().to_c(inputs=["a */ int b; /*"])
    assert text.count("*/") == piece().to_c().count("*/")
