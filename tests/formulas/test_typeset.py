"""LaTeX as a text that a notebook typesets."""

from autograd.formulas.typeset import Latex, aligned


def test_latex_is_a_text_that_a_notebook_typesets() -> None:
    formula = Latex("e^{x}")
    assert formula == "e^{x}" and isinstance(formula, str)
    assert formula._repr_latex_() == r"$\displaystyle e^{x}$"


def test_one_equation_stands_by_itself_and_more_below_each_other() -> None:
    assert aligned([("a", "b")]) == "a = b"
    assert aligned([("a", "b"), ("c", "d")]) == r"\begin{aligned} a &= b \\ c &= d \end{aligned}"
    assert isinstance(aligned([("a", "b")]), Latex)
