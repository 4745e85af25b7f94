"""The forward and the backward pass of a graph as steps: a sentence each, with its numbers."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from ..formulas.notation import applied
from ..naming import short
from .walk import Term, Walk

OPERANDS = 6  # so many are spelled out in a sentence
DIGITS = 4  # of the numbers in boxes


@dataclass(frozen=True)
class Step:
    """One step: what happens, in a sentence, and where.

    `phase`  leaves, forward, seed, backward or end
    `text`   the sentence, with its numbers
    `box`    the id of the box that changes, as drawings name them; empty if it is not one
    `lit`    the ids of the boxes and arrows that take part
    `data`   the numbers that appear, as text by box
    `grad`   the gradients that change, as text by box
    `term`   the term that is added in a step of the backward pass
    """

    phase: str
    text: str
    box: str = ""
    lit: tuple[str, ...] = ()
    data: dict[str, str] = field(default_factory=dict)
    grad: dict[str, str] = field(default_factory=dict)
    term: Term | None = None

    def __str__(self) -> str:
        return self.text


def steps(walk: Walk, inside: Collection[int] = ()) -> list[Step]:
    """All steps: what is given, each operation, the seed, each edge on the way back, the end.

    With `inside`, only those that some of the nodes take part in, by place: what they are
    computed from is given, and the gradient ends with them.
    """
    nodes = set(inside) or range(len(walk.order))
    sources = walk.leaves() if not inside else walk.sources(nodes)
    found = [i for i in walk.leaves() if i in nodes] or sorted(nodes)
    return [
        given(walk, sources),
        *_forward(walk, nodes),
        *([seed(walk)] if len(walk.order) - 1 in nodes else []),
        *_backward(walk, nodes),
        _end(walk, found),
    ]


def given(walk: Walk, nodes: Sequence[int]) -> Step:
    """The step that shows what everything is computed from."""
    what = "The leaves are given" if not any(walk.order[i].op for i in nodes) else "Given"
    data = listed([f"{walk.names[i]} = {short(walk.order[i].data)}" for i in nodes])
    shown = {f"n{i}": short(walk.order[i].data, DIGITS) for i in nodes}
    return Step("leaves", f"{what}: {data}", lit=tuple(shown), data=shown)


def _forward(walk: Walk, nodes: Collection[int]) -> Iterator[Step]:
    for i, node in enumerate(walk.order):
        if node.op and i in nodes:
            shown = {f"n{i}": short(node.data, DIGITS)}
            yield Step("forward", computed(walk, i), f"n{i}", _around(walk, i), shown)


def computed(walk: Walk, i: int) -> str:
    """How the node came about: `d = a * b = 2 * -3 = -6`."""
    node = walk.order[i]
    assert node.op is not None
    numbers = [p if type(p) is float else p.data for p in node.parents]  # type: ignore[union-attr]
    with_numbers = applied(node.op, [float(short(x)) for x in numbers], limit=OPERANDS)
    return f"{formula(walk, i)} = {with_numbers} = {short(node.data)}"


def formula(walk: Walk, i: int) -> str:
    """What the node is: `d = a * b`; a leaf has its name alone."""
    op = walk.order[i].op
    name = walk.names[i]
    return f"{name} = {applied(op, walk.operands(i), limit=OPERANDS)}" if op else name


def _around(walk: Walk, i: int) -> tuple[str, ...]:
    """The node, its operation and its operands, with the arrows between them."""
    ids = [f"n{i}", f"n{i}z", f"n{i}op"]
    for k, parent in enumerate(walk.order[i].parents):
        source = f"n{i}c{k}" if type(parent) is float else f"n{walk.place[parent]}"  # type: ignore[index]
        ids += [f"n{i}e{k}", source]
    return tuple(ids)


def seed(walk: Walk, box: str = "") -> Step:
    """The step from which the gradients go back; `box` is the root's."""
    last = len(walk.order) - 1
    box = box or f"n{last}"
    text = f"{walk.derivative(last)} = 1: from here the chain rule goes back, edge by edge"
    return Step("seed", text, box, (box,), grad={box: "1"})


def _backward(walk: Walk, nodes: Collection[int]) -> Iterator[Step]:
    for term in walk.terms:
        if term.parent in nodes:
            i, k, parent = term.node, term.operand, f"n{term.parent}"
            ids = (f"n{i}", f"n{i}z", f"n{i}op", f"n{i}e{k}", parent)
            shown = {parent: short(term.after, DIGITS)}
            yield Step("backward", added(walk, term), parent, ids, grad=shown, term=term)


def added(walk: Walk, term: Term) -> str:
    """The sentence of an edge: `df/db += df/dd * dd/db = -1 * 2 = -2 (was -6, now -8)`."""
    why = "" if term.first else ": paths add up"
    was = f"was {short(term.before)}, now {short(term.after)}{why}"
    return f"{walk.derivative(term.parent)} += {product(walk, term)} ({was})"


def product(walk: Walk, term: Term) -> str:
    """What an edge adds: `df/dd * dd/db = -1 * 2 = -2`."""
    names = f"{walk.derivative(term.node)} * {walk.derivative(term.node, term.operand)}"
    return f"{names} = {short(term.upstream)} * {short(term.partial)} = {short(term.product)}"


def _end(walk: Walk, nodes: Sequence[int]) -> Step:
    found = [f"{walk.derivative(i)} = {short(walk.gradients[i])}" for i in nodes]
    return Step("end", f"Done: {listed(found)}", lit=tuple(f"n{i}" for i in nodes))


def listed(texts: Sequence[str], most: int = 120) -> str:
    """The texts one after the other, up to so many letters, and how many more there are."""
    letters, shown = 0, 0
    for text in texts:
        letters += len(text) + 2
        if letters > most and shown:
            break
        shown += 1
    more = f" and {len(texts) - shown} more" if len(texts) > shown else ""
    return ", ".join(texts[:shown]) + more
