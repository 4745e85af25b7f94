"""Templates: where parentheses go, and how terms are repeated."""

import pytest

from autograd.formulas.notation import LATEX, PYTHON
from autograd.formulas.template import ATOM, Template, Written, repeated, unrolled

SUM, POWER = LATEX.text("a + b"), LATEX.text("a^{2}")


@pytest.mark.parametrize(
    ("template", "text"),
    [
        (r"\frac{#1}{2}", r"\frac{a + b}{2}"),
        (r"#1^{2}", r"\left(a + b\right)^{2}"),
        (r"2^{#1}", r"2^{a + b}"),
        (r"1 + #1", r"1 + \left(a + b\right)"),
        (r"#1 + 1", r"a + b + 1"),
        (r"#1 - 1", r"a + b - 1"),
        (r"1 - #1", r"1 - \left(a + b\right)"),
        (r"-#1", r"-\left(a + b\right)"),
        (r"2 \cdot #1", r"2 \cdot \left(a + b\right)"),
        (r"e^{-#1^{2}}", r"e^{-\left(a + b\right)^{2}}"),
        (r"\mathbf{1}_{#1 > 0}", r"\mathbf{1}_{a + b > 0}"),
        (r"\left|#1\right|", r"\left|a + b\right|"),
        (r"\left\lfloor#1\right\rfloor", r"\left\lfloor a + b\right\rfloor"),
        (r"\f\left(#1, #1\right)", r"\f\left(a + b, a + b\right)"),
    ],
)
def test_what_stands_beside_an_operand_decides_on_its_parentheses(template: str, text: str) -> None:
    assert Template(template, 1, LATEX.grammar).fill([SUM]).text == text


@pytest.mark.parametrize("closer", [r"\sin\left(x\right)", r"\left|x\right|", "x_{1}", r"\sqrt{x}"])
@pytest.mark.parametrize(
    "looser", ["a + b", "-a", r"a \cdot b", "a^{2}", r"\frac{a}{b}", r"a \bmod b", "e^{a} - 1"]
)
def test_the_operators_outside_of_brackets_decide_how_closely_it_binds(
    closer: str, looser: str
) -> None:
    assert LATEX.text(closer).level == ATOM > LATEX.text(looser).level


def test_levels_of_the_whole_are_in_the_order_of_the_operators() -> None:
    texts = [r"\begin{cases} a + b \end{cases}", "a + b", "-a", r"a \cdot b", r"\frac{a}{b}", "f"]
    levels = [LATEX.text(text).level for text in texts]
    assert levels == sorted(set(levels))


def test_a_template_that_is_its_operand_binds_as_the_operand_does() -> None:
    assert Template("#1", 1, LATEX.grammar).fill([SUM]) == SUM
    assert Template("#1", 1, LATEX.grammar).fill([POWER]) == POWER


def test_a_minus_after_an_operand_is_a_difference_and_else_a_sign() -> None:
    assert PYTHON.text("2 - a").level < PYTHON.text("a * -b").level < PYTHON.text("-a").level


def test_parameters_and_the_number_of_operands_come_after_the_operands() -> None:
    template = Template("#1 #a #b #n", 1, LATEX.grammar)
    assert template.fill([Written(x, ATOM) for x in "xpqn"]).text == "x p q n"


@pytest.mark.parametrize(
    ("template", "n", "limit", "text"),
    [
        (r"#1 + \dots", 3, None, "#1 + #2 + #3"),
        (r"#1 + \dots", 1, None, "#1"),
        (r"#1 + \dots", 0, None, ""),
        (r"#1 + \dots", 9, 9, "#1 + #2 + #3 + #4 + #5 + #6 + #7 + #8 + #9"),
        (r"#1 + \dots", 9, 4, "#1 + #2 + #3 + ... + #9"),
        (r"#1 + \dots", 9, 1, "... + #9"),
        (r"\frac{#1 + \dots}{#n}", 2, None, r"\frac{#1 + #2}{#n}"),
        (r"\frac{e^{#2}}{e^{#1} + \dots}", 2, None, r"\frac{e^{#2}}{e^{#1} + e^{#2}}"),
        (r"f([#1, \dots], [#2, \dots])", 4, None, "f([#1, #2], [#3, #4])"),
        (r"#1 \cdot #2 + \dots", 6, 2, r"#1 \cdot #4 + ... + #3 \cdot #6"),
        (r"#1 \cdot \dots", 2, None, r"#1 \cdot #2"),
        (r"#12 + #1", 12, 2, "#12 + #1"),
    ],
)
def test_dots_repeat_what_stands_before_them_in_their_brackets(
    template: str, n: int, limit: int | None, text: str
) -> None:
    assert unrolled(template, n, limit, "...") == text


def test_a_term_may_take_operands_from_several_vectors() -> None:
    assert repeated(r"#1 \cdot #2 \cdot #3 + \dots") == 3
    assert repeated(r"\frac{e^{#5}}{e^{#1} + \dots}") == 1
    assert repeated("#1 + #2") == 0
