"""Drawings as text: each node and edge, constants and names, the same in every process."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import autograd
from autograd import Value, draw
from nn import MLP

GOLDEN = """\
digraph {
rankdir=LR bgcolor="transparent" nodesep=0.12
node [fontname="DejaVu Sans" fontsize=10 style="filled,rounded" shape=record height=0.3]
edge [color="#555555" arrowsize=0.6]
n0 [label="{b | data -3 | grad -2}" fillcolor="#cfe6f7"]
n1 [label="{data 1 | grad -3}" fillcolor="#cfe6f7"]
n2 [label="{data 9 | grad 0.5}" fillcolor="#f7f7f7"]
n2op [label="**2" shape=ellipse fillcolor="#d5efe6"]
n2op -> n2
n0 -> n2op
n3 [label="{data 4.5 | grad 1}" fillcolor="#f7f7f7"]
n3op [label="*" shape=ellipse fillcolor="#d5efe6"]
n3op -> n3
n3c0 [label="0.5" fillcolor="#fdf3c8"]
n3c0 -> n3op
n2 -> n3op
n4 [label="{data -3 | grad 1}" fillcolor="#f7f7f7"]
n4op [label="*" shape=ellipse fillcolor="#d5efe6"]
n4op -> n4
n1 -> n4op
n0 -> n4op
n5 [label="{f | data 1.5 | grad 1}" fillcolor="#f7f7f7"]
n5op [label="+" shape=ellipse fillcolor="#d5efe6"]
n5op -> n5
n4 -> n5op
n3 -> n5op
}
"""


def test_a_drawing_shows_each_node_operation_edge_and_constant():
    a, b = Value(1.0), Value(-3.0, "b")
    f = a * b + 0.5 * b**2
    f.label = "f"
    f.backward()
    assert draw(f).source == GOLDEN


def edges(drawing):
    return [tuple(line.split(" -> ")) for line in drawing.source.splitlines() if " -> " in line]


FORMULAS = [  # with a = Value(3.0): the edges into the operation
    (lambda a: a * a, ["n0", "n0"]),
    (lambda a: a - 2.0, ["n0", "n1c1"]),
    (lambda a: 2.0 - a, ["n1c0", "n0"]),
    (lambda a: a + 2, ["n0", "n1c1"]),
    (lambda a: a.tanh(), ["n0"]),
    (lambda a: a**3, ["n0"]),
    (lambda a: autograd.dot([a, 2.0, a], [1.0, a, a]), ["n0", "n1c1", "n0", "n1c3", "n0", "n0"]),
    (lambda a: autograd.maximum(a, 1.0), ["n0", "n1c1"]),
]


@pytest.mark.parametrize("formula, parents", FORMULAS)
def test_there_is_an_edge_for_each_use_and_a_constant_for_each_place(formula, parents):
    drawing = draw(formula(Value(3.0)))
    assert edges(drawing) == [("n1op", "n1"), *((parent, "n1op") for parent in parents)]
    assert sum("c" in p and f"\n{p} [label=" in drawing.source for p in parents) == sum(
        "c" in p for p in parents
    )


def test_a_leaf_is_drawn_alone():
    assert draw(Value(2.0)).source.count("label=") == 1 and edges(draw(Value(2.0))) == []


@pytest.mark.parametrize("direction", ["LR", "TB", "RL", "BT"])
def test_the_direction_is_up_to_the_caller(direction):
    assert f"\nrankdir={direction} " in draw(Value(2.0), direction=direction).source


@pytest.mark.parametrize("direction", ["", "lr", "LR]; n9 [", "left"])
def test_a_direction_that_graphviz_does_not_have_is_refused(direction):
    with pytest.raises(ValueError, match="LR, TB, RL or BT"):
        draw(Value(2.0), direction=direction)


@pytest.mark.parametrize("wrong", [3.0, None, [Value(1.0)], MLP(1, [1])])
def test_what_is_no_value_cannot_be_drawn(wrong):
    with pytest.raises(TypeError, match=f"Value.*{type(wrong).__name__}"):
        draw(wrong)


@pytest.mark.parametrize("kind", [lambda model: model.named_parameters(), dict, list], ids=str)
def test_names_come_from_a_model_in_any_form(kind):
    model = MLP(2, [2, 1])
    names = model.named_parameters() if kind not in (dict, list) else kind(model.named_parameters())
    model.layers[1].neurons[0].b.label = "offset"
    source = draw(model([1.0, 2.0]), names=names).source
    for name, value in model.named_parameters():
        shown = value.label or name
        assert source.count(f'[label="{{{shown} | data {value.data:.4g} | grad 0}}"') == 1
    assert "layers.1.neurons.0.b" not in source  # a label goes first


@pytest.mark.parametrize(
    "number, shown",
    [(0.123456, "0.1235"), (1e-20, "1e-20"), (-0.0, "-0"), (float("nan"), "nan"), (1e400, "inf")],
)
def test_numbers_are_shown_with_four_digits(number, shown):
    v = Value(number)
    assert f"{{data {shown} | grad 0}}" in draw(v).source
    assert f'[label="{shown}" fillcolor' in draw(Value(1.0) + number).source


SCRIPT = """
import nn
from autograd import draw
model = nn.MLP(2, [3, 1], "tanh", seed=0)
y = model([0.5, -1.0])
y.backward()
print(draw(y, names=model.named_parameters()).source)
"""


def test_a_drawing_has_the_same_bytes_in_every_process():
    seen = set()
    for seed in ("0", "1", "2"):
        environment = os.environ | {"PYTHONHASHSEED": seed}
        command = [sys.executable, "-c", SCRIPT]
        seen.add(subprocess.run(command, env=environment, capture_output=True, check=True).stdout)
    assert len(seen) == 1 and b"digraph" in seen.pop()


def test_drawing_changes_nothing():
    a = Value(2.0)
    y = a * a
    y.backward()
    assert draw(y).source == draw(y).source
    assert (a.grad, y.grad, a.label, y.label) == (4.0, 1.0, "", "")


@pytest.mark.parametrize("suffix", [".dot", ".gv"])
@pytest.mark.parametrize("kind", [str, Path])
def test_the_source_is_saved_as_it_is(kind, suffix, tmp_path):
    drawing = draw(Value(1.0, "größe ∂"))
    path = tmp_path / f"drawing{suffix}"
    assert drawing.save(kind(path)) == path
    assert path.read_text(encoding="utf-8") == drawing.source


@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a", "a.svg.zip"])
def test_an_unknown_suffix_is_refused_with_the_known_ones(name, tmp_path):
    with pytest.raises(ValueError, match=r"cannot draw to '.*'; use a path that ends in .svg or"):
        draw(Value(1.0)).save(tmp_path / name)
    assert list(tmp_path.iterdir()) == []
