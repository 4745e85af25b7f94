"""The regions that a classifier of two inputs gives to its classes, on a grid of points."""

from __future__ import annotations

import math
from base64 import b64encode
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from autograd import Value, no_grad

from .metrics import scores_of

# Okabe and Ito's colours, which people with any colour vision tell apart; markers as well
COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442", "#000000")
CLASSES = 16  # at most; a byte has levels for as many
NO_NUMBER = 255  # the byte of a point where a score is nan
POINTS = 1000  # so many samples are drawn, evenly taken from all

Model = Callable[[Any], Any]


class Grid(NamedTuple):
    """Where the points of a grid are, and how far each class is ahead there, row by row."""

    across: list[float]
    up: list[float]
    margins: list[list[list[float]]]


def grid_of(
    model: Model, X: Sequence[Sequence[float]], *, threshold: float = 0.0, steps: int = 60
) -> Grid:
    """What `model` makes of steps x steps points around the samples X of two numbers.

    >>> grid = grid_of(lambda x: x[0] - x[1], [[0.0, 0.0], [1.0, 1.0]], steps=2)
    >>> [round(x, 9) for x in grid.across], [round(m, 9) for m in grid.margins[0][1]]
    ([-0.1, 1.1], [-1.2, 1.2])
    """
    across, up = (_ticks([_float(point[k]) for point in X], steps) for k in (0, 1))
    with no_grad():
        return Grid(across, up, [[_margins(model([a, b]), threshold) for a in across] for b in up])


class Regions:
    """The regions of a classifier at several moments, a byte for each point, for the same samples.

    `fits(model, X, y)` says whether there are any: for samples of two numbers with labels.
    """

    def __init__(
        self, X: Sequence[Sequence[float]], y: Sequence[Any], *, threshold: float, steps: int
    ) -> None:
        self.X, self.y, self.threshold, self.steps = X, y, threshold, steps
        self.classes = 0

    @staticmethod
    def fits(model: Model, X: Sequence[Any], y: Sequence[Any]) -> bool:
        try:
            points = [[_float(c) for c in x] for x in X]
            if any(len(xy) != 2 or not all(map(math.isfinite, xy)) for xy in points):
                return False
            with no_grad():
                n = len(scores_of(model(points[0])))
        except Exception:  # whatever a model says to what it is not made for
            return False
        labels = range(n) if n > 1 else (-1, 0, 1)
        return n <= CLASSES and all(not hasattr(t, "__len__") and t in labels for t in y)

    def packed(self, model: Model) -> bytes:
        """The regions now: row by row from below, a byte for each point."""
        grid = grid_of(model, self.X, threshold=self.threshold, steps=self.steps)
        self.classes = len(grid.margins[0][0])
        return bytes(_packed(margins) for row in grid.margins for margins in row)

    def payload(self, moments: Sequence[bytes], sample: int) -> dict[str, Any]:
        """For the page: where the grid and the samples are, and the regions at each moment."""
        some = sorted({*range(0, len(self.X), math.ceil(len(self.X) / POINTS)), sample})
        ends = [_ticks([_float(x[k]) for x in self.X], 2) for k in (0, 1)]
        points = [[_near(_float(c), *end) for c, end in zip(self.X[i], ends)] for i in some]
        return {
            "across": ends[0],
            "up": ends[1],
            "steps": self.steps,
            "classes": self.classes,
            "colours": COLOURS,
            "points": [[*xy, max(int(self.y[i]), 0)] for xy, i in zip(points, some)],
            "labels": {max(int(label), 0): str(label) for label in set(self.y)},
            "sample": some.index(sample),
            "samples": len(self.X),
            "gaps": any(NO_NUMBER in moment for moment in moments),
            "moments": [b64encode(moment).decode() for moment in moments],
        }


def _packed(margins: list[float]) -> int:
    """The leading class, and how far it is ahead, in one byte: 255 // n levels for each of n.

    The last byte, 255, is of none: a number is nan. The level goes with tanh(margin / 2), which for
    logits is the gap between the probabilities, and with its root, so that it is finest near the
    border.
    """
    if any(map(math.isnan, margins)):
        return NO_NUMBER
    levels = NO_NUMBER // len(margins)
    leader = max(range(len(margins)), key=margins.__getitem__)
    ahead = math.tanh(max(0.0, margins[leader]) / 2.0)
    return leader * levels + round((levels - 1) * math.sqrt(ahead))


def _float(coordinate: Any) -> float:
    return coordinate.data if isinstance(coordinate, Value) else float(coordinate)


def _near(x: float, low: float, high: float) -> float:
    """x in as few digits as show where it is between two numbers, to a thousandth or better."""
    return round(x, 4 - math.floor(math.log10((high - low) or 1.0)))


def _ticks(coordinates: list[float], steps: int) -> list[float]:
    """`steps` numbers from below the smallest to above the largest coordinate."""
    low, high = min(coordinates), max(coordinates)
    margin = 0.1 * (high - low) or 1.0
    low, high = low - margin, high + margin
    return [low + (high - low) * k / (steps - 1) for k in range(steps)]


def _margins(output: Any, threshold: float) -> list[float]:
    """How far each class is ahead of the best other one: above 0 in its region, 0 on the border."""
    scores = scores_of(output)
    if len(scores) == 1:
        return [threshold - scores[0], scores[0] - threshold]
    return [s - max(scores[:k] + scores[k + 1 :]) for k, s in enumerate(scores)]
