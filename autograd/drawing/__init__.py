"""Drawings of graphs: from Values to a sketch, and from there to every format."""

from typing import TYPE_CHECKING, Any

from .make import draw as draw, draw_dot as draw_dot

if TYPE_CHECKING:
    from .dot import Drawing as Drawing


def __getattr__(name: str) -> Any:
    if name == "Drawing":  # it is one of graphviz's, which is imported when it is needed
        from .dot import Drawing

        return Drawing
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
