"""Formulas of graphs and of derivatives, in LaTeX and as Python text."""

from .derivative import Derivative as Derivative
from .formula import expression as expression, latex as latex
from .typeset import Latex as Latex
