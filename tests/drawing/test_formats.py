"""What can be saved beside pictures: data for programs, Mermaid for Markdown, a page for people."""

import html
import json
import math
import re
from fractions import Fraction
from html.parser import HTMLParser

import numpy as np
import pytest
from graphs import network
from hypothesis import given, settings
from pictures import LABELS, hard_texts, tags, texts

from autograd import Value, draw, topological_sort
from autograd.drawing.dot import drawing_of
from autograd.drawing.formats import WRITERS
from autograd.drawing.sketch import Arrow, Box, Cluster, Sketch, readable
from nn import MLP


def saved(drawing, suffix):
    return WRITERS[suffix](drawing).decode()


def refuse(name):
    raise ValueError(f"{name} is no JSON")


def graph(drawing):
    return json.loads(saved(drawing, ".json"), parse_constant=refuse)


def test_json_holds_every_node_and_every_edge():
    a, b = Value(-3.0, "a"), Value(2.0, "b")
    f = a * b + 0.5
    f.backward()
    assert graph(draw(f)) == {
        "title": "Graph of 4 nodes with the result -5.5",
        "nodes": [
            {"id": "n0", "kind": "leaf", "label": "a", "op": None, "data": -3.0, "grad": 2.0},
            {"id": "n1", "kind": "leaf", "label": "b", "op": None, "data": 2.0, "grad": -3.0},
            {"id": "n2", "kind": "result", "label": "", "op": "*", "data": -6.0, "grad": 1.0},
            {"id": "n3", "kind": "result", "label": "", "op": "+", "data": -5.5, "grad": 1.0},
            {"id": "n3c1", "kind": "constant", "label": "", "op": None, "data": 0.5, "grad": None},
        ],
        "groups": [],
        "edges": [
            {"from": "n0", "to": "n2", "partial": 2.0, "count": 1},
            {"from": "n1", "to": "n2", "partial": -3.0, "count": 1},
            {"from": "n2", "to": "n3", "partial": 1.0, "count": 1},
            {"from": "n3c1", "to": "n3", "partial": 1.0, "count": 1},
        ],
    }


def test_from_json_the_gradients_can_be_computed_again():
    _, root = network()
    root.backward()
    data = graph(draw(root, collapse=False))
    grads = {node["id"]: 0.0 for node in data["nodes"]}
    grads[f"n{len(topological_sort(root)) - 1}"] = 1.0
    order = sorted(data["edges"], key=lambda edge: -int(edge["to"][1:]))
    for edge in order:
        grads[edge["from"]] += edge["partial"] * grads[edge["to"]]
    for node in data["nodes"]:
        if node["kind"] != "constant":
            assert grads[node["id"]] == pytest.approx(node["grad"], rel=1e-12, abs=1e-12)


def test_what_json_has_no_number_for_is_a_text():
    a, b = Value(math.inf), Value(math.nan)
    nodes = graph(draw(a * -1.0 + b))["nodes"]
    assert [node["data"] for node in nodes] == ["inf", "nan", "-inf", -1.0, "nan"]


@pytest.mark.parametrize("collapse", [False, True])
@pytest.mark.parametrize("kind", [np.float32, np.float64, np.int64, Fraction, int])
def test_numbers_of_any_library_are_numbers_in_json(kind, collapse):
    x = Value(1.0, "x")
    y = x.sin() + x.cos() * x.exp()
    for node in topological_sort(y):
        node.data, node.grad = kind(2), kind(3)
        node.partials = tuple(kind(1) for _ in node.partials)
    drawing = draw(y, collapse=collapse, shade="grad", show=("label", "data", "grad", "partial"))
    found = graph(drawing)
    boxes = found["nodes"] + found["groups"]
    assert {(box["data"], box["grad"]) for box in boxes} == {(2.0, 3.0)}
    assert {edge["partial"] for edge in found["edges"]} <= {1.0, None}
    said = texts(drawing.pipe("svg"))
    assert any(text.endswith("2") for text in said) and f"{kind.__name__}(" not in " ".join(said)


def test_groups_count_the_nodes_that_they_stand_for():
    model = MLP(8, [8, 1], "tanh", seed=0)
    loss = sum(model([0.1 * i] * 8) for i in range(20))
    data = graph(draw(loss, names=model))
    nodes = sum(node["kind"] != "constant" for node in data["nodes"])
    assert nodes + sum(group["nodes"] for group in data["groups"]) == len(topological_sort(loss))
    groups = {group["label"]: group for group in data["groups"]}
    first, last = groups["layers.0.neurons.3"], groups["layers.1.neurons.0"]
    assert first["ops"] == {"dot": 20, "tanh": 20} and first["nodes"] == 9 + 40
    edge = {"from": first["id"], "to": last["id"], "partial": None, "count": 20}
    assert edge in data["edges"]


def test_a_model_is_modules_in_json():
    data = graph(draw(MLP(2, [3, 1])))
    assert [module["label"][1] for module in data["modules"]] == [
        "3 × Neuron(2, relu)",
        "Neuron(3, linear)",
    ]
    assert data["nodes"] == [] and len(data["edges"]) == 1


@pytest.mark.parametrize("label", [*LABELS, "\ud800", "\0", "a\nb"])
def test_json_holds_labels_as_they_are(label):
    assert graph(draw(Value(1.0, label)))["nodes"][0]["label"] == label


def test_mermaid_has_boxes_arrows_and_frames():
    a, w = Value(2.0, "a"), Value(3.0)
    made = saved(draw(a * w, names={"part.w": w}, shade="data"), ".mmd")
    assert (
        made
        == """\
flowchart LR
  n0("a<br/>data 2<br/>grad 0"):::leaf
  subgraph m0["part"]
    n1("w<br/>data 3<br/>grad 0"):::leaf
    n2("data 6<br/>grad 0"):::result
    n2op(["#42;"]):::operation
  end
  n2op --> n2
  n0 --> n2op
  n1 --> n2op
  classDef leaf fill:#cfe6f7,stroke:#7a7a7a,color:#111
  classDef result fill:#f7f7f7,stroke:#7a7a7a,color:#111
  classDef operation fill:#d5efe6,stroke:#7a7a7a,color:#111
  style n0 fill:#fffbe6
  style n1 fill:#fed976
  style n2 fill:#e8632c
"""
    )


TEXT = r'"((?:[\w .,-]|#\d+;|<br/>)*)"'
LINES = [
    r"flowchart (LR|TB|RL|BT)",
    rf"subgraph \w+\[{TEXT}\]",
    r"end",
    rf"\w+(\(|\(\[){TEXT}(\)|\]\)):::\w+",
    rf"\w+ -->(\|{TEXT}\|)? \w+",
    r"classDef \w+ fill:#\w{6},stroke:#\w{6},color:#111",
    r"style \w+ fill:#\w{6}",
]


def everywhere(text):
    boxes = [Box(kind, kind, [("label", text)], "m") for kind in ("leaf", "operation", "group")]
    arrows = [Arrow("e", "leaf", "operation", text)]
    return Sketch(title=text, boxes=boxes, arrows=arrows, clusters=[Cluster("m", text)])


@settings(max_examples=200)
@given(hard_texts)
def test_any_text_is_no_more_than_a_text_to_mermaid(text):
    made = saved(drawing_of(everywhere(text)), ".mmd")
    for line in made.split("\n")[:-1]:
        assert any(re.fullmatch(form, line.strip(" ")) for form in LINES), line


@given(hard_texts)
def test_mermaid_decodes_to_the_text(text):
    made = saved(drawing_of(everywhere(text)), ".mmd")
    coded = re.search(r'leaf\("(.*?)"\):::leaf', made)[1]
    decoded = re.sub(r"#(\d+);", lambda m: chr(int(m[1])), coded.replace("<br/>", "\n"))
    assert decoded == (readable(text) or " ")


class Page(HTMLParser):
    def __init__(self, page):
        super().__init__()
        self.tags, self.links = [], []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.links += [
            v for k, v in attributes if k in ("src", "href", "xlink:href") or k[:2] == "on"
        ]


def test_a_page_holds_the_picture_and_needs_nothing_else():
    drawing = draw(Value(2.0, "größe") * 3.0)
    page = saved(drawing, ".html")
    svg = page[page.index("<svg") : page.index("</figure>")]
    assert texts(svg) == texts(drawing.pipe("svg"))
    assert "<title>Graph of 2 nodes with the result 6</title>" in page
    assert 'role="img" aria-label="Graph of 2 nodes with the result 6"' in page
    assert "color-scheme: light dark" in page and "default-src 'none'" in page


@settings(max_examples=50, deadline=None)
@given(hard_texts)
def test_a_page_never_holds_a_script_or_a_link(text):
    page = saved(drawing_of(everywhere(text)), ".html")
    found = Page(page)
    assert found.links == [] and "script" not in found.tags
    assert set(found.tags) - {"html", "meta", "title", "style", "figure"} <= tags(
        page[page.index("<svg") : page.index("</figure>")]
    )
    assert html.escape(readable(text)) in page


def test_json_of_a_large_graph_needs_no_layout():
    x = Value(1.0)
    for _ in range(5000):
        x = x + 1.0
    data = graph(draw(x, collapse=False))
    assert len(data["nodes"]) == 10_001 and len(data["edges"]) == 10_000
