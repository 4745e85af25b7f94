"""The still curve: an SVG of any numbers."""

import math
from xml.etree import ElementTree

import pytest

from nn.recording.curve import HEIGHT, WIDTH, curve


@pytest.mark.parametrize(
    "column, points",
    [
        ([2.0, 1.0, 0.5], 3),
        ([1.0], 1),
        ([], 0),
        ([math.nan], 0),
        ([1.0, 1.0], 2),
        ([math.nan, 2.0, math.inf, 1.0], 2),
        ([1e-300, 1e300], 2),
    ],
)
def test_every_finite_number_is_a_point_inside_the_picture(column, points):
    svg = ElementTree.fromstring(curve(column, "a < b"))
    [line] = svg.iter("{http://www.w3.org/2000/svg}polyline")
    found = [tuple(map(float, pair.split(","))) for pair in line.get("points", "").split()]
    assert len(found) == points
    assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in found)
    texts = [text.text for text in svg.iter("{http://www.w3.org/2000/svg}text")]
    if points:
        assert texts[0] == "a < b" and texts[-1] == f"epoch {len(column)}"
    else:
        assert texts == ["a < b: no numbers to draw yet"]


def test_a_smaller_number_is_further_down():
    svg = ElementTree.fromstring(curve([3.0, 1.0, 2.0], "loss"))
    [line] = svg.iter("{http://www.w3.org/2000/svg}polyline")
    heights = [float(pair.split(",")[1]) for pair in line.get("points", "").split()]
    assert heights[1] > heights[2] > heights[0]
