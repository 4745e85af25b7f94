"""A program as one file of Python that needs the standard library alone."""

from __future__ import annotations

import keyword
from collections.abc import Iterator, Sequence

from ..program import Program
from .language import (
    Language,
    assignments,
    in_rows_of,
    indexed,
    number,
    pairs,
    plus,
    tests_after,
    times,
)  # fmt: skip

IEEE = '''\
def _ieee(f, otherwise=lambda *xs: math.nan):
    """f, and what IEEE arithmetic has where Python raises."""

    def g(*xs):
        try:
            return f(*xs)
        except (ArithmeticError, ValueError):
            return otherwise(*xs)

    return g


'''
OVER_ZERO = """\
def _over_zero(x, y):
    return math.copysign(math.inf, x) * math.copysign(1.0, y) if x and x == x else math.nan


"""
BEYOND_POW = """\
def _beyond_pow(x, y):
    if x < 0.0 and y != math.floor(y):
        return math.nan
    return -math.inf if math.copysign(1.0, x) < 0.0 and y % 2.0 == 1.0 else math.inf


"""
INFINITE = "lambda x: math.inf"
LOGARITHM = "lambda x: math.nan if x < 0.0 else -math.inf"
# what computes a row, and what it is where Python raises, unless that is nan
RAISING = {
    "div": "lambda x, y: x / y, _over_zero", "mod": "lambda x, y: x % y",
    "pow": "math.pow, _beyond_pow", "sqrt": "math.sqrt", "sin": "math.sin", "cos": "math.cos",
    "tan": "math.tan", "arcsin": "math.asin", "arccos": "math.acos", "arccosh": "math.acosh",
    "exp": f"math.exp, {INFINITE}", "exp2": f"math.exp2, {INFINITE}",
    "expm1": f"math.expm1, {INFINITE}", "cosh": f"math.cosh, {INFINITE}",
    "lgamma": f"math.lgamma, {INFINITE}", "log": f"math.log, {LOGARITHM}",
    "log2": f"math.log2, {LOGARITHM}", "log10": f"math.log10, {LOGARITHM}",
    "sinh": "math.sinh, lambda x: math.copysign(math.inf, x)",
    "log1p": "math.log1p, lambda x: math.nan if x < -1.0 else -math.inf",
    "arctanh": "math.atanh, lambda x: math.copysign(math.inf, x) if abs(x) == 1.0 else math.nan",
    "floor": "lambda x: math.copysign(math.floor(x), x), lambda x: x",
    "ceil": "lambda x: math.copysign(math.ceil(x), x), lambda x: x",
    "trunc": "lambda x: math.copysign(math.trunc(x), x), lambda x: x",
    "total": "lambda *xs: math.fsum(xs), lambda *xs: float(sum(xs))",
}  # fmt: skip


def _summed(*terms: str) -> str:
    return plus(*terms) if len(terms) <= 2 else f"total({', '.join(terms)})"


PYTHON = Language(
    "Python",
    {
        "add": "{} + {}", "sub": "{} - {}", "mul": "{} * {}", "neg": "-{}", "abs": "abs({})",
        "cbrt": "math.cbrt({})", "arctan": "math.atan({})", "tanh": "math.tanh({})",
        "arcsinh": "math.asinh({})", "arctan2": "math.atan2({}, {})",
        "hypot": "math.hypot({}, {})", "copysign": "math.copysign({}, {})",
        "erf": "math.erf({})", "round": "round({}, 0)", "erfc": "math.erfc({})",
        **{name: f"{name}({{}})" for name in RAISING},
        "div": "div({}, {})", "mod": "mod({}, {})", "pow": "pow({}, {})",
        "where": "{1} if {0} else {2}",
        "maximum": "{0} if {0} != {0} or {0} >= {1} else {1}",
        "minimum": "{0} if {0} != {0} or {0} <= {1} else {1}",
        "less": "float({} < {})", "less_equal": "float({} <= {})", "equal": "float({} == {})",
        "total": _summed, "prod": times, "dot": lambda *xs: _summed(*pairs(*xs)),
    },
    lambda x: number(x, "math.inf", "math.nan"),
    frozenset((*keyword.kwlist, "total", "float", "sum", "map", "list", "_ieee")),
)  # fmt: skip


def to_python(program: Program, name: str, inputs: Sequence[str]) -> str:
    """The text of the file; Program.to_python has the details."""
    PYTHON.check_name(name)
    written = in_rows_of(program, PYTHON.name, PYTHON.knows)
    body = "\n".join(_lines(written, described(program, inputs, "None")))
    return f"import math\n\n\n{_helpers(body)}def {name}({signature(program)}):\n{body}\n"


def _helpers(body: str) -> str:
    """The functions that the body calls and that raise in Python's `math`."""
    used = [name for name in RAISING if f" {name}(" in body]
    if not used:
        return ""
    over_zero = OVER_ZERO if "div" in used else ""
    beyond_pow = BEYOND_POW if "pow" in used else ""
    made = "".join(f"{name} = _ieee({RAISING[name]})\n" for name in used)
    return f"{IEEE}{over_zero}{beyond_pow}{made}\n\n"


def signature(program: Program) -> str:
    """What the function of Python takes: the inputs one by one, the parameters as a sequence."""
    return ", ".join([*map(program.name, range(program.inputs)), *["p"][: program.parameters]])


def described(program: Program, inputs: Sequence[str], otherwise: str) -> str:
    """The docstring of the function."""
    given = f"; p has {program.parameters} numbers" if program.parameters else ""
    if program.guards:
        given += f"; {otherwise} where its branches would be others"
    lines = [f"x{i}: {text}".replace("\\", "/").replace('"', "'") for i, text in enumerate(inputs)]
    more = "".join(f"\n    {line}".rstrip(" ") for line in ["", *lines]) + "\n    " if lines else ""
    return f'    """The outputs, a tuple of length {len(program.outputs)}{given}.{more}"""'


def in_tuple(texts: list[str]) -> str:
    """The tuple of these."""
    return f"({texts[0]},)" if len(texts) == 1 else f"({', '.join(texts)})"


def _lines(program: Program, doc: str) -> Iterator[str]:
    """The lines of the function's body."""
    yield doc
    written = indexed(program, PYTHON)
    for i in range(program.inputs):
        yield f"    x{i} = float(x{i})"
    if program.parameters:
        yield "    p = list(map(float, p))"
    expected = tests_after(program)
    texts = dict(assignments(program, PYTHON, written))
    for i in range(program.leaves + len(program.code)):
        x = written(i)
        if i in texts:
            yield f"    {x} = {texts[i]}"
        for expects in expected.get(i, ()):
            differs = f"{x} != {PYTHON.constant(expects)}" if expects == expects else f"{x} == {x}"
            yield f"    if {differs}:\n        return None"
    yield f"    return {in_tuple([written(x) for x in program.outputs])}"
