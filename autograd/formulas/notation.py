"""Two notations, Python's and TeX's: any row of the table at any operands, and its partials."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence

from ..primitives import FAMILIES, Primitive
from ..primitives.arithmetic import div, mul, neg
from . import spelling
from .template import (
    ATOM,
    DOTS,
    LOWEST,
    POWER,
    PRODUCT,
    SUM,
    Grammar,
    Operator,
    Template,
    Written,
    repeated,
    unrolled,
)
from .tidy import Term, partials

PARAMETERS = "abcdefghijklm"  # what they are called in templates
TEX_FUNCTIONS = {
    "arccos", "arcsin", "arctan", "cos", "cosh", "log", "sin", "sinh", "tan", "tanh",
}  # fmt: skip
TEX_SYMBOLS = {"+": "+", "-": "-", "*": r"\cdot"}


class Notation:
    """A way to write formulas: of rows, of names, of numbers and of the numbers in rules."""

    def __init__(
        self,
        grammar: Grammar,
        *,
        row: Callable[[Primitive], str],
        name: Callable[[str], str],
        number: Callable[[float], str],
        constant: Callable[[float], str],
        slope: str,
        dots: str,
    ) -> None:
        self.grammar = grammar
        self.row = row
        self.name = name
        self.number = number
        self.constant = constant
        self.slope = slope
        self.dots = dots

    def operand(self, x: str | float) -> Written:
        """A node by its name, or a plain number."""
        text = self.name(x) if isinstance(x, str) else self.number(x)
        known = isinstance(x, str) or text.replace(".", "").isdigit()
        return Written(text, ATOM) if known else self.text(text)

    def text(self, text: str) -> Written:
        """Finished text, and how closely it binds."""
        return Template(text, 0, self.grammar).fill([])

    def apply(self, row: Primitive, xs: Sequence[Written], limit: int | None = None) -> Written:
        """The row at operands that are written already."""
        template, rest = _prepared(self, row, len(xs), limit)
        return template.fill((*xs, *rest))

    def write(self, term: Term, known: dict[Term, Written], limit: int | None = None) -> Written:
        """The term in terms of what is known, which learns all that it consists of."""
        stack = [term]
        while stack:
            top = stack.pop()
            unknown = [x for x in top.operands if x not in known]
            if unknown:
                stack += top, *unknown
            elif top not in known:
                known[top] = self._written(top, [known[x] for x in top.operands], limit)
        return known[term]

    def _written(self, term: Term, xs: list[Written], limit: int | None) -> Written:
        if term.row is None:
            assert term.number is not None, "every variable is known"
            return self.text(self.constant(term.number))
        if term.row is neg and term.operands[0].row in (mul, div) and xs[0].text[0] != "-":
            # equal, though in Python they are different graphs: -(a * b) and -a * b
            return Written(f"-{xs[0].text}", min(xs[0].level, self.grammar.signs["-"].level))
        return self.apply(term.row, xs, limit)


@functools.lru_cache(maxsize=4096)
def _prepared(
    notation: Notation, row: Primitive, n: int, limit: int | None
) -> tuple[Template, list[Written]]:
    """The template for the row at n operands, and what follows them when it is filled."""
    text = unrolled(notation.row(row), n, limit, notation.dots)
    rest = [*row.parameters, float(n)]
    return Template(text, n, notation.grammar), list(map(notation.operand, rest))


def _parameters(row: Primitive) -> list[str]:
    """The places of its parameters, without those at the end that have their defaults."""
    defaults = FAMILIES[row.name].make.__defaults__ or () if row.name in FAMILIES else ()
    shown = len(row.parameters)
    for default, given in zip(reversed(defaults), reversed(row.parameters)):
        if given != default:
            break
        shown -= 1
    return [f"#{letter}" for letter in PARAMETERS[:shown]]


def _places(row: Primitive) -> list[str]:
    r"""The places of its operands, one by one, or `\dots` for any number of them."""
    return [f"#1, {DOTS}"] if row.arity is None else [f"#{i}" for i in range(1, 1 + row.arity)]


def _python(row: Primitive) -> str:
    """The template of a row in Python: its operator, or a call of it."""
    symbol = row.symbol or ""
    if row.parameters and symbol.startswith("**"):
        return "#1**#a"
    if symbol in PYTHON_OPERATORS and row.arity != 1:
        gap = "" if symbol == "**" else " "
        return f"#1{gap}{symbol}{gap}{'#2' if row.arity else DOTS}"
    if symbol == "-":
        return "-#1"
    places = _places(row)
    if row.arity is None:
        places = [f"[#{i}, {DOTS}]" for i in range(1, 1 + max(repeated(row.latex), 1))]
    name = row.name.replace("#", "\uff03")  # which means nothing in a template
    if name.endswith("_entry") and row.parameters:  # of the list that a function gives
        return f"{name.removesuffix('_entry')}({', '.join(places)})[#a]"
    return f"{name}({', '.join(places + _parameters(row))})"


def _tex(row: Primitive) -> str:
    """The template of a row in TeX: its own, its operator, or a call of it."""
    if "#" in row.latex:
        return row.latex
    if not row.latex and row.symbol in TEX_SYMBOLS:
        symbol = TEX_SYMBOLS[row.symbol]
        return f"{symbol}#1" if row.arity == 1 else f"#1 {symbol} #2"
    known = rf"\{row.name}" if row.name in TEX_FUNCTIONS else spelling.tex_word(row.name)
    return rf"{row.latex or known}\left({', '.join(_places(row) + _parameters(row))}\right)"


MINUS = Operator(PRODUCT + 5, LOWEST, PRODUCT + 5)  # in Python -x * y is (-x) * y
PYTHON_OPERATORS = {
    "+": Operator(SUM, SUM, PRODUCT),
    "-": Operator(SUM, SUM, PRODUCT),
    **dict.fromkeys(("*", "/", "//", "%"), Operator(PRODUCT, PRODUCT, MINUS.level)),
    "**": Operator(POWER, ATOM, MINUS.level),
}
PYTHON = Notation(
    Grammar({"-": MINUS}, PYTHON_OPERATORS, "(", ")"),
    row=_python,
    name=str,
    number=spelling.python_number,
    constant=spelling.python_constant,
    slope="d{}/d{}",
    dots="...",
)
TEX_MINUS = Operator(SUM + 5, LOWEST, PRODUCT)  # on paper it is -(x y), and never x (-y)
LATEX = Notation(
    Grammar(
        {
            "-": TEX_MINUS,
            r"\frac": Operator(POWER, LOWEST, LOWEST),
            r"\begin{cases}": Operator(LOWEST, LOWEST, LOWEST),
        },
        {
            "+": Operator(SUM, SUM, PRODUCT),
            "-": Operator(SUM, SUM, PRODUCT),
            r"\cdot": Operator(PRODUCT, TEX_MINUS.level, POWER),
            r"\bmod": Operator(PRODUCT, PRODUCT, POWER),
            "^": Operator(POWER, ATOM, LOWEST),
        },
        r"\left(",
        r"\right)",
    ),
    row=_tex,
    name=spelling.tex_name,
    number=spelling.tex_number,
    constant=spelling.tex_constant,
    slope=r"\frac{{\partial {}}}{{\partial {}}}",
    dots=DOTS,
)


def applied(
    op: Primitive,
    operands: Sequence[str | float],
    notation: Notation = PYTHON,
    limit: int | None = None,
) -> str:
    r"""The row at operands, names of nodes or plain numbers, as a formula.

    Of more operands than `limit`, the first and the last are shown.

    >>> from autograd import mul
    >>> applied(mul, ["a", -2.0]), applied(mul, ["a", "x1"], LATEX)
    ('a * -2', 'a \\cdot x_{1}')
    """
    return notation.apply(op, list(map(notation.operand, operands)), limit).text


def partials_of(
    op: Primitive,
    operands: Sequence[str | float],
    output: str,
    notation: Notation = PYTHON,
    limit: int | None = None,
) -> list[str]:
    r"""The derivatives of the row with respect to each operand, as formulas.

    They are what the rule of the row says, a little tidied: a rule that can be run on nothing but
    numbers, because it has branches, leaves the derivative its name, `dy/dx`.

    >>> from autograd import tanh
    >>> partials_of(tanh, ["x"], "y"), partials_of(tanh, ["x"], "y", LATEX)
    (['sech(x)**2'], ['\\mathrm{sech}\\left(x\\right)^{2}'])
    """
    xs = [Term() if isinstance(x, str) else Term(float(x)) for x in operands]
    z = Term()
    known = {term: notation.operand(x) for term, x in zip((*xs, z), (*operands, output))}
    try:
        slopes = partials(op, xs, z)
    except (AttributeError, TypeError):
        return [notation.slope.format(known[z].text, known[x].text) for x in xs]
    return [notation.write(slope, known, limit).text for slope in slopes]
