"""What rules of a sweep have in common: nodes made for one of them that others take as they are."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any


class _Held(threading.local):
    made: dict[Any, tuple[Any, Any]] | None = None


_held = _Held()


@contextmanager
def sharing() -> Iterator[None]:
    """A context in which `shared` remembers, in this thread, apart from any around it."""
    before, _held.made = _held.made, {}
    try:
        yield
    finally:
        _held.made = before


def shared(f: Callable[[tuple[Any, ...]], Any], xs: tuple[Any, ...]) -> Any:
    """f(xs), which in `sharing()` is made once for the same objects.

    >>> with sharing():
    ...     xs = (1.0, 2.0)
    ...     shared(list, xs) is shared(list, xs)
    True
    >>> shared(list, xs) is shared(list, xs)
    False
    """
    made = _held.made
    if made is None:
        return f(xs)
    key = (f, *map(id, xs))
    if key not in made:
        made[key] = xs, f(xs)  # as long as these are held, their ids are theirs
    return made[key][1]
