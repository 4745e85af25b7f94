"""The results as a Markdown table, with the machine and the versions they are of."""

from __future__ import annotations

import os
import platform
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from . import machine_code
from .engines import ENGINES, GROUPS

Cell: TypeAlias = float | str  # a measurement, or why there is none

INTRODUCTION = """\
{machine}. {versions}.

Medians of one run, in turns, each engine in a process of its own; in brackets, how many times ours,
the first of the row. Double precision, one thread, Python's garbage collector on. A step is
forward, backward and update. In the rows of networks, `autograd` makes a node for each + and *, as
micrograd does, and `nn` one `dot` for each neuron. Before anything was timed, all engines were
found to agree on the results, and on every parameter after a step, to a relative {tolerance:g}.
"""


@dataclass(frozen=True)
class Row:
    """One workload: what was measured for each engine, and how to write a measurement."""

    title: str
    cells: dict[str, Cell]
    unit: Callable[[float], str]
    tables: tuple[str, ...] = (
        "Values",
        "Compiled networks",
    )  # that it is in, if we have a cell there
    compared: bool = True  # whether to say how many times ours a measurement is

    def within(self, table: str) -> dict[str, Cell]:
        """The cells that a table shows."""
        members = GROUPS.get(table, tuple(ENGINES)) if table in self.tables else ()
        ours = any(name in self.cells for name in members if ENGINES[name].ours)
        return {name: c for name, c in self.cells.items() if name in members} if ours else {}


def duration(seconds: float) -> str:
    """A time to three digits, in its natural unit.

    >>> duration(0.0123456)
    '12.3 ms'
    """
    return _scaled(seconds, ((1.0, "s"), (1e3, "ms"), (1e6, "us"), (1e9, "ns")))


def size(count: float) -> str:
    """A number of bytes."""
    return _scaled(count, ((1e-9, "GB"), (1e-6, "MB"), (1e-3, "KB"), (1.0, "B")))


def ratio(times: float) -> str:
    """How many times something is something else."""
    return f"{times:,.0f}x" if times >= 100 else f"{times:.2g}x"


def _scaled(amount: float, units: tuple[tuple[float, str], ...]) -> str:
    """The amount in the first unit in which it is 1 or more, or in the last."""
    for factor, unit in units:
        if amount * factor >= 1.0 or unit == units[-1][1]:
            break
    return f"{amount * factor:#.3g} {unit}".replace(". ", " ")


def markdown(rows: Sequence[Row], tolerance: float) -> str:
    """The tables, below what they were measured on and how."""
    return "\n".join([introduction(rows, tolerance), *tables(rows).values()])


def introduction(rows: Sequence[Row], tolerance: float) -> str:
    """What the rows were measured on, and how."""
    used = [name for name in ENGINES if any(name in row.cells for row in rows)]
    return INTRODUCTION.format(machine=machine(), versions=versions(used), tolerance=tolerance)


def tables(rows: Sequence[Row]) -> dict[str, str]:
    """Each table that has rows, under its title."""
    titles = dict.fromkeys([*GROUPS, *(table for row in rows for table in row.tables)])
    return {title: text for title in titles if (text := _table(title, rows))}


def _table(title: str, rows: Sequence[Row]) -> str:
    shown = [(row, cells) for row in rows if (cells := row.within(title))]
    order = GROUPS.get(title, ENGINES)
    columns = [name for name in order if any(name in cells for _, cells in shown)]
    lines = [[title, *(ENGINES[name].title for name in columns)]]
    lines += [["---", *["---:"] * len(columns)]]
    lines += [[row.title, *_cells(row, cells, columns)] for row, cells in shown]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n" if shown else ""


def _cells(row: Row, cells: dict[str, Cell], columns: list[str]) -> Iterable[str]:
    first = next(name for name in columns if name in cells)
    for name in columns:
        cell = cells.get(name, "")
        if isinstance(cell, str):
            yield cell
        elif name == first:
            yield f"**{row.unit(cell)}**"
        elif not row.compared or isinstance(ours := cells[first], str) or not ours:
            yield row.unit(cell)  # also where ours is too little to be seen
        else:
            yield f"{row.unit(cell)} ({ratio(cell / ours)})"


def machine() -> str:
    """The processor, its cores and the Python of this run."""
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{_processor()}, {os.cpu_count()} cores; {python}"


def _processor() -> str:
    described = Path("/proc/cpuinfo")
    if described.exists():
        for line in described.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def versions(columns: Collection[str]) -> str:
    """The engines' versions, as the package index names them, and the C compiler if it is used."""
    found = dict.fromkeys(ENGINES[name].version for name in columns)
    if any(ENGINES[name].compiled for name in columns):
        found[machine_code.version()] = None
    return ", ".join(found)
