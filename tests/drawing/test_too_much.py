"""Pictures that are too much for an engine: a warning before, the next engine, or one line."""

import sys

import pytest
import wasmtime

from autograd import Value, draw
from autograd.drawing import render as module
from autograd.drawing.render import SLOW, TANGLED, render

NESTED = 3000
DEEP = "digraph {" + "".join(f"subgraph s{i} {{" for i in range(NESTED)) + "a" + "}" * NESTED + "}"


def example():
    return draw(Value(2.0) * 3.0).source


def crash(source, **options):
    raise wasmtime.Trap("out of memory")


def no_other(monkeypatch):
    """As if there were only the engine in this process."""
    monkeypatch.setitem(sys.modules, "pygraphviz", None)
    monkeypatch.setenv("PATH", "")


def test_when_the_engine_crashes_the_next_one_draws(monkeypatch):
    monkeypatch.setattr(module, "_engine", lambda: crash)
    assert render(example()).startswith(b"<?xml")


@pytest.mark.parametrize("format", ["svg", "png", "plain"])
def test_when_there_is_no_next_one_an_error_says_what_happened(format, monkeypatch):
    no_other(monkeypatch)
    monkeypatch.setattr(module, "_engine", lambda: crash)
    with pytest.raises(ValueError, match=r"Graphviz ran out of memory or stack .*; collapse"):
        render(example(), format)


def test_a_source_that_is_nested_too_deep_does_not_harm_the_next_picture(monkeypatch):
    no_other(monkeypatch)
    with pytest.raises(ValueError, match="Graphviz"):
        render(DEEP)
    assert render(example()).startswith(b"<?xml")


def test_before_a_long_layout_there_is_a_warning(monkeypatch):
    monkeypatch.setattr(module, "_laid_out", lambda *given: b"<svg/>")
    boxes = [f"n{i}" for i in range(SLOW + 1)]
    render("digraph {\n" + "\n".join(boxes[3:]) + "\n}\n")
    with pytest.warns(UserWarning, match=r"some 1,\d{3} boxes and 0 arrows may take .*collapse='"):
        render("digraph {\n" + "\n".join(boxes) + "\n}\n")
    with pytest.warns(UserWarning, match=f"boxes and {TANGLED + 3} arrows"):
        render("digraph {\n" + "a -> b\n" * (TANGLED + 3) + "}\n")
