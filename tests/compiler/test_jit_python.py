"""What ordinary Python does with numbers is right in compiled functions, call by call."""

import math
import pickle
from typing import Any

import numpy as np
import pytest
from compiled import assert_agree

from autograd.compiler.jit import jit

BACKENDS = ["python", "numpy"]


def newton(a: Any) -> Any:
    x, steps = a, 0
    while abs(x * x - a) > 1e-12 * a:
        x, steps = 0.5 * (x + a / x), steps + 1
    return x, steps


def collatz(n: Any) -> int:
    return 0 if n <= 1 else 1 + collatz(n / 2 if n % 2 == 0 else 3 * n + 1)


def changed_in_place(xs: list) -> Any:
    xs[0] *= 2.0
    xs.append(xs.pop(0) + 1.0)
    return xs


# what ordinary Python does with numbers: each with calls whose results must be those of f
PYTHON = {
    "no arguments": (lambda: 3.0, [()]),
    "itself": (lambda x: x, [(1.5,), (-0.0,)]),
    "constants": (lambda x: (5, True, {"a": [1.0]}), [(1.0,), (2.0,)]),
    "a while loop": (newton, [(2.0,), (100.0,), (3.0,), (1e6,)]),
    "recursion": (collatz, [(1,), (6,), (7,), (6,)]),
    "range": (lambda n, x: sum([x**i for i in range(n)]), [(3, 2.0), (5, 2.0), (3, 1.5), (0, 1.0)]),
    "an index": (lambda xs, i: xs[i], [([1.0, 2.0, 3.0], i) for i in (0, 2, -1)]),
    "a slice": (lambda xs, n: sum(xs[:n]), [([1.0, 2.0, 3.0], 2), ([1.0, 2.0, 3.0], 3)]),
    "a look-up": (lambda x, i: {1: x, 2: -x}[int(i)], [(2.0, 1), (2.0, 2)]),
    "a list changed": (changed_in_place, [([1.0, 2.0],), ([3.0, 4.0],)]),
    "sorted": (sorted, [([3.0, 1.0, 2.0],), ([1.0, 2.0, 3.0],), ([2.0, 1.0, 3.0],)]),
    "prod, min, max": (
        lambda xs: (math.prod(xs), min(xs), max(xs)),
        [([3.0, 1.0],), ([1.0, 2.0],)],
    ),
    "equal": (lambda x: 1.0 if x == 2 else x, [(2.0,), (3.0,), (2.0,), (math.nan,)]),
    "unequal": (lambda x: 1.0 if x != 2 else x, [(2.0,), (3.0,), (math.nan,)]),
    "equal to an integer of NumPy": (lambda x: x == np.int64(2), [(2.0,), (3.0,)]),
    "equal to an array": (lambda x: (x == np.array([1.0, 2.0])) * 1.0, [(2.0,), (1.0,)]),
    "unequal to None": (lambda x: x != None and x == "x", [(2.0,)]),  # noqa: E711
    "in a list": (lambda x: x in [1.0, 2.0], [(2.0,), (3.0,), (1.0,)]),
    "chained": (lambda x: 1.0 if 0 < x < 1 else 2.0, [(0.5,), (2.0,), (-1.0,)]),
    "and, or, not": (lambda x, y: (x and y) + (x or y) + (not x), [(2.0, 1.0), (0.0, 3.0)]),
    "bools as numbers": (lambda x: (x > 1) + (x > 2) * x, [(3.0,), (1.5,), (0.0,)]),
    "mod": (lambda x, y: (x % y, x // y, divmod(x, y)), [(5, 3.0), (-5.5, 2.0), (1.0, 0.1)]),
    "powers": (lambda x, n: (x**n, x**2, 2**x), [(2.0, 3), (-2.0, 3), (-2.0, 2), (0.0, 0)]),
    "math": (lambda x: math.sin(x) * math.ceil(x), [(0.5,), (1.5,), (0.5,)]),
    "isnan": (lambda x: 0.0 if math.isnan(x) else x, [(1.0,), (math.nan,), (2.0,)]),
    "a text's length": (lambda x: x * len(f"{x:.2f}"), [(2.0,), (200.0,), (3.0,)]),
    "keywords": (lambda x, y=2.0, *, z=3.0: x - y * z, [(1.0,), (1.0, 5.0), (4.0,)]),
    "any number": (lambda *xs: sum(xs), [(1.0,), (1.0, 2.0), (), (3.0,)]),
    "static": (lambda x, way: x if way == "a" else -x, [(1.0, "a"), (1.0, "b"), (2.0, "a")]),
    "None and bools": (lambda x, k: x if k else -x, [(1.0, None), (1.0, True), (2.0, False)]),
    "an object": (lambda x, k: x + k.real, [(1.0, 2j), (1.0, 3 + 1j)]),
    "mixed keys": (lambda d: d["a"] * d[1], [({"a": 2.0, 1: 3.0},), ({1: 5.0, "a": 2.0},)]),
}


@pytest.mark.parametrize("case", PYTHON)
@pytest.mark.parametrize("backend", BACKENDS)
def test_what_python_does_with_numbers(case: str, backend: str) -> None:
    f, calls = PYTHON[case]
    g = jit(f, backend=backend)
    for args in calls * 2:
        assert_agree(g(*_copied(args)), f(*_copied(args)), rel=1e-15)


def _copied(args: tuple) -> tuple:
    return tuple(list(x) if isinstance(x, list) else x for x in args)


class Scaled:
    def __init__(self, factor: float) -> None:
        self.factor = factor

    @jit
    def times(self, x: Any) -> Any:
        return self.factor * x


def test_methods_are_compiled_for_each_instance_and_found_by_pickle() -> None:
    assert [Scaled(2.0).times(3.0), Scaled(5.0).times(3.0)] == [6.0, 15.0]
    assert pickle.loads(pickle.dumps(Scaled.times)) is Scaled.times


def test_arguments_may_have_any_names() -> None:
    assert jit(lambda self, args, named: self * args + named)(self=2.0, args=3.0, named=4.0) == 10.0
