"""The table of primitives: the one place that knows how each function behaves."""

# the rows that no other module brings in
from . import extrema, gated, indexing, reductions, softmax, surprise
from .operators import Arithmetic
from .real import number
from .row import FAMILIES, TABLE, Family, Primitive

# other names of the same functions: of NumPy's array API, of torch and of the math module
ALIASES = {
    "acos": "arccos", "acosh": "arccosh", "asin": "arcsin", "asinh": "arcsinh",
    "atan": "arctan", "atan2": "arctan2", "atanh": "arctanh", "absolute": "abs", "fabs": "abs",
    "clip": "clamp", "deg2rad": "radians", "float_power": "pow", "rad2deg": "degrees",
    "remainder": "mod", "rint": "round",
}  # fmt: skip

# rows that rules and layers are made with: in the table like all others, but neither functions of
# the package nor methods of Value
HELPERS = {
    "binary_sigmoid", "cosine", "direction", "equal", "exceeds", "finite", "frozen", "gelu_slope",
    "inside", "inversion", "less", "less_equal", "log_softmax_entry", "mish_slope", "nonnegative",
    "one_minus_square", "prevails", "silu_slope", "sinc_derivative", "softmax_entry", "sound",
    "surprise", "surprise_slope", "taken", "truth", "two_minus_square",
}  # fmt: skip

__all__ = [
    "ALIASES", "FAMILIES", "HELPERS", "TABLE", "Arithmetic", "Family", "Primitive", "extrema",
    "gated", "indexing", "number", "reductions", "softmax", "surprise",
]  # fmt: skip
