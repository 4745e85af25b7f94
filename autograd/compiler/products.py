"""Runs of dot products as products of matrices: the same sums, in a few calls of BLAS."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from .grid import Grid, grid
from .memory import Memory
from .schedule import Run

MANY = 1000  # sums, from which on a loop over all of them is faster than a product for each
SEGMENTS = 4  # of regular terms; of more, all terms are copied into tables


class Vectors(NamedTuple):
    """One side of the products: where the first number is, and how far the places move from it.

    `loops` says how far they move from product to product, `step` from term to term.
    """

    varies: bool
    first: int
    loops: tuple[int, ...]
    step: int


class Segment(NamedTuple):
    """Terms that all products of a run have, and that lie regularly in memory."""

    shape: tuple[int, ...]
    terms: int
    left: Vectors
    right: Vectors


def add_products(memory: Memory, run: Run) -> None:
    """Calls for a run of dot products: a product of matrices wherever rows meet columns."""
    half = run.places.shape[1] // 2
    pairs = np.stack([run.places[:, :half], run.places[:, half:]])
    varies = np.array([run.varies[:half], run.varies[half:]])
    parts = [(slice(*cut), varies[:, cut[0]]) for cut in cuts(pairs, varies)]
    segments = [regular(pairs[:, :, part], kinds) for part, kinds in parts]
    flat = memory.results(run.varying, run.start, (len(run.places),))
    if len(parts) + segments.count(None) > SEGMENTS:
        tables = [memory.table(v, p, run.varying) for v, p in zip(varies, pairs)]
        memory.call(sums_of_samples if run.varying else sums, *tables, flat)
        return
    for n, (segment, (part, kinds)) in enumerate(zip(segments, parts)):
        out = np.empty_like(flat) if n else flat
        if segment is None:
            tables = [
                memory.gathered(bool(v), p[:, part], run.varying) for v, p in zip(kinds, pairs)
            ]
            memory.call(sums_of_samples if run.varying else sums, *tables, out)
        elif n and (alone := _times_one(memory, segment, run.varying)):
            shaped = flat.reshape(segment.shape + flat.shape[1:])
            memory.call(np.add, shaped, *alone, shaped)
            continue
        else:
            add_segment(memory, segment, run.varying, out)
        if n:
            memory.call(np.add, flat, out, flat)


def cuts(pairs: Any, varies: Any) -> Iterator[tuple[int, int]]:
    """From where to where terms lie alike: places move equally from one to the next."""
    relative = pairs - pairs[:, :1, :]
    moves = np.diff(pairs[:, 0, :], axis=1).T
    alike = (relative[:, :, 1:] == relative[:, :, :-1]).all(axis=(0, 1))
    alike &= (varies[:, 1:] == varies[:, :-1]).all(axis=0)
    start, terms = 0, pairs.shape[2]
    while start < terms:
        stop = start + 1
        while stop < terms and alike[stop - 1] and (moves[stop - 1] == moves[start]).all():
            stop += 1
        yield start, stop
        start = stop


def regular(pairs: Any, varies: Any) -> Segment | None:
    """The segment at these places, (2, products, terms); None if products lie irregularly."""
    loops: Grid | None = grid(pairs[:, :, 0])
    if loops is None:
        return None
    terms = pairs.shape[2]
    steps = [int(x[0, 1] - x[0, 0]) if terms > 1 else 0 for x in pairs]
    if max(steps) <= 0 and terms > 1:  # from the last term to the first, which BLAS prefers
        pairs, steps = pairs[:, :, ::-1], [-s for s in steps]
    sides = [
        Vectors(bool(varies[i]), int(pairs[i, 0, 0]), loops.strides[i], steps[i]) for i in (0, 1)
    ]
    return Segment(loops.shape, terms, *sides)


def add_segment(memory: Memory, segment: Segment, full: bool, out: Any) -> None:
    """The call that computes a segment of all products."""
    shape, terms, left, right = segment
    if terms == 1:
        operands = [memory.view(v.varies, v.first, shape, v.loops, full) for v in (left, right)]
        memory.call(np.multiply, *operands, out.reshape(shape + out.shape[1:]))
    elif not full and (matrices := _matrices(memory, segment, out)):
        memory.call(np.matmul, *matrices)
    elif left.varies != right.varies and (matrices := _on_samples(memory, segment, out)):
        memory.call(np.matmul, *matrices)
    else:
        tables = [
            memory.view(v.varies, v.first, (*shape, terms), (*v.loops, v.step), full)
            for v in (left, right)
        ]
        memory.call(
            sums if not full else sums_of_samples, *tables, out.reshape(shape + out.shape[1:])
        )


def _times_one(memory: Memory, segment: Segment, full: bool) -> list[Any]:
    """The terms of a segment that are something times the constant 1, where it is one term each."""
    sides = [segment.left, segment.right]
    others = [v for v in sides if v.varies or v.first != memory.one or any(v.loops)]
    if segment.terms > 1 or len(others) != 1:
        return []
    [v] = others
    return [memory.view(v.varies, v.first, segment.shape, v.loops, full)]


def sums(a: Any, b: Any, out: Any) -> None:
    """The sums of products along the last axis, that of terms."""
    if out.size < MANY and hasattr(np, "vecdot"):
        np.vecdot(a, b, out)
    else:
        np.einsum("...k,...k->...", a, b, out=out)


def sums_of_samples(a: Any, b: Any, out: Any) -> None:
    """The sums of products along the axis of terms, which comes before that of samples."""
    np.einsum("...kb,...kb->...b", a, b, out=out)


def _matrices(memory: Memory, segment: Segment, out: Any) -> tuple[Any, Any, Any] | None:
    """Rows, columns and where their products go; None if more than two loops are left."""
    shape, terms, left, right = segment
    loops = range(len(shape))
    shared = [d for d in loops if left.loops[d] and right.loops[d]]
    rows = [d for d in loops if d not in shared and left.loops[d]]
    columns = [d for d in loops if d not in shared and not left.loops[d]]
    if len(rows) > 1 or len(columns) > 1 or len(shared) > 1:
        return None
    if rows and columns and rows[0] > columns[0]:  # so that results lie as matmul writes them
        left, right, rows, columns = right, left, columns, rows

    def matrix(side: Vectors, own: list[int]) -> Any:
        size = [shape[d] for d in (*shared, *own)] + [1] * (not own) + [terms]
        moves = [side.loops[d] for d in (*shared, *own)] + [0] * (not own) + [side.step]
        return memory.view(False, side.first, tuple(size), moves)

    order = [*shared, *rows, *columns]
    results = out.reshape(shape).transpose(order)
    a, b = matrix(left, rows), matrix(right, columns).swapaxes(-1, -2)
    target = as_shaped(results, (*a.shape[:-1], b.shape[-1]))
    return (a, b, target)


def _on_samples(memory: Memory, segment: Segment, out: Any) -> tuple[Any, Any, Any] | None:
    """The same where one side varies: its columns are the samples."""
    shape, terms, left, right = segment
    if right.varies:
        left, right = right, left
    loops = [d for d in range(len(shape)) if shape[d] > 1]
    if len(loops) > 1 or (loops and left.loops[loops[0]]):
        return None
    n = shape[loops[0]] if loops else 1
    move = right.loops[loops[0]] if loops else 0
    a = memory.view(False, right.first, (n, terms), (move, right.step))
    b = memory.view(True, left.first, (terms,), (left.step,))
    return a, b, as_shaped(out, (n, memory.batch))


def as_shaped(array: Any, shape: tuple[int, ...]) -> Any:
    """A view in another shape; no copy, or what is written to it would be lost."""
    view = array.reshape(shape)
    if array.size and not np.may_share_memory(view, array):
        raise ValueError(f"an array of strides {array.strides} is no view in the shape {shape}")
    return view


def add_sums_over_samples(memory: Memory, run: Run) -> None:
    """Calls for a run of sums over the samples: a product of matrices, terms are the samples."""
    n = len(run.places)
    loops = grid(run.places.T)
    sides = []
    for j, varies in enumerate(run.varies):
        first, strides = int(run.places[0, j]), loops.strides[j] if loops else (0,)
        sides.append(Vectors(varies, first, strides, 0))
    out = memory.results(False, run.start, loops.shape if loops else (n,))
    if loops and all(run.varies) and _outer(memory, loops.shape, sides, out):
        return
    if loops:
        tables = [memory.view(v.varies, v.first, loops.shape, v.loops, True) for v in sides]
    else:
        tables = [memory.gathered(v, run.places[:, j], True) for j, v in enumerate(run.varies)]
    kinds = list(zip(run.varies, run.places.T))
    by_one = any(not varies and (p == memory.one).all() for varies, p in kinds)
    _add_sums(memory, tables, run.varies, out, by_one)


def _add_sums(
    memory: Memory, tables: list[Any], varies: Sequence[bool], out: Any, by_one: bool
) -> None:
    """Calls for sums over the last axis: of one table, times what is the same for all samples."""
    if all(varies) or memory.batch == 1 or not any(varies):
        whole = (*out.shape, memory.batch)
        memory.call(sums, *(np.broadcast_to(t, whole) for t in tables), out)
        return
    same, varying = sorted(tables, key=lambda t: t.shape[-1])
    memory.call(np.matmul, varying, np.ones(memory.batch, out.dtype), out)
    if not by_one:
        memory.call(np.multiply, out, same[..., 0], out)


def _outer(memory: Memory, shape: tuple[int, ...], sides: list[Vectors], out: Any) -> bool:
    """One product of matrices for a run over the samples, if it is one."""
    left, right = sides
    rows = [d for d in range(len(shape)) if left.loops[d] and not right.loops[d]]
    columns = [d for d in range(len(shape)) if right.loops[d] and not left.loops[d]]
    if len(rows) > 1 or len(columns) > 1 or len(rows) + len(columns) < len(shape):
        return False
    if rows and columns and rows[0] > columns[0]:
        left, right, rows, columns = right, left, columns, rows

    def matrix(side: Vectors, own: list[int]) -> Any:
        size = tuple(shape[d] for d in own) or (1,)
        return memory.view(True, side.first, size, [side.loops[d] for d in own] or [0])

    a, b = matrix(left, rows), matrix(right, columns).swapaxes(-1, -2)
    memory.call(np.matmul, a, b, as_shaped(out, (a.shape[0], b.shape[1])))
    return True
