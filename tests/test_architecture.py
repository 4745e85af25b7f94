"""What may import what, what `import autograd` brings in, and how the files are kept."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import resolve_name
from pathlib import Path

import pytest
from layers import ALLOWED

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "autograd"
TESTS = ROOT / "tests"
BENCHMARKS = sorted((ROOT / "benchmarks").rglob("*.py"))
SOURCES = sorted([*PACKAGE.rglob("*.py"), *(ROOT / "nn").rglob("*.py")])


def dotted(path: Path) -> str:
    """The name by which the file is imported."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


MODULES = {dotted(path): path for path in PACKAGE.rglob("*.py")}


def running(tree: ast.AST) -> Iterator[ast.AST]:
    """All nodes but those under `if TYPE_CHECKING:`."""
    yield tree
    for child in ast.iter_child_nodes(tree):
        if not (isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING"):
            yield from running(child)


def imports(module: str) -> set[str]:
    """The modules of the package that the file imports when it runs."""
    path = MODULES[module]
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    targets: list[str] = []
    for node in running(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            targets += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = resolve_name("." * node.level + (node.module or ""), package)
            targets += [f"{base}.{alias.name}" for alias in node.names]
    found = {target if target in MODULES else target.rpartition(".")[0] for target in targets}
    return {name.removeprefix("autograd.") for name in found & MODULES.keys()}


@pytest.mark.parametrize("module", ALLOWED)
def test_a_module_imports_what_its_row_says(module: str) -> None:
    assert imports(f"autograd.{module}") == ALLOWED[module]


def test_every_module_has_a_row() -> None:
    assert MODULES.keys() == {"autograd", *(f"autograd.{module}" for module in ALLOWED)}


def test_imports_at_the_top_point_one_way() -> None:
    order = {module: i for i, module in enumerate(ALLOWED)}
    back = [(a, b) for a, below in ALLOWED.items() for b in below if order[b] >= order[a]]
    assert sorted(back) == [
        ("compiler.program", "compiler.export.to_c"),
        ("compiler.program", "compiler.export.to_numpy"),
        ("compiler.program", "compiler.export.to_onnx"),
        ("compiler.program", "compiler.export.to_python"),
        ("primitives.row", "formulas.derivative"), ("primitives.row", "primitives.operators"),
        ("value", "drawing.notebook"), ("value", "stepping.player"),
    ]  # fmt: skip


def test_importing_the_package_loads_the_standard_library_only() -> None:
    program = (
        "import sys; before = set(sys.modules); import autograd; print(*set(sys.modules) - before)"
    )
    out = subprocess.run(
        [sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, {str(ROOT)!r}); {program}"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    roots = {name.partition(".")[0] for name in out.split()}
    assert roots - set(sys.stdlib_module_names) == {"autograd"}
    assert not roots & {"inspect", "dataclasses", "typing_extensions", "linecache", "decimal"}


@pytest.mark.parametrize(
    "path", [*SOURCES, *BENCHMARKS, *sorted(TESTS.rglob("*.py"))], ids=lambda p: p.name
)
def test_no_file_is_longer_than_250_lines(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= 250


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_source_file_has_its_test_file(path: Path) -> None:
    if path.name != "__init__.py":
        assert list(TESTS.rglob(f"test_{path.stem}.py"))


@pytest.mark.parametrize(
    "path", [p for p in SOURCES if p.read_text()], ids=lambda p: str(p.relative_to(ROOT))
)
def test_every_source_file_says_what_it_is_in_one_line(path: Path) -> None:
    doc = ast.get_docstring(ast.parse(path.read_text()))
    assert re.match(r"\S.*[.:]", doc or "")
