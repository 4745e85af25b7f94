"""The architecture of models: what is in what, how often, how large, and in which order."""

import pytest
from models import Box
from pictures import joined, parts, shown, texts

from autograd import Value, draw
from autograd.drawing.architecture import sketch_model
from nn import MLP, Layer, Module, Neuron, Sequential


def frames(sketch):
    return [cluster.title for cluster in sketch.clusters]


def test_a_network_is_layers_of_neurons_one_after_the_other():
    sketch = sketch_model(MLP(2, [16, 3]))
    assert frames(sketch) == [
        "MLP · 99 parameters",
        "layers.0 · Layer · 48 parameters",
        "layers.1 · Layer · 51 parameters",
    ]
    assert list(shown(sketch).values()) == [
        ["neurons.0–15", "16 × Neuron(2, relu)", "48 parameters"],
        ["neurons.0–2", "3 × Neuron(16, linear)", "51 parameters"],
    ]
    (arrow,) = sketch.arrows
    assert (arrow.tail, arrow.head) == (sketch.clusters[1].id, sketch.clusters[2].id)
    assert sketch.title == "Architecture of MLP, 99 parameters"


def test_parts_need_not_be_folded():
    assert len(sketch_model(MLP(2, [4, 3]), fold=False).boxes) == 7
    assert len(draw(MLP(2, [4, 3]), collapse=False).sketch.boxes) == 7


def double(x):
    return [2.0 * v for v in x]


def test_functions_in_a_sequence_are_shown_by_name():
    sketch = sketch_model(Sequential(Layer(2, 2), double, Layer(2, 1), double, max))
    operations = [box.rows for box in sketch.boxes if box.kind == "operation"]
    assert operations == [[("label", "double")]] * 2 + [[("label", "max")]]
    ids = [box.id for box in sketch.boxes if box.kind == "operation"]
    layers = [cluster.id for cluster in sketch.clusters[1:]]
    first, second = layers
    assert list(joined(sketch)) == [
        (first, ids[0]), (ids[0], second), (second, ids[1]), (ids[1], ids[2]),
    ]  # fmt: skip


def test_equal_layers_that_follow_each_other_are_folded():
    sketch = sketch_model(MLP(8, [8, 8, 8, 1]))
    assert frames(sketch)[1:] == [
        "layers.0–2 · 3 × Layer · 216 parameters",
        "layers.3 · Layer · 9 parameters",
    ]
    assert len(sketch.arrows) == 1


def test_parts_of_a_custom_module_are_in_it_without_an_order():
    module = Box(a=Neuron(2), b=Layer(2, 2), scale=Value(1.0))
    sketch = sketch_model(module)
    assert frames(sketch) == ["Box · 10 parameters", "b · Layer · 6 parameters"]
    assert sketch.arrows == [] and len(sketch.boxes) == 2


def test_a_module_without_parts_is_a_box():
    sketch = sketch_model(Neuron(2))
    assert shown(sketch) == {"p0": ["Neuron(2, relu)", "3 parameters"]}
    assert list(shown(sketch_model(Module())).values()) == [["Module"]]
    assert sketch_model(Module()).title == "Architecture of Module, no parameters"


def test_a_part_that_knows_its_whole_does_not_go_on_for_ever():
    module = Box(part=Box(v=Value(1.0)))
    module.part.whole = module
    assert frames(sketch_model(module)) == ["Box · 1 parameter"]


class Block(Module):
    """A list of Values, of which it says nothing."""

    def __init__(self, n, part=None):
        self.w = [Value(0.0) for _ in range(n)]
        if part:
            self.part = part

    def __repr__(self):
        return "Block"


@pytest.mark.parametrize(
    "one, other, boxes",
    [
        (Block(2), Block(2), ["2 × Block", "4 parameters"]),
        (Block(2), Block(50), None),
        (Block(1), Block(0, Block(1)), None),
        (Block(0, Neuron(2)), Block(0, Neuron(2, None)), None),
    ],
)
def test_parts_are_folded_only_if_their_parameters_and_parts_are_alike(one, other, boxes):
    sketch = sketch_model(Sequential(one, other))
    said = [line for box in shown(sketch).values() for line in box]
    titles = " ".join([*said, *frames(sketch)])
    assert ("2 × " in titles) == (boxes is not None)
    assert boxes is None or set(boxes) <= set(said)


def test_a_part_with_two_names_has_the_first_as_its_parameters_have():
    shared = Neuron(2)
    model = Box(a=shared, b=shared)
    (box,) = sketch_model(model).boxes
    assert box.rows[0] == ("label", "a")
    assert {name.partition(".")[0] for name, _ in model.named_parameters()} == {"a"}


class Foreign:
    """What is no Module, but has children with names."""

    def named_children(self):
        return iter([("left", Foreign.Leaf()), ("right", Foreign.Leaf())])

    class Leaf:
        def named_children(self):
            return iter(())


def test_whatever_has_named_children_can_be_drawn():
    drawing = draw(Foreign())
    assert sorted(texts(drawing.pipe("svg"))) == ["Foreign", "Leaf", "Leaf", "left", "right"]


@pytest.mark.parametrize("direction", ["LR", "TB"])
def test_the_picture_has_all_frames_boxes_and_arrows(direction):
    drawing = draw(Sequential(MLP(2, [3, 3]), Layer(3, 1)), direction=direction)
    found = parts(drawing.pipe("svg"))
    sketch = drawing.sketch
    assert found["node"] == {box.id for box in sketch.boxes}
    assert found["cluster"] == {cluster.id for cluster in sketch.clusters}
    assert found["edge"] == {arrow.id for arrow in sketch.arrows}


@pytest.mark.parametrize("label", ["a|b", '"', "<b>"])
def test_what_a_module_says_of_itself_is_shown_as_it_is(label):
    class Odd(Module):
        def extra_repr(self):
            return label

    assert f"Odd({label})" in texts(draw(Odd()).pipe("svg"))
