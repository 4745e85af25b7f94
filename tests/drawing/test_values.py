"""From Values to boxes and arrows: ids that others rely on, every operand, names and numbers."""

import math

import pytest
from graphs import network
from pictures import joined, shown

import autograd
from autograd import Value, draw, topological_sort
from autograd.drawing.values import sketch_values
from nn import MLP


def test_ids_say_which_node_operation_operand_and_edge_it_is():
    _, root = network()
    order = topological_sort(root)
    number = {node: i for i, node in enumerate(order)}
    sketch = sketch_values(root)
    boxes = {box.id: box for box in sketch.boxes}
    arrows = {arrow.id: (arrow.tail, arrow.head) for arrow in sketch.arrows}
    assert len(boxes) == len(sketch.boxes) and len(arrows) == len(sketch.arrows)
    want_boxes, want_arrows = {}, {}
    for i, node in enumerate(order):
        want_boxes[f"n{i}"] = "result" if node.op else "leaf"
        if node.op:
            want_boxes[f"n{i}op"] = "operation"
            want_arrows[f"n{i}z"] = (f"n{i}op", f"n{i}")
        for j, parent in enumerate(node.parents):
            tail = f"n{i}c{j}" if isinstance(parent, float) else f"n{number[parent]}"
            want_arrows[f"n{i}e{j}"] = (tail, f"n{i}op")
            if isinstance(parent, float):
                want_boxes[tail] = "constant"
    assert {name: box.kind for name, box in boxes.items()} == want_boxes
    assert arrows == want_arrows


FORMULAS = [  # with a = Value(3.0): what goes into the operation
    (lambda a: a * a, ["n0", "n0"]),
    (lambda a: a - 2.0, ["n0", "n1c1"]),
    (lambda a: 2.0 - a, ["n1c0", "n0"]),
    (lambda a: a + 2, ["n0", "n1c1"]),
    (lambda a: a.tanh(), ["n0"]),
    (lambda a: a**3, ["n0"]),
    (lambda a: autograd.dot([a, 2.0, a], [1.0, a, a]), ["n0", "n1c1", "n0", "n1c3", "n0", "n0"]),
    (lambda a: autograd.maximum(a, 1.0), ["n0", "n1c1"]),
]


@pytest.mark.parametrize("formula, operands", FORMULAS)
def test_there_is_an_arrow_for_each_use_and_a_box_for_each_plain_number(formula, operands):
    sketch = sketch_values(formula(Value(3.0)))
    into = [arrow for arrow in sketch.arrows if arrow.head == "n1op"]
    assert [arrow.tail for arrow in into] == operands
    assert [arrow.id for arrow in into] == [f"n1e{j}" for j in range(len(operands))]
    constants = {box.id for box in sketch.boxes if box.kind == "constant"}
    assert constants == {name for name in operands if "c" in name}


def test_a_leaf_is_drawn_alone():
    sketch = sketch_values(Value(2.0))
    assert shown(sketch) == {"n0": ["data 2", "grad 0"]} and joined(sketch) == {}


@pytest.mark.parametrize(
    "number, text",
    [(0.123456, "0.1235"), (1e-20, "1e-20"), (-0.0, "-0"), (math.nan, "nan"), (1e400, "inf")],
)
def test_numbers_are_shown_with_four_digits_and_pointed_at_with_all(number, text):
    v = Value(number, "v")
    sketch = sketch_values(v + number)
    assert shown(sketch)["n0"] == ["v", f"data {text}", "grad 0"]
    assert shown(sketch)["n1c1"] == [text]
    assert sketch.boxes[0].title == f"v: data = {number!r}, grad = 0.0"


@pytest.mark.parametrize(
    "show, rows, arrow",
    [
        (("label", "data", "grad"), ["x", "data 2", "grad 4"], ""),
        (("grad", "data"), ["data 2", "grad 4"], ""),
        (("label",), ["x"], ""),
        ((), [], ""),
        (("data", "partial"), ["data 2"], "2"),
    ],
)
def test_show_chooses_what_boxes_and_arrows_say(show, rows, arrow):
    x = Value(2.0, "x")
    y = x * x
    y.backward()
    sketch = sketch_values(y, show=show)
    assert shown(sketch)["n0"] == rows
    assert [a.text for a in sketch.arrows] == ["", arrow, arrow]


def test_arrows_know_the_recorded_partials():
    a, b = Value(2.0), Value(3.0)
    sketch = sketch_values(a * b)
    assert [arrow.partial for arrow in sketch.arrows] == [None, 3.0, 2.0]


@pytest.mark.parametrize(
    "kind", [lambda model: model, lambda model: model.named_parameters(), dict, list], ids=str
)
def test_names_come_from_a_model_in_any_form_and_labels_go_first(kind):
    model = MLP(2, [2, 1])
    names = kind(model.named_parameters() if kind in (dict, list) else model)
    model.layers[1].neurons[0].b.label = "offset"
    sketch = sketch_values(model([1.0, 2.0]), names=names, clusters=False)
    found = sorted(box.rows[0][1] for box in sketch.boxes if box.kind == "leaf")
    given = {value.label or name for name, value in model.named_parameters()}
    assert found == sorted(given) and "offset" in found and sketch.clusters == []


@pytest.mark.parametrize("label, name", [(5, "5"), (0, "0"), (("a", 1), "('a', 1)"), (None, "x")])
def test_a_label_that_is_no_text_is_drawn_as_one(label, name):
    v = Value(2.0)
    v.label = label
    sketch = sketch_values(v, names={"x": v})
    assert shown(sketch)["n0"] == [name, "data 2", "grad 0"]
    assert sketch.boxes[0].facts["label"] == name and sketch.title.endswith(f"{name} = 2")
    assert draw(v, names={"x": v}).pipe("svg")


def test_inside_of_a_frame_a_name_is_without_the_path_of_the_frame():
    model = MLP(2, [1])
    sketch = sketch_values(model([1.0, 2.0]), names=model)
    assert [cluster.title for cluster in sketch.clusters] == [
        "layers.0 · Layer",
        "neurons.0 · Neuron(2, linear)",
    ]
    labels = {box.rows[0][1] for box in sketch.boxes if box.kind == "leaf"}
    assert labels == {"w.0", "w.1", "b"}
    assert {box.facts["label"] for box in sketch.boxes if box.kind == "leaf"} == {
        name for name, _ in model.named_parameters()
    }


def test_the_title_says_how_many_nodes_and_what_comes_out():
    x = Value(2.0)
    y = x * x
    assert sketch_values(y).title == "Graph of 2 nodes with the result 4"
    y.label = "loss"
    assert sketch_values(y).title == "Graph of 2 nodes with the result loss = 4"
    assert sketch_values(x).title == "Graph of 1 node with the result 2"


def test_drawing_changes_nothing():
    a = Value(2.0)
    y = a * a
    y.backward()
    assert sketch_values(y) == sketch_values(y)
    assert (a.grad, y.grad, a.label, y.label) == (4.0, 1.0, "", "")


@pytest.mark.parametrize("wrong", [3.0, None, [Value(1.0)], "x"])
def test_what_is_no_value_cannot_be_sketched(wrong):
    with pytest.raises(TypeError, match=f"Value.*{type(wrong).__name__}"):
        sketch_values(wrong)
