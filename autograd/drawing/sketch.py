"""The sketch of a drawing: its boxes, arrows and frames, from which every format is made."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

# Okabe and Ito's palette, which the colour-blind can tell apart, lightened: dark text on it
FILLS = {
    "leaf": "#cfe6f7",
    "result": "#f7f7f7",
    "constant": "#fdf3c8",
    "operation": "#d5efe6",
    "group": "#e9e4f2",
    "module": "#cfe6f7",
}
MEANINGS = {
    "leaf": "leaf: a variable or parameter",
    "result": "result of an operation",
    "constant": "constant: a plain number",
    "operation": "operation",
    "group": "many nodes, drawn as one",
    "module": "module",
}
MARK = "#e68fc3"  # the fill of what is nan or infinite
GREY = "#7a7a7a"  # lines and text outside boxes: 4.3 : 1 on white, 4.4 : 1 on #111
DIRECTIONS = ("LR", "TB", "RL", "BT")
DIGITS = 4  # of a number in a box or on an arrow
LONGEST = 80  # a longer text is cut
# what has no place in a picture: controls but for tab and newline, and what is no character
UNFIT = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(slots=True)
class Box:
    """A node of the picture.

    `rows` are what it shows, each a field and its text: ("data", "data 2.5"). `kind` is a key of
    FILLS, `cluster` the id of the frame that it stands in, `title` what a reader sees who points
    at it, and `facts` holds the bare numbers. A `fill` replaces the colour of the kind.
    """

    id: str
    kind: str
    rows: list[tuple[str, str]]
    cluster: str = ""
    fill: str = ""
    title: str = ""
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def colour(self) -> str:
        """The fill, else that of the kind."""
        return self.fill or FILLS[self.kind]


@dataclass(slots=True)
class Arrow:
    """An edge of the picture, between boxes or clusters by id.

    `count` says how many edges of the graph it stands for, `partial` the local derivative.
    """

    id: str
    tail: str
    head: str
    text: str = ""
    partial: float | None = None
    count: int = 1


@dataclass(slots=True)
class Cluster:
    """A frame round boxes, inside of the frame `parent` if that is not empty."""

    id: str
    title: str
    parent: str = ""


@dataclass(slots=True)
class Sketch:
    """All that is to be drawn; change it as you like before `drawing_of` makes a drawing of it.

    `title` says in words what the picture shows, for readers who cannot see it. The rows of a
    box stand side by side where the graph goes from left to right, or, if `stacked`, one below
    the other.
    """

    direction: str = "LR"
    title: str = ""
    boxes: list[Box] = field(default_factory=list)
    arrows: list[Arrow] = field(default_factory=list)
    clusters: list[Cluster] = field(default_factory=list)
    legend: list[Box] = field(default_factory=list)
    stacked: bool = False

    def nesting(self, turned: bool = False) -> Iterator[tuple[int, Cluster | None, list[Box]]]:
        """Each cluster, outer ones first, with its depth and the boxes right in it.

        Begins with those in no cluster, as `(0, None, boxes)`. If `turned`, the clusters inside of
        one come in reverse.
        """
        inside: dict[str, list[Box]] = {}
        for box in self.boxes:
            inside.setdefault(box.cluster, []).append(box)
        children: dict[str, list[Cluster]] = {}
        for cluster in self.clusters if turned else reversed(self.clusters):
            children.setdefault(cluster.parent, []).append(cluster)
        yield 0, None, inside.get("", [])
        stack = [(1, cluster) for cluster in children.get("", [])]
        while stack:
            depth, cluster = stack.pop()
            yield depth, cluster, inside.get(cluster.id, [])
            stack += [(depth + 1, child) for child in children.get(cluster.id, [])]


def readable(text: str, longest: int = LONGEST) -> str:
    """The text without what a picture cannot hold, and not too long."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    text = text if len(text) <= longest else f"{text[: longest - 1]}…"
    return UNFIT.sub("\ufffd", text)
