"""Drawings as text in Graphviz's language: each box, arrow and frame, whatever the labels hold."""

import pytest
from hypothesis import given, settings
from pictures import LABELS, SVG, hard_texts, parsed, parts, tags, texts

from autograd import Value, draw
from autograd.drawing.dot import drawing_of
from autograd.drawing.sketch import Arrow, Box, Cluster, Sketch, readable
from autograd.primitives import Primitive
from nn import MLP

GOLDEN = """\
digraph {
	graph [bgcolor=transparent compound=true nodesep=0.12 nslimit=2 rankdir=LR ranksep=0.3]
	node [color="#7a7a7a" fontcolor="#111111" fontname="DejaVu Sans" fontsize=10 height=0.3 \
shape=record style="filled,rounded"]
	edge [arrowsize=0.6 color="#7a7a7a" fontcolor="#7a7a7a" fontname="DejaVu Sans" fontsize=9]
	subgraph cluster_m1 { graph [id=m1 label="c" color="#7a7a7a" fontcolor="#7a7a7a" \
fontname="DejaVu Sans" fontsize="10" style="rounded" labeljust="l"]
		n3op [id=n3op label="+" fillcolor="#d5efe6" shape=ellipse width=0.3 margin="0.06,0.03" \
tooltip="the operation add"]
		n3 [id=n3 label="{f | data 1.5 | grad 1}" fillcolor="#f7f7f7" tooltip="f: data = 1.5, grad \
= 1.0"]
		n1 [id=n1 label="{w | data 3 | grad 1}" fillcolor="#cfe6f7" tooltip="c.w: data = 3.0, grad \
= 1.0"]
	}
	subgraph cluster_m0 { graph [id=m0 label="a" color="#7a7a7a" fontcolor="#7a7a7a" \
fontname="DejaVu Sans" fontsize="10" style="rounded" labeljust="l"]
		n2c1 [id=n2c1 label="0.5" fillcolor="#fdf3c8" width=0.3 margin="0.06,0.03" \
tooltip="a plain number, 0.5"]
		n2op [id=n2op label="*" fillcolor="#d5efe6" shape=ellipse width=0.3 margin="0.06,0.03" \
tooltip="the operation mul"]
		n2 [id=n2 label="{data -1.5 | grad 1}" fillcolor="#f7f7f7" tooltip="data = -1.5, grad = \
1.0"]
		n0 [id=n0 label="{w | data -3 | grad 0.5}" fillcolor="#cfe6f7" tooltip="a.w: data = -3.0, \
grad = 0.5"]
	}
	n2op -> n2 [id=n2z weight=8]
	n0 -> n2op [id=n2e0]
	n2c1 -> n2op [id=n2e1]
	n3op -> n3 [id=n3z weight=8]
	n2 -> n3op [id=n3e0]
	n1 -> n3op [id=n3e1]
}
"""


def picture(sketch):
    return drawing_of(sketch).pipe("svg")


def test_a_drawing_has_each_node_operation_edge_constant_and_frame():
    a, c = Value(-3.0), Value(3.0)
    f = a * 0.5 + c
    f.label = "f"
    f.backward()
    assert draw(f, names={"a.w": a, "c.w": c}).source == GOLDEN


def test_all_ids_are_in_the_picture():
    model = MLP(2, [3, 1], "tanh", seed=0)
    y = model([0.5, -1.0])
    y = y * y
    drawing = draw(y, names=model)
    found = parts(drawing.pipe("svg"))
    assert found["node"] == {box.id for box in drawing.sketch.boxes}
    assert found["edge"] == {arrow.id for arrow in drawing.sketch.arrows}
    assert found["cluster"] == {cluster.id for cluster in drawing.sketch.clusters}


def test_a_square_has_two_arrows():
    a = Value(3.0)
    assert parts(draw(a * a).pipe("svg"))["edge"] == {"n1e0", "n1e1", "n1z"}


def test_the_sketch_may_be_changed_before_it_is_drawn():
    sketch = draw(Value(2.0, "a")).sketch
    sketch.boxes[0].rows = [("label", "other"), ("data", "data ?")]
    sketch.boxes[0].fill = "#ffffff"
    assert texts(picture(sketch)) == ["other", "data ?"]
    assert 'fillcolor="#ffffff"' in drawing_of(sketch).source


@pytest.mark.parametrize("direction", ["LR", "TB", "RL", "BT"])
def test_what_comes_first_is_on_top_or_to_the_left(direction):
    x = [Value(float(i), f"x{i}") for i in range(3)]
    sketch = Sketch(direction, boxes=[Box(v.label, "leaf", [("label", v.label)]) for v in x])
    axis = "x" if direction in ("TB", "BT") else "y"
    found = parsed(picture(sketch)).iter(f"{SVG}text")
    places = sorted((float(text.get(axis)), text.text) for text in found)
    assert [name for _, name in places] == ["x0", "x1", "x2"]
    assert f" rankdir={direction} " in drawing_of(sketch).source


def test_arrows_may_join_frames():
    sketch = Sketch(
        boxes=[Box("a", "module", [], "f"), Box("b", "module", [], "g")],
        clusters=[Cluster("f", "first"), Cluster("g", "second", ""), Cluster("h", "empty", "g")],
        arrows=[Arrow("e", "f", "g", "then")],
    )
    assert "a -> b [id=e weight=8 ltail=cluster_f lhead=cluster_g" in drawing_of(sketch).source
    assert {"first", "second", "then"} <= set(texts(picture(sketch)))


@pytest.mark.parametrize("label", LABELS)
def test_a_label_is_shown_as_it_was_written(label):
    made = draw(Value(2.5, label)).pipe("svg")
    assert texts(made) == [label, "data 2.5", "grad 0"]
    assert tags(made) <= {"svg", "g", "title", "path", "polygon", "polyline", "text"}


@pytest.mark.parametrize("label", ["two\nlines", "two\r\nlines"])
def test_a_label_may_have_lines(label):
    assert texts(draw(Value(1.0, label)).pipe("svg"))[:2] == ["two", "lines"]


@pytest.mark.parametrize("name", ["a|b", "{op}", "a\\b", '"', "<i>", "&amp;", "α"])
def test_the_name_of_an_operation_is_shown_as_it_was_written(name):
    twice = Primitive(name, lambda x: 2.0 * x, lambda z, x: (2.0,))
    assert name in texts(draw(twice(Value(1.0))).pipe("svg"))


def everywhere(text):
    """A sketch with the text in every place that there is for one."""
    kinds = ["leaf", "operation", "constant", "group", "module"]
    boxes = [Box(kind, kind, [("label", text)], "m", title=text) for kind in kinds]
    return Sketch(
        title=text,
        boxes=boxes,
        arrows=[Arrow("e", "leaf", "operation", text)],
        clusters=[Cluster("m", text)],
        legend=[Box("legend0", "leaf", [("label", text)])],
    )


@settings(max_examples=150, deadline=None)
@given(hard_texts)
def test_any_text_anywhere_is_drawn_and_nothing_else(text):
    made = picture(everywhere(text))
    assert tags(made) <= {"svg", "g", "title", "path", "polygon", "polyline", "text", "ellipse"}
    found = parts(made)
    assert found["node"] == {"leaf", "operation", "constant", "group", "module", "legend0"}
    assert found["edge"] == {"e"}
    lines = [line for line in readable(text).replace("\u00a0", " ").split("\n") if line.strip()]
    shown = [line.strip() for line in texts(made) if line.strip()]
    assert shown.count((lines or [""])[0].strip()) >= 7 or not lines


@pytest.mark.parametrize("direction", ["LR", "TB"])
@pytest.mark.parametrize("stacked", [False, True])
def test_rows_are_side_by_side_from_left_to_right_and_else_or_if_stacked_below(direction, stacked):
    sketch = draw(Value(2.0, "x"), direction=direction).sketch
    sketch.stacked = stacked
    heights = {text.get("y") for text in parsed(picture(sketch)).iter(f"{SVG}text")}
    assert len(heights) == (1 if (direction == "LR") != stacked else 3)


def test_a_box_without_rows_is_a_small_circle():
    assert "shape=circle" in drawing_of(Sketch(boxes=[Box("a", "leaf", [])])).source
