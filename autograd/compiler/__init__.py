"""Functions of scalars, compiled: see jit."""

from .jit import jit as jit
from .trace import TraceError as TraceError
