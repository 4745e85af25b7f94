"""Colours by size: on a logarithmic scale, with a legend that agrees."""

import math

import pytest

from autograd import Value, draw
from autograd.drawing.shading import STEPS, WIDEST, ZERO, shade
from autograd.drawing.sketch import MARK, Box, Sketch


def shaded(*sizes):
    """The fills for gradients of these sizes, and the legend as pairs of fill and text."""
    boxes = [Box(f"n{i}", "leaf", [], facts={"grad": size}) for i, size in enumerate(sizes)]
    sketch = Sketch(boxes=boxes)
    shade(sketch, "grad")
    return [box.fill for box in boxes], [(box.fill, box.rows[0][1]) for box in sketch.legend]


def test_sizes_are_told_apart_by_their_decades():
    fills, legend = shaded(*(10.0**k for k in range(7)))
    assert fills == [*STEPS, STEPS[-1]]
    assert legend[0] == (STEPS[0], "|grad| 1 – 10") and len(legend) == 6


def test_the_sign_does_not_matter():
    assert shaded(-1e-3, 1e-3, 1.0)[0] == [STEPS[0], STEPS[0], STEPS[-1]]


@pytest.mark.parametrize("odd", [math.nan, math.inf, -math.inf])
def test_what_is_not_finite_is_marked(odd):
    fills, legend = shaded(1.0, odd, 100.0)
    assert fills == [STEPS[0], MARK, STEPS[-1]] and legend[-1] == (MARK, "nan or infinite")


def test_zero_is_white():
    fills, legend = shaded(0.0, -0.0, 1.0)
    assert fills == [ZERO, ZERO, STEPS[-1]]
    assert legend == [(STEPS[-1], "|grad| 1"), (ZERO, "|grad| = 0")]


def test_all_of_one_size_have_one_colour():
    assert shaded(0.5, 0.5) == ([STEPS[-1]] * 2, [(STEPS[-1], "|grad| 0.5")])
    assert shaded(0.0) == ([ZERO], [(ZERO, "|grad| = 0")])
    assert shaded(math.nan) == ([MARK], [(MARK, "nan or infinite")])
    assert shaded() == ([], [])


def test_the_scale_ends_where_sizes_are_negligible():
    fills, legend = shaded(5e-324, 1e300)
    assert fills == [STEPS[0], STEPS[-1]]
    assert legend[0][1] == f"|grad| {10.0 ** (300 - WIDEST):.2g} – {10.0 ** (300 - WIDEST + 2):.2g}"


def example():
    x = Value(3.0, "x")
    y = x * 0.01 * x
    y.backward()
    return y


@pytest.mark.parametrize("field", ["grad", "data"])
def test_a_drawing_is_shaded_by_gradients_or_by_data(field):
    drawing = draw(example(), shade=field)
    fills = {box.id: box.fill for box in drawing.sketch.boxes if box.kind in ("leaf", "result")}
    assert all(fill in STEPS for fill in fills.values()) and len(set(fills.values())) > 1
    assert all(f"|{field}|" in box.rows[0][1] for box in drawing.sketch.legend)
    assert all(f'fillcolor="{fill}"' in drawing.source for fill in fills.values())


@pytest.mark.parametrize(
    "options, entries",
    [
        ({}, 0),
        ({"legend": True}, 4),  # leaf, result, constant, operation
        ({"shade": "grad"}, 6),
        ({"shade": "grad", "legend": True}, 8),  # the kinds with colours of their own
        ({"shade": "grad", "legend": False}, 0),
    ],
)
def test_the_legend_can_be_asked_for(options, entries):
    drawing = draw(example(), **options)
    assert len(drawing.sketch.legend) == entries
    assert drawing.source.count("[id=legend") == entries + bool(entries)


def test_groups_are_shaded_by_their_largest_gradient():
    x = Value(1.0)
    y = x
    for _ in range(300):
        y = y * 1.1
    y.backward()
    fills = [box.fill for box in draw(y, shade="grad").sketch.boxes if box.kind == "group"]
    assert [fills.index(fill) for fill in STEPS if fill in fills] == sorted(
        (fills.index(fill) for fill in STEPS if fill in fills), reverse=True
    )
