"""Where functions are measured: the same points for all, as far as each is defined and smooth."""

from __future__ import annotations

import math
from itertools import product

from autograd.primitives import FAMILIES, HELPERS, TABLE

from .exact import BENT, FUNCTIONS, PSI

# Where some function of the table has a zero, a pole, an end of its domain, a joint, or a zero of
# its first or second derivative: all functions are measured close to all of them.
REMARKABLE = (
    *(1.0, 2.0, 3.0, 10.0, 0.5, math.sqrt(0.5), math.sqrt(2.0), math.sqrt(3.0)),
    *(k * math.pi / 2.0 for k in (1, 2, 3, 4, 20, 21)),
    *(0.881373587019543, 0.6584789484624084),  # sech'', sech'
    *(0.7517915246935645, 1.2784645427610738, 2.399357280515468),  # gelu', silu', silu''
    *(1.1924312145154952, 2.2564076171790013, 1.4906013870351905),  # mish', mish''
    *(1.4616321449683622, 0.5040830082644554, 1.5734984731623904, 2.610720868444144),  # digamma
    *(0.4957156769130384, 1.4987861940097746),  # digamma''
    *(1.4302966531242027, 0.6625862125821924, 1.8908784955888058),  # sinc', sinc''
    *(2.4570247382208006, 2.7476826467274127, 3.1435808883499798, 3.9552942848585979),  # lgamma
    *(36.7, 88.0, 709.7, 745.1),  # where exp(-x) is lost beside 1, and where exp leaves the floats
)
CLOSE = (0.0, 2.0**-52, 1e-12, 1e-7, 1e-3)  # to them, relative and on both sides
MAGNITUDES = sorted(
    {
        *(10.0**k for k in range(-300, 301, 10)),
        *(10.0 ** (k / 10) for k in range(-30, 31)),
        *(k / 8 for k in range(1, 81)),
        *(x * (1.0 + sign * d) for x in REMARKABLE for d in CLOSE for sign in (-1.0, 1.0)),
        *(math.nextafter(1.0, 0.0), 711.0, 713.0),
    }
)
NUMBERS = (0.0, *(sign * x for x in MAGNITUDES for sign in (1.0, -1.0)))

SIZES = (1e-300, 1e-150, 1e-8, 0.1, 0.5, 1.0, 1.7, 3.0, 10.0, 1e8, 1e150, 1e300)
SIGNED = (*SIZES, *(-x for x in SIZES))
WEIGHTS = (-800.0, -40.0, -1.5, 0.0, 1e-8, 0.3, 36.0, 800.0)
LENGTHS = (-1e150, -3.7, -1e-8, 0.1, 1.3, 1e8, 1e150)
FACTORS = (-1e100, -0.3, 0.1, 1.7, 1e8)
EXPONENTS = sorted({*WEIGHTS, *(-x for x in WEIGHTS), -3.0, 2.0, 5.0, 1e-300})
PAIRS = list(product(SIGNED, SIGNED))
UNEQUAL = [(x, y) for x, y in PAIRS if x != y]
# the oracle takes differences, for which quotients need to be away from whole numbers
QUOTIENTS = [(x, y) for x, y in PAIRS if math.fmod(x, y) and abs(x) < 1e20 * abs(y)]
TUPLES = {
    **{name: PAIRS for name in ("add", "sub", "mul", "div", "hypot", "arctan2")},
    **{name: PAIRS for name in ("copysign", "heaviside")},
    "pow": list(product(SIZES, SIGNED)),
    **{name: QUOTIENTS for name in ("mod", "fmod")},
    **{name: UNEQUAL for name in ("maximum", "minimum", "fmax", "fmin")},
    **{name: list(product(EXPONENTS, repeat=2)) for name in ("logaddexp", "logaddexp2")},
    **{name: list(product(LENGTHS, repeat=3)) for name in ("total", "mean", "prod", "norm")},
    "dot": list(product(FACTORS, repeat=4)),
    **{n: list(product(WEIGHTS, repeat=3)) for n in ("logsumexp", "softmax", "log_softmax")},
}


def points(name: str) -> list[tuple[float, ...]]:
    """The operands at which the function is measured."""
    if name in TUPLES:
        return TUPLES[name]
    row = TABLE.get(name) or FAMILIES[name].row(*SHOWN.get(name, ()))
    low, high = row.domain if name not in PSI else (-math.inf, math.inf)
    return [(x,) for x in NUMBERS if low < x < high and not _rough(name, x)]


def _rough(name: str, x: float) -> bool:
    if name in PSI:
        return x <= 0.0 and x == math.floor(x)
    return x in ROUGH.get(name, ())


SHOWN = {"power": (3.0,), "polygamma": (1.0,), "clamp": (-1.0, 1.0)}  # families without defaults
ROUGH = {
    **dict.fromkeys(("reciprocal", "cbrt", *BENT.keys() - PSI - {"power"}), (0.0,)),
    **dict.fromkeys(("hardtanh", "clamp"), (-1.0, 1.0)),
}
ALL = [name for name in (*FUNCTIONS, *BENT, *TUPLES) if name not in HELPERS]
