"""Sums of products as one row each: fewer levels, and as many however many terms there are."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from ..primitives import TABLE
from ..primitives.reductions import dot, total
from .building import Builder
from .program import Operand, Program

ADD, MUL = TABLE["add"], TABLE["mul"]
FEW = 3  # products from which on a sum of them is one row


class Sum(NamedTuple):
    """Terms as pairs to be multiplied, how many are products, and the instructions they replace."""

    terms: list[tuple[Operand, Operand]]
    products: int
    inner: list[int]


def dotted(program: Program) -> Program:
    """The program with sums of several products as one `dot` each, where nothing else needs these.

    Takes time linear in the length of the program.

    >>> from autograd import jit
    >>> f = jit(lambda a, b, c: a * b + b * c + c * a)
    >>> f(1.0, 2.0, 3.0)
    11.0
    >>> print(dotted(f.program))
    program of x0, x1, x2
      v0 = dot(x0, x1, x2, x1, x2, x0)
      return v0
    """
    uses = program.uses()
    sums: dict[int, Sum] = {}
    inside: set[int] = set()
    for i in range(len(program.code) - 1, -1, -1):
        if program.code[i].op in (ADD, total) and i not in inside:
            found = _sum(program, i, uses)
            inside.update(found.inner)
            if found.products >= FEW:
                sums[i] = found
    return _written(program, sums) if sums else program


def _sum(program: Program, i: int, uses: Counter[Operand]) -> Sum:
    """What an instruction adds up, through sums and products that nothing else needs."""
    found, leaves = Sum([], 0, []), program.leaves
    products = 0
    left = list(program.code[i].operands[::-1])
    while left:
        x = left.pop()
        at = x - leaves if type(x) is int and x >= leaves and uses[x] == 1 else -1
        op, operands = program.code[at] if at >= 0 else (None, ())
        if op is ADD or op is total:
            left += operands[::-1]
        elif op is MUL or op is dot:
            half = len(operands) // 2
            found.terms.extend(zip(operands[:half], operands[half:]))
            products += 1
        else:
            found.terms.append((x, 1.0))
            continue
        found.inner.append(at)
    return found._replace(products=products)


def _written(program: Program, sums: dict[int, Sum]) -> Program:
    builder = Builder(program)
    inside = {at for found in sums.values() for at in found.inner}
    for i, (op, operands) in enumerate(program.code):
        if i in inside:
            builder.translate.append(0.0)  # which nothing asks for
        elif i in sums:
            left, right = zip(*sums[i].terms)
            pairs = builder.translated((*left, *right))
            builder.translate.append(builder.append(dot, pairs))
        else:
            builder.translate.append(builder.append(op, builder.translated(operands)))
    return builder.finish()
