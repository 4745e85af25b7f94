"""Runs as loops of machine code, written for where their operands are."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack

from ...primitives import Primitive
from ...primitives.reductions import dot, total
from .lanes import Lanes, Library, across
from .lines import summed, written
from .loops import Loops
from .nests import List, Nest, same

TERMS = 16  # of a sum, up to which they are written one after the other
APART = 4  # sums that longer ones are made of
Term = Callable[[str, int], list[Lanes]]  # the factors of terms from one on, so many of them


class Rolling(Loops):
    """Lines for nests and lists: on what is in memory `%m`, with places on a `%tape`."""

    def __init__(self, library: Library, width: int, tape: list[int]) -> None:
        super().__init__(library)
        self.width, self.tape = width, tape

    def add(self, part: Nest | List) -> None:
        """The lines for it."""
        if isinstance(part, List):
            self._list(part)
            return
        with ExitStack() as stack:
            places, out = self._outside(part, stack)
            if part.terms and adds_across(part, self.width):
                self.over(
                    part.shape[-1], self.width, lambda i, w: self._across(part, places, out, i, w)
                )
            else:
                self.over(
                    part.shape[-1], self.width, lambda i, w: self._along(part, places, out, i, w)
                )

    def _outside(self, nest: Nest, stack: ExitStack) -> tuple[list[str], str]:
        """The loops around the innermost: where its operands and results are from then on."""
        places = [self.after("%m", str(side.first)) for side in nest.sides]
        out = self.after("%m", str(nest.out))
        for d, n in enumerate(nest.shape[:-1]):
            i = stack.enter_context(self.loop(n))
            places = [self.after(p, i, side.moves[d]) for p, side in zip(places, nest.sides)]
            out = self.after(out, i, math.prod(nest.shape[d + 1 :]))
        return places, out

    def _along(self, nest: Nest, places: list[str], out: str, i: str, width: int) -> None:
        """Results side by side."""
        moves = [side.moves[-1] for side in nest.sides]
        here = [self.after(p, i, move) for p, move in zip(places, moves)]

        def term(t: str, _: int) -> list[Lanes]:
            at = [self.after(p, t, side.step) for p, side in zip(here, nest.sides)]
            return [self.strided(p, width, move) for p, move in zip(at, moves)]

        self._put(nest.op, nest.terms, term, self.after(out, i), width)

    def _put(self, op: Primitive, terms: int, term: Term, out: str, width: int) -> None:
        """The lines for so many results, which are sums if there are terms."""
        if terms:
            found = self._sum(terms, term, width)
        else:
            xs = term("0", 1)
            found = xs[0] if op is same else written(op, xs)
        self.code(width).store(found, out)

    def _sum(self, terms: int, term: Term, width: int, step: int = 1) -> Lanes:
        """The sum over terms, `step` of which are side by side."""
        turns = terms // step
        if turns <= TERMS:
            return products([term(str(t * step), step) for t in range(turns)])
        start = [self.code(width).constant(0.0)] * APART

        def turn(i: str, held: Sequence[Lanes]) -> list[Lanes]:
            at = self.put(f"mul i64 {i}, {step * APART}")
            places = [self.put(f"add i64 {at}, {k * step}") for k in range(APART)]
            return [plus(x, term(t, step)) for x, t in zip(held, places)]

        found = self.carried(turns // APART, start, turn)
        for k, t in enumerate(range(turns - turns % APART, turns)):
            found[k] = plus(found[k], term(str(t * step), step))
        return summed(found)

    def _across(self, nest: Nest, places: list[str], out: str, i: str, width: int) -> None:
        """Results side by side, each a sum whose terms were side by side."""
        rows = []
        for k in range(width):
            here = [
                self.after(self.after(p, i, side.moves[-1]), str(k), side.moves[-1])
                for p, side in zip(places, nest.sides)
            ]

            def term(t: str, w: int, here: list[str] = here) -> list[Lanes]:
                return [
                    self.strided(self.after(p, t, side.step), w, side.step)
                    for p, side in zip(here, nest.sides)
                ]

            rows.append(self._row(nest.terms, term))
        self._together(rows, self.after(out, i))

    def _row(self, terms: int, term: Term) -> Lanes:
        """A sum of terms as several, side by side."""
        whole, left = divmod(terms, self.width)
        parts = []
        if whole:
            parts.append(self._sum(whole * self.width, term, self.width, self.width))
        if left:
            rest = products([term(str(whole * self.width), left)])
            parts.append(self.widened(rest, self.width))
        return summed(parts)

    def _together(self, rows: list[Lanes], out: str) -> None:
        """Stores the sums over the lanes of rows."""
        filled = rows + rows[:1] * (self.width - len(rows))
        found = self.widened(across(filled), len(rows))
        self.code(len(rows)).store(found, out)

    def _list(self, part: List) -> None:
        """The same for places that are looked up."""
        count, operands = part.places.shape
        sides = 2 if part.op is dot else 1
        terms = operands // sides if part.op in (dot, total) else 0
        start = len(self.tape)
        out = self.after("%m", str(part.out))
        if terms >= self.width > count:
            self.tape += part.places.ravel().tolist()
            rows = [
                self._row(terms, self._looked_up(start + k * operands, sides, terms, 1))
                for k in range(count)
            ]
            self._together(rows, out)
            return
        self.tape += part.places.T.ravel().tolist()
        columns = sides if terms else operands

        def body(i: str, width: int) -> None:
            factors = self._looked_up(start, columns, terms * count or count, count, i, width)
            self._put(part.op, terms, factors, self.after(out, i), width)

        self.over(count, self.width, body)

    def _looked_up(
        self, start: int, columns: int, apart: int, step: int, i: str = "0", width: int = 0
    ) -> Term:
        """The factors of terms that are `step` places from one to the next on the tape."""

        def term(t: str, w: int) -> list[Lanes]:
            found, size = [], width or w
            for k in range(columns):
                at = self.put(f"getelementptr i32, ptr %tape, i64 {start + k * apart}")
                at = self.put(f"getelementptr i32, ptr {at}, i64 {i}")
                at = self.put(f"getelementptr [{step} x i32], ptr {at}, i64 {t}")
                kind = self.code(size).type("i32")
                offsets = self.put(f"load {kind}, ptr {at}, align 4")
                found.append(self.gathered("%m", size, f"{kind} {offsets}"))
            return found

        return term


def adds_across(nest: Nest, width: int) -> bool:
    """Whether terms are rather side by side than results, which are added up then."""
    if any(abs(side.step) > 1 for side in nest.sides):
        return False
    n = min(nest.shape[-1], width)
    along = sum(n if abs(side.moves[-1]) > 1 else 1 for side in nest.sides) * nest.terms
    turns = -(-nest.terms // width)
    return 2 * n * turns + 2.5 * width < along


def products(terms: Sequence[Sequence[Lanes]]) -> Lanes:
    """The sum of terms, which are products of two factors or one each."""
    xs, *ys = zip(*terms)
    return summed(xs, *ys)


def plus(x: Lanes, factors: Sequence[Lanes]) -> Lanes:
    """x and a term more."""
    return x.code.call("fmuladd", *factors, x) if len(factors) > 1 else x + factors[0]
