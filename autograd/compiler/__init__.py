"""Functions of scalars, compiled: see jit."""

from .jit import jit as jit
from .traced import TraceError as TraceError
