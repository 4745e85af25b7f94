"""Drawings of graphs: from Values to Graphviz, and from there to a file."""

from .dot import Drawing as Drawing, draw as draw
