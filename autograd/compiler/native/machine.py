"""A machine for runs, compiled once for all programs: it follows orders, which are numbers.

An order is a row of integers: which operation, how many numbers in a row, four loops around
them, where the results go, and for each operand where it is and how far it moves.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...primitives import TABLE
from .cache import module
from .rows import SIMPLE, TEXT

OPERATIONS = {name: number for number, name in enumerate(TEXT)}
TAPE, LINES, PRODUCT, SUMS, SUMS_AT = range(len(TEXT), len(TEXT) + 5)
WIDTH = 25  # integers in an order
LETTERS = "abc"
# how operands move from number to number: for these the loops become vector instructions
COMMON = {1: ("1",), 2: ("11", "10", "01"), 3: ("111", "110", "101", "100", "011")}

SUMMING = """
@njit
def sums_of_many(m, n, o, a, da, sa, b, db, sb, terms):
    t = 0
    while t + 4 <= terms and da + db == 1:
        if db:
            a, da, sa, b, db, sb = b, db, sb, a, da, sa
        w0, w1 = load(m, b), load(m, b + sb)
        w2, w3 = load(m, b + 2 * sb), load(m, b + 3 * sb)
        a1, a2, a3 = a + sa, a + 2 * sa, a + 3 * sa
        for k in range(n):
            x = plus(plus(load(m, o + k), load(m, a + k), w0), load(m, a1 + k), w1)
            store(m, o + k, plus(plus(x, load(m, a2 + k), w2), load(m, a3 + k), w3))
        t, a, b = t + 4, a + 4 * sa, b + 4 * sb
    while t < terms:
        if da and db:
            for k in range(n):
                store(m, o + k, plus(load(m, o + k), load(m, a + k), load(m, b + k)))
        else:
            for k in range(n):
                store(m, o + k, plus(load(m, o + k), load(m, a + k * da), load(m, b + k * db)))
        t, a, b = t + 1, a + sa, b + sb

@njit
def sum_of_one(m, a, sa, b, sb, terms):
    total = 0.0
    if sa == 1 and sb == 1:
        for t in range(terms):
            total = plus(total, load(m, a + t), load(m, b + t))
    elif sb == 0:
        y = load(m, b)
        for t in range(terms):
            total = plus(total, load(m, a + t * sa), y)
    else:
        for t in range(terms):
            total = plus(total, load(m, a + t * sa), load(m, b + t * sb))
    return total

@njit
def shape_of(orders, r):
    return load(orders, r), load(orders, r + 1), load(orders, r + 2), load(orders, r + 3)

@njit
def side_of(orders, r):
    first, inner = load(orders, r), load(orders, r + 1)
    i, j, k, l = shape_of(orders, r + 2)
    return first, inner, i, j, k, l

@njit
def sums(m, orders, r):
    n, o = load(orders, r + 1), load(orders, r + 6)
    ni, nj, nk, nl = shape_of(orders, r + 2)
    a, da, ai, aj, ak, al = side_of(orders, r + 7)
    b, db, bi, bj, bk, bl = side_of(orders, r + 13)
    terms, sa, sb, more = shape_of(orders, r + 19)
    for i in range(ni):
        for j in range(nj):
            for k in range(nk):
                for l in range(nl):
                    x = a + i * ai + j * aj + k * ak + l * al
                    y = b + i * bi + j * bj + k * bk + l * bl
                    if n == 1:
                        first = load(m, o) if more else 0.0
                        store(m, o, first + sum_of_one(m, x, sa, y, sb, terms))
                    else:
                        if not more:
                            for s in range(n):
                                store(m, o + s, 0.0)
                        sums_of_many(m, n, o, x, da, sa, y, db, sb, terms)
                    o += n

@njit
def matrix(m, first, rows, columns, stride):
    if stride == columns:
        return carray(after(m, first), (rows, columns))
    copy = np.empty((rows, columns))
    for i in range(rows):
        for j in range(columns):
            copy[i, j] = load(m, first + i * stride + j)
    return copy

@njit
def product(m, orders, r):
    rows, columns, terms = load(orders, r + 1), load(orders, r + 2), load(orders, r + 3)
    o, a, b = load(orders, r + 6), load(orders, r + 7), load(orders, r + 13)
    a_stride, b_stride = load(orders, r + 9), load(orders, r + 15)
    out = carray(after(m, o), (rows, columns))
    if load(orders, r + 8):
        left = matrix(m, a, terms, rows, a_stride)
        np.dot(left.T, matrix(m, b, terms, columns, b_stride), out)
    elif load(orders, r + 14):
        right = matrix(m, b, columns, terms, b_stride)
        np.dot(matrix(m, a, rows, terms, a_stride), right.T, out)
    else:
        left = matrix(m, a, rows, terms, a_stride)
        np.dot(left, matrix(m, b, terms, columns, b_stride), out)

@njit
def sums_at(m, orders, r, table):
    n, o, terms, at = load(orders, r + 1), load(orders, r + 6), load(orders, r + 19), load(orders, r + 7)
    for i in range(load(orders, r + 5)):
        for s in range(n):
            store(m, o + s, 0.0)
        for t in range(terms):
            a, da, b, db = load(table, at), load(table, at + 1), load(table, at + 2), load(table, at + 3)
            at += 4
            for s in range(n):
                store(m, o + s, load(m, o + s) + load(m, a + s * da) * load(m, b + s * db))
        o += n
"""
FOLLOWING = """
@njit
def elementwise(m, orders, r):
    op, n, o = load(orders, r), load(orders, r + 1), load(orders, r + 6)
    ni, nj, nk, nl = shape_of(orders, r + 2)
    a, da, ai, aj, ak, al = side_of(orders, r + 7)
    b, db, bi, bj, bk, bl = side_of(orders, r + 13)
    c, dc, ci, cj, ck, cl = side_of(orders, r + 19)
    for i in range(ni):
        for j in range(nj):
            for k in range(nk):
                for l in range(nl):
                    x = a + i * ai + j * aj + k * ak + l * al
                    y = b + i * bi + j * bj + k * bk + l * bl
                    z = c + i * ci + j * cj + k * ck + l * cl
                    one_loop(m, op, n, o, x, da, y, db, z, dc)
                    o += n

@njit
def lines(m, tape, t, count, n):
    for i in range(count):
        one_loop(
            m, load(tape, t), n, load(tape, t + 1), load(tape, t + 2), load(tape, t + 3),
            load(tape, t + 4), load(tape, t + 5), load(tape, t + 6), load(tape, t + 7),
        )
        t += 8

@njit
def follow_at(m, orders, tape, start, stop):
    for r in range(start * WIDTH, stop * WIDTH, WIDTH):
        kind = load(orders, r)
        if kind < TAPE:
            elementwise(m, orders, r)
        elif kind == TAPE:
            numbers(m, tape, load(orders, r + 7), load(orders, r + 8))
        elif kind == LINES:
            lines(m, tape, load(orders, r + 7), load(orders, r + 8), load(orders, r + 1))
        elif kind == PRODUCT:
            product(m, orders, r)
        elif kind == SUMS:
            sums(m, orders, r)
        else:
            sums_at(m, orders, r, tape)

@njit
def follow(m, orders, tape, start, stop):
    follow_at(pointer(m), pointer(orders), pointer(tape), start, stop)

@njit
def whole(m, orders, tape, start, stop, places, outputs):
    follow_at(pointer(m), pointer(orders), pointer(tape), start, stop)
    for i in range(len(places)):
        outputs[i] = m[places[i]]

@njit
def blocks(m, orders, tape, start, stop, width, first, inputs, outputs, places):
    samples = inputs.shape[1]
    for begin in range(0, samples, width):
        n = min(width, samples - begin)
        for i in range(inputs.shape[0]):
            m[first + i * width : first + i * width + n] = inputs[i, begin : begin + n]
        follow_at(pointer(m), pointer(orders), pointer(tape), start, stop)
        for i in range(len(places)):
            outputs[i, begin : begin + n] = m[places[i] : places[i] + n]
"""


def machine() -> Any:
    """The machine: a module with `follow`, `whole` and `blocks`."""
    kernels = "\n".join(line for name in TEXT for line in _kernel(name))
    named = f"TAPE, LINES, PRODUCT, SUMS = {TAPE}, {LINES}, {PRODUCT}, {SUMS}\nWIDTH = {WIDTH}"
    parts = [named, kernels, *_one_loop(), *_numbers(), SUMMING, FOLLOWING]
    return module("\n".join(parts))


def _kernel(name: str) -> Iterator[str]:
    """The loop of a row over numbers that lie in a row, for the strides that are common."""
    n = operands(name)
    given = ", ".join(f"{x}, d{x}" for x in LETTERS[:n])
    yield f"@njit\ndef {name}_loop(m, n, o, {given}):"
    for pattern in COMMON[n] if name in SIMPLE else ():
        tests = " and ".join(f"d{x} == {d}" for x, d in zip(LETTERS, pattern))
        yield f"    if {tests}:"
        for x, d in zip(LETTERS, pattern):
            if d == "0":
                yield f"        {x}0 = load(m, {x})"
        taken = [
            f"load(m, {x} + k)" if d == "1" else f"{x}0" for x, d in zip(LETTERS, pattern)
        ]
        yield from _body(name, taken, "        ")
        yield "        return"
    yield from _body(name, [f"load(m, {x} + k * d{x})" for x in LETTERS[:n]], "    ")


def _body(name: str, taken: list[str], indent: str) -> Iterator[str]:
    names = "xyz"[: len(taken)]
    yield f"{indent}for k in range(n):"
    yield f"{indent}    {', '.join(names)} = {', '.join(taken)}"
    yield f"{indent}    store(m, o + k, {TEXT[name].format(*names)})"


def operands(name: str) -> int:
    """How many operands a row with a text has."""
    found = TABLE[name].arity
    assert found is not None
    return found


def _one_loop() -> Iterator[str]:
    """The choice among the loops."""
    yield "@njit\ndef one_loop(m, op, n, o, a, da, b, db, c, dc):"
    for name, number in OPERATIONS.items():
        given = ", ".join(f"{x}, d{x}" for x in LETTERS[: operands(name)])
        yield f"    {'el' if number else ''}if op == {number}:"
        yield f"        {name}_loop(m, n, o, {given})"


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
