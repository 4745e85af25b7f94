"""Losses by class beside their slopes: what they share is computed once, for a table of samples."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from ..primitives import Primitive
from ..primitives.surprise import surprise, surprise_slope
from .building import Builder
from .homes import regular_view
from .memory import Memory
from .passes import key_of
from .program import Instruction, Program
from .reducing import largest_at, ones, starts
from .schedule import Run

MANY = 64  # classes: each slope has all numbers as operands, which are too many for more
LOSS = -1.0  # the part that is no slope

loss_part = Primitive(
    "loss_part",
    lambda k, index, *xs: (surprise if k == LOSS else surprise_slope.row(k))(index, *xs),
    lambda z, *xs: (None,) * len(xs),  # for compiled code only, which is beyond derivatives
    doc="""surprise(index, *xs), or how it changes with one of xs, as k is -1 or its place.""",
)


def joined(program: Program) -> Program:
    """The program with losses by class as parts wherever it asks for all slopes as well.

    Takes time linear in the length of the program.
    """
    parts: dict[Any, set[float]] = {}
    whole = set()
    for line in program.code:
        if (k := _part_of(line)) is not None:
            found = parts.setdefault(key := key_of(surprise, line.operands), set())
            found.add(k)
            if 1 < len(found) == len(line.operands) <= MANY:
                whole.add(key)
    if not whole:
        return program
    builder = Builder(program)
    for line in program.code:
        op, operands, k = line.op, builder.translated(line.operands), _part_of(line)
        if k is not None and key_of(surprise, line.operands) in whole:
            op, operands = loss_part, (k, *operands)
        builder.translate.append(builder.append(op, operands))
    return builder.finish()


def _part_of(line: Instruction) -> float | None:
    """Which part of a loss by class the line computes, if it does."""
    if line.op is surprise:
        return LOSS
    return line.op.parameters[0] if line.op.name == "surprise_slope" else None


def add_parts(memory: Memory, run: Run) -> None:
    """The calls for a run of parts."""
    ks = memory.same[run.places[:, 0]].astype(np.intp)
    groups, group = np.unique(run.places[:, 1:], axis=0, return_inverse=True)
    at = np.full(groups.shape, -1)
    at[group.ravel(), ks + 1] = np.arange(len(ks))
    operands = []
    for places in (groups[:, 1:], groups[:, 0]):
        view = regular_view(memory.same, places)
        operands.append(memory.gathered(False, places, False) if view is None else view)
    flat = memory.results(False, run.start, (len(ks),))
    results = [regular_view(flat, places) for places in (at[:, 0], at[:, 1:])]
    if (at < 0).any() or any(view is None for view in results):  # in any order, or not all
        table = np.empty(at.shape)
        results, wanted = [table[:, 0], table[:, 1:]], at >= 0
        memory.call(Surprises(*operands[0].shape), *operands, *results)
        memory.call(lambda: flat.put(at[wanted], table[wanted]))
        return
    memory.call(Surprises(*operands[0].shape), *operands, *results)


class Surprises:
    """Losses and slopes for the rows of a table and their classes; holds memory for it."""

    def __init__(self, rows: int, width: int) -> None:
        self.classes = frozenset(map(float, range(width)))
        self.weights, self.sums = np.empty((rows, width)), np.empty(rows)
        self.starts, self.ones = starts(rows, width), ones(width)

    def __call__(self, table: Any, index: Any, losses: Any, slopes: Any) -> None:
        weights, sums = self.weights, self.sums
        if not self.classes.issuperset(index.tolist()):
            return _one_by_one(table, index, losses, slopes)
        here = index.astype(np.intp)
        here += self.starts
        at = largest_at(table)
        top = table.take(at)
        below = top - table.take(here)
        np.subtract(table, top[:, None], weights)
        np.exp(weights, weights)
        weights.put(at, 0.0)  # so that digits of small sums are not lost beside 1
        np.matmul(weights, self.ones, sums)
        if not math.isfinite(np.vdot(sums, sums) + np.vdot(below, below)):  # inf or nan
            return _one_by_one(table, index, losses, slopes)
        np.add(np.log1p(sums), below, losses)
        weights.put(at, 1.0)
        sums += 1.0
        np.divide(weights, sums[:, None], weights)
        weights.put(here, 0.0)
        np.matmul(weights, self.ones, sums)
        weights.put(here, -sums)
        slopes[...] = weights


def _one_by_one(table: Any, index: Any, losses: Any, slopes: Any) -> None:
    """The rows of the table of primitives themselves; nan where there is no such class."""
    for i, (k, xs) in enumerate(zip(index.tolist(), table.tolist())):
        losses[i] = surprise(k, *xs) if k in range(len(xs)) else math.nan
        slopes[i] = surprise.slopes(0.0, k, *xs)[1:]
