"""The steps of a big graph that is drawn with groups: from group to group, with sums of edges."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from ..drawing.collapse import Edges, Keys
from ..drawing.groups import largest, members_of
from ..drawing.sketch import Box, Sketch
from ..naming import short
from .steps import DIGITS, Step, added, computed, given, seed
from .walk import Term, Walk


class Overview:
    """The boxes of a sketch with groups, in topological order, and the edges between them.

    `members` are the nodes of each box that stands for nodes, by its id.
    """

    def __init__(self, walk: Walk, sketch: Sketch, keys: Keys, edges: Edges) -> None:
        self.walk = walk
        home = members_of(keys)[0]
        self.box = [f"g{group}" if group >= 0 else f"n{i}" for i, group in enumerate(home)]
        depth = edges.depths_between(keys) or [0] * len(home)
        self.members: dict[str, list[int]] = defaultdict(list)
        for i in sorted(range(len(home)), key=depth.__getitem__):
            self.members[self.box[i]].append(i)
        groups: dict[str, Box] = {box.id: box for box in sketch.boxes if box.kind == "group"}
        self.names = {
            box: groups[box].rows[0][1] if box in groups else walk.names[members[0]]
            for box, members in self.members.items()
        }
        self.terms: dict[str, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
        for term in walk.terms:
            self.terms[self.box[term.node]][self.box[term.parent]].append(term)

    def steps(self) -> list[Step]:
        """From the leaves forward to the root, and back: a step for each pair of boxes."""
        return [*self._forward(), seed(self.walk, self.box[-1]), *self._backward(), self._end()]

    def _forward(self) -> Iterator[Step]:
        alone = [members[0] for box, members in self.members.items() if box[0] == "n"]
        sources = [i for i in alone if not self.walk.order[i].parents]
        if sources:
            yield given(self.walk, sources)
        for box, members in self.members.items():
            node = self.walk.order[members[0]]
            shown = {box: self._size(box, "data")}
            if box[0] == "g":
                results = sum(bool(self.walk.order[i].op) for i in members)
                leaves = f"{len(members) - results:,} numbers given" * (results < len(members))
                made = f"{results:,} computed" * bool(results)
                text = f"{self.names[box]}: {', '.join(filter(None, (leaves, made)))}"
                yield Step("forward", text, box, (box, *self._arrows_into(box)), shown)
            elif node.op:
                text = computed(self.walk, members[0])
                yield Step("forward", text, box, (box, *self._arrows_into(box)), shown)

    def _backward(self) -> Iterator[Step]:
        waiting = {box: sum(box in to for to in self.terms.values()) for box in self.members}
        for head in reversed(self.members):
            for tail in sorted(self.terms[head], key=lambda tail: tail != head):  # itself first
                terms = self.terms[head][tail]
                waiting[tail] -= 1
                grad = {tail: self._size(tail, "grad")} if not waiting[tail] else {}
                lit = (head, tail) if tail == head else (head, *self._arrows(tail, head), tail)
                yield Step("backward", self._carried(terms, tail, head), tail, lit, grad=grad)

    def _carried(self, terms: list[Term], tail: str, head: str) -> str:
        if len(terms) == 1 and tail[0] == head[0] == "n":
            return added(self.walk, terms[0])
        most = short(largest(term.product for term in terms))
        edges = f"{len(terms):,} {'edges' if len(terms) > 1 else 'edge'}"
        if tail == head:
            return f"Inside {self.names[head]} the gradient goes back along {edges}"
        way = f"from {self.names[head]} back to {self.names[tail]}"
        return f"{edges} {way}: the largest term is {most} in size"

    def _end(self) -> Step:
        sources = [i for i, node in enumerate(self.walk.order) if not node.parents]
        most = short(largest(self.walk.gradients[i] for i in sources))
        text = f"Done: {len(sources):,} leaves have their gradients, the largest {most} in size"
        return Step("end", text, lit=tuple(dict.fromkeys(self.box[i] for i in sources)))

    def _size(self, box: str, which: str) -> str:
        """The number of a node, or how large the numbers of a group are."""
        numbers = (
            self.walk.gradients[i] if which == "grad" else self.walk.order[i].data
            for i in self.members[box]
        )
        if box[0] == "n":
            return short(next(numbers), DIGITS)
        return f"up to {short(largest(numbers), DIGITS)}"

    def _arrows_into(self, head: str) -> Iterator[str]:
        if head[0] == "n":
            yield from (f"{head}z", f"{head}op")
        for tail in self.terms[head]:
            if tail != head:
                yield from self._arrows(tail, head)

    def _arrows(self, tail: str, head: str) -> list[str]:
        """The ids of what is drawn between two boxes."""
        if tail[0] == head[0] == "n":
            operands = [term.operand for term in self.terms[head][tail]]
            return [f"{head}z", f"{head}op", *(f"{head}e{k}" for k in operands)]
        if head[0] == "n":
            return [f"{head}z", f"{head}op", f"{tail}_{head}op"]
        return [f"{tail}_{head}"]
