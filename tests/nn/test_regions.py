"""Regions of a classifier: the grid they are computed on, and the bytes they are packed into."""

import math
from base64 import b64decode

import numpy as np
import pytest
from pytest import approx

from autograd import Value
from nn.regions import NO_NUMBER, POINTS, Regions, grid_of

X, Y = [[0.0, 0.0], [1.0, 2.0], [0.5, 1.0]], [0, 1, 1]


def regions(model, *, X=X, y=Y, threshold=0.0, steps=4):
    """What the page gets of one moment, and its bytes."""
    made = Regions(X, y, threshold=threshold, steps=steps)
    moment = made.packed(model)
    return made.payload([moment], 1), moment


def test_a_grid_covers_the_samples_with_a_margin_row_by_row_from_below():
    grid = grid_of(lambda x: x[0], X, steps=3)
    assert grid.across == approx([-0.1, 0.5, 1.1], rel=1e-14)
    assert grid.up == approx([-0.2, 1.0, 2.2], rel=1e-14)
    assert [row[0][1] for row in grid.margins] == approx([-0.1] * 3, rel=1e-14)
    assert [margins[1] for margins in grid.margins[0]] == grid.across


def test_samples_that_lie_on_one_spot_have_a_grid_around_them():
    assert grid_of(lambda x: 0.0, [[2.0, 3.0]], steps=2).across == [1.0, 3.0]


@pytest.mark.parametrize(
    "output, threshold, leader, margin",
    [
        (0.3, 0.0, 1, 0.3),
        (-2.0, 0.0, 0, 2.0),
        (0.3, 0.5, 0, 0.2),
        ([Value(1.0), Value(4.0), Value(3.5)], 0.0, 1, 0.5),
        ([1.0, 1.0], 0.0, 0, 0.0),
        (500.0, 0.0, 1, 500.0),
    ],
)
def test_a_byte_names_the_leading_class_and_how_far_it_is_ahead(output, threshold, leader, margin):
    page, moment = regions(lambda x: output, threshold=threshold)
    levels = NO_NUMBER // page["classes"]
    assert {byte // levels for byte in moment} == {leader}
    share = (moment[0] % levels) / (levels - 1)
    assert share == approx(math.sqrt(math.tanh(margin / 2)), abs=0.5 / (levels - 1))


@pytest.mark.parametrize(
    "output", [math.nan, [math.nan, 1.0], [1.0, 2.0, math.nan], [math.inf, math.inf, 1.0]]
)
def test_a_byte_of_its_own_says_that_a_score_is_not_a_number(output):
    page, moment = regions(lambda x: output if x[0] > 0.5 else [1.0] * np.size(output))
    assert page["gaps"] and {byte == NO_NUMBER for byte in moment} == {True, False}
    for n in range(2, 17):
        assert NO_NUMBER // n * n <= NO_NUMBER  # so that no class has this byte
    assert not regions(lambda x: 1.0)[0]["gaps"]


@pytest.mark.parametrize("offset", [0.0, 1e3, -1e6, 1e9])
def test_samples_are_drawn_where_they_are_whatever_their_offset(offset):
    far = [[offset + a, b] for a, b in X]
    page, _ = regions(lambda x: 1.0, X=far)
    for (a, b, _), point in zip(page["points"], far):
        assert [a, b] == approx(point, abs=1e-3, rel=0)


def test_samples_may_be_values():
    inputs = [[Value(a), Value(b)] for a, b in X]
    assert regions(lambda x: x[0], X=inputs) == regions(lambda x: x[0])
    assert Regions.fits(lambda x: x[0], inputs, Y)


def test_the_page_gets_the_samples_their_labels_and_the_grid():
    page, moment = regions(lambda x: x[0], y=[-1, 1, 1])
    assert page["points"] == [[0.0, 0.0, 0], [1.0, 2.0, 1], [0.5, 1.0, 1]]
    assert page["labels"] == {0: "-1", 1: "1"}
    assert (page["sample"], page["samples"], page["steps"]) == (1, 3, 4)
    assert page["across"] + page["up"] == approx([-0.1, 1.1, -0.2, 2.2], rel=1e-14)
    assert b64decode(page["moments"][0]) == moment and len(moment) == 16


def test_of_many_samples_some_are_drawn_and_always_the_chosen_one():
    many = [[k / 1.0, -k / 2.0] for k in range(2 * POINTS + 1)]
    made = Regions(many, [0] * len(many), threshold=0.0, steps=2)
    page = made.payload([], 1999)
    assert len(page["points"]) <= POINTS + 1
    assert page["points"][page["sample"]] == [1999.0, -999.5, 0]


@pytest.mark.parametrize(
    "output, X, y, fits",
    [
        (0.5, X, Y, True),
        (0.5, X, [-1, 1, 1], True),
        ([0.5], X, [-1.0, 1.0, 1.0], True),
        ([0.5, 0.1, 0.2], X, [0, 1, 2], True),
        (0.5, np.array(X), np.array(Y), True),
        (0.5, X, [0.3, 1.0, 0.0], False),  # not labels
        ([0.5, 0.1], X, [0, 1, 2], False),
        ([0.5, 0.1], X, [[0, 1], [1, 0], [1, 0]], False),
        ([0.5, 0.1], X, np.array([[0, 1], [1, 0], [1, 0]]), False),
        (0.5, [[0.0], [1.0], [2.0]], Y, False),
        (0.5, [0.0, 1.0, 2.0], Y, False),
        ([0.0] * 17, X, Y, False),  # a byte has no room for so many
        ({"out": 0.5}, X, Y, False),  # no scores
        ([], X, Y, False),
        ("a", X, Y, False),
        (0.5, ["ab", "cd", "ef"], Y, False),
        (0.5, [{"a": 1, "b": 2}] * 3, Y, False),
        (0.5, [[0.0, math.nan], *X[1:]], Y, False),
    ],
)
def test_there_are_regions_for_two_inputs_and_labels(output, X, y, fits):
    assert Regions.fits(lambda x: output, X, y) is fits
