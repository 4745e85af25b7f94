"""How names and numbers are spelled: in TeX safely, whatever a name holds, and in Python."""

from __future__ import annotations

import keyword
import math
import re
import unicodedata
from collections.abc import Iterable
from itertools import count

from ..primitives.exponential import LN2, LN10
from ..primitives.special import SQRT_2PI, TWO_OVER_SQRT_PI
from ..primitives.trigonometric import DEGREES, RADIANS

GREEK = set(
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau "
    "upsilon phi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega".split()
)
# a symbol or a word, and what may follow it as an index: x1, x_1, w_max, alpha_2, loss2
INDEXED = re.compile(r"([A-Za-z]+?)_?([0-9]+)|([A-Za-z]+)_([A-Za-z]+)")
# what means something in TeX or in HTML, as commands of mathematics
ESCAPES = {c: rf"\{c}" for c in "#$%&_{}"} | {
    "\\": r"\backslash", "^": r"\wedge", "~": r"\sim", "<": r"\lt", ">": r"\gt",
}  # fmt: skip
# numbers that rules are made with, in Python and in TeX
CONSTANTS = {
    LN2: ("log(2)", r"\log\left(2\right)"),
    LN10: ("log(10)", r"\log\left(10\right)"),
    SQRT_2PI: ("sqrt(2 * pi)", r"\sqrt{2 \pi}"),
    DEGREES: ("180 / pi", r"\frac{180}{\pi}"),
    RADIANS: ("pi / 180", r"\frac{\pi}{180}"),
    TWO_OVER_SQRT_PI: ("2 / sqrt(pi)", r"\frac{2}{\sqrt{\pi}}"),
}


def python_number(x: float) -> str:
    """The shortest literal that is `x` again: `2` for 2.0, but `-0.0` stays what it is.

    >>> python_number(-2.0), python_number(0.1), python_number(-0.0), python_number(float("inf"))
    ('-2', '0.1', '-0.0', 'inf')
    """
    text = repr(float(x))
    return text if text == "-0.0" else text.removesuffix(".0")


def tex_number(x: float) -> str:
    r"""The number with as many digits, and with powers of ten as on paper.

    >>> tex_number(0.5), tex_number(1e-08), tex_number(-2.5e30)
    ('0.5', '10^{-8}', '-2.5 \\cdot 10^{30}')
    """
    if not math.isfinite(x):
        return {"inf": r"\infty", "-inf": r"-\infty"}.get(repr(x), r"\mathrm{nan}")
    digits, _, exponent = python_number(x).partition("e")
    if not exponent:
        return digits
    factor = "" if digits == "1" else "-" if digits == "-1" else rf"{digits} \cdot "
    return f"{factor}10^{{{int(exponent)}}}"


def python_constant(x: float) -> str:
    """The number of a rule, by its name if it has one: not 0.6931471805599453 but log(2).

    >>> python_constant(-math.log(2.0)), python_constant(1.0 / 3.0), python_constant(0.5)
    ('-log(2)', '1 / 3', '0.5')
    """
    if abs(x) in CONSTANTS:
        return "-" * (x < 0.0) + CONSTANTS[abs(x)][0]
    whole = _reciprocal(x)
    return f"1 / {whole}" if whole else python_number(x)


def tex_constant(x: float) -> str:
    r"""The same in TeX.

    >>> tex_constant(-math.log(2.0)), tex_constant(1.0 / 3.0)
    ('-\\log\\left(2\\right)', '\\frac{1}{3}')
    """
    if abs(x) in CONSTANTS:
        return "-" * (x < 0.0) + CONSTANTS[abs(x)][1]
    whole = _reciprocal(x)
    return rf"\frac{{1}}{{{whole}}}" if whole else tex_number(x)


def _reciprocal(x: float) -> int:
    """The whole number that x is one over, if that is shorter than its digits, else 0."""
    whole = round(1.0 / x) if len(repr(x)) > 8 and 1e-6 < x < 1.0 else 0
    return whole if whole and 1.0 / whole == x else 0


def tex_name(name: str) -> str:
    r"""The name as TeX sets it: letters italic, indices below, words upright, all else escaped.

    >>> tex_name("x1"), tex_name("alpha"), tex_name("w_max"), tex_name("a b"), tex_name("50%")
    ('x_{1}', '\\alpha', 'w_{\\mathrm{max}}', '\\text{a b}', '{\\text{50}\\%}')
    """
    if indexed := INDEXED.fullmatch(name):
        base, index = indexed[1] or indexed[3], indexed[2] or indexed[4]
        if index.isdigit() or len(base) == 1 or base in GREEK:
            return f"{_symbol(base)}_{{{index if index.isdigit() else _symbol(index)}}}"
    return _symbol(name)


def _symbol(name: str) -> str:
    if len(name) == 1 and name.isalpha():
        return name
    return f"\\{name}" if name in GREEK else tex_word(name)


def tex_word(name: str) -> str:
    r"""A word in upright letters, as functions are set; what is no word as text.

    >>> tex_word("relu"), tex_word("leaky_relu")
    ('\\mathrm{relu}', '\\mathrm{leaky\\_relu}')
    """
    if name.isascii() and name.isidentifier():
        return rf"\mathrm{{{name.replace('_', ESCAPES['_'])}}}"
    return _text(name)


def _text(name: str) -> str:
    """The name in pieces: text where that is safe, and commands between."""
    shown = "".join(" " if c.isspace() else c if c.isprintable() else "\ufffd" for c in name)
    pieces = [
        ESCAPES.get(piece) or rf"\text{{{piece}}}"
        for piece in re.findall(r"[#$%&_{}\\^~<>]|[^#$%&_{}\\^~<>]+", shown)
    ]
    return pieces[0] if len(pieces) == 1 else f"{{{''.join(pieces)}}}"


def identifiers(names: Iterable[str], reserved: Iterable[str] = ()) -> list[str]:
    """The names as Python takes them for variables: all different, and none reserved.

    >>> identifiers(["a", "a b", "a_b", "layers.0.w", "lambda", "exp"], reserved=["exp"])
    ['a', 'a_b_2', 'a_b', 'layers_0_w', 'lambda_2', 'exp_2']
    """
    names = list(names)
    refused = {"__builtins__", "__debug__", *keyword.kwlist, *reserved}
    fitting = [_identifier(name) for name in names]
    taken = refused | {name for name, fit in zip(names, fitting) if name == fit}
    counters: dict[str, count[int]] = {}
    unique = []
    for name, fit in zip(names, fitting):
        if name != fit or fit in refused:
            candidates = (f"{fit}_{i}" for i in counters.setdefault(fit, count(2)))
            fit = fit if fit not in taken else next(n for n in candidates if n not in taken)
            taken.add(fit)
        unique.append(fit)
    return unique


def _identifier(name: str) -> str:
    """The name without what no identifier may hold, in the form that Python reduces it to."""
    text = unicodedata.normalize("NFKC", name)
    text = "".join(c if f"a{c}".isidentifier() else "_" for c in text)
    return text if text.isidentifier() else f"_{text}"
