"""The command line: `python -m benchmarks [--quick] [NAME ...]`."""

from __future__ import annotations

import argparse
import os
import sys
from typing import Any

from . import (
    black_scholes,
    chain,
    checkpoint,
    digits,
    drawing,
    expression,
    gpt,
    hessian,
    imports,
    moons,
    predators,
    rosenbrock,
)
from .contest import TOLERANCE, DisagreementError, Effort
from .table import markdown

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
}


def main() -> None:
    """Run the workloads that are named, or all, and print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("name", nargs="*", help=f"{', '.join(WORKLOADS)}; default: all")
    parser.add_argument("--quick", action="store_true", help="fewer rounds, and shorter ones")
    given = parser.parse_args()
    for name in given.name:
        if name not in WORKLOADS:
            parser.error(f"no workload {name!r}; there are {', '.join(WORKLOADS)}")
    for library in ("OMP", "MKL", "OPENBLAS"):  # read by array libraries when they are loaded
        os.environ[f"{library}_NUM_THREADS"] = "1"
    os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
    os.environ["JAX_PLATFORMS"] = "cpu"
    effort = Effort(3, 0.05) if given.quick else Effort(7, 0.25)
    rows = []
    for name in given.name or WORKLOADS:
        try:
            rows += WORKLOADS[name].rows(effort)
        except DisagreementError as error:
            sys.exit(f"\r\033[K{name}: {error}")
    print("\r\033[K", end="", file=sys.stderr)
    print(markdown(rows, TOLERANCE))


if __name__ == "__main__":
    main()
