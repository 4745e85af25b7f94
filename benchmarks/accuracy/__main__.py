"""The command line: `python -m benchmarks.accuracy [--print] [NAME ...]`.

Writes docs/accuracy.md, or prints what it would write of the functions that are named.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import sys
from pathlib import Path

from .engines import ENGINES

PAGE = Path(__file__).parent.parent.parent / "docs" / "accuracy.md"


def main() -> None:
    """Measure, and write the page or print it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.accuracy", description=__doc__)
    parser.add_argument("name", nargs="*", help="functions to print, without writing the page")
    parser.add_argument("--print", action="store_true", help="print the page instead of writing it")
    given = parser.parse_args()
    if importlib.util.find_spec("mpmath") is None:
        sys.exit("needs mpmath, which says what is true: pip install mpmath")
    from . import measure, page, points

    for name in given.name:
        if name not in points.ALL:
            parser.error(f"no function {name!r}; there are {', '.join(points.ALL)}")
    for library in ("OMP", "MKL", "OPENBLAS"):  # read by array libraries when they are loaded
        os.environ[f"{library}_NUM_THREADS"] = "1"
    engines = [name for name, (engine, _) in ENGINES.items() if engine.installed]
    for name in ENGINES.keys() - engines:
        print(f"{ENGINES[name][0].title} is not installed, and left out", file=sys.stderr)
    text = page.page(measure.rows(given.name or points.ALL, engines), engines)
    if given.print or given.name:
        print(text)
    else:
        PAGE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
