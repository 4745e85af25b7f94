"""The graph of one sample's loss as it changes in a training: its pictures and its numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from autograd import Value, enable_grad, topological_sort
from autograd.assign import assign
from autograd.naming import short, unique_names

from ..module import Module
from .heat import heat_strips, layers_of

if TYPE_CHECKING:
    from autograd.drawing.sketch import Sketch

NODES = 120  # a larger graph can't be read on a page
PICTURES = 12  # of a graph that changes its structure from epoch to epoch
DIGITS = 4  # of the numbers in boxes


class Numbers(NamedTuple):
    """The numbers in a graph at a moment, each node after its operands.

    `picture` is the place of the picture that they belong in, -1 if it has none. `constants` are
    the plain numbers among the operands, in the order in which they are used.
    """

    picture: int
    data: list[float]
    grad: list[float]
    constants: list[float]


class Picture(NamedTuple):
    """A graph of one structure, to be drawn: the nodes' names, and the ids of plain numbers."""

    sketch: Sketch
    names: list[str]
    constants: list[str]


class SampleGraph:
    """The graph of `loss([model(x)], [target])`, recorded anew at each moment, with gradients.

    A picture is kept of each structure that it has. Of a graph of more than 120 nodes there is
    no picture, and the numbers are those of the parameters, some 2,000 at most.
    """

    def __init__(self, model: Module, x: Any, target: Any, loss: Callable[[Any, Any], Any]) -> None:
        self.model, self.x, self.target, self.loss = model, x, target, loss
        self.nodes = len(topological_sort(self._root()))
        self.pictures: dict[object, Picture] = {}
        self.layers = layers_of([name for name, _ in model.named_parameters()])

    @property
    def drawn(self) -> bool:
        return self.nodes <= NODES

    def numbers(self) -> Numbers:
        """The graph's numbers now. Every `.grad` is as before afterwards."""
        root = self._root()
        order = topological_sort(root)
        shown = order if self.drawn else self._parameters()
        touched = [*order, *shown]
        before = [node.grad for node in touched]
        try:
            assign(touched, "grad", [0.0] * len(touched))
            root.backward()
            data, grad = [node.data for node in shown], [node.grad for node in shown]
        finally:
            assign(touched, "grad", before)
        if not self.drawn:
            return Numbers(-1, data, grad, [])
        return Numbers(self._picture(order), data, grad, [x for *_, x in _constants(order)])

    def _parameters(self) -> list[Value]:
        """Those that are shown where there is no picture."""
        parameters = self.model.parameters()
        return [parameters[i] for layer in self.layers for i in layer.shown]

    def _root(self) -> Value:
        with enable_grad():
            root: Value = self.loss([self.model(self.x)], [self.target])
        return root

    def _picture(self, order: list[Value]) -> int:
        """The place of the picture of this structure; -1 if it is one too many."""
        called = [("loss", order[-1]), *self.model.named_parameters()]
        names = list(unique_names(order, called).values())
        structure = (*names, *_structure(order))
        if structure not in self.pictures:
            if len(self.pictures) == PICTURES or len(order) > NODES:
                return -1
            from autograd.drawing.values import sketch_values

            # without frames round modules it is wider than high, as screens are
            sketch = sketch_values(order[-1], names=called, clusters=False)
            constants = [f"n{i}c{k}" for i, k, _ in _constants(order)]
            self.pictures[structure] = Picture(sketch, names, constants)
        return list(self.pictures).index(structure)

    def payload(self, moments: Sequence[Numbers]) -> dict[str, Any]:
        """For the page: the pictures, and the numbers at each moment."""
        told = {"nodes": self.nodes, "most": NODES}
        if not self.drawn:
            return told | {"strips": heat_strips(self.layers, moments)}
        pictures = [
            {"svg": _svg(p, k, moments), "names": p.names, "constants": p.constants}
            for k, p in enumerate(self.pictures.values())
        ]
        return told | {"pictures": pictures, "moments": [_written(m) for m in moments]}


def _constants(order: list[Value]) -> Iterator[tuple[int, int, float]]:
    """The plain numbers among the operands: of which node, the how manieth, and the number."""
    for i, node in enumerate(order):
        for k, parent in enumerate(node.parents):
            if isinstance(parent, float):
                yield i, k, parent


def _structure(order: list[Value]) -> Iterator[object]:
    """What decides how the graph is drawn: its operations and its edges, but no numbers."""
    place = {node: i for i, node in enumerate(order)}
    for node in order:
        yield str(node.op), tuple(-1 if isinstance(p, float) else place[p] for p in node.parents)


def _svg(picture: Picture, k: int, moments: Sequence[Numbers]) -> str:
    from autograd.stepping.picture import stepped_picture
    from autograd.stepping.steps import Step

    def boxes(numbers: list[float]) -> dict[str, str]:
        return {f"n{i}": short(x, DIGITS) for i, x in enumerate(numbers)}

    steps = [
        Step("", "", data=boxes(m.data), grad=boxes(m.grad)) for m in moments if m.picture == k
    ]
    names = {f"n{i}": name for i, name in enumerate(picture.names)}
    return stepped_picture(picture.sketch, names, steps)


def _written(moment: Numbers) -> dict[str, Any]:
    """The numbers as the boxes show them, in one text: shorter, and nan has no other place."""
    texts = {
        field: " ".join(short(x, DIGITS) for x in getattr(moment, field))
        for field in ("data", "grad", "constants")
    }
    return {"picture": moment.picture} | texts
