"""Sums over samples that are written where the outputs are wanted, which need no copy then."""

from __future__ import annotations

from copy import copy
from typing import Any

import numpy as np

from .grid import grid
from .schedule import Schedule, over_samples


class Home:
    """An array of the outputs after the last that varies, and where runs write to it.

    `views` has these places by those that results would have in memory. There is no home for
    outputs that come otherwise than from a sum over samples, once each, and are no constants.
    """

    def __init__(self, plan: Schedule, kinds: Any, places: Any, same: Any) -> None:
        self.first = len(kinds) - int(kinds[::-1].argmax()) if kinds.any() else 0
        self.places = places[self.first :]
        self.array = same[self.places]
        self.views: dict[int, Any] = {}
        sums = [run for run in plan.runs if run.op is over_samples]
        outputs = _outputs_at(plan, self.places) if sums else np.empty(0)
        for run in sums:
            positions = outputs[run.start : run.start + len(run.places)]
            loops = grid(run.places.T)
            shape = loops.shape if loops else (len(positions),)
            if (positions >= 0).all():
                view = regular_view(self.array, positions.reshape(shape))
                self.views |= {} if view is None else {run.start: view}
        constant = np.isin(self.places, [place for place, _ in plan.constants])
        if sum(view.size for view in self.views.values()) + constant.sum() < len(self.places):
            self.views = {}

    def rows(self, start: int, stop: int | None) -> Any:
        """The outputs from one to another; None if they are not here."""
        here = self.views and stop is None and start >= self.first
        return self.array[start - self.first :] if here else None

    def leave(self, same: Any) -> None:
        """Put the outputs where they would be without it."""
        if self.views:
            same[self.places] = self.array


def other_side(arrays: Any) -> Any:
    """The same plan in the same memory, but for a copy of what is the same for all samples.

    None where that has outputs, which have no home.
    """
    if not (arrays.home and arrays.home.views):
        return None
    other = copy(arrays)
    other.memory = copy(arrays.memory)
    other.memory.same = arrays.memory.same.copy()
    other.bind()
    return other


def _outputs_at(plan: Schedule, places: Any) -> Any:
    """Which of the outputs each place holds that nothing else needs; -1 where it is none or two."""
    found = np.full(plan.sizes[False], -1)
    found[places] = np.arange(len(places))
    found[np.bincount(places, minlength=len(found)) > 1] = -1
    for run in plan.runs:
        for operands, varies in zip(run.places.T, run.varies):
            if not varies:
                found[operands] = -1
    return found


def regular_view(array: Any, positions: Any) -> Any:
    """A view of the entries at these positions, in their shape; None if they lie irregularly.

    >>> regular_view(np.arange(10), np.array([[1, 2], [5, 6]]))
    array([[1, 2],
           [5, 6]])
    """
    moves = []
    for axis in range(positions.ndim):
        steps = np.diff(positions, axis=axis)
        moves.append(int(steps.flat[0]) if steps.size else 0)
        if (steps != moves[-1]).any():
            return None
    strides = [array.itemsize * move for move in moves]
    first = int(positions.flat[0])
    return np.ndarray(positions.shape, array.dtype, array, array.itemsize * first, strides)
