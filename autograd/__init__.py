"""Scalar reverse-mode automatic differentiation: numbers that know their derivatives."""

import builtins
from importlib import import_module
from typing import TYPE_CHECKING, Any

from .check import (
    AnomalyError as AnomalyError,
    detect_anomaly as detect_anomaly,
)
from .checkpointing import (
    checkpoint as checkpoint,
)
from .custom import (
    primitive as primitive,
)
from .equations import (
    implicit as implicit,
)
from .gradcheck import (
    GradientError as GradientError,
    check_grads as check_grads,
)
from .graph import (
    leaves as leaves,
    topological_sort as topological_sort,
)
from .jacobians import (
    hessian as hessian,
    hvp as hvp,
    jacobian as jacobian,
)
from .matvec import (
    matvec as matvec,
)
from .modes import (
    enable_grad as enable_grad,
    no_grad as no_grad,
)
from .nesting import (
    data_of as data_of,
    grad_of as grad_of,
    to_values as to_values,
)
from .objectives import (
    objective as objective,
    residuals as residuals,
)
from .primitives.activations import (
    elu as elu,
    hardtanh as hardtanh,
    leaky_relu as leaky_relu,
    logaddexp as logaddexp,
    logaddexp2 as logaddexp2,
    relu as relu,
    selu as selu,
    sigmoid as sigmoid,
    softplus as softplus,
)
from .primitives.arithmetic import (
    add as add,
    div as div,
    floor_divide as floor_divide,
    fmod as fmod,
    identity as identity,
    mod as mod,
    mul as mul,
    neg as neg,
    sub as sub,
)
from .primitives.exponential import (
    cbrt as cbrt,
    exp as exp,
    exp2 as exp2,
    expm1 as expm1,
    log as log,
    log1p as log1p,
    log2 as log2,
    log10 as log10,
    pow as pow,
    power as power,
    reciprocal as reciprocal,
    sqrt as sqrt,
    square as square,
)
from .primitives.extrema import (
    clamp as clamp,
    fmax as fmax,
    fmin as fmin,
    maximum as maximum,
    minimum as minimum,
)
from .primitives.gated import (
    gelu as gelu,
    mish as mish,
    silu as silu,
)
from .primitives.hyperbolic import (
    arccosh as arccosh,
    arcsinh as arcsinh,
    arctanh as arctanh,
    cosh as cosh,
    sech as sech,
    sinh as sinh,
    tanh as tanh,
)
from .primitives.indexing import (
    take as take,
)
from .primitives.piecewise import (
    abs as abs,
    copysign as copysign,
    heaviside as heaviside,
    sign as sign,
    step as step,
    where as where,
)
from .primitives.reductions import (
    dot as dot,
    mean as mean,
    norm as norm,
    prod as prod,
    total as total,
)
from .primitives.rounding import (
    ceil as ceil,
    floor as floor,
    round as round,
    trunc as trunc,
)
from .primitives.softmax import (
    log_softmax as log_softmax,
    logsumexp as logsumexp,
    softmax as softmax,
)
from .primitives.special import (
    digamma as digamma,
    erf as erf,
    erfc as erfc,
    gaussian as gaussian,
    lgamma as lgamma,
    ndtr as ndtr,
    polygamma as polygamma,
    sinc as sinc,
)
from .primitives.trigonometric import (
    arccos as arccos,
    arcsin as arcsin,
    arctan as arctan,
    arctan2 as arctan2,
    cos as cos,
    degrees as degrees,
    hypot as hypot,
    radians as radians,
    sin as sin,
    tan as tan,
)
from .pullback import (
    vjp as vjp,
)
from .pushforward import (
    derivative as derivative,
    jvp as jvp,
)
from .reverse import (
    gradients as gradients,
)
from .transforms import (
    grad as grad,
    value_and_grad as value_and_grad,
)
from .value import (
    Value as Value,
)

if TYPE_CHECKING:
    from .compiler.jit import jit as jit
    from .compiler.traced import TraceError as TraceError
    from .drawing import Drawing as Drawing, draw as draw, draw_dot as draw_dot
    from .formulas import Latex as Latex, expression as expression, latex as latex
    from .stepping import Player as Player, explain as explain, player as player

# what draws, writes and compiles is imported when it is first asked for, with all that it needs
_LATER = {
    "compiler": ("TraceError", "jit"),
    "drawing": ("Drawing", "draw", "draw_dot"),
    "formulas": ("Latex", "expression", "latex"),
    "stepping": ("Player", "explain", "player"),
}


def __getattr__(name: str) -> Any:
    for package, names in _LATER.items():
        if name in names:
            globals()[name] = getattr(import_module(f".{package}", __name__), name)
            return globals()[name]
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(globals().keys() | set().union(*_LATER.values()))


# the names that NumPy's array API, torch and the math module have for the same functions
absolute = fabs = abs
acos = arccos
acosh = arccosh
asin = arcsin
asinh = arcsinh
atan = arctan
atan2 = arctan2
atanh = arctanh
clip = clamp
deg2rad = radians
float_power = pow
rad2deg = degrees
remainder = mod
rint = round

# what `import *` brings: neither modules nor the names of Python's own functions, and nothing
# that only a drawing needs (the class Drawing is one of another package)
__all__ = [
    name
    for name, thing in globals().items()
    if not name.startswith("_")
    and (getattr(thing, "__module__", "") or "").startswith(__name__)
    and name not in dir(builtins)
]
__all__ += [name for names in _LATER.values() for name in names if name.islower()]
