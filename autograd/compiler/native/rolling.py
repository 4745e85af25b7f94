"""Runs as loops of machine code, written for where their operands are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from functools import partial
from itertools import islice
from typing import Any

from ...primitives import Primitive
from ...primitives.reductions import dot, total
from ..grid import merged
from .joining import Group, sides
from .lanes import Lanes, Library, across
from .lines import summed, written
from .loops import Loops
from .nests import List, Nest, Side, same

TERMS = 16  # of a sum, up to which they are written one after the other
APART = 4  # sums that longer ones are made of
Term = Callable[[str, int], list[Lanes]]  # the factors of terms from one on, so many side by side


class Rolling(Loops):
    """Lines for groups of nests, and for lists: on what is in `%m`, with places on a `@tape`."""

    def __init__(self, library: Library, width: int, tape: list[int]) -> None:
        super().__init__(library)
        self.width, self.tape = width, tape

    def add(self, part: Group | List) -> None:
        """The lines for it."""
        if isinstance(part, List):
            self._list(part)
            return
        group, is_across = arranged(part, self.width)
        first = group.nests[0]
        body = self._across if is_across else self._sums if first.terms else self._rows
        known = sides(group)
        with ExitStack() as stack:
            places = [self.after("%m", str(side.first)) for side in known]
            for d, n in enumerate(first.shape[:-1]):
                i = stack.enter_context(self.loop(n))
                places = [self.after(p, i, side.moves[d]) for p, side in zip(places, known)]
            turn = partial(body, group, dict(zip(known, places)))
            self.over(first.shape[-1], self.width, turn)

    def _rows(self, group: Group, places: dict[Side, str], i: str, width: int) -> None:
        """Results side by side, of one nest after the other."""
        known: dict[Side, Lanes] = {}
        for nest, stored in zip(group.nests, group.stored):
            for side in nest.sides:
                if side not in known:
                    here = self.after(places[side], i, side.moves[-1])
                    known[side] = self.strided(here, width, side.moves[-1])
            known[nest.out] = found = row(nest.op, [known[side] for side in nest.sides])
            if stored:
                move = nest.out.moves[-1]
                self.scattered(found, self.after(places[nest.out], i, move), move)

    def _tabled(self, side: Side) -> int:
        """Where on the tape the terms are, if they lie irregularly."""
        start = len(self.tape)
        if side.step is None and len(side.terms) > TERMS:
            self.tape += side.terms
        return start

    def _term(self, place: str, side: Side, start: int, t: str) -> str:
        """The address of a term."""
        if side.step is not None:
            return self.after(place, t, side.step)
        if len(side.terms) <= TERMS:
            return self.after(place, str(side.terms[int(t)]))
        at = self.put(f"getelementptr i32, ptr @tape, i64 {start}")
        offset = self.put(f"load i32, ptr {self.put(f'getelementptr i32, ptr {at}, i64 {t}')}")
        return self.put(f"getelementptr double, ptr {place}, i32 {offset}")

    def _sums(self, group: Group, places: dict[Side, str], i: str, width: int) -> None:
        """Sums side by side."""
        [nest] = group.nests
        out, *here = [self.after(places[x], i, x.moves[-1]) for x in (nest.out, *nest.sides)]
        starts = [self._tabled(side) for side in nest.sides]

        def term(t: str, _: int) -> list[Lanes]:
            at = [self._term(*x, t) for x in zip(here, nest.sides, starts)]
            return [self.strided(p, width, x.moves[-1]) for p, x in zip(at, nest.sides)]

        self.scattered(self._sum(nest.terms, term, width), out, nest.out.moves[-1])

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

    def _across(self, group: Group, places: dict[Side, str], i: str, width: int) -> None:
        """Results side by side, each a sum whose terms were side by side."""
        [nest] = group.nests
        out, *here = [self.after(places[x], i, x.moves[-1]) for x in (nest.out, *nest.sides)]

        def term(k: str, t: str, w: int) -> list[Lanes]:
            own = [self.after(p, k, x.moves[-1]) for p, x in zip(here, nest.sides)]
            at = [self.after(p, t, x.step or 0) for p, x in zip(own, nest.sides)]
            return [self.strided(p, w, x.step or 0) for p, x in zip(at, nest.sides)]

        rows = [self._row(nest.terms, partial(term, str(k))) for k in range(width)]
        self._together(rows, out, nest.out.moves[-1])

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

    def _together(self, rows: list[Lanes], out: str, move: int = 1) -> None:
        """Stores the sums over the lanes of rows."""
        filled = rows + rows[:1] * (self.width - len(rows))
        self.scattered(self.widened(across(filled), len(rows)), out, move)

    def _list(self, part: List) -> None:
        """The same for places that are looked up."""
        count, operands = part.places.shape
        terms = operands // (2 if part.op is dot else 1) if part.op in (dot, total) else 0
        out = self.after("%m", str(part.out))
        if terms >= self.width > count:
            self._list_across(part.places, terms, out)
            return
        start, apart = len(self.tape), count * max(terms, 1)
        self.tape += part.places.T.ravel().tolist()
        starts = range(start, len(self.tape), apart)

        def body(i: str, width: int) -> None:
            def term(t: str, _: int) -> list[Lanes]:
                at = self.put(f"mul i64 {t}, {count}")
                return self._looked_up(starts, self.put(f"add i64 {at}, {i}"), width)

            found = self._sum(terms, term, width) if terms else row(part.op, term("0", 1))
            self.scattered(found, self.after(out, i), 1)

        self.over(count, self.width, body)

    def _list_across(self, table: Any, terms: int, out: str) -> None:
        """Few sums of many terms that are looked up, which are side by side."""
        start = len(self.tape)
        self.tape += table.ravel().tolist()
        rows = []
        for first in range(start, len(self.tape), table.shape[1]):
            starts = range(first, first + table.shape[1], terms)
            rows.append(self._row(terms, partial(self._looked_up, starts)))
        self._together(rows, out)

    def _looked_up(self, starts: Sequence[int], t: str, width: int) -> list[Lanes]:
        """What is at the places from `t` on, after each of the starts on the tape."""
        found = []
        for start in starts:
            at = self.put(f"getelementptr i32, ptr @tape, i64 {start}")
            at = self.put(f"getelementptr i32, ptr {at}, i64 {t}")
            kind = self.code(width).type("i32")
            offsets = self.put(f"load {kind}, ptr {at}, align 4")
            found.append(self.gathered("%m", width, f"{kind} {offsets}"))
        return found


def arranged(group: Group, width: int) -> tuple[Group, bool]:
    """The group with the loop innermost that is best for results side by side.

    And whether terms are rather side by side, in the loops as they are.
    """
    group = _merged(group)
    shape = group.nests[0].shape
    costs = [sum(_along(nest, d, width) for nest in group.nests) for d in range(len(shape))]
    best = min(range(len(costs)), key=lambda d: (costs[d], -d))
    if group.nests[0].terms and _across(group.nests[0], width) < costs[best]:
        return group, True
    order = [d for d in range(len(shape)) if d != best] + [best]
    return group._replace(nests=[_turned(nest, order) for nest in group.nests]), False


def _merged(group: Group) -> Group:
    """The group with fewer and longer loops, where all of it goes on from one to the next."""
    every = [x for nest in group.nests for x in (nest.out, *nest.sides)]
    shape, moves = merged(group.nests[0].shape, [x.moves for x in every])
    found = iter([x._replace(moves=m) for x, m in zip(every, moves)])
    nests = [
        Nest(nest.op, shape, next(found), tuple(islice(found, len(nest.sides))))
        for nest in group.nests
    ]
    return group._replace(nests=nests)


def _turned(nest: Nest, order: Sequence[int]) -> Nest:
    """The nest with its loops in another order."""
    out, *others = [
        x._replace(moves=tuple(x.moves[d] for d in order)) for x in (nest.out, *nest.sides)
    ]
    return Nest(nest.op, tuple(nest.shape[d] for d in order), out, tuple(others))


def _along(nest: Nest, d: int, width: int) -> float:
    """About what a result costs where those of a loop are side by side."""
    n = min(nest.shape[d], width)
    reads = [n if abs(side.moves[d]) > 1 else 1 for side in nest.sides]
    stored = n if nest.out.moves[d] != 1 else 1
    return (max(nest.terms, 1) * sum(reads) + stored) / n


def _across(nest: Nest, width: int) -> float:
    """About what a sum costs whose terms are side by side."""
    if any(side.step is None or abs(side.step) > 1 for side in nest.sides):
        return float("inf")
    n = min(nest.shape[-1], width)
    return 2 * -(-nest.terms // width) + 2.5 * width / n


def row(op: Primitive, xs: Sequence[Lanes]) -> Lanes:
    """The row at these operands."""
    return xs[0] if op is same else written(op, xs)


def products(terms: Sequence[Sequence[Lanes]]) -> Lanes:
    """The sum of terms, which are products of two factors or one each."""
    xs, *ys = zip(*terms)
    return summed(xs, *ys)


def plus(x: Lanes, factors: Sequence[Lanes]) -> Lanes:
    """x and a term more."""
    return x.code.call("fmuladd", *factors, x) if len(factors) > 1 else x + factors[0]
