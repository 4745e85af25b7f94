"""What `import` costs: a Python that imports the engine, less one that imports nothing."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

from .contest import Effort, progress
from .engines import ENGINES
from .table import Row, duration

THIS = sys.modules[__name__]
COMPARED = ("operators", "micrograd", "pytorch", "jax", "casadi", "heyoka", "numpy", "numba")
FOREIGN = """\
import sys
before = set(sys.modules)
import autograd
loaded = {name.partition(".")[0] for name in set(sys.modules) - before}
print(*loaded - sys.stdlib_module_names - {"autograd"})
"""


def rows(effort: Effort) -> list[Row]:
    """The median time of importing each engine.

    Raises RuntimeError if ours loads anything outside the standard library.
    """
    foreign = _run(FOREIGN).split()
    if foreign:
        raise RuntimeError(f"import autograd loads {', '.join(foreign)}: standard library only")
    compared = [name for name in COMPARED if ENGINES[name].installed]
    times: dict[str, list[float]] = {name: [] for name in compared}
    bare: list[float] = []
    for i in range(-1, 2 * effort.rounds):  # a process takes long to start, and unevenly so
        progress(THIS, f"round {i + 1} of {2 * effort.rounds}")
        bare.append(_seconds("pass"))
        for name in compared:
            times[name].append(_seconds(f"import {ENGINES[name].module}"))
    start, noise = statistics.median(bare[1:]), statistics.stdev(bare[1:])
    cells = {name: statistics.median(ts[1:]) - start for name, ts in times.items()}
    measured = {name: cell for name, cell in cells.items() if cell > noise}  # the rest is nothing
    return [Row("`import`, beyond the start of Python", dict(measured), duration, ("Import",))]


def _seconds(code: str) -> float:
    start = time.perf_counter()
    _run(code)
    return time.perf_counter() - start


def _run(code: str) -> str:
    # -I: no environment variables, and nothing from the current directory
    command = [sys.executable, "-I", "-c", code]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout
