"""When the garbage collector waits."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """A context in which the garbage collector waits, also as a decorator.

    A compiler makes many objects that all live to its end, and no cycles among them: the
    collector would look at them again and again, for half of the time, and find nothing.
    """
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if on:
            gc.enable()
