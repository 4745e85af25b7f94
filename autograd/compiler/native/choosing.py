"""Which machine code runs a program: lines, loops, or the machine for all programs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..program import Program
from ..schedule import Schedule, over_samples, schedule
from ..trial import ALIKE, MOST
from .plan import simplified

LEAST = 1000  # operands of a program, for which lines are made sooner
RUNS = 10_000  # of which more take several seconds as loops
SOME = 1000  # of which more take a second or two, which is long where nobody asked for them


def is_short(program: Program) -> bool:
    """Whether machine code line by line does not take long to make."""
    return program.operands <= MOST


def prepared(
    program: Program, varying: Sequence[bool] = (), late: int = 0, *, own: bool = False
) -> Any:
    """Machine code for a program, its runs for the machine where it is long or samples wait.

    NotImplementedError names rows that none of them has, or says that there is no code of its
    `own`, if that is asked for; ImportError what is not installed.
    """
    simple = simplified(program)
    rolled = None if any(varying) or late else _rolled(simple, SOME if own else RUNS)
    if rolled:
        return rolled
    if is_short(simple):
        from .direct import Code

        try:
            return Code(simple, varying, late)
        except NotImplementedError:  # samples wait for sums over all of them
            pass
    if own:
        raise NotImplementedError(f"too long for machine code, {simple.operands} operands")
    return schedule(simple, varying, late)


def _rolled(program: Program, most: int) -> Any:
    """The program as loops, where that is shorter than lines; None elsewhere."""
    short = is_short(program)
    small = short and program.operands < LEAST
    if small or any(op is over_samples for op, _ in program.code):
        return None
    plan = schedule(program)
    if len(plan.runs) > most or (short and len(plan.runs) * ALIKE > program.operands):
        return None
    from .rolled import RolledCode

    return RolledCode(program, plan)


def arrays(plan: Any, batch: int = 1) -> Any:
    """A plan with memory for a batch."""
    if isinstance(plan, Schedule):
        from .native import Native

        return Native(plan, batch)
    if hasattr(plan, "runs"):
        from .rolled import Rolled

        return Rolled(plan)
    from .direct import Direct

    return Direct(plan, batch)


def block(plan: Any) -> int:
    """How many samples are best computed at once."""
    if isinstance(plan, Schedule):
        from .native import block as of_runs

        return of_runs(plan)
    from .direct import block as of_code

    return of_code(plan)
