"""A program as a model of ONNX, which many runtimes for devices and servers take."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from ...primitives import TABLE, Primitive
from ..precision import DOUBLE, single
from ..program import Operand, Program
from .language import in_rows_of, used_leaves

OPSET, IR = 18, 9  # what onnxruntime has taken since 1.14
INSTALL = "to_onnx needs onnx: pip install 'scalar-autograd[onnx]'"


class Graph:
    """Nodes in the making; each gives one tensor, which is called as `node` says."""

    def __init__(self, onnx: Any, dtype: str) -> None:
        self.onnx = onnx
        self.kind = onnx.TensorProto.DOUBLE if dtype == DOUBLE else onnx.TensorProto.FLOAT
        self.nodes: list[Any] = []
        self.tensors: dict[str, Any] = {}  # the constants

    def node(self, kind: str, *operands: str, **attributes: Any) -> str:
        """The name of what a new node gives."""
        name = f"v{len(self.nodes)}"
        self.nodes.append(self.onnx.helper.make_node(kind, operands, [name], **attributes))
        return name

    def constant(self, x: float) -> str:
        """The name of a number."""
        name = repr(x)
        kept = single(x) if self.kind == self.onnx.TensorProto.FLOAT else x
        self.tensors[name] = self.onnx.helper.make_tensor(name, self.kind, [], [kept])
        return name

    def integers(self, name: str, dims: list[int], *xs: int) -> str:
        """The name of a tensor of whole numbers, as indices are."""
        whole = self.onnx.TensorProto.INT64
        self.tensors[name] = self.onnx.helper.make_tensor(name, whole, dims, xs)
        return name

    def number(self, truth: str) -> str:
        """1 where it is true, else 0."""
        return self.node("Cast", truth, to=self.kind)


def _extremum(comparison: str) -> Callable[..., str]:
    def extremum(g: Graph, x: str, y: str) -> str:
        first = g.node("Or", g.node("IsNaN", x), g.node(comparison, x, y))
        return g.node("Where", first, x, y)

    return extremum


def _where(g: Graph, condition: str, x: str, y: str) -> str:
    return g.node("Where", g.node("Equal", condition, g.constant(0.0)), y, x)


def _copysign(g: Graph, x: str, y: str) -> str:
    zero, size = g.constant(0.0), g.node("Abs", x)
    below = g.node("Less", g.node("Div", g.constant(1.0), y), zero)  # tells -0.0 from 0.0
    return g.node("Where", g.node("Or", below, g.node("Less", y, zero)), g.node("Neg", size), size)


def _trunc(g: Graph, x: str) -> str:
    below = g.node("Less", x, g.constant(0.0))
    return g.node("Where", below, g.node("Ceil", x), g.node("Floor", x))


def _mod(g: Graph, x: str, y: str) -> str:
    zero, r = g.constant(0.0), g.node("Mod", x, y, fmod=1)
    across = g.node("Xor", g.node("Less", r, zero), g.node("Less", y, zero))
    signed = g.node("Where", across, g.node("Add", r, y), r)
    return g.node("Where", g.node("Equal", r, zero), _copysign(g, zero, y), signed)


def _log1p(g: Graph, x: str) -> str:
    """log(u) * x / (u - 1) at u = 1 + x, whose rounding cancels (Kahan)."""
    one = g.constant(1.0)
    u = g.node("Add", one, x)
    factor = g.node("Div", x, g.node("Sub", u, one))
    as_is = g.node("Or", g.node("Equal", u, one), g.node("IsInf", u, detect_negative=0))
    return g.node("Where", as_is, x, g.node("Mul", g.node("Log", u), factor))


def _expm1(g: Graph, x: str) -> str:
    """(u - 1) * x / log(u) at u = exp(x), whose rounding cancels (Kahan)."""
    one = g.constant(1.0)
    u = g.node("Exp", x)
    below = g.node("Sub", u, one)
    small = g.node("Mul", below, g.node("Div", x, g.node("Log", u)))
    far = g.node("Less", one, g.node("Abs", x))
    return g.node("Where", g.node("Equal", u, one), x, g.node("Where", far, below, small))


def _hypot(g: Graph, x: str, y: str) -> str:
    a, b = g.node("Abs", x), g.node("Abs", y)
    first = g.node("Not", g.node("GreaterOrEqual", b, a))  # also where a is nan
    large, small = g.node("Where", first, a, b), g.node("Where", first, b, a)
    ratio = g.node("Div", small, large)
    root = g.node("Sqrt", g.node("Add", g.constant(1.0), g.node("Mul", ratio, ratio)))
    nothing = g.node("Equal", large, g.constant(0.0))
    length = g.node("Where", nothing, g.node("Add", a, b), g.node("Mul", large, root))
    far = g.node("Or", g.node("IsInf", a), g.node("IsInf", b))
    return g.node("Where", far, g.constant(math.inf), length)


def _total(g: Graph, *xs: str) -> str:
    return g.node("Sum", *xs) if xs else g.constant(0.0)


def _prod(g: Graph, *xs: str) -> str:
    product = xs[0] if xs else g.constant(1.0)
    for x in xs[1:]:
        product = g.node("Mul", product, x)
    return product


def _dot(g: Graph, *xs: str) -> str:
    n = len(xs) // 2
    return _total(g, *[g.node("Mul", w, x) for w, x in zip(xs[:n], xs[n:])])


def _plain(kind: str) -> Callable[..., str]:
    return lambda g, *xs: g.node(kind, *xs)


def _comparison(kind: str) -> Callable[..., str]:
    return lambda g, x, y: g.number(g.node(kind, x, y))


def _logarithm(base: float) -> Callable[..., str]:
    return lambda g, x: g.node("Div", g.node("Log", x), g.constant(math.log(base)))


CALLED = {
    "add": "Add", "sub": "Sub", "mul": "Mul", "div": "Div", "neg": "Neg", "abs": "Abs",
    "sqrt": "Sqrt", "exp": "Exp", "log": "Log", "sin": "Sin", "cos": "Cos",
    "arcsin": "Asin", "arccos": "Acos", "arctan": "Atan", "sinh": "Sinh", "cosh": "Cosh",
    "tanh": "Tanh", "arcsinh": "Asinh", "arccosh": "Acosh", "arctanh": "Atanh", "pow": "Pow",
    "floor": "Floor", "ceil": "Ceil", "round": "Round", "erf": "Erf",
}  # fmt: skip
ROWS: dict[str, Callable[..., str]] = {
    **{name: _plain(kind) for name, kind in CALLED.items()},
    "tan": lambda g, x: g.node("Div", g.node("Sin", x), g.node("Cos", x)),
    "exp2": lambda g, x: g.node("Pow", g.constant(2.0), x),
    "log2": _logarithm(2.0), "log10": _logarithm(10.0), "trunc": _trunc, "copysign": _copysign,
    "log1p": _log1p, "expm1": _expm1, "hypot": _hypot,
    "maximum": _extremum("GreaterOrEqual"), "minimum": _extremum("LessOrEqual"),
    "less": _comparison("Less"), "less_equal": _comparison("LessOrEqual"),
    "equal": _comparison("Equal"), "where": _where, "mod": _mod,
    "total": _total, "prod": _prod, "dot": _dot,
}  # fmt: skip


def knows(row: Primitive) -> bool:
    """Whether ONNX has the row."""
    return TABLE.get(row.name) is row and row.name in ROWS


def to_onnx(program: Program, path: Any, dtype: str = DOUBLE) -> Any:
    """The model; Program.to_onnx has the details."""
    try:
        import onnx
    except ImportError as error:
        raise ImportError(INSTALL) from error
    if not program.outputs:
        raise ValueError("the program has no outputs, so it makes no model")
    g = Graph(onnx, dtype)
    _outputs(g, in_rows_of(program, "ONNX", knows))

    def tensor(name: str, shape: list[Any]) -> Any:
        return onnx.helper.make_tensor_value_info(name, g.kind, shape)

    inputs = [tensor("x", ["samples", program.inputs])]
    if program.parameters:
        inputs.append(tensor("p", [program.parameters]))
    outputs = [tensor("y", ["samples", len(program.outputs)])]
    graph = onnx.helper.make_graph(g.nodes, "f", inputs, outputs, list(g.tensors.values()))
    opsets = [onnx.helper.make_opsetid("", OPSET)]
    model = onnx.helper.make_model(graph, opset_imports=opsets, ir_version=IR)
    onnx.checker.check_model(model)
    if path is not None:
        onnx.save(model, path)
    return model


def _holds(g: Graph, x: str, expected: float) -> str:
    return g.node("IsNaN", x) if expected != expected else g.node("Equal", x, g.constant(expected))


def _outputs(g: Graph, program: Program) -> None:
    """Nodes that give y from x and p: a row for each sample, and an output in each column."""
    n = program.inputs
    at: dict[int, str] = {}

    def name(x: Operand) -> str:
        return g.constant(x) if isinstance(x, float) else at[x]

    for i in used_leaves(program):
        tensor, j, axis = ("x", i, 1) if i < n else ("p", i - n, 0)
        at[i] = g.node("Gather", tensor, g.integers(f"index {j}", [], j), axis=axis)
    for i, (row, operands) in enumerate(program.code, program.leaves):
        at[i] = ROWS[row.name](g, *map(name, operands))
    outputs = [name(x) for x in program.outputs]
    for guard in program.guards:
        holds = _holds(g, name(guard.register), guard.expected)
        outputs = [g.node("Where", holds, y, g.constant(math.nan)) for y in outputs]
    samples, one = g.node("Shape", "x", start=0, end=1), g.integers("one", [1], 1)
    columns = [g.node("Unsqueeze", g.node("Expand", y, samples), one) for y in outputs]
    g.nodes.append(g.onnx.helper.make_node("Concat", columns, ["y"], axis=1))
