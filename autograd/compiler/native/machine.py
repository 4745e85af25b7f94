"""A machine for runs, compiled once for all programs: it follows orders, which are numbers.

An order is a row of integers: which operation, how many numbers in a row, four loops around
them, where the results go, and for each operand where it is and how far it moves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from importlib.util import find_spec

from ...primitives import TABLE
from .cache import module
from .rows import INLINE, TEXT
from .summing import PRODUCTS, SUMMING

OPERATIONS = {name: number for number, name in enumerate(TEXT)}
TAPE, LINES, PRODUCT, SUMS, SUMS_AT = range(len(TEXT), len(TEXT) + 5)
WIDTH = 25  # integers in an order
LETTERS = "abc"
# how operands move from number to number: for these the loops become vector instructions
COMMON = {1: ("1",), 2: ("11", "10", "01"), 3: ("111", "110", "101")}

FOLLOWING = """
@njit
def follow(m_, orders_, tape_, start, stop, width, first, inputs, outputs, places):
    m, orders, tape = pointer(m_), pointer(orders_), pointer(tape_)
    for begin in range(0, outputs.shape[1], width):
        samples = min(width, outputs.shape[1] - begin)
        for i in range(inputs.shape[0]):
            for s in range(samples):
                store(m, first + i * width + s, inputs[i, begin + s])
        for r in range(start * WIDTH, stop * WIDTH, WIDTH):
            kind = load(orders, r)
            if kind == TAPE:
                numbers(m, tape, load(orders, r + 7), load(orders, r + 8))
            elif kind == PRODUCT:
                product(m, orders, r)
            elif kind == SUMS:
                sums(m, orders, r)
            elif kind == SUMS_AT:
                sums_at(m, orders, r, tape)
            else:
                elementwise(m, orders, r, tape)
        for i in range(len(places)):
            for s in range(samples):
                outputs[i, begin + s] = load(m, places[i] + s)
"""
ELEMENTWISE = """
@njit
def elementwise(m, orders, r, tape):
    op, n, o = load(orders, r), load(orders, r + 1), load(orders, r + 6)
    at, count = load(orders, r + 7), load(orders, r + 8)
    ni, nj, nk, nl = shape_of(orders, r + 2)
    if op == LINES:
        ni, nj, nk, nl = 1, 1, 1, count
    first_a, da, ai, aj, ak, al = side_of(orders, r + 7)
    first_b, db, bi, bj, bk, bl = side_of(orders, r + 13)
    first_c, dc, ci, cj, ck, cl = side_of(orders, r + 19)
    lines = op == LINES
    for i in range(ni):
        for j in range(nj):
            for k in range(nk):
                for l in range(nl):
                    a = first_a + i * ai + j * aj + k * ak + l * al
                    b = first_b + i * bi + j * bj + k * bk + l * bl
                    c = first_c + i * ci + j * cj + k * ck + l * cl
                    if lines:
                        op, o, a, da = shape_of(tape, at)
                        b, db, c, dc = shape_of(tape, at + 4)
                        at += 8
"""


def has_blas() -> bool:
    """Whether Numba can multiply matrices by BLAS, which it takes from SciPy."""
    return find_spec("scipy") is not None


@lru_cache
def machine() -> Callable[..., None]:
    """Follows orders from one to another, once for each block of samples.

    `follow(m, orders, tape, start, stop, width, first, inputs, outputs, places)` copies so many
    samples of the inputs to memory m, from `first` on, and then what is at the places to outputs.
    """
    named = f"TAPE, LINES, PRODUCT, SUMS, SUMS_AT = {TAPE}, {LINES}, {PRODUCT}, {SUMS}, {SUMS_AT}"
    loops = (" " * 20 + line for line in _loops())
    numbers = [named, f"WIDTH = {WIDTH}", *_numbers()]
    parts = [
        *numbers,
        SUMMING,
        PRODUCTS if has_blas() else "product = sums\n",
        ELEMENTWISE.rstrip("\n"),
        *loops,
        FOLLOWING,
    ]
    found: Callable[..., None] = module("\n".join(parts)).follow
    return found


def _loops() -> Iterator[str]:
    """The choice of an operation, and its loops over numbers that lie in a row."""
    for name, number in OPERATIONS.items():
        yield f"{'el' if number else ''}if op == {number}:"
        for line in _kernel(name):
            yield f"    {line}"
    yield "o += n"


def _kernel(name: str) -> Iterator[str]:
    """The loops of an operation for the strides that are common, and for any."""
    n = operands(name)
    common = COMMON[n] if name in INLINE else ()
    for i, pattern in enumerate(common):
        tests = " and ".join(f"d{x} == {d}" for x, d in zip(LETTERS, pattern))
        yield f"{'el' if i else ''}if {tests}:"
        still = [x for x, d in zip(LETTERS, pattern) if d == "0"]
        for x in still:
            yield f"    {x}0 = load(m, {x})"
        taken = [f"{x}0" if x in still else f"load(m, {x} + s)" for x in LETTERS[:n]]
        for line in _body(name, taken):
            yield f"    {line}"
    yield "else:" if common else "if True:"
    for line in _body(name, [f"load(m, {x} + s * d{x})" for x in LETTERS[:n]]):
        yield f"    {line}"


def _body(name: str, taken: list[str]) -> Iterator[str]:
    names = "xyz"[: len(taken)]
    yield "for s in range(n):"
    yield f"    {', '.join(names)} = {', '.join(taken)}"
    yield f"    store(m, o + s, {TEXT[name].format(*names)})"


def operands(name: str) -> int:
    """How many operands a row with a text has."""
    found = TABLE[name].arity
    assert found is not None
    return found


def _numbers() -> Iterator[str]:
    """Operations on one number each, in order: five integers say which, whereto and on what."""
    yield "@njit\ndef numbers(m, tape, first, count):"
    yield "    for t in range(first, first + 5 * count, 5):"
    yield "        op, o = load(tape, t), load(tape, t + 1)"
    yield "        x = load(m, load(tape, t + 2))"
    yield "        y = load(m, load(tape, t + 3))"
    for name, number in OPERATIONS.items():
        yield f"        {'el' if number else ''}if op == {number}:"
        if operands(name) == 3:
            yield "            z = load(m, load(tape, t + 4))"
        yield f"            v = {TEXT[name].format(*'xyz')}"
    yield "        else:\n            v = nan"
    yield "        store(m, o, v)"
