"""Writes torch_table.json: PyTorch's float64 values and gradients at the special points.

Run it as `python tests/data/make_torch_table.py` where torch is installed; the tests only read
the table.
"""

import itertools
import json
import math
from pathlib import Path

import torch

INF, NAN = math.inf, math.nan
ENDS = (INF, -INF, NAN)
ZEROS = (0.0, -0.0)
UNARY = {
    torch.neg: ("neg", (*ZEROS, *ENDS)),
    torch.abs: ("abs", (*ZEROS, 2.0, -2.0, *ENDS)),
    torch.square: ("square", (*ZEROS, 1e200, *ENDS)),
    torch.reciprocal: ("reciprocal", (*ZEROS, 4.0, *ENDS)),
    torch.sqrt: ("sqrt", (*ZEROS, 4.0, -1.0, *ENDS)),
    torch.exp: ("exp", (*ZEROS, 710.0, -746.0, *ENDS)),
    torch.exp2: ("exp2", (*ZEROS, 1024.0, -1080.0, *ENDS)),
    torch.expm1: ("expm1", (*ZEROS, 710.0, *ENDS)),
    torch.log: ("log", (*ZEROS, 1.0, -1.0, *ENDS)),
    torch.log2: ("log2", (*ZEROS, 1.0, -1.0, *ENDS)),
    torch.log10: ("log10", (*ZEROS, 1.0, -1.0, *ENDS)),
    torch.log1p: ("log1p", (*ZEROS, 5e-324, -1.0, -2.0, *ENDS)),
    torch.sin: ("sin", (*ZEROS, *ENDS)),
    torch.cos: ("cos", (*ZEROS, *ENDS)),
    torch.tan: ("tan", (*ZEROS, *ENDS)),
    torch.asin: ("arcsin", (*ZEROS, 1.0, -1.0, 2.0, *ENDS)),
    torch.acos: ("arccos", (*ZEROS, 1.0, -1.0, 2.0, *ENDS)),
    torch.atan: ("arctan", (*ZEROS, *ENDS)),
    torch.sinh: ("sinh", (*ZEROS, 711.0, -711.0, *ENDS)),
    torch.cosh: ("cosh", (*ZEROS, 711.0, -711.0, *ENDS)),
    torch.tanh: ("tanh", (*ZEROS, 1000.0, -1000.0, *ENDS)),
    torch.asinh: ("arcsinh", (*ZEROS, 1e200, *ENDS)),
    torch.acosh: ("arccosh", (1.0, 0.0, *ENDS)),
    torch.atanh: ("arctanh", (*ZEROS, 1.0, -1.0, 2.0, *ENDS)),
    torch.sigmoid: ("sigmoid", (*ZEROS, 40.0, -1000.0, *ENDS)),
    torch.nn.functional.softplus: ("softplus", (*ZEROS, 800.0, -745.0, *ENDS)),
    torch.nn.functional.silu: ("silu", (*ZEROS, *ENDS)),
    torch.nn.functional.gelu: ("gelu", (*ZEROS, *ENDS)),
    torch.nn.functional.mish: ("mish", (*ZEROS, *ENDS)),
    torch.nn.functional.relu: ("relu", (*ZEROS, 1.0, -1.0, *ENDS)),
    torch.nn.functional.leaky_relu: ("leaky_relu", (*ZEROS, 1.0, -1.0, *ENDS)),
    torch.nn.functional.elu: ("elu", (*ZEROS, 1.0, *ENDS)),
    torch.nn.functional.selu: ("selu", (*ZEROS, *ENDS)),
    torch.nn.functional.hardtanh: ("hardtanh", (*ZEROS, 1.0, -1.0, 2.0, *ENDS)),
    torch.erf: ("erf", (*ZEROS, *ENDS)),
    torch.erfc: ("erfc", (*ZEROS, 30.0, *ENDS)),
    torch.lgamma: ("lgamma", (*ZEROS, -1.0, -2.0, 1e306, *ENDS)),
    torch.floor: ("floor", (*ZEROS, -0.5, 2.5, *ENDS)),
    torch.ceil: ("ceil", (*ZEROS, -0.5, 2.5, *ENDS)),
    torch.trunc: ("trunc", (*ZEROS, -0.5, 2.5, *ENDS)),
    torch.round: ("round", (*ZEROS, -0.5, 0.5, 1.5, 2.5, *ENDS)),
    torch.sign: ("sign", (*ZEROS, 3.0, -3.0, *ENDS)),
}
PAIRS = tuple(itertools.product((0.0, -0.0, 1.0, -2.0, INF, -INF, NAN), repeat=2))
POWERS = tuple(itertools.product((0.0, 1.0, -2.0, INF, NAN), (0.0, 1.0, 3.0, 0.5, -1.0, NAN)))
BINARY = {
    torch.add: ("add", PAIRS),
    torch.sub: ("sub", PAIRS),
    torch.mul: ("mul", PAIRS),
    torch.div: ("div", (*PAIRS, (1e-320, 1e-310))),
    torch.remainder: ("mod", ((5.0, INF), (-5.0, INF), (5.0, 0.0), (6.0, 2.0), (1.0, 0.1))),
    torch.pow: ("pow", (*POWERS, (0.0, 1.5), (0.0, 2.0), (10.0, 400.0), (-2.0, 0.5))),
    torch.maximum: ("maximum", PAIRS),
    torch.minimum: ("minimum", PAIRS),
    torch.hypot: ("hypot", (*PAIRS, (3.0, 4.0), (1e200, 1e200))),
    torch.atan2: ("arctan2", (*PAIRS, (1e-200, 1e-200), (1e200, 1e200))),
}
VECTORS = ((0.0, 0.0), (-INF, 0.0), (INF, 0.0), (-INF, -INF), (INF, INF), (NAN, 0.0), (1e4, 0.0))


def evaluate(function, operands: tuple[float, ...]) -> tuple[float, list[float]]:
    """Value and gradient, as floats."""
    xs = [torch.tensor(x, dtype=torch.float64, requires_grad=True) for x in operands]
    z = function(*xs)
    return z.item(), [g.item() for g in torch.autograd.grad(z, xs)]


def rows() -> list[tuple[str, tuple[float, ...], float, list[float]]]:
    """All points, each with the name of our function."""
    tasks = [
        *((function, name, (x,)) for function, (name, xs) in UNARY.items() for x in xs),
        *((function, name, pair) for function, (name, pairs) in BINARY.items() for pair in pairs),
        *((lambda *xs: torch.stack(xs).logsumexp(0), "logsumexp", xs) for xs in VECTORS),
        *((lambda *xs: torch.stack(xs).softmax(0)[0], "softmax_entry", xs) for xs in VECTORS),
    ]
    return [(name, operands, *evaluate(function, operands)) for function, name, operands in tasks]


if __name__ == "__main__":
    lines = ",\n".join(f"    {json.dumps(row)}" for row in rows())
    text = f'{{\n  "torch": "{torch.__version__}",\n  "rows": [\n{lines}\n  ]\n}}\n'
    Path(__file__).with_name("torch_table.json").write_text(text)
