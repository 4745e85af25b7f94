"""A curve as an SVG that needs no script and no library, for where nothing else can be shown."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape

from autograd.naming import short

WIDTH, HEIGHT, LEFT, EDGE = 480.0, 240.0, 70.0, 30.0
# greys and a blue that can be seen on white and on black
TEMPLATE = (
    f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH:g}" height="{HEIGHT:g}" '
    f'viewBox="0 0 {WIDTH:g} {HEIGHT:g}" font-family="sans-serif" font-size="13" fill="#6e7781">'
    "%s"
    '<polyline fill="none" stroke="#0072b2" stroke-width="2.5" points="%s"/></svg>'
)


def curve(column: Sequence[float], title: str) -> str:
    """The numbers over the epochs 1, 2, ... as the text of an SVG; what is not finite is left out.

    Of no numbers there is only the title, and that there is nothing to draw.

    >>> "loss" in curve([2.0, 1.0], "loss")
    True
    """
    points = [(k, y) for k, y in enumerate(column) if math.isfinite(y)]
    low, high = min((y for _, y in points), default=0.0), max((y for _, y in points), default=1.0)
    across, up = WIDTH - LEFT - EDGE, HEIGHT - 2.0 * EDGE
    places = [
        f"{LEFT + across * k / max(len(column) - 1, 1):.1f},"
        f"{HEIGHT - EDGE - up * ((y - low) / ((high - low) or 1.0)):.1f}"
        for k, y in points
    ]
    texts = [
        (LEFT, EDGE - 12.0, "start", title),
        (LEFT - 8.0, EDGE + 4.0, "end", short(high, 4)),
        (LEFT - 8.0, HEIGHT - EDGE + 4.0, "end", short(low, 4)),
        (WIDTH - EDGE, HEIGHT - 8.0, "end", f"epoch {len(column)}"),
    ]
    if not points:
        texts = [(LEFT, EDGE - 12.0, "start", f"{title}: no numbers to draw yet")]
    return TEMPLATE % ("".join(_text(*text) for text in texts), " ".join(places))


def _text(x: float, y: float, anchor: str, text: str) -> str:
    return f'<text x="{x:g}" y="{y:g}" text-anchor="{anchor}">{escape(text)}</text>'
