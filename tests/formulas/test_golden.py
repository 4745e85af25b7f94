"""Rows and their partials as they are written on paper, in both notations."""

import math

import pytest
from test_table import width

from autograd.formulas.notation import LATEX, applied, partials_of
from autograd.primitives import FAMILIES, TABLE, Primitive

NAMES = ["a", "b", "c", "d"]


def row(name: str, *parameters: float) -> Primitive:
    return FAMILIES[name].row(*parameters) if parameters else TABLE[name]


@pytest.mark.parametrize(
    ("row", "operands", "python", "tex"),
    [
        (row("add"), ["a", "b"], "a + b", "a + b"),
        (row("sub"), ["a", -2.0], "a - -2", r"a - \left(-2\right)"),
        (row("mul"), ["a", "b"], "a * b", r"a \cdot b"),
        (row("mul"), ["a", -2.0], "a * -2", r"a \cdot \left(-2\right)"),
        (row("mul"), [-2.0, "a"], "-2 * a", r"-2 \cdot a"),
        (row("mul"), ["a", 1e-8], "a * 1e-08", r"a \cdot 10^{-8}"),
        (row("mul"), ["a", math.inf], "a * inf", r"a \cdot \infty"),
        (row("div"), ["a", -2.0], "a / -2", r"\frac{a}{-2}"),
        (row("floor_divide"), ["a", "b"], "a // b", r"\left\lfloor\frac{a}{b}\right\rfloor"),
        (row("mod"), ["a", "b"], "a % b", r"a \bmod b"),
        (row("neg"), ["a"], "-a", "-a"),
        (row("identity"), ["a"], "identity(a)", "a"),
        (row("power", 2.0), ["a"], "a**2", "a^{2}"),
        (row("power", -0.5), ["a"], "a**-0.5", "a^{-0.5}"),
        (row("power", 1.5), [-2.0], "(-2)**1.5", r"\left(-2\right)^{1.5}"),
        (row("pow"), ["a", "b"], "a**b", "a^{b}"),
        (row("pow"), [2.0, "x1"], "2**x1", "2^{x_{1}}"),
        (row("exp"), ["a"], "exp(a)", "e^{a}"),
        (row("sin"), ["alpha"], "sin(alpha)", r"\sin\left(\alpha\right)"),
        (row("sqrt"), ["a"], "sqrt(a)", r"\sqrt{a}"),
        (row("abs"), ["a"], "abs(a)", r"\left|a\right|"),
        (row("relu"), ["a"], "relu(a)", r"\mathrm{relu}\left(a\right)"),
        (row("arctan2"), ["a", "b"], "arctan2(a, b)", r"\mathrm{arctan2}\left(a, b\right)"),
        (row("maximum"), ["a", 0.0], "maximum(a, 0)", r"\max\left(a, 0\right)"),
        (row("hypot"), ["a", "b"], "hypot(a, b)", r"\sqrt{a^{2} + b^{2}}"),
        (row("polygamma", 2.0), ["a"], "polygamma(a, 2)", r"\psi^{(2)}\left(a\right)"),
        (row("floor"), ["a"], "floor(a)", r"\left\lfloor a\right\rfloor"),
        (row("leaky_relu"), ["a"], "leaky_relu(a)", r"\mathrm{leaky\_relu}\left(a\right)"),
        (row("elu", 0.5), ["a"], "elu(a, 0.5)", r"\mathrm{elu}\left(a, 0.5\right)"),
        (row("clamp", 0.0, math.inf), ["a"], "clamp(a, 0)", r"\max\left(a, 0\right)"),
        (row("clamp", -math.inf, 0.0), ["a"], "clamp(a, -inf, 0)", r"\min\left(a, 0\right)"),
        (row("step"), ["a"], "step(a)", r"\mathbf{1}_{a > 0}"),
        (row("total"), ["a", "b", "c"], "total([a, b, c])", "a + b + c"),
        (row("mean"), ["a", "b"], "mean([a, b])", r"\frac{a + b}{2}"),
        (row("prod"), ["a", "b"], "prod([a, b])", r"a \cdot b"),
        (row("dot"), NAMES, "dot([a, b], [c, d])", r"a \cdot c + b \cdot d"),
        (row("norm"), ["a", "b"], "norm([a, b])", r"\left\|\left(a, b\right)\right\|"),
        (
            row("softmax_entry", 1.0),
            ["a", "b"],
            "softmax([a, b])[1]",
            r"\frac{e^{b}}{e^{a} + e^{b}}",
        ),
        (
            row("log_softmax_entry", 0.0),
            ["a", "b"],
            "log_softmax([a, b])[0]",
            r"a - \log\left(e^{a} + e^{b}\right)",
        ),
    ],
    ids=str,
)
def test_rows_are_written_as_on_paper(
    row: Primitive, operands: list[str | float], python: str, tex: str
) -> None:
    assert applied(row, operands) == python
    assert applied(row, operands, LATEX) == tex


@pytest.mark.parametrize(
    ("row", "python", "tex"),
    [
        (row("mul"), ["b", "a"], ["b", "a"]),
        (row("add"), ["1", "1"], ["1", "1"]),
        (row("sub"), ["1", "-1"], ["1", "-1"]),
        (row("div"), ["1 / b", "-y / b"], [r"\frac{1}{b}", r"-\frac{y}{b}"]),
        (row("mod"), ["1", "-(a // b)"], ["1", r"-\left\lfloor\frac{a}{b}\right\rfloor"]),
        (row("exp"), ["y"], ["y"]),
        (row("tanh"), ["sech(a)**2"], [r"\mathrm{sech}\left(a\right)^{2}"]),
        (row("tan"), ["1 + y**2"], ["1 + y^{2}"]),
        (row("square"), ["2 * a"], [r"2 \cdot a"]),
        (row("power", 2.0), ["2 * a"], [r"2 \cdot a"]),
        (row("power", 3.0), ["3 * a**2"], [r"3 \cdot a^{2}"]),
        (row("power", -1.0), ["-a**-2"], ["-a^{-2}"]),
        (
            row("pow"),
            ["b * a**(b - 1)", "y * log(a)"],
            [r"b \cdot a^{b - 1}", r"y \cdot \log\left(a\right)"],
        ),
        (row("log"), ["1 / a"], [r"\frac{1}{a}"]),
        (row("log2"), ["1 / (a * log(2))"], [r"\frac{1}{a \cdot \log\left(2\right)}"]),
        (row("sqrt"), ["1 / (2 * y)"], [r"\frac{1}{2 \cdot y}"]),
        (row("arctan"), ["1 / (1 + a**2)"], [r"\frac{1}{1 + a^{2}}"]),
        (row("arccos"), ["-1 / sqrt(1 - a**2)"], [r"-\frac{1}{\sqrt{1 - a^{2}}}"]),
        (row("erf"), ["2 / sqrt(pi) * gaussian(a)"], [r"\frac{2}{\sqrt{\pi}} \cdot e^{-a^{2}}"]),
        (row("relu"), ["step(a)"], [r"\mathbf{1}_{a > 0}"]),
        (
            row("leaky_relu"),
            ["step(a, 0.01)"],
            [r"\begin{cases} 1 & a > 0 \\ 0.01 & a \le 0 \end{cases}"],
        ),
        (row("abs"), ["sign(a)"], [r"\mathrm{sign}\left(a\right)"]),
        (
            row("maximum"),
            ["exceeds(a, b)", "exceeds(b, a)"],
            [r"\mathbf{1}_{a > b}", r"\mathbf{1}_{b > a}"],
        ),
        (row("floor"), ["0"], ["0"]),
        (row("total"), ["1"] * 4, ["1"] * 4),
        (row("dot"), ["c", "d", "a", "b"], ["c", "d", "a", "b"]),
        (row("norm"), [f"{x} / y" for x in NAMES], [rf"\frac{{{x}}}{{y}}" for x in NAMES]),
        (row("prod"), ["b * c * d", "a * c * d", "a * b * d", "a * b * c"], None),
    ],
    ids=str,
)
def test_partials_are_written_as_on_paper(
    row: Primitive, python: list[str], tex: list[str] | None
) -> None:
    operands = NAMES[: width(row)]
    assert partials_of(row, operands, "y") == python
    assert tex is None or partials_of(row, operands, "y", LATEX) == tex
