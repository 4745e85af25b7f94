"""The table of primitives: the one place that knows how each function behaves."""

from . import activations, reductions  # the rows that no other module brings in
from .operators import Arithmetic
from .row import FAMILIES, TABLE, Family, Primitive, number

# other names of the same functions: of NumPy's array API, of torch and of the math module
ALIASES = {
    "acos": "arccos", "acosh": "arccosh", "asin": "arcsin", "asinh": "arcsinh",
    "atan": "arctan", "atan2": "arctan2", "atanh": "arctanh", "absolute": "abs", "rint": "round",
}  # fmt: skip

__all__ = [
    "ALIASES", "FAMILIES", "TABLE", "Arithmetic", "Family", "Primitive", "activations", "number",
    "reductions",
]  # fmt: skip
