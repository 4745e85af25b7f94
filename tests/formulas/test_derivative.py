"""Rules as statements, in a terminal and in a notebook."""

import pytest
from latex2mathml.converter import convert
from test_table import ROWS

from autograd import dot, elu, exp, latex, leaky_relu, logsumexp, power, tan, where
from autograd.primitives import FAMILIES, TABLE, Primitive


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("exp", "d exp(x)/dx = exp(x)"),
        ("tan", "d tan(x)/dx = 1 + tan(x)**2"),
        ("sqrt", "d sqrt(x)/dx = 1 / (2 * sqrt(x))"),
        ("reciprocal", "d reciprocal(x)/dx = -1 / x**2"),
        ("mul", "d(x * y)/dx = y\nd(x * y)/dy = x"),
        ("div", "d(x / y)/dx = 1 / y\nd(x / y)/dy = -x / y**2"),
        ("pow", "d(x**y)/dx = y * x**(y - 1)\nd(x**y)/dy = x**y * log(x)"),
        ("neg", "d(-x)/dx = -1"),
        (
            "arctan2",
            "d arctan2(y, x)/dy = x / (x**2 + y**2)\nd arctan2(y, x)/dx = -y / (y**2 + x**2)",
        ),
        ("total", "d total([x1, x2])/dx1 = 1\nd total([x1, x2])/dx2 = 1"),
    ],
)
def test_a_rule_reads_as_a_statement(name: str, text: str) -> None:
    assert repr(TABLE[name].rule) == text


@pytest.mark.parametrize(
    ("name", "tex"),
    [
        ("exp", r"\frac{d}{dx} e^{x} = e^{x}"),
        ("expm1", r"\frac{d}{dx} \left(e^{x} - 1\right) = e^{x}"),
        ("square", r"\frac{d}{dx} x^{2} = 2 \cdot x"),
        (
            "mul",
            r"\begin{aligned} \frac{\partial}{\partial x} \left(x \cdot y\right) &= y \\ "
            r"\frac{\partial}{\partial y} \left(x \cdot y\right) &= x \end{aligned}",
        ),
    ],
)
def test_a_rule_in_latex(name: str, tex: str) -> None:
    row = TABLE[name]
    assert latex(row) == latex(row.rule) == row.rule.latex() == tex
    assert row.rule._repr_latex_() == rf"$\displaystyle {tex}$"


@pytest.mark.parametrize("row", ROWS, ids=repr)
def test_every_rule_is_a_statement_in_both_notations(row: Primitive) -> None:
    equations = repr(row.rule).splitlines()
    assert all(" = " in line and "..." not in line for line in equations)
    lines = row.rule.latex().removeprefix(r"\begin{aligned} ").removesuffix(r" \end{aligned}")
    assert len(equations) == lines.count(r"\frac{d}{d") + lines.count(r"\frac{\partial}{")
    for side in lines.replace(r" \\ \frac{\partial}", r" &= \frac{\partial}").split("&="):
        assert "\\" not in convert(side)


def test_a_family_has_the_rule_of_its_defaults() -> None:
    assert repr(leaky_relu.rule) == "d leaky_relu(x)/dx = step(x, 0.01)"
    assert latex(elu) == r"\frac{d}{dx} \mathrm{elu}\left(x\right) = e^{\min\left(x, 0\right)}"
    assert repr(power.row(3.0).rule) == "d(x**3)/dx = 3 * x**2"
    with pytest.raises(TypeError, match=r"power has no defaults; use power.row\(...\)"):
        _ = power.rule
    with pytest.raises(TypeError, match="power has no defaults"):
        latex(power)


def test_operands_are_called_as_in_the_rule_or_counted() -> None:
    assert repr(where.rule).startswith("d where(condition, x, y)/dcondition = 0")
    assert repr(dot.rule).startswith("d dot([x1, x2], [y1, y2])/dx1 = y1")
    assert repr(logsumexp.rule).endswith("/dx2 = softmax([x1, x2])[1]")
    entry = FAMILIES["softmax_entry"].row(2.0).rule
    assert repr(entry).count("\n") == 2


def test_the_output_is_written_out() -> None:
    assert "z" not in repr(exp.rule) + repr(tan.rule)


def test_a_rule_with_branches_is_left_open() -> None:
    bent = Primitive("bent", abs, lambda z, x: (1.0 if x > 0.0 else 0.0,))
    assert repr(bent.rule) == "d bent(x)/dx = ..."
    assert bent.rule.latex() == r"\frac{d}{dx} \mathrm{bent}\left(x\right) = \dots"
