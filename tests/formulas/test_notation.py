"""What rows and partials in either notation stand for, whatever the row and its operands."""

import math
import time
from itertools import product

import pytest
from latex2mathml.converter import convert
from test_table import ROWS, samples, width

import autograd
from autograd import Value, dot, logsumexp, prod, softmax
from autograd.formulas.notation import LATEX, PYTHON, applied, partials_of
from autograd.primitives import FAMILIES, TABLE, Primitive

every_row = pytest.mark.parametrize("row", ROWS, ids=repr)
SPACE = vars(autograd) | TABLE | FAMILIES | {"pi": math.pi, "inf": math.inf}
NAMES = ["a", "b", "c", "d"]


def test_numbers_among_the_operands_stay_numbers() -> None:
    assert partials_of(TABLE["mul"], ["a", -2.0], "y") == ["-2", "a"]
    assert partials_of(TABLE["div"], ["a", 4.0], "y") == ["1 / 4", "-y / 4"]
    assert partials_of(TABLE["pow"], ["a", 3.0], "y") == ["3 * a**2", "y * log(a)"]
    assert partials_of(TABLE["div"], [1.0, 0.0], "y") == ["1 / 0", "-y / 0"]


@every_row
def test_no_row_falls_through(row: Primitive) -> None:
    """Each has a rule that can be run on terms, and TeX that is no guess from a Python name."""
    operands = NAMES[: width(row)]
    for notation in (PYTHON, LATEX):
        formulas = [applied(row, operands, notation), *partials_of(row, operands, "y", notation)]
        assert not any("partial" in formula or "dy/d" in formula for formula in formulas)
        assert not any("#" in formula for formula in formulas)
    if row.arity is None or row.symbol:
        assert row.latex or row.symbol in ("+", "-", "*")


@every_row
def test_a_row_in_python_evaluates_to_the_row(row: Primitive) -> None:
    formula = applied(row, NAMES[: width(row)])
    for operands in samples(row):
        xs = dict(zip(NAMES, map(Value, operands)))
        assert eval(formula, SPACE, xs).data == row(*operands)


@every_row
def test_partials_in_python_evaluate_to_the_partials(row: Primitive) -> None:
    operands = NAMES[: width(row)]
    formulas = partials_of(row, operands, "y")
    for numbers in samples(row):
        value, partials = row.evaluate(*numbers)
        xs = dict(zip(operands, numbers)) | {"y": value}
        for formula, partial in zip(formulas, partials, strict=True):
            assert eval(formula, SPACE, xs) == pytest.approx(partial, rel=1e-12)


@every_row
def test_latex_becomes_mathml(row: Primitive) -> None:
    operands = NAMES[: width(row)]
    for formula in (applied(row, operands, LATEX), *partials_of(row, operands, "y", LATEX)):
        mathml = convert(formula)
        assert "\\" not in mathml and "merror" not in mathml


def test_of_many_operands_the_first_and_the_last_are_shown() -> None:
    names = [f"x{i}" for i in range(1, 7)]
    assert applied(TABLE["total"], names, limit=3) == "total([x1, x2, ..., x6])"
    assert applied(TABLE["total"], names, LATEX, 3) == r"x_{1} + x_{2} + \dots + x_{6}"
    assert applied(dot, names, limit=2) == "dot([x1, ..., x3], [x4, ..., x6])"
    assert applied(dot, names, LATEX, 2) == r"x_{1} \cdot x_{4} + \dots + x_{3} \cdot x_{6}"
    assert applied(TABLE["mul"], ["a", "b"], limit=1) == "a * b"
    assert partials_of(prod, names, "y", limit=3)[0] == "x2 * x3 * ... * x6"
    assert partials_of(logsumexp, names, "y", limit=2)[1] == "softmax([x1, ..., x6])[1]"


@pytest.mark.parametrize("name", ["softmax_entry", "dot", "prod", "logsumexp", "norm"])
def test_many_operands_take_little_time(name: str) -> None:
    entry = FAMILIES[name].row(3.0) if name in FAMILIES else TABLE[name]
    start = time.perf_counter()
    slopes = partials_of(entry, [f"x{i}" for i in range(256)], "y", LATEX, limit=6)
    assert len(slopes) == 256 and max(map(len, slopes)) < 1000
    assert time.perf_counter() - start < 5.0  # 0.2 s on an idle machine


def test_a_long_rule_needs_no_recursion() -> None:
    def deep(z: object, x: Value) -> tuple[Value]:
        for _ in range(3000):
            x = autograd.sin(x)
        return (x,)

    [slope] = partials_of(Primitive("deep", abs, deep), ["x"], "y")
    assert slope.count("sin(") == 3000


def test_a_rule_with_branches_leaves_the_derivative_its_name() -> None:
    bent = Primitive("bent", abs, lambda z, x: (1.0 if x > 0.0 else 0.0,))
    assert applied(bent, ["x"]) == "bent(x)"
    assert partials_of(bent, ["x"], "y") == ["dy/dx"]
    assert partials_of(bent, ["x"], "y", LATEX) == [r"\frac{\partial y}{\partial x}"]


@pytest.mark.parametrize(
    ("name", "about", "python", "tex"),
    [
        ("cube", {}, "cube(a)", r"\mathrm{cube}\left(a\right)"),
        ("cube", {"latex": "#1^{3}"}, "cube(a)", "a^{3}"),
        ("cube", {"latex": r"\Xi"}, "cube(a)", r"\Xi\left(a\right)"),
        ("cube", {"symbol": "³"}, "cube(a)", r"\mathrm{cube}\left(a\right)"),
        ("a#1", {}, "a＃1(a)", r"{\text{a}\#\text{1}}\left(a\right)"),
    ],
)
def test_rows_of_ones_own_are_written_too(
    name: str, about: dict[str, str], python: str, tex: str
) -> None:
    own = Primitive(name, lambda x: x**3, lambda z, x: (3.0 * x * x,), **about)
    assert applied(own, ["a"]) == python
    assert applied(own, ["a"], LATEX) == tex
    assert partials_of(own, ["a"], "y") == ["3 * a**2"]


OPERATORS = [TABLE[name] for name in ("add", "sub", "mul", "div", "mod", "floor_divide", "pow")]


@pytest.mark.parametrize("pair", [*product(OPERATORS, repeat=2)], ids=str)
@pytest.mark.parametrize("second", [False, True])
def test_python_reads_two_operators_as_they_are_meant(
    pair: tuple[Primitive, Primitive], second: bool
) -> None:
    inner, outer = pair
    a, b, c = (PYTHON.operand(name) for name in "abc")
    within = PYTHON.apply(inner, [a, b])
    formula = PYTHON.apply(outer, [c, within] if second else [within, c]).text
    inside = inner(3.7, 1.3)
    want = outer(2.3, inside) if second else outer(inside, 2.3)
    assert eval(formula, {}, {"a": 3.7, "b": 1.3, "c": 2.3}) == want


def test_softmax_is_a_list_of_entries() -> None:
    entry = softmax([Value(1.0), 2.0])[0]
    assert applied(entry.op, ["a", 2.0]) == "softmax([a, 2])[0]"
