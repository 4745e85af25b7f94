"""Heat strips: how parameters are grouped, and what becomes of their numbers."""

import math
from base64 import b64decode
from types import SimpleNamespace

import pytest

import nn
from nn.recording.heat import CELLS, heat_strips, layers_of


def moment(data, grad=None):
    return SimpleNamespace(data=data, grad=data if grad is None else grad)


@pytest.mark.parametrize(
    "names, layers",
    [
        (
            ["layers.0.neurons.0.w.0", "layers.0.neurons.0.b", "layers.1.b"],
            ["layers.0", "layers.1"],
        ),
        (["w.0", "w.1", "b"], ["w", "b"]),
        (["w.0.0", "w.0.1", "w.1.0"], ["w.0", "w.1"]),
        (["slope", "offset"], ["slope", "offset"]),
        (["blocks.0.parts.1.w.3", "blocks.0.scale"], ["blocks.0"]),
    ],
)
def test_parameters_are_grouped_by_where_they_are(names, layers):
    found = layers_of(names)
    assert [layer.name for layer in found] == layers
    assert sorted(i for layer in found for i in layer.shown) == list(range(len(names)))


def test_the_layers_of_a_network_are_its_layers():
    names = [name for name, _ in nn.MLP(64, [32, 10]).named_parameters()]
    sizes = {layer.name: layer.parameters for layer in layers_of(names)}
    assert sizes == {"layers.0": 65 * 32, "layers.1": 33 * 10}


def test_a_cell_is_the_share_of_the_largest_size_of_all_moments():
    moments = [moment([1.0, -2.0, 0.0]), moment([4.0, -4.0, 2.0])]
    [strip] = heat_strips(layers_of(["w.0", "w.1", "w.2"]), moments)
    cells = [list(b64decode(row)) for row in strip["data"]["cells"]]
    assert cells == [[128 + 32, 128 - 64, 128], [255, 1, 128 + 64]]
    assert strip["data"]["peaks"] == ["2", "4"]


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
def test_what_is_not_finite_is_marked_and_scales_nothing(bad):
    [strip] = heat_strips(layers_of(["w.0", "w.1"]), [moment([bad, 1.0]), moment([2.0, 1.0])])
    assert list(b64decode(strip["data"]["cells"][0])) == [0, 192]
    assert list(b64decode(strip["data"]["cells"][1])) == [255, 192]


def test_parameters_that_are_all_0_are_in_the_middle():
    [strip] = heat_strips(layers_of(["w.0", "w.1"]), [moment([0.0, -0.0])])
    assert list(b64decode(strip["grad"]["cells"][0])) == [128, 128]


def test_of_many_parameters_some_are_shown_of_each_layer():
    layers = layers_of([*(f"w.{i}" for i in range(3 * CELLS - 1)), "b"])
    assert [(layer.name, layer.parameters) for layer in layers] == [("w", 3 * CELLS - 1), ("b", 1)]
    assert sum(len(layer.shown) for layer in layers) <= CELLS + len(layers)
    assert layers[0].shown[:2] == [0, 3]


def test_each_strip_has_the_numbers_of_its_own_layer():
    w, b = heat_strips(layers_of(["w.0", "w.1", "b"]), [moment([1.0, 2.0, 8.0])])
    assert (w["data"]["peaks"], b["data"]["peaks"]) == (["2"], ["8"])
    assert (w["cells"], b["cells"]) == (2, 1)
