"""Long programs as loops: the same numbers, in few lines."""

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import exported
import pytest
from hypothesis import given, settings, strategies as st

import autograd as ag
from autograd import Value, value_and_grad
from autograd.compiler.export import to_c
from autograd.compiler.export.loops import copied, index, lengths
from autograd.compiler.program import Guard, Instruction, Program
from autograd.primitives import TABLE

needs_compiler = pytest.mark.skipif(not exported.COMPILER, reason="no C compiler")
WEIGHTS = [[Value(math.sin(3.0 * i + j)) for j in range(12)] for i in range(20)]


def network(*xs: Any) -> Any:
    hidden = [1.0 / (1.0 + ag.exp(-ag.dot([*ws, 0.5 * ws[0]], [*xs, 1.0]))) for ws in WEIGHTS]
    return ag.dot(hidden, hidden[::-1])


def gather(*xs: Any) -> Any:
    """Irregular on purpose: no loop visits these operands."""
    scattered = [xs[(i * i + i // 3) % 12] * xs[(7 * i * i) % 11] for i in range(50)]
    sums = [ag.total(scattered[k] for k in (0, 1, 3, 7, 8, 20, n)) for n in range(30, 40)]
    return ag.prod([*sums[:6], xs[0]]), ag.total(scattered), xs[11], ag.dot(sums, scattered[:10])


def chosen(*xs: Any) -> Any:
    return ag.total(x * x if x > 0.0 else x + 1.0 for x in xs)


FUNCTIONS: list[Callable[..., Any]] = [
    network, value_and_grad(network, argnums=tuple(range(12))), gather, chosen,
]  # fmt: skip


@needs_compiler
@pytest.mark.parametrize("f", FUNCTIONS)
def test_loops_compute_what_the_program_does(
    f: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(to_c, "MANY", 0)
    with ag.no_grad():  # or the derivatives by the weights come along
        program = exported.program_of(f, *[0.1 * i - 0.35 for i in range(12)])
    text = program.to_c()
    assert "double v[" in text and max(map(len, text.splitlines())) <= 100
    g = exported.called(exported.shared({"f": text}, tmp_path, "-O1"), "f", program)
    for i in range(5):
        point = [(0.1 * j - 0.35) * (1.0 + 0.1 * i) for j in range(12)]
        point += [math.cos(k) for k in range(program.parameters)]
        found, expected = g(*point), program.evaluate(point)
        assert expected and exported.same(found, expected, 1e-12)
    assert exported.same(g(*[-x for x in point]), program.evaluate([-x for x in point]), 1e-12)


def test_regular_programs_are_short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(to_c, "MANY", 0)
    with ag.no_grad():
        program = exported.program_of(network, *[0.1 * i for i in range(12)])
    assert program.parameters == 240
    text = program.to_c()
    assert text.count("\n") < 45


@needs_compiler
@settings(max_examples=6, deadline=None)
@given(data=st.data())
def test_random_programs(data: Any, tmp_path_factory: pytest.TempPathFactory) -> None:
    rows = sorted(exported.EXACT)
    code = []
    for i in range(data.draw(st.integers(1, 30))):
        row = TABLE[data.draw(st.sampled_from(rows))]
        operand = st.integers(0, 2 + i) | st.sampled_from([0.5, -0.0, 2.0])
        n = exported.EXACT[row.name]
        code.append(Instruction(row, data.draw(st.tuples(*[operand] * n))))
    outputs = tuple(range(len(code) + 3))
    program = Program(2, 1, tuple(code), outputs, (Guard(0, 0.5), Guard(1, math.nan)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(to_c, "MANY", -1)
        text = program.to_c()
    f = exported.called(exported.shared({"f": text}, tmp_path_factory.mktemp("c")), "f", program)
    for point in ((0.5, math.nan, -3.0), (0.5, math.nan, math.inf), (0.5, 0.5, 0.5)):
        assert exported.same(f(*point), program.evaluate(point), 0.0), (str(program), point)


def test_what_lies_side_by_side_is_copied_in_a_loop() -> None:
    assert list(copied("y", range(4), "v", [7, 8, 9, 2])) == [
        "    for (int i = 0; i < 3; i++)", "        y[i] = v[7 + i];", "    y[3] = v[2];",
    ]  # fmt: skip


def test_places_by_the_variables_of_loops() -> None:
    assert index(0, ()) == "0"
    assert index(0, (3, 1)) == "3 * i + j"
    assert index(9, (0, -1, -2)) == "9 - j - 2 * k"
    assert lengths((2, 3, 4)) == (12, 4, 1)
