"""Heat strips: the parameters of each layer as coloured cells, where a graph is too large."""

from __future__ import annotations

import math
import re
from base64 import b64encode
from collections.abc import Sequence
from typing import Any, NamedTuple, Protocol

from autograd.naming import short

CELLS = 2048  # of all layers together
DIGITS = 4


class Layer(NamedTuple):
    """Some of the parameters of a layer, by their places among those of the model."""

    name: str
    parameters: int
    shown: list[int]


class Moment(Protocol):
    """Data and gradient of each parameter that is shown, layer by layer."""

    @property
    def data(self) -> list[float]: ...
    @property
    def grad(self) -> list[float]: ...


def heat_strips(layers: Sequence[Layer], moments: Sequence[Moment]) -> list[dict[str, Any]]:
    """For each layer its name, and at each moment a byte for each cell, of data and gradients.

    >>> from types import SimpleNamespace
    >>> moment = SimpleNamespace(data=[1.0, -2.0, 5.0], grad=[0.0, 0.5, 1.0])
    >>> for strip in heat_strips(layers_of(["layers.0.w.0", "layers.0.w.1", "b"]), [moment]):
    ...     print(strip["name"], strip["parameters"], strip["data"]["peaks"])
    layers.0 2 ['2']
    b 1 ['5']
    """
    strips, begin = [], 0
    for name, parameters, shown in layers:
        end = begin + len(shown)
        strip: dict[str, Any] = {"name": name, "parameters": parameters, "cells": len(shown)}
        for kind in ("data", "grad"):
            strip[kind] = _cells([getattr(moment, kind)[begin:end] for moment in moments])
        strips.append(strip)
        begin = end
    return strips


def layers_of(names: Sequence[str]) -> list[Layer]:
    """The layers, each with all the parameters whose paths begin alike; of many, evenly some.

    A layer's path ends with the first number in it, if more follows: `layers.0` of
    `layers.0.neurons.2.b`; of `w.3` it is `w`.

    >>> layers_of(["layers.0.neurons.0.w.0", "layers.0.neurons.0.b", "offset"])
    ... # doctest: +NORMALIZE_WHITESPACE
    [Layer(name='layers.0', parameters=2, shown=[0, 1]),
     Layer(name='offset', parameters=1, shown=[2])]
    """
    places: dict[str, list[int]] = {}
    for i, name in enumerate(names):
        found = re.match(r"(.*?\.\d+)\.|(.*?)\.\d+$", name)
        places.setdefault((found[1] or found[2]) if found else name, []).append(i)
    stride = math.ceil(len(names) / CELLS)
    return [Layer(name, len(all_), all_[::stride]) for name, all_ in places.items()]


def _cells(rows: list[list[float]]) -> dict[str, Any]:
    """The largest size of a number in each row, as text, and each number in a byte.

    128 is 0, 1 and 255 are the largest size in all rows, 0 is what is not finite.
    """
    peaks = [max(map(abs, row)) for row in rows]
    scale = max(filter(math.isfinite, peaks), default=0.0) or 1.0
    packed = [bytes(_level(x / scale) for x in row) for row in rows]
    return {
        "peaks": [short(peak, DIGITS) for peak in peaks],
        "cells": [b64encode(row).decode() for row in packed],
    }


def _level(share: float) -> int:
    return 128 + round(127.0 * share) if abs(share) <= 1.0 else 0
