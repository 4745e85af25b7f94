"""Rows of the table as text that Numba compiles: the same values, also where Python raises."""

from __future__ import annotations

# plain arithmetic, of which loops over many numbers become vector instructions
INLINE = {
    "add": "{} + {}", "sub": "{} - {}", "mul": "{} * {}", "div": "{} / {}", "neg": "-{}",
    "abs": "abs({})", "sqrt": "math.sqrt({})", "floor": "np.floor({})", "ceil": "np.ceil({})",
    "trunc": "np.trunc({})", "round": "np.rint({})",
    "copysign": "math.copysign({}, {})", "less": "(1.0 if {} < {} else 0.0)",
    "less_equal": "(1.0 if {} <= {} else 0.0)", "equal": "(1.0 if {} == {} else 0.0)",
    "maximum": "({0} if {0} != {0} or {0} >= {1} else {1})",
    "minimum": "({0} if {0} != {0} or {0} <= {1} else {1})",
    "where": "({1} if {0} != 0.0 else {2})", "exp": "exp({})", "expm1": "expm1({})",
    "tanh": "tanh({})", "log": "log({})",
}  # fmt: skip
CALLED = {
    "exp2": "np.exp2({})",
    "log2": "np.log2({})", "log10": "math.log10({})",
    "log1p": "math.log1p({})", "cbrt": "np.cbrt({})", "sin": "math.sin({})",
    "cos": "math.cos({})", "tan": "math.tan({})", "arcsin": "math.asin({})",
    "arccos": "math.acos({})", "arctan": "math.atan({})", "sinh": "math.sinh({})",
    "cosh": "math.cosh({})", "arcsinh": "math.asinh({})",
    "arccosh": "math.acosh({})", "arctanh": "math.atanh({})", "erf": "math.erf({})",
    "erfc": "math.erfc({})", "lgamma": "math.lgamma({})", "hypot": "math.hypot({}, {})",
    "arctan2": "math.atan2({}, {})",
    "pow": "math.pow({}, {})", "mod": "{} % {}",
}  # fmt: skip
TEXT = INLINE | CALLED
