"""The graph of a sample: its numbers moment by moment, and a picture for each structure."""

import re

import pytest
from models import Line, train

import nn
from autograd import Value, topological_sort
from nn import MLP, Module
from nn.recording.sample_graph import NODES, PICTURES, SampleGraph


def graph(model, x=(0.5, -1.0), target=1.0, loss=nn.mse):
    return SampleGraph(model, list(x), target, loss)


class Branching(Module):
    """As many additions as its setting says."""

    def __init__(self, n=1):
        self.w, self.n = Value(2.0), n

    def __call__(self, x):
        y = self.w * x[0]
        for _ in range(self.n):
            y = y + self.w
        return y


def test_the_numbers_are_those_that_backward_leaves():
    model = Line()
    numbers = graph(model).numbers()
    loss = nn.mse([model([0.5, -1.0])], [1.0])
    loss.backward()
    order = topological_sort(loss)
    assert numbers.data == [node.data for node in order]
    assert numbers.grad == [node.grad for node in order]
    assert numbers.constants == [
        parent for node in order for parent in node.parents if isinstance(parent, float)
    ]


@pytest.mark.parametrize("fails", [False, True])
def test_gradients_are_put_back(fails):
    model = MLP(2, [2, 1], "tanh")
    for i, p in enumerate(model.parameters()):
        p.grad = i / 3

    def broken(outputs, targets):
        made = nn.mse(outputs, targets)
        # only the first graph can be walked backwards
        return made if not calls else made * Value("no number")

    calls: list[int] = []
    sample = graph(model, loss=broken if fails else nn.mse)
    calls.append(1)
    if fails:
        with pytest.raises(TypeError):
            sample.numbers()
    else:
        assert any(sample.numbers().grad)
    assert [p.grad for p in model.parameters()] == [i / 3 for i in range(9)]


def test_one_structure_has_one_picture_whatever_its_numbers():
    model = Branching()
    sample = graph(model)
    first = sample.numbers()
    model.w.data = 7.0
    sample.x = [3.0, 0.0]
    second = sample.numbers()
    assert (first.picture, second.picture) == (0, 0)
    assert first.constants != second.constants
    page = sample.payload([first, second])
    assert len(page["pictures"]) == 1
    assert "3" in page["moments"][1]["constants"].split()


def test_each_structure_has_its_picture_and_only_so_many_are_kept():
    model = Branching()
    sample = graph(model)
    moments = []
    for n in [*range(1, PICTURES + 3), 1]:
        model.n = n
        moments.append(sample.numbers())
    assert [m.picture for m in moments] == [*range(PICTURES), -1, -1, 0]
    page = sample.payload(moments[:2])
    for k, picture in enumerate(page["pictures"][:2]):
        assert len(picture["names"]) == len(moments[k].data)
        assert len(picture["constants"]) == len(moments[k].constants)


def test_a_picture_has_a_box_for_each_node_and_each_plain_number():
    sample = graph(MLP(2, [2, 1], seed=0))
    numbers = sample.numbers()
    [picture] = sample.payload([numbers])["pictures"]
    ids = set(re.findall(r'<g id="(\w+)" class="node', picture["svg"]))
    assert {f"n{i}" for i in range(len(numbers.data))} <= ids
    assert set(picture["constants"]) <= ids
    assert picture["names"][-1] == "loss" and "layers.0.neurons.1.w.0" in picture["names"]
    for kind in ("data", "grad"):
        assert picture["svg"].count(f'class="{kind}"') == len(numbers.data)


def test_of_a_graph_too_large_to_read_the_parameters_are_shown():
    model = MLP(2, [16, 16, 1])
    sample = graph(model)
    numbers = sample.numbers()
    assert numbers.picture == -1 and len(numbers.data) == len(model.parameters())
    page = sample.payload([numbers])
    assert "pictures" not in page and page["nodes"] > NODES == page["most"]
    assert [strip["name"] for strip in page["strips"]] == [f"layers.{i}" for i in range(3)]


def test_a_graph_that_grows_too_large_has_no_picture_there():
    model = Branching()
    sample = graph(model)
    small = sample.numbers()
    model.n = NODES
    large = sample.numbers()
    assert (small.picture, large.picture) == (0, -1)
    assert sample.payload([small, large])["moments"][1]["picture"] == -1


def test_a_loss_that_is_no_value_is_refused_as_without_a_recording():
    with pytest.raises(TypeError, match="Value, got float"):
        train(Line(), loss=lambda outputs, targets: 1.0, record=True)
