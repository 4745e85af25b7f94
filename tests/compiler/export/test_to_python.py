"""Programs as files of Python: they compute the same, also where this package is not there."""

import math
import subprocess
import sys
from pathlib import Path

import exported
import pytest

from autograd.compiler.program import Guard, Program

TRY = """\
from exported_text import f
print(repr([f(*xs) for xs in {points}]))
"""
DOC = '''
    """The outputs, a tuple of length 2; p has 3 numbers; None where its branches would be others.

    x0: the 'width' /
    x1: a nan
    """
'''
INFINITIES = {"nan": math.nan, "inf": math.inf}


@pytest.mark.parametrize("name", [*exported.UNARY, *exported.BINARY])
def test_a_row(name: str) -> None:
    program = exported.single(name, 1 if name in exported.UNARY else 2)
    f = exported.defined(program.to_python(), "f", program)
    for point in exported.points_of(program):
        found, expected = f(*point), program.evaluate(point)
        assert exported.same(found, expected, 1e-13), (point, found, expected)


@exported.every_program
def test_functions_and_their_gradients(name: str) -> None:
    program = exported.PROGRAMS[name]
    f = exported.defined(exported.written(program.to_python), "f", program)
    results = [(x, f(*x), program.evaluate(x)) for x in exported.points_of(program)]
    for point, found, expected in results:
        assert exported.same(found, expected, 1e-12), (point, found, expected)
    assert any(expected for _, _, expected in results)


def test_it_runs_on_the_standard_library_alone(tmp_path: Path) -> None:
    program = exported.PROGRAMS["on the left"]
    (tmp_path / "exported_text.py").write_text(program.to_python())
    points = [(-2.0, 0.7), (-2.0, 0.0), (1.0, 1.0)]
    script = f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n" + TRY.format(points=points)
    out = subprocess.run(
        [sys.executable, "-I", "-S", "-c", script], capture_output=True, text=True, check=True
    ).stdout
    found = eval(out, dict(INFINITIES))
    for x, point in zip(found, points, strict=True):
        assert exported.same(x, program.evaluate(point), 1e-15)
    assert found[2] is None


def test_whole_numbers_are_taken_as_floats() -> None:
    program = exported.single("mul", 2)
    f = exported.defined(program.to_python(), "f", program)
    assert f(10**200, 10**200) == (math.inf,)


def test_the_docstring_says_what_is_what() -> None:
    program = Program(2, 3, (), (0, 4), (Guard(1, math.nan),))
    text = program.to_python(inputs=['the "width" \\', "a nan"])
    f = exported.defined(text, "f", program)
    assert DOC in text
    assert f(1.0, math.nan, 5.0, 6.0, 7.0) == (1.0, 7.0)
    assert f(1.0, 2.0, 5.0, 6.0, 7.0) is None


@pytest.mark.parametrize("name", ["def", "math", "exp", "a.b", "_ieee"])
def test_names_that_are_none(name: str) -> None:
    with pytest.raises(ValueError, match="cannot be the name of a function in Python"):
        exported.single("exp", 1).to_python(name)
