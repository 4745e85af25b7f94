"""The command line: `python -m benchmarks [--quick] [--write] [NAME ...]`."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable
from typing import Any

from . import (
    black_scholes,
    chain,
    checkpoint,
    compiling,
    digits,
    drawing,
    expression,
    gpt,
    growth,
    hessian,
    imports,
    moons,
    predators,
    rosenbrock,
)
from .contest import TOLERANCE, DisagreementError, Effort
from .page import write
from .table import Row, markdown

WORKLOADS: dict[str, Any] = {
    "expression": expression.WORKLOAD,
    "moons": moons,
    "digits": digits,
    "gpt": gpt,
    "rosenbrock": rosenbrock.WORKLOAD,
    "hessian": hessian,
    "black_scholes": black_scholes.WORKLOAD,
    "predators": predators.WORKLOAD,
    "chain": chain,
    "checkpoint": checkpoint,
    "import": imports,
    "drawing": drawing,
    "compiling": compiling,
    "growth": growth,
}


SETTINGS = {
    **{f"{library}_NUM_THREADS": "1" for library in ("OMP", "MKL", "OPENBLAS")},
    "XLA_FLAGS": "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1",
    "JAX_PLATFORMS": "cpu",
    "TORCHINDUCTOR_COMPILE_THREADS": "1",  # others would outlive the process
}


def main() -> None:
    """Run the workloads that are named, or all, and print or write the tables."""
    given = arguments()
    os.environ |= SETTINGS  # read by array libraries when they are loaded
    found: list[Row] = []
    failed: list[str] = []
    effort = Effort(3, 0.05) if given.quick else Effort(7, 0.25)
    try:
        measure(given.name or WORKLOADS, effort, found, failed)
    except KeyboardInterrupt:
        failed.append("interrupted")  # what was found so far is worth its table
    print("\r\033[K", end="", file=sys.stderr)
    print(markdown(found, TOLERANCE))
    if failed:
        sys.exit("\n".join(failed))
    if given.write:
        write(found, TOLERANCE)


def measure(names: Iterable[str], effort: Effort, found: list[Row], failed: list[str]) -> None:
    """Add the rows of these workloads to those found, and say where engines disagreed."""
    for name in names:
        try:
            for row in WORKLOADS[name].rows(effort):
                found.append(row)
        except DisagreementError as error:
            failed.append(f"{name}: {error}")


def arguments() -> argparse.Namespace:
    """What the command line asks for; ends the program where it cannot be done."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("name", nargs="*", help=f"{', '.join(WORKLOADS)}; default: all")
    parser.add_argument("--quick", action="store_true", help="fewer rounds, and shorter ones")
    parser.add_argument("--write", action="store_true", help="docs/benchmarks.md and the README")
    given = parser.parse_args()
    if given.write and given.name:
        parser.error("--write writes all of it: leave out the names")
    for name in given.name:
        if name not in WORKLOADS:
            parser.error(f"no workload {name!r}; there are {', '.join(WORKLOADS)}")
    return given


if __name__ == "__main__":
    main()
