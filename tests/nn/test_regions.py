"""Regions of a classifier: the grid they are computed on, and the bytes they are packed into."""

import math
from base64 import b64decode

import numpy as np
import pytest
from pytest import approx

from autograd import Value
from nn.regions import POINTS, Regions, grid_of

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
        (math.nan, 0.0, 0, 0.0),
        ([math.inf, math.inf, 1.0], 0.0, 0, 0.0),
    ],
)
def test_a_byte_names_the_leading_class_and_how_far_it_is_ahead(output, threshold, leader, margin):
    page, moment = regions(lambda x: output, threshold=threshold)
    levels = 256 // page["classes"]
    assert {byte // levels for byte in moment} == {leader}
    share = (moment[0] % levels) / (levels - 1)
    assert share == approx(math.sqrt(math.tanh(margin / 2)), abs=0.5 / (levels - 1))


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
    ],
)
def test_there_are_regions_for_two_inputs_and_labels(output, X, y, fits):
    assert Regions.fits(lambda x: output, X, y) is fits
