"""A program as one file of NumPy's functions, for arrays."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterator, Sequence

from ..precision import DOUBLE, shortest
from ..program import Program
from .language import CONSTANT, Language, assignments, in_rows_of, indexed, number, pairs, plus
from .to_python import described, in_tuple, multiplied, signature

SAME = (
    "sqrt cbrt exp exp2 expm1 log log2 log10 log1p sin cos tan arcsin arccos arctan sinh cosh "
    "tanh arcsinh arccosh arctanh floor ceil trunc"
).split()
OF_TWO = "arctan2 hypot copysign".split()
MISSING = {  # in NumPy
    "erf": "erf = np.vectorize(math.erf, otypes=[float])\n\n\n",
    "erfc": "erfc = np.vectorize(math.erfc, otypes=[float])\n\n\n",
    "lgamma": """\
def _lgamma(x):
    try:
        return math.lgamma(x)
    except (OverflowError, ValueError):
        return math.inf


lgamma = np.vectorize(_lgamma, otypes=[float])


""",
}


def _summed(*terms: str) -> str:
    return plus(*terms) if len(terms) <= 4 else f"sum([{', '.join(terms)}])"


NUMPY = Language(
    "NumPy",
    {
        "add": "{} + {}", "sub": "{} - {}", "mul": "{} * {}", "div": "{} / {}", "neg": "-{}",
        "abs": "np.abs({})", "mod": "np.remainder({}, {})", "pow": "np.power({}, {})",
        "round": "np.rint({})", **{name: f"np.{name}({{}})" for name in SAME},
        **{name: f"np.{name}({{}}, {{}})" for name in OF_TWO},
        **{name: f"{name}({{}})" for name in MISSING},
        "where": "np.where({}, {}, {})",
        # of 0.0 and -0.0 NumPy gives the second, the rows the first
        "maximum": "np.maximum({1}, {0})", "minimum": "np.minimum({1}, {0})",
        "less": "1.0 * ({} < {})", "less_equal": "1.0 * ({} <= {})",
        "equal": "1.0 * ({} == {})",
        "total": _summed, "prod": multiplied, "dot": lambda *xs: _summed(*pairs(*xs)),
    },
    lambda x: number(x, "np.inf", "np.nan"),
    frozenset((*keyword.kwlist, "sum", "map", "math", "float", "holds")),
)  # fmt: skip


def to_numpy(program: Program, name: str, inputs: Sequence[str], dtype: str = DOUBLE) -> str:
    """The text of the file; Program.to_numpy has the details."""
    NUMPY.check_name(name)
    written = in_rows_of(program, NUMPY.name, NUMPY.knows)
    body = "\n".join(_lines(written))
    helpers = "".join(text for n, text in MISSING.items() if f" {n}(" in body)
    if dtype != DOUBLE:
        helpers, body = in_single(helpers), in_single(body)
    imports = "import math\n\n" if "math." in helpers + body else ""
    return (
        f'{imports}import numpy as np\n\n\n{helpers}@np.errstate(all="ignore")\n'
        f"def {name}({signature(program)}):\n{described(program, inputs, 'nan')}\n{body}\n"
    )


def in_single(code: str) -> str:
    """The code in single precision: arrays and constants.

    >>> in_single("np.asarray(x0, dtype=float) + 0.1")
    'np.asarray(x0, dtype=np.float32) + np.float32(0.1)'
    """
    code = re.sub(r"(?<=dtype=)float|(?<=otypes=\[)float", "np.float32", code)
    code = re.sub(r"\bnp\.(?:nan|inf)\b", r"np.float32(\g<0>)", code)
    return CONSTANT.sub(lambda found: f"np.float32({_constant(found[0])})", code)


def _constant(text: str) -> str:
    return NUMPY.constant(shortest(float(text)))


def _lines(program: Program) -> Iterator[str]:
    written = indexed(program, NUMPY)
    for i in range(program.inputs):
        yield f"    x{i} = np.asarray(x{i}, dtype=float)"
    if program.parameters:
        yield "    p = np.asarray(p, dtype=float)"
    for i, text in assignments(program, NUMPY, written):
        yield f"    {written(i)} = {text}"
    outputs = [written(x) for x in program.outputs]
    if program.guards:
        tests = [_test(written(g.register), g.expected) for g in program.guards]
        yield f"    holds = {' & '.join(tests)}"
        outputs = [f"np.where(holds, {x}, np.nan)" for x in outputs]
    yield f"    return {in_tuple(outputs)}"


def _test(x: str, expected: float) -> str:
    return f"({x} == {NUMPY.constant(expected)})" if expected == expected else f"({x} != {x})"
