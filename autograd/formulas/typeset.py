"""LaTeX that a notebook typesets."""

from __future__ import annotations

from collections.abc import Sequence


class Latex(str):
    """A formula in LaTeX: a text like any other, that a notebook shows typeset."""

    __slots__ = ()

    def _repr_latex_(self) -> str:
        return rf"$\displaystyle {self}$"


def aligned(equations: Sequence[tuple[str, str]]) -> Latex:
    r"""The equations, left and right sides, one below the other.

    >>> aligned([("a", "1")])
    'a = 1'
    >>> aligned([("a", "1"), ("b", "2")])
    '\\begin{aligned} a &= 1 \\\\ b &= 2 \\end{aligned}'
    """
    if len(equations) == 1:
        return Latex(" = ".join(equations[0]))
    lines = r" \\ ".join(f"{left} &= {right}" for left, right in equations)
    return Latex(rf"\begin{{aligned}} {lines} \end{{aligned}}")
