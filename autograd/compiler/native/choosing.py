"""Which machine code runs a program: its own, or that of the machine for all of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..program import Program
from ..schedule import Schedule, schedule
from ..trial import MOST
from .plan import simplified


def is_short(program: Program) -> bool:
    """Whether machine code of its own does not take long to make."""
    return program.operands <= MOST


def prepared(program: Program, varying: Sequence[bool] = (), late: int = 0) -> Any:
    """Machine code for a program that is not long, its runs for others.

    NotImplementedError names rows that neither has, ImportError what is not installed.
    """
    simple = simplified(program)
    if is_short(simple):
        from .direct import Code

        try:
            return Code(simple, varying, late)
        except NotImplementedError:  # samples wait for sums over all of them
            pass
    return schedule(simple, varying, late)


def arrays(plan: Any, batch: int = 1) -> Any:
    """A plan with memory for a batch."""
    if isinstance(plan, Schedule):
        from .native import Native

        return Native(plan, batch)
    from .direct import Direct

    return Direct(plan, batch)


def block(plan: Any) -> int:
    """How many samples are best computed at once."""
    if isinstance(plan, Schedule):
        from .native import block as of_runs

        return of_runs(plan)
    from .direct import block as of_code

    return of_code(plan)
