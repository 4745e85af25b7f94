"""Drawings of graphs: from Values to Graphviz, and from there to a file."""

from .dot import Drawing as Drawing
from .dot import draw as draw
