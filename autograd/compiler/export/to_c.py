"""A program as one file of C99."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..precision import DOUBLE, shortest
from ..program import Operand, Program
from .language import (
    CONSTANT,
    Language,
    assignments,
    in_rows_of,
    indexed,
    number,
    pairs,
    plus,
    tests_after,
    times,
    used_leaves,
)

MANY = 5000  # operands; beyond, an array has the results, and loops fill it
WIDTH = 96
KEYWORDS = frozenset(
    """auto break case char const continue default do double else enum extern float for goto if
    inline int long register restrict return short signed sizeof static struct switch typedef
    union unsigned void volatile while _Bool _Complex _Imaginary main""".split()
)
MODULO = """\
/* The remainder of x over y with the sign of y. */
static double modulo(double x, double y)
{
    const double r = fmod(x, y);
    if (r == 0.0)
        return copysign(0.0, y);
    return (r < 0.0) != (y < 0.0) ? r + y : r;
}

"""
C = Language(
    "C",
    {
        "add": "{} + {}", "sub": "{} - {}", "mul": "{} * {}", "div": "{} / {}", "neg": "-{}",
        "abs": "fabs({})", "sqrt": "sqrt({})", "cbrt": "cbrt({})", "exp": "exp({})",
        "exp2": "exp2({})", "expm1": "expm1({})", "log": "log({})", "log2": "log2({})",
        "log10": "log10({})", "log1p": "log1p({})", "sin": "sin({})", "cos": "cos({})",
        "tan": "tan({})", "arcsin": "asin({})", "arccos": "acos({})", "arctan": "atan({})",
        "sinh": "sinh({})", "cosh": "cosh({})", "tanh": "tanh({})", "arcsinh": "asinh({})",
        "arccosh": "acosh({})", "arctanh": "atanh({})", "arctan2": "atan2({}, {})",
        "hypot": "hypot({}, {})", "pow": "pow({}, {})", "floor": "floor({})",
        "ceil": "ceil({})", "round": "rint({})", "trunc": "trunc({})",
        "copysign": "copysign({}, {})",
        "erf": "erf({})", "erfc": "erfc({})", "lgamma": "lgamma({})",
        "mod": "modulo({}, {})", "where": "{} != 0.0 ? {} : {}",
        "maximum": "isnan({0}) || {0} >= {1} ? {0} : {1}",
        "minimum": "isnan({0}) || {0} <= {1} ? {0} : {1}",
        "less": "{} < {}", "less_equal": "{} <= {}", "equal": "{} == {}",
        "total": plus, "prod": times, "dot": lambda *xs: plus(*pairs(*xs)),
    },
    lambda x: number(x, "INFINITY", "NAN"),
    KEYWORDS,
)  # fmt: skip

TEXTS = " ".join(text for text in C.rows.values() if isinstance(text, str))
FUNCTIONS = {*re.findall(r"\w+(?=\()", TEXTS), "fmod"} - {"modulo", "isnan"}


def to_c(
    program: Program, name: str, inputs: Sequence[str], *, batch: bool, dtype: str = DOUBLE
) -> str:
    """The text of the file; Program.to_c has the details."""
    C.check_name(name)
    written = in_rows_of(program, C.name, C.knows)
    body = "\n".join(_statements(written))
    code = [
        MODULO if "modulo(" in body else "",
        f"int {name}({_arguments(program)})\n{{\n{body}\n}}\n",
        _batch(program, name) if batch else "",
    ]
    parts = [
        _comment(program, name, inputs),
        "#include <math.h>\n",
        "#include <stddef.h>\n\n" if batch else "\n",
        *(code if dtype == DOUBLE else map(in_single, code)),
    ]
    return "".join(parts)


def in_single(code: str) -> str:
    """The code in single precision: the type, the functions and the constants.

    >>> in_single("const double v0 = exp(x[0]) + 0.1;")
    'const float v0 = expf(x[0]) + 0.1f;'
    """
    code = re.sub(r"\bdouble\b", "float", code)
    code = re.sub(r"\b\w+(?=\()", lambda found: _function(found[0]), code)
    return CONSTANT.sub(lambda found: _constant(float(found[0])), code)


def _function(name: str) -> str:
    return f"{name}f" if name in FUNCTIONS else name


def _constant(x: float) -> str:
    text = C.constant(shortest(x))
    return text if text == "INFINITY" else f"{text}f"


def _comment(program: Program, name: str, inputs: Sequence[str]) -> str:
    guarded = ", or 1, without results, where its branches would be others"
    parameters = f" and parameters p[{program.parameters}]" if program.parameters else ""
    lines = [
        f"/* {name}: outputs y[{len(program.outputs)}] of inputs x[{program.inputs}]{parameters}.",
        " *",
        *(f" *   x[{i}]  {_inside(text)}" for i, text in enumerate(inputs)),
        *([" *"] if inputs else []),
        f" * Returns 0{guarded if program.guards else ''}.",
        " * y must not overlap the others. C99, to be linked with -lm. */",
    ]
    return "\n".join(lines) + "\n"


def _inside(text: str) -> str:
    """The text, as it may stand in a comment."""
    return text.replace("*/", "* /").replace("/*", "/ *")


def _arguments(program: Program) -> str:
    parameters = [f"const {_array('p', program.parameters)}"] if program.parameters else []
    outputs = _array("y", len(program.outputs))
    return ", ".join([f"const {_array('x', program.inputs)}", *parameters, outputs])


def _array(name: str, size: int) -> str:
    return f"double {name}[{size}]" if size else f"double *{name}"


def _statements(program: Program) -> Iterator[str]:
    """The lines of the function's body."""
    used = used_leaves(program)
    if not used or used[0] >= program.inputs:
        yield "    (void)x;"
    if program.parameters and (not used or used[-1] < program.inputs):
        yield "    (void)p;"
    if not program.outputs:
        yield "    (void)y;"
    lines = _one_by_one(program)
    if sum(len(operands) for _, operands in program.code) > MANY:
        from .loops import loops

        lines = loops(program, C.write, C.constant)
    for line in lines:
        yield from _wrapped(line)
    yield "    return 0;"


def _one_by_one(program: Program) -> Iterator[str]:
    """A constant for each instruction; guards are looked at as soon as they can be."""
    name = indexed(program, C)

    def written(x: Operand) -> str:
        return f"x[{x}]" if type(x) is int and x < program.inputs else name(x)

    texts = dict(assignments(program, C, written))
    expected = tests_after(program)
    for i in range(program.leaves + len(program.code)):
        if i in texts:
            yield f"    const double {written(i)} = {texts[i]};"
        for x in expected.get(i, ()):
            differs = f"{written(i)} != {C.constant(x)}" if x == x else f"!isnan({written(i)})"
            yield f"    if ({differs})\n        return 1;"
    for i, output in enumerate(program.outputs):
        yield f"    y[{i}] = {written(output)};"


def _wrapped(line: str) -> Iterator[str]:
    """The line, in pieces where it is long."""
    start = ""
    for term in line.split(" + "):
        if start and len(start) + len(term) > WIDTH:
            yield start
            start = "        + " + term
        else:
            start = f"{start} + {term}" if start else term
    yield start


def _batch(program: Program, name: str) -> str:
    n, m, given = program.inputs, len(program.outputs), "p, " if program.parameters else ""
    parameters = f"const {_array('p', program.parameters)}, " if program.parameters else ""
    return f"""
/* {name} for each of n samples: {n} numbers of x and {m} of y, one after the other.
 * Returns in how many of them the branches would be others; their y are NAN. */
size_t {name}_batch(size_t n, const double *x, {parameters}double *y)
{{
    size_t i, j, others = 0;
    for (i = 0; i < n; i++) {{
        if ({name}(x + {n} * i, {given}y + {m} * i)) {{
            others++;
            for (j = 0; j != {m}; j++)
                y[{m} * i + j] = NAN;
        }}
    }}
    return others;
}}
"""
