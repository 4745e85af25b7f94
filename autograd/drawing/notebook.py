"""What a notebook shows where a Value is the last line of a cell."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from ..graph import is_larger, topological_sort
from .collapse import is_drawn_whole
from .make import draw

if TYPE_CHECKING:
    from ..value import Value

SMALL, BOXES, ARROWS = 40, 120, 160  # nodes, and of their drawing: taken in at one look


def value_bundle(value: Value) -> dict[str, str]:
    """Its summary in a line and, if its graph is small, the drawing.

    Where nothing can draw, the line alone: the same that a terminal shows.
    """
    bundle = {"text/plain": repr(value)}
    if not is_larger(value, SMALL) and is_drawn_whole(topological_sort(value), BOXES, ARROWS):
        try:
            picture = draw(value)._repr_mimebundle_().get("text/html")
        except ImportError:  # graphviz itself is missing
            picture = None
        if picture:
            bundle["text/html"] = f"<code>{escape(repr(value))}</code><br>{picture}"
    return bundle
