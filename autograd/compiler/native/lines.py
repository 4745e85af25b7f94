"""Rows of the table as lines of LLVM: the same values, also where Python raises."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ...primitives import TABLE, Primitive
from .formulas import over
from .lanes import Code, Lanes, Library, bits, choose, copysign, number

FORMULAS = over({"choose": choose, "bits": bits, "number": number, "copysign": copysign})
OWN = ("exp", "expm1", "tanh", "log", "erfc")  # formulas that are as good as the C library's
# what the C library has, by its name there
LIBRARY = {
    "cbrt": "cbrt", "exp2": "exp2", "log2": "log2", "log10": "log10", "log1p": "log1p",
    "sin": "sin", "cos": "cos", "tan": "tan", "arcsin": "asin", "arccos": "acos",
    "arctan": "atan", "arctan2": "atan2", "sinh": "sinh", "cosh": "cosh", "arcsinh": "asinh",
    "arccosh": "acosh", "arctanh": "atanh", "erf": "erf", "lgamma": "lgamma", "hypot": "hypot",
    "pow": "pow", "fmod": "fmod",
}  # fmt: skip
INTRINSIC = {"sqrt": "sqrt", "floor": "floor", "ceil": "ceil", "trunc": "trunc", "round": "rint"}


def _mod(x: Lanes, y: Lanes) -> Lanes:
    """The remainder of x over y with the sign of y."""
    r = called("fmod", [x, y])
    moved = choose((r < 0.0) ^ (y < 0.0), r + y, r)
    return choose(r == 0.0, copysign(0.0, y), moved)


WRITTEN: dict[str, Callable[..., Any]] = {
    "add": lambda x, y: x + y,
    "sub": lambda x, y: x - y,
    "mul": lambda x, y: x * y,
    "div": lambda x, y: x / y,
    "neg": lambda x: -x,
    "abs": abs,
    "mod": _mod,
    "copysign": copysign,
    "less": lambda x, y: choose(x < y, 1.0, 0.0),
    "less_equal": lambda x, y: choose(x <= y, 1.0, 0.0),
    "equal": lambda x, y: choose(x == y, 1.0, 0.0),
    "maximum": lambda x, y: choose((x != x) | (x >= y), x, y),
    "minimum": lambda x, y: choose((x != x) | (x <= y), x, y),
    "where": lambda condition, x, y: choose(condition != 0.0, x, y),
    "total": lambda *xs: summed(xs),
    "dot": lambda *xs: summed(xs[: len(xs) // 2], xs[len(xs) // 2 :]),
}
APART = 4  # sums that long ones are made of, so that the next term need not wait for the last


def written(op: Primitive, xs: Sequence[Lanes]) -> Lanes:
    """The row at these operands, which are not none."""
    name = op.name
    if name in WRITTEN:
        found: Lanes = WRITTEN[name](*xs)
        return found
    return xs[0].code.call(INTRINSIC[name], *xs) if name in INTRINSIC else called(name, xs)


def has(op: Primitive) -> bool:
    """Whether there are lines for the row."""
    known = op.name in WRITTEN or op.name in INTRINSIC or op.name in LIBRARY or op.name in OWN
    return known and TABLE.get(op.name) is op


def summed(xs: Sequence[Lanes], ys: Sequence[Lanes] = ()) -> Lanes:
    """The sum of xs, or of products with ys."""
    parts: list[Lanes] = []
    for i, x in enumerate(xs):
        if (i < APART and len(xs) >= 2 * APART) or not i:
            parts.append(x * ys[i] if ys else x)
        else:
            k = i % len(parts)
            parts[k] = x.code.call("fmuladd", x, ys[i], parts[k]) if ys else parts[k] + x
    while len(parts) > 1:
        parts = [x + y for x, y in zip(parts[::2], parts[1::2])]
    return parts[0]


def called(name: str, xs: Sequence[Lanes]) -> Lanes:
    """What a function gives that is defined once in the library."""
    code, kind = xs[0].code, xs[0].code.type()
    whole = f"row.{name}.{code.width}"
    define = _own if name in OWN else _lane_by_lane
    if whole not in code.library.parts:
        code.library.parts[whole] = ""  # before what it calls
        code.library.parts[whole] = define(name, whole, len(xs), code.width, code.library)
    return code.lanes(f"call {kind} @{whole}({', '.join(map(str, xs))})")


def _own(name: str, whole: str, arity: int, width: int, library: Library) -> str:
    inside = Code(width, library)
    inside.exact = False
    result = FORMULAS[name](*[Lanes(inside, f"%x{i}", "double") for i in range(arity)])
    return defined(whole, arity, inside, result)


def defined(whole: str, arity: int, inside: Code, result: Lanes) -> str:
    """A function that other code of the same text calls."""
    kind = inside.type()
    given = ", ".join(f"{kind} %x{i}" for i in range(arity))
    lines = "\n".join(inside.lines)
    return f"define internal {kind} @{whole}({given}) {{\n{lines}\n  ret {result}\n}}"


def _lane_by_lane(name: str, whole: str, arity: int, width: int, library: Library) -> str:
    """One call of the C library after the other."""
    inside, kind = Code(width, library), Code(width, library).type()
    symbol = LIBRARY[name]
    library.parts[symbol] = f"declare double @{symbol}({', '.join(['double'] * arity)})"
    result = "poison"
    for lane in range(width):
        xs = [
            f"double {inside.put(f'extractelement {kind} %x{i}, i64 {lane}')}"
            if width > 1
            else f"double %x{i}"
            for i in range(arity)
        ]
        found = inside.put(f"call double @{symbol}({', '.join(xs)})")
        if width > 1:
            found = inside.put(f"insertelement {kind} {result}, double {found}, i64 {lane}")
        result = found
    return defined(whole, arity, inside, Lanes(inside, result, "double"))
