"""The published results: the page of all tables, and the telling rows in the README."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from .engines import GROUPS
from .graphs import OPERATIONS
from .programs import ALONE, COST
from .table import Row, introduction, tables

ROOT = Path(__file__).parent.parent
PAGE = Path("docs/benchmarks.md")
README = Path("README.md")
MARKED = re.compile(r"(?<=<!-- benchmarks -->\n).*?(?=<!-- end of benchmarks -->)", re.DOTALL)
# how the rows begin that the README shows
TELLING = (
    "micrograd's README expression, forward",
    "two moons",
    "digits, MLP 64",
    "character GPT",
    "Rosenbrock n=100, value",
    "Black-Scholes with Greeks",
    "Lotka-Volterra, RK4, 200 steps, value",
    "chain of",
)
HEAD = """\
# Speed

`python -m benchmarks --write` measures all of it again, and writes this page and the tables
of the README. Engines after micrograd in Rust and in C++ are not compared: the package index has
them as sources that need toolchains of their own.

"""
NOTES = {
    "Values": """\
Graphs of scalars. `nn` makes one `dot` for each neuron; all others make a node for each + and *.
"A lean Value" is the least that such an engine can be, in fifty lines of Python: four slots, and
derivatives recorded on the way forward, as in microgpt. micrograd lacks `exp`, `log`, `tanh`,
`sqrt` and `erfc`; they are added in its manner, and Python's limit of recursion is lifted for it.
""",
    "Compiled networks": """\
A step of training. `to_c` is the C that our program of one sample (of the GPT, of a name) writes of
itself, compiled by `cc -O3 -march=native`, beyond 500,000 characters by `-O1`. "By hand" is
the chain rule on paper: in NumPy, in loops for Numba, and in C, which may round sums in any order
(`-ffast-math`), as a limit. [benchmarks/c](../benchmarks/c) has it.
""",
    "Compiled programs of scalars": """\
A value with its gradient. CasADi runs a graph of SX in buffers, or the C that it writes of it;
heyoka compiles with LLVM, several samples at a time. A call of C from Python takes some 0.2 us.
""",
    ALONE: "The same programs without the gradient; in plain Python where it says floats.\n",
    COST: """\
How many calls of the function a value with its gradient costs, by the same engine. Counted in
operations it is never more than 4 or so. Where a single call is short, the way from Python hides
the rest: batches tell.
""",
    "First call of a gradient, nothing on disk": """\
From the formula to the first result, in a process that has loaded the library and used it once.
JAX's programs are written for it, with `scan` and arrays; all others see each operation.
""",
    "Forward + backward on Values, each operation": f"""\
How cost grows: a chain `x = x * y + 0.5`, as deep as it is long, and the mean output of a
perceptron of {OPERATIONS} operations a sample, as wide as its batch. Python's limit of recursion is
as it is set by default, so micrograd and others that recurse do not reach the end of the chain.
""",
}


def page(rows: Sequence[Row], tolerance: float) -> str:
    """All tables, each below what there is to say about it."""
    parts = [HEAD + introduction(rows, tolerance)]
    for title, text in tables(rows).items():
        parts.append(f"## {title}\n\n{NOTES.get(title, '')}\n{text}".replace("\n\n\n", "\n\n"))
    return "\n".join(parts)


def telling(rows: Sequence[Row], tolerance: float) -> str:
    """What the README shows: the most telling rows, and what they were measured on."""
    shown = [row for row in rows if row.title.startswith(TELLING)]
    texts = {title: text for title, text in tables(shown).items() if title in GROUPS}
    return "\n".join(["", introduction(shown, tolerance), *(texts[t] for t in texts if t != ALONE)])


def write(rows: Sequence[Row], tolerance: float, root: Path = ROOT) -> None:
    """Write the page, and the README between its marks."""
    (root / PAGE).write_text(page(rows, tolerance))
    readme = root / README
    shown = telling(rows, tolerance) + "\n"
    readme.write_text(MARKED.sub(lambda _: shown, readme.read_text()))
