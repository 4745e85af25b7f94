"""Numbers from many places of memory as one array: a view, a few loops, or a list of the places."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np

from .grid import grid

FEW = 4  # numbers that a slice has at least, on average
LOOP = 500  # numbers that are looked up in the time that it takes to begin a loop


def collector(memory: Any, places: Any, starts: Sequence[int]) -> Callable[[], Any]:
    """What gives the rows of `memory` at `places`, integers in any order: the same array each time.

    It is good until the next call, or, where the places follow one another, until memory changes.
    `starts` are the places at which runs begin, within which results may lie regularly.
    """
    first = int(places[0]) if len(places) else 0
    if (places == np.arange(first, first + len(places))).all():
        view = memory[first : first + len(places)]
        return lambda: view
    held = np.empty((len(places), *memory.shape[1:]), memory.dtype)
    copies = _loops(memory, places, starts, held)
    if copies is None:
        take = partial(memory.take, np.ascontiguousarray(places), 0, held, "clip")
        return take

    def collected() -> Any:
        for target, source in copies:
            target[...] = source
        return held

    return collected


def moves(rows: Any, places: Any) -> list[tuple[Any, Any]]:
    """What to copy where, both in order: as slices if they are few, else all of it at once."""
    steps = np.stack([np.diff(rows), np.diff(places)])
    cuts, start = [], 0
    for i in range(1, len(rows)):
        if (i > start + 1 and (steps[:, i - 1] != steps[:, start]).any()) or not steps[1, start]:
            cuts.append(i)
            start = i
    if len(cuts) * FEW > len(rows):
        return [(rows, places)]
    parts = zip(np.split(rows, cuts), np.split(places, cuts))
    return [(_slice(a), _slice(b)) for a, b in parts if len(a)]


def _slice(places: Any) -> slice:
    """The slice that names these places, one as far from the other as the next."""
    first, last = int(places[0]), int(places[-1])
    step = int(places[1]) - first if len(places) > 1 else 1
    stop = last + (1 if step > 0 else -1)
    return slice(first, None if stop < 0 else stop, step)


def _loops(
    memory: Any, places: Any, starts: Sequence[int], held: Any
) -> list[tuple[Any, Any]] | None:
    """Views of what is held and of memory, to be copied one by one; None if those are many."""
    order = np.argsort(places, kind="stable")
    run = np.searchsorted(np.sort(starts), places[order], "right")
    parts = np.split(order, np.flatnonzero(np.diff(run)) + 1)
    if len(parts) * LOOP > held.size:
        return None
    copies = []
    for part in parts:
        loops = grid(np.stack([part, places[part]]))
        if loops is None:
            return None
        firsts = int(part[0]), int(places[part[0]])
        copies.append(
            tuple(
                _view(array, first, loops.shape, strides)
                for array, first, strides in zip((held, memory), firsts, loops.strides)
            )
        )
    return copies


def _view(array: Any, first: int, shape: tuple[int, ...], strides: Sequence[int]) -> Any:
    """The rows from `first` on that loops with these strides visit."""
    moves = (*(s * array.strides[0] for s in strides), *array.strides[1:])
    return np.lib.stride_tricks.as_strided(array[first:], (*shape, *array.shape[1:]), moves)
