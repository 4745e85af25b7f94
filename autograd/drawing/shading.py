"""Colours by size: how large the gradients are, or the data, and a legend that says so."""

from __future__ import annotations

import math

from ..naming import short
from .sketch import MARK, MEANINGS, Box, Sketch

# light to dark, by lightness alone too; black text on the darkest has a contrast of 6 : 1
STEPS = ("#fffbe6", "#ffeda0", "#fed976", "#feb24c", "#fd8d3c", "#e8632c")
ZERO = "#ffffff"
WIDEST = 12.0  # decades; what is smaller than the largest by more has the lightest colour


def shade(sketch: Sketch, field: str) -> None:
    """Fill the boxes by the size of their `field`, on a logarithmic scale of six steps.

    0 is white, and what is not finite is marked. The legend says which colour is what.
    """
    boxes = [box for box in sketch.boxes if box.kind in ("leaf", "result", "group")]
    sizes = [abs(box.facts[field]) for box in boxes]
    finite = [size for size in sizes if 0.0 < size < math.inf]
    high = math.log10(max(finite, default=1.0))
    low = max(math.log10(min(finite, default=1.0)), high - WIDEST)
    steps = len(STEPS) if high - low > 0.01 else 1
    for box, size in zip(boxes, sizes):
        box.fill = _fill(size, low, high, steps)
    bounds = [10.0 ** (low + (high - low) * k / steps) for k in range(steps + 1)]
    texts = {ZERO: f"|{field}| = 0", MARK: "nan or infinite"}
    for k, colour in enumerate(STEPS[-steps:]):
        span = f"{short(bounds[k], 2)} – {short(bounds[k + 1], 2)}"
        texts[colour] = f"|{field}| {span if steps > 1 else short(bounds[1], 2)}"
    used = {box.fill for box in boxes}
    shown = [*STEPS[-steps:], ZERO, MARK] if finite else [ZERO, MARK]
    for colour in shown:
        if colour in used or (colour in STEPS and steps > 1):
            _explain(sketch, "group", texts[colour], colour)


def explain_kinds(sketch: Sketch) -> None:
    """Add to the legend what each kind of box is, of those that there are."""
    kinds = {box.kind: box for box in sketch.boxes}
    for kind, meaning in MEANINGS.items():
        if kind in kinds and not kinds[kind].fill:
            _explain(sketch, kind, meaning)


def _explain(sketch: Sketch, kind: str, text: str, fill: str = "") -> None:
    name = f"legend{len(sketch.legend)}"
    sketch.legend.append(Box(name, kind, [("label", text)], fill=fill))


def _fill(size: float, low: float, high: float, steps: int) -> str:
    if not math.isfinite(size):
        return MARK
    if size == 0.0:
        return ZERO
    share = (math.log10(size) - low) / (high - low) if steps > 1 else 0.0
    return STEPS[-steps:][min(steps - 1, max(0, int(share * steps)))]
