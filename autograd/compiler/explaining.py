"""What was compiled for a way through a function, what runs it, and why, in words."""

from __future__ import annotations

from collections import Counter
from typing import Any

from .executable import Executable
from .paths import Way
from .precision import SINGLE


def explained(way: Way) -> str:
    """What was compiled, in a few lines."""
    path, program = way.path, way.path.program
    lines = [
        f"{path.traced} operations traced, {len(program.code)} instructions after the passes, "
        f"of {program.inputs} numbers in the arguments and {program.parameters} parameters"
    ]
    lines += [
        f"holds where {program.name(g.register)} is {g.expected:g}{g.line}" for g in program.guards
    ]
    return "\n".join([*lines, *_running(way.executable)])


def _running(by: Executable) -> list[str]:
    """Which backend runs it, how, and why."""
    later = [] if by.trial is None or by.backend == "numba" else [by.trial.outcome]
    if by.backend == "python":
        why = "" if by.wanted == "auto" else ", as wanted"
        return [f"straight-line Python, about {by.in_python:.2g} us a call{why}", *later]
    if by.backend == "numba":
        own, loops = by.has_own_code, hasattr(by.running[1], "runs")
        code = "machine code of its own" if own else "a machine for all programs"
        code += ", in loops" * (own and loops)
        name = f"Numba: {code}, {by.trial.outcome if by.trial else _reason(by)}"
    else:
        name = f"NumPy, about {by.in_numpy:.2g} us a call, {_reason(by)}"
    return [name, *_inventory(by.running[1]), *later]


def _reason(by: Executable) -> str:
    """Why it is not straight-line Python."""
    if by.wanted != "auto":
        return "as wanted"
    if any(by.varying):
        return "for a batch"
    if by.dtype == SINGLE:
        return "for single precision"
    return f"where straight-line Python would take {by.in_python:.2g} us"


def _inventory(plan: Any) -> list[str]:
    """How many instructions of which kind there are."""
    sizes: Counter[str] = Counter(op.name for op, _ in plan.program.code)
    kinds = ", ".join(f"{n} {name}" for name, n in sizes.most_common())
    runs = f", in {len(plan.runs)} runs" if hasattr(plan, "runs") else ""
    return [f"{len(plan.program.code)} instructions in simple rows{runs}: {kinds}"]
