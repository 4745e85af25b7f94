"""A sketch in Graphviz's language."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from .sketch import GREY, LONGEST, MARK, Arrow, Box, Sketch, readable

FONT = "DejaVu Sans"  # alone: in a list of fonts Graphviz would not know its widths
GRAPH = {
    "bgcolor": "transparent",
    "compound": "true",  # arrows may end at frames
    "nodesep": "0.12",
    "ranksep": "0.3",
    "nslimit": "2",  # or else some chains with long arrows take forty times as long
}
NODE = {
    "shape": "record",
    "style": "filled,rounded",
    "fontname": FONT,
    "fontsize": "10",
    "height": "0.3",
    "color": GREY,
    "fontcolor": "#111111",
}
EDGE = {
    "color": GREY,
    "fontcolor": GREY,
    "fontname": FONT,
    "fontsize": "9",
    "arrowsize": "0.6",
}
CLUSTER = {
    "color": GREY,
    "fontcolor": GREY,
    "fontname": FONT,
    "fontsize": "10",
    "style": "rounded",
    "labeljust": "l",
}
SMALL = ' width=0.3 margin="0.06,0.03"'
# what means something in a record label
ESCAPES = str.maketrans({c: f"\\{c}" for c in '\\{}|<>"'} | {"\n": "\\n", "&": "&amp;"})


def lines(sketch: Sketch) -> Iterator[str]:
    """The statements for all boxes, frames and arrows, by lines."""
    # from left to right Graphviz stacks what comes first at the bottom
    turn: Callable[[list[Box]], Iterable[Box]] = (
        reversed if sketch.direction in ("LR", "RL") else iter
    )
    if sketch.legend:
        yield _frame("legend", "", 1)
        yield from (f"\t\t{_node(box, sketch.stacked)}" for box in turn(sketch.legend))
        yield "\t}"
    level = 0
    for depth, cluster, boxes in sketch.nesting(turn is reversed):
        yield from ("\t" * i + "}" for i in range(level, depth - 1, -1) if i > 0)
        if cluster:
            yield _frame(cluster.id, cluster.title, depth)
        yield from ("\t" * (depth + 1) + _node(box, sketch.stacked) for box in turn(boxes))
        level = depth
    yield from ("\t" * i + "}" for i in range(level, 0, -1))
    ends, inputs = _ends(sketch), Counter(arrow.head for arrow in sketch.arrows)
    for arrow in sketch.arrows:
        yield f"\t{_edge(arrow, ends, inputs[arrow.head] == 1)}"


def _frame(name: str, title: str, depth: int) -> str:
    attributes = "".join(f' {key}="{value}"' for key, value in CLUSTER.items())
    return (
        "\t" * depth
        + f'subgraph cluster_{name} {{ graph [id={name} label="{_escaped(title)}"{attributes}]'
    )


def _node(box: Box, stacked: bool) -> str:
    texts = [_escaped(text) for _, text in box.rows]
    label, more = " | ".join(texts), ""
    if box.kind in ("leaf", "result") and texts:
        # braces turn the rows: to the direction of the graph, from across it
        label = label if stacked else f"{{{label}}}"
    elif box.kind == "operation":
        more = " shape=ellipse" + SMALL
    elif box.kind == "constant":
        more = SMALL
    elif not texts:
        more = " shape=circle width=0.14"
    else:
        label = "\\n".join(texts)
    if box.fill == MARK:
        more += ' penwidth=2 color="#111111"'
    title = f' tooltip="{_escaped(box.title, 400)}"' if box.title else ""
    return f'{box.id} [id={box.id} label="{label}" fillcolor="{box.colour}"{more}{title}]'


def _ends(sketch: Sketch) -> dict[str, tuple[str, str]]:
    """For each cluster, the first and the last of the boxes in it: an arrow needs a box."""
    ends: dict[str, tuple[str, str]] = {}
    above = {cluster.id: cluster.parent for cluster in sketch.clusters}
    for box in sketch.boxes:
        cluster = box.cluster
        while cluster:
            ends[cluster] = (ends.get(cluster, (box.id, ""))[0], box.id)
            cluster = above[cluster]
    return ends


def _edge(arrow: Arrow, ends: dict[str, tuple[str, str]], only: bool) -> str:
    tail, head = arrow.tail, arrow.head
    more = " weight=8" if only else ""  # then it had better be straight
    if tail in ends:
        tail, more = ends[tail][1], f"{more} ltail=cluster_{tail}"
    if head in ends:
        head, more = ends[head][0], f"{more} lhead=cluster_{head}"
    if arrow.text:
        more += f' label="{_escaped(arrow.text)}"'
    return f"{tail} -> {head} [id={arrow.id}{more}]"


def _escaped(text: str, longest: int = LONGEST) -> str:
    """The text so that Graphviz shows it as it is, with all its spaces."""
    return re.sub(r"(?<= ) |^ | $", "\u00a0", readable(text, longest).translate(ESCAPES))
