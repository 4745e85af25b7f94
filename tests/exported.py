"""Programs that tests export, how their texts are run, and when results count as the same."""

import ctypes
import itertools
import math
import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

import autograd as ag
from autograd import jit, value_and_grad
from autograd.compiler.program import Instruction, Program
from autograd.primitives import TABLE

COMPILER = shutil.which("gcc") or shutil.which("cc")
STRICT = ["-std=c99", "-Wall", "-Wextra", "-Werror", "-pedantic"]
SPECIAL = [
    0.0,
    -0.0,
    1.0,
    -1.0,
    0.5,
    -2.5,
    3.0,
    1e300,
    -1e300,
    5e-324,
    math.inf,
    -math.inf,
    math.nan,
]
UNARY = (
    "neg abs sqrt cbrt exp exp2 expm1 log log2 log10 log1p sin cos tan arcsin arccos arctan sinh "
    "cosh tanh arcsinh arccosh arctanh floor ceil trunc round erf erfc lgamma"
).split()
BINARY = (
    "add sub mul div arctan2 hypot pow copysign maximum minimum less less_equal equal mod total "
    "prod dot"
).split()
# the same number in every language, to the last bit
EXACT = {
    "neg": 1, "abs": 1, "sqrt": 1, "floor": 1, "ceil": 1, "trunc": 1, "round": 1, "add": 2,
    "sub": 2, "mul": 2, "div": 2, "copysign": 2, "maximum": 2, "minimum": 2, "less": 2,
    "less_equal": 2, "equal": 2, "mod": 2, "prod": 3, "where": 3, "step": 1, "relu": 1,
}  # fmt: skip


def program_of(f: Callable[..., Any], *args: Any) -> Program:
    """The program that a call takes."""
    compiled = jit(f)
    compiled(*args)
    return compiled.program


def single(name: str, arity: int) -> Program:
    """The program of one row."""
    return Program(arity, 0, (Instruction(TABLE[name], tuple(range(arity))),), (arity,))


def rosenbrock(x: Any, y: Any) -> Any:
    return (1.0 - x) * (1.0 - x) + 100.0 * (y - x * x) * (y - x * x)


def black_scholes(spot: Any, strike: Any, rate: Any, volatility: Any, years: Any) -> Any:
    spread = volatility * ag.sqrt(years)
    d = (ag.log(spot / strike) + rate * years) / spread + 0.5 * spread
    discounted = strike * ag.exp(-rate * years)
    return spot * ag.ndtr(d) - discounted * ag.ndtr(d - spread)


def perceptron(x: Any, y: Any) -> Any:
    hidden = [ag.tanh(ag.dot([w, 0.5 - w, 0.1], [x, y, 1.0])) for w in (0.3, -1.2, 2.0)]
    return ag.sigmoid(ag.dot([0.7, -0.2, 1.5], hidden))


def rectified(x: Any, y: Any) -> Any:
    hidden = [ag.relu(ag.dot([w, 0.5 - w, 0.1], [x, y, 1.0])) for w in (0.3, -1.2, 2.0)]
    return 1.0 / (1.0 + ag.exp(-ag.dot([0.7, -0.2, 1.5], hidden)))


def piecewise(x: Any, y: Any) -> Any:
    z = ag.where(x < y, ag.sin(x) * y, ag.relu(x - y) + 1.0)
    return z * y if x > 0.0 else z / (y * y)


def varied(x: Any, y: Any) -> Any:
    return ag.log(x) ** 3 + ag.arctan2(x, y) % 0.3 + ag.hypot(x, y)


WEIGHT = ag.Value(0.75)
FUNCTIONS: dict[str, tuple[Callable[..., Any], tuple[float, ...]]] = {
    "rosenbrock": (rosenbrock, (-1.2, 1.0)),
    "black_scholes": (black_scholes, (100.0, 110.0, 0.03, 0.25, 1.5)),
    "perceptron": (perceptron, (0.4, -0.7)),
    "rectified": (rectified, (0.4, -0.7)),
    "on the right": (piecewise, (0.4, 0.7)),
    "on the left": (piecewise, (-2.0, 0.7)),
    "varied": (varied, (0.4, 0.7)),
    "with a parameter": (lambda x, y: ag.exp(WEIGHT * x) - WEIGHT / y, (0.4, 0.7)),
    "constant": (lambda x, y: [y, 2.5, -math.inf], (0.4, 0.7)),
}
PROGRAMS = {name: program_of(f, *point) for name, (f, point) in FUNCTIONS.items()} | {
    f"{name}, with its gradient": program_of(value_and_grad(f, argnums=(0, 1)), *point)
    for name, (f, point) in FUNCTIONS.items()
    if name != "constant"
}
every_program = pytest.mark.parametrize("name", PROGRAMS)


def written(export: Callable[[], str]) -> str:
    """The text; the test is skipped where a row is not written out in simpler ones yet."""
    try:
        return export()
    except NotImplementedError as error:
        pytest.skip(str(error))


def points_of(program: Program) -> list[tuple[float, ...]]:
    """Where to try it: at ordinary and at special numbers."""
    n = program.leaves
    middle = 0.3 if n <= 2 else 1.0
    ordinary = [[middle + 0.37 * math.sin(7.0 * i + j) for j in range(n)] for i in range(20)]
    if n <= 2:
        return [*map(tuple, ordinary), *itertools.product(SPECIAL, repeat=n)]
    k = len(SPECIAL)
    return ordinary + [
        tuple(SPECIAL[(i * (j + 1) + j) % k] for j in range(n)) for i in range(3 * k)
    ]


def same(found: Sequence[float] | None, expected: Sequence[float] | None, rel: float) -> bool:
    """Whether these are the same numbers, nan being the same as nan."""
    if found is None or expected is None:
        return found is expected
    return len(found) == len(expected) and all(
        x == y or (x != x and y != y) or math.isclose(x, y, rel_tol=rel, abs_tol=1e-300)
        for x, y in zip(found, expected)
    )


def shared(texts: dict[str, str], folder: Path, *flags: str) -> Any:
    """The library that the compiler makes of these files of C, without any warning."""
    for name, text in texts.items():
        (folder / f"{name}.c").write_text(text)
    library = folder / "library.so"
    files = [str(folder / f"{name}.c") for name in texts]
    command = [
        str(COMPILER),
        *STRICT,
        *flags,
        "-shared",
        "-fPIC",
        *files,
        "-o",
        str(library),
        "-lm",
    ]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return ctypes.CDLL(str(library))


def called(library: Any, name: str, program: Program) -> Callable[..., list[float] | None]:
    """A function of C as one of Python."""

    def call(*numbers: float) -> list[float] | None:
        x = (ctypes.c_double * program.inputs)(*numbers[: program.inputs])
        p = (ctypes.c_double * program.parameters)(*numbers[program.inputs :])
        y = (ctypes.c_double * len(program.outputs))()
        status = getattr(library, name)(*((x, p, y) if program.parameters else (x, y)))
        assert status in (0, 1)
        return None if status else list(y)

    return call


def defined(text: str, name: str, program: Program) -> Callable[..., Any]:
    """A function that a text in Python defines, of all numbers in a row."""
    namespace: dict[str, Any] = {}
    exec(compile(text, name, "exec"), namespace)
    n = program.inputs
    f = namespace[name]
    return (lambda *xs: f(*xs[:n], xs[n:])) if program.parameters else f
