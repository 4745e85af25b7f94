"""From Values to a sketch: a box for each node, operation and plain number, and what goes in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from numbers import Real
from typing import TYPE_CHECKING, Any

from ..graph import topological_sort
from ..naming import Names, names_by_value, short
from .fields import SHOWN
from .scopes import NOWHERE, Scopes
from .sketch import DIGITS, Arrow, Box, Cluster, Sketch

if TYPE_CHECKING:
    from ..value import Value


class Subject:
    """The graph that is drawn: its nodes in order, what they are called and where they belong.

    The box of `order[i]` has the id `n{i}`, its operation `n{i}op`, the arrow between them
    `n{i}z`, the arrow from its operand j `n{i}e{j}`, and the box of that operand, where it is a
    plain number, `n{i}c{j}`.
    """

    def __init__(
        self,
        root: Value,
        names: Names = (),
        show: Sequence[str] = SHOWN,
        clusters: bool = True,
    ) -> None:
        self.order = topological_sort(root)
        self.index = {node: i for i, node in enumerate(self.order)}
        self.called = names_by_value(names)
        self.show = show
        self.scopes = Scopes(self.order, self.index, self.called if clusters else {}, names)

    def boxes(self, i: int) -> Iterator[Box]:
        """The boxes for `order[i]`: its own, that of its operation, and of plain operands."""
        node, cluster = self.order[i], self.cluster(self.scopes.of[i])
        name, data, grad = self.name(node), number(node.data), number(node.grad)
        yield Box(
            f"n{i}",
            "result" if node.op else "leaf",
            self._rows(node, self._label(node, i)),
            cluster,
            title=f"{name}: data = {data!r}, grad = {grad!r}".removeprefix(": "),
            facts={"label": name, "data": data, "grad": grad} | _operation(node),
        )
        if node.op:
            title = f"the operation {node.op.name}"
            yield Box(f"n{i}op", "operation", [("op", str(node.op))], cluster, title=title)
        for j, parent in enumerate(node.parents):
            if isinstance(parent, float):
                rows, title = [("data", short(parent, DIGITS))], f"a plain number, {parent!r}"
                yield Box(f"n{i}c{j}", "constant", rows, cluster, "", title, {"data": parent})

    def arrows(self, i: int) -> Iterator[Arrow]:
        """The arrows from the operation to `order[i]`, and from each operand to the operation."""
        node = self.order[i]
        if node.op:
            yield Arrow(f"n{i}z", f"n{i}op", f"n{i}")
        for j, (parent, partial) in enumerate(zip(node.parents, node.partials)):
            tail = f"n{i}c{j}" if isinstance(parent, float) else f"n{self.index[parent]}"
            partial = number(partial)
            text = short(partial, DIGITS) if "partial" in self.show else ""
            yield Arrow(f"n{i}e{j}", tail, f"n{i}op", text, partial)

    def name(self, node: Value) -> str:
        """The label as a text, else the name that was given; empty if there is neither."""
        return _text(node.label) or self.called.get(node, "")

    def cluster(self, scope: int) -> str:
        """The id of the frame for a module."""
        return "" if scope == NOWHERE else f"m{scope}"

    def clusters(self) -> Iterator[Cluster]:
        """The frames for all modules of the graph."""
        for i, scope in enumerate(self.scopes.all):
            yield Cluster(f"m{i}", scope.title, self.cluster(scope.parent))

    def title(self) -> str:
        """What a drawing of the graph shows, in words."""
        root, n = self.order[-1], len(self.order)
        name, data = self.name(root), short(number(root.data), DIGITS)
        result = f"{name} = {data}" if name else data
        return f"Graph of {n:,} {'nodes' if n > 1 else 'node'} with the result {result}"

    def _label(self, node: Value, i: int) -> str:
        """The label, else the name: without the path of the frame that the box stands in."""
        scope, name = self.scopes.of[i], self.called.get(node, "")
        if _text(node.label) or scope == NOWHERE:
            return self.name(node)
        return name.removeprefix(f"{self.scopes.all[scope].path}.")

    def _rows(self, node: Value, label: str) -> list[tuple[str, str]]:
        texts = {
            "label": label,
            "data": f"data {short(number(node.data), DIGITS)}",
            "grad": f"grad {short(number(node.grad), DIGITS)}",
        }
        return [(field, texts[field]) for field in SHOWN if field in self.show and texts[field]]


def number(x: Any) -> Any:
    """A real number of any library's as a float; what is none, as it is."""
    return float(x) if isinstance(x, Real) else x


def _text(label: Any) -> str:
    return "" if label is None else str(label)


def _operation(node: Value) -> dict[str, str]:
    return {"op": str(node.op)} if node.op else {}


def sketch_values(
    root: Value,
    *,
    names: Names = (),
    direction: str = "LR",
    show: Sequence[str] = SHOWN,
    clusters: bool = True,
) -> Sketch:
    """The sketch of all that `root` was computed from, each node in a box of its own.

    Options as in `draw`; `clusters` frames the nodes of each module. See Subject for the ids.

    >>> from autograd import Value
    >>> sketch = sketch_values(Value(2.0, "a") * 3.0)
    >>> [(box.id, box.kind, [text for _, text in box.rows]) for box in sketch.boxes]
    ... # doctest: +NORMALIZE_WHITESPACE
    [('n0', 'leaf', ['a', 'data 2', 'grad 0']), ('n1', 'result', ['data 6', 'grad 0']),
     ('n1op', 'operation', ['*']), ('n1c1', 'constant', ['3'])]
    >>> [(arrow.id, arrow.tail, arrow.head) for arrow in sketch.arrows]
    [('n1z', 'n1op', 'n1'), ('n1e0', 'n0', 'n1op'), ('n1e1', 'n1c1', 'n1op')]
    """
    return sketch_subject(Subject(root, names, show, clusters), direction)


def sketch_subject(subject: Subject, direction: str) -> Sketch:
    """The sketch with every node of the subject."""
    sketch = Sketch(direction, subject.title(), clusters=list(subject.clusters()))
    for i in range(len(subject.order)):
        sketch.boxes += subject.boxes(i)
        sketch.arrows += subject.arrows(i)
    return sketch
