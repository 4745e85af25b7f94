"""The LaTeX of a graph says what the graph computes."""

import math
import re
from typing import Any

import pytest
from hypothesis import given, strategies as st
from test_random_programs import settings

import autograd
from autograd import Value, dot, exp, latex
from autograd.formulas import Latex

settings.load_profile("steady")
a, b, c = Value(2.0, "a"), Value(-3.0, "b"), Value(0.7, "c")
d = a * b
d.label = "d"


@pytest.mark.parametrize("nothing", [3.0, "a", None, math.exp, autograd.softmax, [a]])
def test_latex_takes_values_and_functions_only(nothing: Any) -> None:
    with pytest.raises(TypeError, match="latex takes a Value, or a function of autograd"):
        latex(nothing)


@pytest.mark.parametrize(
    ("root", "tex"),
    [
        (d + d**2, r"\begin{aligned} d &= a \cdot b \\ f &= d + d^{2} \end{aligned}"),
        (a * (b + c), r"f = a \cdot \left(b + c\right)"),
        (exp(-a / b), r"f = e^{\frac{-a}{b}}"),
        (exp(a) ** 2, r"f = \left(e^{a}\right)^{2}"),
        ((a / b) ** 2, r"f = \left(\frac{a}{b}\right)^{2}"),
        (a - -b, r"f = a - \left(-b\right)"),
        (-a * b, r"f = -a \cdot b"),
        (dot([a, b], [b, c]) * a, r"f = \left(a \cdot b + b \cdot c\right) \cdot a"),
        (autograd.total([a]) * b, r"f = a \cdot b"),
        (autograd.identity(a + b) * b, r"f = \left(a + b\right) \cdot b"),
        (Value(1.0, "x_1") * Value(2.0, "x1"), r"f = x_{1} \cdot \mathrm{x1}"),
        (a, "a"),
    ],
)
def test_latex_is_the_formula(root: Value, tex: str) -> None:
    formula = latex(root)
    assert formula == tex
    assert type(formula) is Latex and formula._repr_latex_() == rf"$\displaystyle {tex}$"


def test_latex_shows_the_first_and_the_last_of_many_operands() -> None:
    formula = latex(autograd.total([Value(1.0) for _ in range(50)]))
    assert formula.endswith(r"x_{11} + \dots + x_{50}") and "x_{12}" not in formula


def read(tex: str) -> str:
    """The LaTeX of a formula in Python, as far as these tests use it."""
    text = tex.replace(r"\left|", "abs(").replace(r"\right|", ")").replace(r"\max", "max")
    text = text.replace(r"\left", "").replace(r"\right", "").replace(r"\cdot", "*")
    text = text.replace(r"\log", "log")
    while "{" in text:
        text, n = re.subn(r"\\frac\{([^{}]*)\}\{([^{}]*)\}", r"((\1)/(\2))", text)
        text, m = re.subn(r"\\sqrt\{([^{}]*)\}", r"sqrt(\1)", text)
        if not n + m:
            text, n = re.subn(r"\^\{([^{}]*)\}", r"**(\1)", text)
            assert n, text
    return text


SHAPES = [
    lambda x, y: x + y,
    lambda x, y: x - y,
    lambda x, y: x * y,
    lambda x, y: x / y,
    lambda x, y: -x,
    lambda x, y: x * -2.0,
    lambda x, y: -2.0 - x,
    lambda x, y: x**2,
    lambda x, y: x**-1,
    lambda x, y: (x * x) ** y,
    lambda x, y: abs(x),
    lambda x, y: autograd.exp(x),
    lambda x, y: autograd.expm1(x),
    lambda x, y: autograd.log1p(x * x),
    lambda x, y: autograd.sqrt(y * y + 1.0),
    lambda x, y: autograd.reciprocal(y),
    lambda x, y: autograd.hypot(x, y),
    lambda x, y: autograd.mean([x, y]),
    lambda x, y: autograd.total([x, y, x]),
    lambda x, y: autograd.prod([x, y, x]),
    lambda x, y: autograd.dot([x, y], [y, y]),
    lambda x, y: autograd.maximum(x, y),
    lambda x, y: autograd.logsumexp([x, y]),
]


@given(
    st.lists(st.tuples(*[st.integers(0, 99)] * 3), min_size=1, max_size=8),
    st.lists(st.floats(0.3, 2.0), min_size=3, max_size=3),
)
def test_latex_means_what_the_graph_computes(
    program: list[tuple[int, int, int]], numbers: list[float]
) -> None:
    values = [Value(x, name) for x, name in zip(numbers, "abc")]
    for code, i, j in program:
        node = SHAPES[code % len(SHAPES)](values[-1 - i % 3], values[-1 - j % len(values)])
        if not 1e-3 < abs(node.data) < 1e3:
            continue
        values.append(node)
    root = values[-1]
    if not root.parents:
        return
    tex = latex(root).removeprefix(r"\begin{aligned} ").removesuffix(r" \end{aligned}")
    space = vars(math) | {"max": max, "abs": abs} | dict(zip("abc", numbers))
    for line in re.sub(r"([vx])_\{(\d+)\}", r"\1\2", tex).replace("&=", "=").split(r" \\ "):
        exec(read(line), space)
    assert space["f"] == pytest.approx(root.data, rel=1e-6)
