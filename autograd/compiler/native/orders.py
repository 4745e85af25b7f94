"""Runs as orders for the machine: loops where places lie regularly, a list of them elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from ...primitives.reductions import dot, total
from ..grid import grid, merged
from ..products import cuts, regular
from ..schedule import Run, over_samples
from .machine import LINES, OPERATIONS, PRODUCT, SUMS, SUMS_AT, TAPE, WIDTH, has_blas

LOOPS = 4  # around the innermost
LARGE = 20_000  # multiplications in a product of matrices, from which on BLAS is faster
SEGMENTS = 4  # of regular terms; of more, each term is looked up
FEW = 8  # numbers, for which loops do not pay


class Layout(NamedTuple):
    """Where places are in one flat memory: first what does not vary, then rows of samples.

    `one` is where the number 1 is.
    """

    same: int
    width: int
    one: int

    def at(self, varies: bool, place: Any) -> Any:
        """Where the first number of a place is, or of each of several."""
        return self.same + place * self.width if varies else place

    def unit(self, varies: bool) -> int:
        """How far it is from place to place."""
        return self.width if varies else 1


class Side(NamedTuple):
    """An operand of loops: where it is first, and how far it moves with each of them."""

    first: int
    moves: tuple[int, ...]


class Orders:
    """Orders in the making; `tape` has the integers that belong to them."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.rows: list[list[int]] = []
        self.tape: list[int] = []
        self._open = -1  # of which kind the last order is, if it takes more entries

    def add(self, runs: Sequence[Run]) -> None:
        """The orders for some runs, apart from those before."""
        self._open = -1
        for run in runs:
            out = self.layout.at(run.varying, run.start)
            if run.op is over_samples:
                self._over_samples(run, out)
            elif run.op in (dot, total):
                self._sums(run, out)
            else:
                self._elementwise(run, out)

    def _elementwise(self, run: Run, out: int) -> None:
        number = OPERATIONS[run.op.name]
        count = len(run.places)
        width = self.layout.width if run.varying else 1
        loops = grid(run.places.T)
        if count > FEW and loops:
            strides = [
                [s * self.layout.unit(v) for s in row] for row, v in zip(loops.strides, run.varies)
            ]
            firsts = self._addresses(run, run.places[0])
            sides = [
                Side(first, (*moves, int(v)))
                for first, moves, v in zip(firsts, strides, run.varies)
            ]
            self._order(number, out, *merged_sides((*loops.shape, width), sides))
            return
        for i, places in enumerate(run.places):
            addresses = self._addresses(run, places)
            if width == 1:
                self._entry(TAPE, 1, [number, out + i, *padded(addresses, 3)])
            else:
                moving = [x for a, v in zip(addresses, run.varies) for x in (a, int(v))]
                self._entry(LINES, width, [number, out + i * width, *padded(moving, 6)])

    def _entry(self, kind: int, n: int, entry: list[int]) -> None:
        """One more entry of the tape, in the last order if that is of this kind."""
        if self._open != kind:
            row = [0] * WIDTH
            row[0], row[1], row[7] = kind, n, len(self.tape)
            self.rows.append(row)
            self._open = kind
        self.rows[-1][8] += 1
        self.tape += entry

    def _addresses(self, run: Run, places: Any) -> list[int]:
        return [int(self.layout.at(v, p)) for v, p in zip(run.varies, places)]

    def _order(self, number: int, out: int, shape: Any, sides: Sequence[Side]) -> list[int]:
        """One order; the last of the loops is the innermost, in which results lie in a row."""
        row = [0] * WIDTH
        outer = shape[:-1]
        row[0], row[1], row[6] = number, shape[-1], out
        row[2:6] = [1] * (LOOPS - len(outer)) + list(outer)
        for j, side in enumerate(sides):
            at = 7 + 6 * j
            row[at], row[at + 1] = side.first, side.moves[-1]
            row[at + 6 - len(outer) : at + 6] = side.moves[:-1]
        self.rows.append(row)
        self._open = -1
        return row

    def _sum(
        self, out: int, shape: Any, sides: Sequence[Side], terms: int, steps: Sequence[int]
    ) -> list[int]:
        row = self._order(SUMS, out, shape, sides)
        row[19:23] = [terms, *steps, 0]
        return row

    def _over_samples(self, run: Run, out: int) -> None:
        """Sums over the samples of products of two operands."""
        loops = grid(run.places.T)
        shape = loops.shape if loops else ()
        starts = run.places[:1] if loops else run.places
        for i, places in enumerate(starts):
            sides = []
            for j, (first, v) in enumerate(zip(self._addresses(run, places), run.varies)):
                moves = loops.strides[j] if loops else ()
                sides.append(Side(first, (*(s * self.layout.unit(v) for s in moves), 0)))
            steps, terms = [int(v) for v in run.varies], self.layout.width
            if not self._product(out + i, (*shape, 1), sides, terms, steps):
                self._sum(out + i, (*shape, 1), sides, terms, steps)

    def _product(
        self, out: int, shape: Any, sides: Sequence[Side], terms: int, steps: Sequence[int]
    ) -> bool:
        """An order for a product of matrices, if the sums are one that is large enough."""
        shape, (left, right) = merged_sides(shape, sides)
        if len(shape) != 2 or shape[0] * shape[1] * terms < LARGE or not has_blas():
            return False
        if left.moves[0] == 0 == right.moves[1]:
            left, right, steps = right, left, steps[::-1]
        found = transposition(left, right, steps)
        if found is None:
            return False
        (a_turned, a_stride), (b_turned, b_stride) = found
        row = [0] * WIDTH
        row[:4] = [PRODUCT, *shape, terms]
        row[6:10] = [out, left.first, a_turned, a_stride]
        row[13:16] = [right.first, b_turned, b_stride]
        self.rows.append(row)
        self._open = -1
        return True

    def _sums(self, run: Run, out: int) -> None:
        """Sums of products of terms, in segments in which these lie regularly."""
        pairs, varies = self._pairs(run)
        width = self.layout.width if run.varying else 1
        parts = list(cuts(pairs, varies))
        found = [regular(pairs[:, :, start:stop], varies[:, start]) for start, stop in parts]
        segments = [segment for segment in found if segment]
        if len(segments) < len(parts) or len(parts) > SEGMENTS:
            return self._sums_at(run, out, pairs, varies)
        for n, segment in enumerate(segments):
            sides, steps = [], []
            for side in (segment.left, segment.right):
                unit = self.layout.unit(side.varies)
                first = int(self.layout.at(side.varies, side.first))
                moves = (*(s * unit for s in side.loops), int(side.varies))
                sides.append(Side(first, moves))
                steps.append(side.step * unit)
            shape = (*segment.shape, width)
            if len(parts) > 1 or not self._product(out, shape, sides, segment.terms, steps):
                self._sum(out, shape, sides, segment.terms, steps)[22] = int(n > 0)

    def _pairs(self, run: Run) -> tuple[Any, Any]:
        """Both sides of the products, an array (2, products, terms), and which of them vary."""
        places, varies = run.places, np.array(run.varies, dtype=bool)
        if run.op is total:
            ones = np.full_like(places, self.layout.one)
            return np.stack([places, ones]), np.stack([varies, np.zeros_like(varies)])
        half = places.shape[1] // 2
        pairs = np.stack([places[:, :half], places[:, half:]])
        return pairs, varies.reshape(2, half)

    def _sums_at(self, run: Run, out: int, pairs: Any, varies: Any) -> None:
        """The same where terms lie irregularly: the tape says where each is, and how it moves."""
        width = self.layout.width if run.varying else 1
        count, terms = pairs.shape[1:]
        row = self._order(SUMS_AT, out, (count, width), [])
        row[7], row[19] = len(self.tape), terms
        kinds = np.broadcast_to(varies[:, None], pairs.shape)
        first = np.where(kinds, self.layout.at(True, pairs), pairs)
        entries = np.stack([first[0], kinds[0], first[1], kinds[1]], axis=-1)
        self.tape += entries.ravel().tolist()


def padded(xs: list[int], length: int) -> list[int]:
    """xs, and zeros up to a length."""
    return xs + [0] * (length - len(xs))


def transposition(
    left: Side, right: Side, steps: Sequence[int]
) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """For each matrix whether it lies transposed in memory, and how far apart its rows are.

    None if one does not lie row by row or column by column, or if both are transposed.
    """
    (a_row, a_column), (b_row, b_column) = left.moves, right.moves
    a_step, b_step = steps
    if a_column or b_row or min(a_row, a_step, b_step, b_column) <= 0:
        return None
    if a_step == 1 == b_column:
        return (0, a_row), (0, b_step)
    if a_step == 1 == b_step:
        return (0, a_row), (1, b_column)
    return ((1, a_step), (0, b_step)) if a_row == 1 == b_column else None


def merged_sides(shape: Sequence[int], sides: Sequence[Side]) -> tuple[tuple[int, ...], list[Side]]:
    """`merged` for sides, which begin where they did."""
    lengths, moves = merged(shape, [s.moves for s in sides])
    return lengths, [Side(s.first, m) for s, m in zip(sides, moves)]
