"""The derivative of a row as a statement: d exp(x)/dx = exp(x)."""

from __future__ import annotations

import re

from ..primitives import Primitive
from .notation import LATEX, PYTHON, Notation
from .template import ATOM, POWER, repeated
from .tidy import Term, partials
from .typeset import Latex, aligned


class Derivative:
    r"""What the rule of a row says, with the function itself in the place of its output.

    >>> from autograd import exp, mul
    >>> Derivative(exp), Derivative(exp).latex()
    (d exp(x)/dx = exp(x), '\\frac{d}{dx} e^{x} = e^{x}')
    >>> Derivative(mul)
    d(x * y)/dx = y
    d(x * y)/dy = x
    """

    def __init__(self, row: Primitive) -> None:
        self.row = row

    def latex(self) -> Latex:
        """The statement in LaTeX, a line for each operand."""
        function, slopes = _sides(self.row, LATEX)
        d = "d" if len(slopes) == 1 else r"\partial"
        gap = "" if d == "d" else " "
        return aligned(
            [(rf"\frac{{{d}}}{{{d}{gap}{x}}} {function}", slope) for x, slope in slopes.items()]
        )

    def __repr__(self) -> str:
        function, slopes = _sides(self.row, PYTHON)
        of = "" if function[0] == "(" else " "
        return "\n".join(f"d{of}{function}/d{x} = {slope}" for x, slope in slopes.items())

    def _repr_latex_(self) -> str:
        return self.latex()._repr_latex_()


def _sides(row: Primitive, notation: Notation) -> tuple[str, dict[str, str]]:
    """The function, ready to stand behind d, and its derivative with respect to each operand."""
    known = {Term(): notation.operand(name) for name in _operands(row)}
    xs = list(known)
    written = {x: known[x].text for x in xs}
    function = notation.apply(row, list(known.values()))
    try:
        slopes = partials(row, xs, Term.apply_primitive(row, xs))
    except (AttributeError, TypeError):
        right = [notation.dots] * len(xs)
    else:
        right = [notation.write(slope, known).text for slope in slopes]
    needs = ATOM if notation is PYTHON else POWER
    return notation.grammar.fit(function, needs), dict(zip(written.values(), right))


def _operands(row: Primitive) -> list[str]:
    """What the operands are called: as in the rule, or x1, x2, ... where there may be many."""
    code = row.partials.__code__
    if row.arity == code.co_argcount - 1:
        return list(code.co_varnames[1 : code.co_argcount])
    vectors = max(repeated(row.latex), 1)
    length = row.arity or max([2, *map(int, re.findall(r"#(\d+)", row.latex))])
    return [f"{x}{i}" for x in "xyz"[:vectors] for i in range(1, length + 1)]
