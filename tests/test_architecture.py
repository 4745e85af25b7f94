"""What may import what, what `import autograd` brings in, and how the files are kept."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import resolve_name
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "autograd"
TESTS = ROOT / "tests"
# From the bottom up; a module may import what stands in its row, and nothing else of the package.
# Where a lower module needs to name a Value, it does so for the type checker alone.
ALLOWED: dict[str, set[str]] = {
    # inside functions: for what floats can't do, and for a rule to be read
    "primitives.real": set(),
    "primitives.elementwise": set(),
    "primitives.row": {
        "primitives.real", "primitives.elementwise", "primitives.operators", "formulas.derivative",
    },
    "primitives.digits": set(),
    "primitives.gamma": {"primitives.digits"},
    "primitives.cardinal": set(),
    "primitives.vanishing": set(),
    "primitives.piecewise": {"primitives.row"},
    "primitives.extrema": {"primitives.row", "primitives.piecewise"},
    "primitives.rounding": {"primitives.row", "primitives.piecewise"},
    "primitives.arithmetic": {"primitives.row", "primitives.piecewise", "primitives.rounding"},
    "primitives.exponential": {"primitives.row", "primitives.piecewise"},
    "primitives.trigonometric": {
        "primitives.row", "primitives.piecewise", "primitives.exponential",
    },
    "primitives.special": {
        "primitives.real", "primitives.row", "primitives.piecewise", "primitives.gamma",
        "primitives.cardinal",
    },
    "primitives.reductions": {"primitives.real", "primitives.row", "primitives.piecewise"},
    "primitives.activations": {
        "primitives.row", "primitives.piecewise", "primitives.exponential",
        "primitives.trigonometric", "primitives.special", "primitives.vanishing",
    },
    "primitives.operators": {
        "primitives.row", "primitives.piecewise", "primitives.rounding",
        "primitives.exponential", "primitives.arithmetic",
    },
    "primitives": {
        "primitives.real", "primitives.row", "primitives.activations", "primitives.extrema",
        "primitives.reductions", "primitives.operators",
    },
    "assign": set(),
    "modes": set(),
    "graph": set(),
    "naming": set(),
    "methods": {"primitives"},
    "plain": {"primitives", "modes"},
    "hooks": {"primitives", "modes"},
    "backward": {"primitives", "modes", "graph", "assign", "hooks"},
    "copying": {"graph"},
    "operations": {"primitives", "primitives.row", "modes"},
    "check": {"modes", "operations"},
    "value": {
        "primitives", "primitives.operators", "primitives.exponential", "assign", "graph",
        "naming", "methods", "plain", "backward", "copying", "operations", "hooks",
        "drawing.notebook", "stepping.player",  # inside methods, for those who look at a Value
    },
    "formulas.template": set(),
    "formulas.spelling": {
        "primitives.exponential", "primitives.special", "primitives.trigonometric",
    },
    "formulas.tidy": {
        "primitives", "primitives.activations", "primitives.arithmetic", "primitives.exponential",
        "primitives.operators", "primitives.piecewise", "primitives.reductions",
        "primitives.special", "primitives.trigonometric",
    },
    "formulas.notation": {
        "primitives", "primitives.arithmetic", "formulas.template", "formulas.spelling",
        "formulas.tidy",
    },
    "formulas.typeset": set(),
    "formulas.derivative": {
        "primitives", "formulas.template", "formulas.tidy", "formulas.notation",
        "formulas.typeset",
    },
    "formulas.layout": {"formulas.template"},
    "formulas.formula": {
        "primitives", "primitives.exponential", "graph", "naming", "formulas.template",
        "formulas.spelling", "formulas.notation", "formulas.typeset", "formulas.derivative",
        "formulas.layout",
    },
    "formulas": {"formulas.typeset", "formulas.derivative", "formulas.formula"},
    "differences": {"graph"},
    "drawing.needs": set(),
    "drawing.fields": set(),
    "drawing.sketch": set(),
    "drawing.scopes": set(),
    "drawing.values": {
        "graph", "naming", "drawing.fields", "drawing.sketch", "drawing.scopes",
    },
    "drawing.collapse": {"drawing.scopes"},
    "drawing.groups": {"naming", "drawing.sketch", "drawing.values"},
    "drawing.shading": {"naming", "drawing.sketch"},
    "drawing.architecture": {"drawing.sketch", "drawing.scopes"},
    "drawing.source": {"drawing.sketch"},
    "drawing.render": set(),
    "drawing.formats": {"drawing.sketch"},
    "drawing.dot": {
        "drawing.needs", "drawing.sketch", "drawing.source", "drawing.render",
        "drawing.formats",
    },
    "drawing.make": {
        "naming", "drawing.fields", "drawing.sketch", "drawing.values", "drawing.collapse",
        "drawing.groups", "drawing.shading", "drawing.architecture", "drawing.dot",
    },
    "drawing.notebook": {"graph", "drawing.collapse", "drawing.make"},
    "drawing": {"drawing.dot", "drawing.make"},
    "stepping.walk": {"modes", "graph", "hooks", "naming", "backward"},
    "stepping.steps": {"naming", "formulas.notation", "stepping.walk"},
    "stepping.panels": {
        "differences", "naming", "drawing.needs", "formulas.notation", "stepping.walk",
        "stepping.steps",
    },
    "stepping.explain": {"naming", "formulas.notation", "stepping.walk", "stepping.steps"},
    "stepping.overview": {
        "naming", "drawing.sketch", "drawing.collapse", "drawing.groups", "stepping.walk",
        "stepping.steps",
    },
    "stepping.picture": {"drawing.render", "drawing.dot", "stepping.steps"},
    "stepping.animation": {"drawing.sketch", "stepping.steps", "stepping.picture"},
    "stepping.views": {
        "formulas", "drawing.sketch", "drawing.values", "drawing.collapse", "drawing.groups",
        "stepping.walk", "stepping.steps", "stepping.panels", "stepping.overview",
        "stepping.picture",
    },
    "stepping.page": set(),
    "stepping.player": {
        "naming", "stepping.walk", "stepping.steps", "stepping.picture", "stepping.views",
        "stepping.animation", "stepping.page",
    },
    "stepping": {"stepping.explain", "stepping.player"},
    "matvec": {
        "primitives.row", "primitives.reductions", "modes", "operations", "value",
    },
    "dual": {
        "primitives", "primitives.exponential", "primitives.operators", "naming", "methods",
        "plain", "backward", "operations",
    },
    "nesting": {"operations", "value", "dual"},
    "pullback": {
        "primitives", "primitives.reductions", "modes", "backward", "value", "dual", "nesting",
    },
    "transforms": {"pullback"},
    "pushforward": {
        "primitives", "primitives.real", "modes", "value", "dual", "nesting", "pullback",
    },
    "jacobians": {
        "primitives.reductions", "graph", "hooks", "backward", "operations", "value", "dual",
        "nesting", "pullback", "pushforward",
    },
    "quotients": set(),
    "gradcheck": {
        "primitives", "primitives.real", "operations", "value", "nesting", "pullback",
        "pushforward", "quotients",
    },
    "objectives": {"primitives", "nesting", "pullback", "jacobians"},
    "custom": {"primitives", "primitives.row", "modes", "dual", "nesting", "pullback"},
    "linear": {"operations", "pullback"},
    "joint": {"primitives", "operations", "nesting", "pullback", "custom"},
    "equations": {
        "modes", "graph", "operations", "value", "dual", "nesting", "pullback", "linear",
        "joint",
    },
    "checkpointing": {
        "primitives", "modes", "graph", "backward", "operations", "value", "dual", "nesting",
        "pullback", "joint",
    },
    "compiler.native.access": set(),
    "compiler.native.vector": set(),
    "compiler.native.rows": {"primitives"},
    "compiler.native.cache": set(),
    "compiler.native.plan": {
        "primitives", "compiler.expansion", "compiler.passes", "compiler.program",
        "compiler.schedule", "compiler.native.rows",
    },
    "compiler.native.lines": {
        "primitives.reductions", "nesting", "compiler.program", "compiler.straight",
        "compiler.native.cache", "compiler.native.plan", "compiler.native.rows",
    },
    "compiler.native.summing": set(),
    "compiler.native.machine": {
        "primitives", "compiler.native.cache", "compiler.native.rows", "compiler.native.summing",
    },
    "compiler.native.orders": {
        "primitives.reductions", "compiler.grid", "compiler.products", "compiler.schedule",
        "compiler.native.machine",
    },
    "compiler.native.native": {
        "compiler.arrays", "compiler.schedule", "compiler.native.machine",
        "compiler.native.orders",
    },
    "compiler.native": set(),
}  # fmt: skip
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


@pytest.mark.parametrize("path", [*SOURCES, *sorted(TESTS.rglob("*.py"))], ids=lambda p: p.name)
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
