"""What a player shows: the whole graph, or for a big one its modules and what is inside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ..drawing.collapse import Edges, collapse
from ..drawing.groups import sketch_groups
from ..drawing.sketch import Sketch
from ..drawing.values import Subject, sketch_subject
from ..formulas import expression
from .overview import Overview
from .panels import panels
from .picture import stepped_picture
from .steps import Step, steps
from .walk import Walk

SMALL = 30  # nodes, of which a formula may be a title
INSIDE, VIEWS = 60, 50  # nodes of a group whose inside can be seen, and how many of them


@dataclass
class View:
    """One picture with its steps; `group` is the box of the first view whose inside it shows.

    `names` are what the boxes are called, by id, and `places` the nodes that have a panel. The
    picture and the panels are made when they are first asked for: the steps need neither.
    """

    walk: Walk
    title: str
    sketch: Sketch
    steps: list[Step]
    names: dict[str, str]
    places: Sequence[int]
    group: str = ""

    @cached_property
    def picture(self) -> str:
        return stepped_picture(self.sketch, self.names, self.steps)

    @cached_property
    def nodes(self) -> dict[str, dict[str, Any]]:
        return panels(self.walk, self.places, self.steps)

    def payload(self) -> dict[str, Any]:
        """The view as the page reads it."""
        return {
            "title": self.title,
            "group": self.group or None,
            "svg": self.picture,
            "steps": [_step(step) for step in self.steps],
            "nodes": self.nodes,
        }


def views(walk: Walk) -> list[View]:
    """One view of a small graph; of a big one an overview, and the insides of small groups."""
    subject = Subject(walk.order[-1], walk.given)
    keys = collapse(subject, "auto")
    if keys is None:
        return [_view(walk, title(walk), sketch_subject(subject, "LR"), range(len(walk.order)))]
    sketch = sketch_groups(subject, keys, "LR")
    overview = Overview(walk, sketch, keys, Edges(subject))
    alone = [members[0] for box, members in overview.members.items() if box[0] == "n"]
    first = View(walk, title(walk), sketch, overview.steps(), overview.names, alone)
    return [first, *_insides(walk, subject, overview)]


def title(walk: Walk) -> str:
    """The formula of the root, if it is not too long, else its name or the size of the graph."""
    if len(walk.order) > SMALL:
        return walk.order[-1].label or f"Graph of {len(walk.order):,} nodes"
    return expression(walk.order[-1], walk.given).splitlines()[-1]


def _insides(walk: Walk, subject: Subject, overview: Overview) -> Iterator[View]:
    few = [box for box, nodes in overview.members.items() if 1 < len(nodes) <= INSIDE]
    for box in few[:VIEWS]:
        nodes = sorted(overview.members[box])
        sketch = _around(walk, subject, nodes)
        yield _view(walk, overview.names[box], sketch, nodes, box)


def _view(walk: Walk, title: str, sketch: Sketch, nodes: Sequence[int], group: str = "") -> View:
    drawn = {box.id for box in sketch.boxes}
    names = {f"n{i}": name for i, name in enumerate(walk.names) if f"n{i}" in drawn}
    made = steps(walk, nodes if group else ())
    return View(walk, title, sketch, made, names, nodes, group)


def _around(walk: Walk, subject: Subject, nodes: Sequence[int]) -> Sketch:
    """The sketch of some nodes, with what they are computed from and what they go into."""
    sketch = Sketch("LR", subject.title())
    inside, consumers = set(nodes), {t.node for t in walk.terms if t.parent in set(nodes)}
    sources = set(walk.sources(inside))
    for i in sorted(inside | consumers | sources):
        boxes, arrows = list(subject.boxes(i)), list(subject.arrows(i))
        if i in inside:
            sketch.boxes += boxes
            sketch.arrows += arrows
        elif i in consumers:
            sketch.boxes += [box for box in boxes if box.kind != "constant"]
            tails = {f"n{j}" for j in inside} | {f"n{i}op"}
            sketch.arrows += [arrow for arrow in arrows if arrow.tail in tails]
        else:
            sketch.boxes.append(boxes[0])
    for box in sketch.boxes:
        box.cluster = ""
    return sketch


def _step(step: Step) -> dict[str, Any]:
    return {
        "phase": step.phase,
        "text": step.text,
        "node": step.box or None,
        "lit": step.lit,
        "data": step.data,
        "grad": step.grad,
    }
