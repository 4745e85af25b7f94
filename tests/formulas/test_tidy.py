"""Rules run on terms: what is tidied, and that nothing is lost."""

import pytest

from autograd import Value, add, exp, gelu, hypot, mul, neg, pow, prod, square, tanh, where
from autograd.formulas.notation import PYTHON
from autograd.formulas.template import ATOM, Written
from autograd.formulas.tidy import Term, partials
from autograd.primitives import TABLE, Primitive
from autograd.primitives.piecewise import direction, finite, nonnegative, step
from autograd.primitives.trigonometric import one_minus_square

x, y = Term(), Term()
KNOWN = {x: Written("x", ATOM), y: Written("y", ATOM)}
half = x / 2.0  # a term that is neither variable nor number


def text(term: Term) -> str:
    return PYTHON.write(term, dict(KNOWN)).text


@pytest.mark.parametrize(
    ("term", "tidied"),
    [
        (1.0 * x, "x"),
        (x * 1.0, "x"),
        (0.0 * x, "0"),
        (x * 0.0, "0"),
        (-1.0 * x, "-x"),
        (x * -1.0, "-x"),
        (-2.0 * x, "-2 * x"),
        (x * y, "x * y"),
        (x * x, "x**2"),
        (-x * x, "-x**2"),
        (x * -y, "-x * y"),
        (3.0 * x * x, "3 * x**2"),
        (x + 0.0, "x"),
        (0.0 + x, "x"),
        (x + x, "2 * x"),
        (x + -y, "x - y"),
        (x - 0.0, "x"),
        (0.0 - x, "-x"),
        (x - -y, "x + y"),
        (neg(neg(x)), "x"),
        (-0.0 * finite(x), "0"),
        (x / 1.0, "x"),
        (0.0 / x, "0"),
        (x / y / x, "x / (y * x)"),
        (x / y / y, "x / y**2"),
        (-x / y, "-x / y"),
        (-(x // y), "-(x // y)"),
        (-1.0 / x, "-1 / x"),
        (0.5 / x, "1 / (2 * x)"),
        (square(1.0 / x), "1 / x**2"),
        (square(-x), "x**2"),
        (x**2.0, "x**2"),
        (x**1.0, "x"),
        (x**y, "x**y"),
        (hypot(1.0, x), "sqrt(1 + x**2)"),
        (square(hypot(x, y)), "x**2 + y**2"),
        (one_minus_square(x), "1 - x**2"),
        (direction(x, y), "x / y"),
        (finite(nonnegative(x)), "x"),
        (where(x, y, 1.0), "y"),
        (step(x, 1.0, 1.0), "1"),
        (1.0 - TABLE["truth"](Term(2.0)), "0"),
        (Term(2.0) - 1.0, "1"),
    ],
    ids=lambda side: side if isinstance(side, str) else "",
)
def test_terms_are_simple_as_they_are_made(term: Term, tidied: str) -> None:
    assert text(term) == tidied


def test_what_only_looks_alike_is_left_alone() -> None:
    assert text(exp(half) * exp(half)) == "exp(x / 2) * exp(x / 2)"
    assert text(x - x) == "x - x"  # nan and inf are none of its business
    assert text(Term(1.0) / 3.0) == "1 / 3"


def test_a_product_of_variables_is_one_term_in_their_order() -> None:
    xs = [Term() for _ in range(5)]
    slopes = partials(prod, xs, Term())
    for i, slope in enumerate(slopes):
        assert slope.operands == tuple(xs[:i] + xs[i + 1 :])


def test_a_rule_on_terms_computes_nothing() -> None:
    def fail(*xs: float) -> float:
        raise AssertionError

    row = Primitive("row", fail, lambda z, x: (exp(x) * z,))
    [slope] = partials(row, [x], y)
    assert text(slope) == "exp(x) * y"


@pytest.mark.parametrize(
    "rule",
    [
        lambda z, x: (1.0 if x else 0.0,),
        lambda z, x: (1.0 if x > 0.0 else 0.0,),
        lambda z, x: (float(x),),
    ],
)
def test_a_rule_with_branches_is_told_that_it_has_no_formula(rule: object) -> None:
    with pytest.raises(TypeError):
        partials(Primitive("row", abs, rule), [x], y)


def test_terms_do_not_mix_with_values() -> None:
    assert isinstance(mul(x, 2.0), Term)
    assert isinstance(add(Value(1.0), 2.0), Value)


@pytest.mark.parametrize("row", [tanh, gelu, pow], ids=str)
def test_a_rule_on_terms_names_the_variables_that_it_was_given(row: Primitive) -> None:
    xs, z = (x, y)[: row.arity], Term()
    for slope in partials(row, xs, z):
        found, stack = set(), [slope]
        while stack:
            term = stack.pop()
            stack += term.operands
            found |= {term} if term.row is None and term.number is None else set()
        assert found <= {*xs, z}
