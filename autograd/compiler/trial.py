"""Whether machine code would pay: it is made once runs without it took as long as making it."""

from __future__ import annotations

from importlib.util import find_spec

from .program import Program

# in microseconds on a common machine
LOADING = 200_000.0  # of what makes machine code
MAKING = 60.0  # of machine code, for each operand
ROLLING = 5.0  # of machine code that has loops
ALIKE = 12  # operands of a run, from which on loops are shorter than lines
MOST = 60_000  # operands; of more, machine code without loops takes several seconds
INSTALL = "pip install 'scalar-autograd[fast]'"


def installed(name: str) -> bool:
    """Whether there is a module of this name, which need not be imported to know it."""
    try:
        return find_spec(name) is not None
    except ModuleNotFoundError:  # where imports are refused
        return False


class Trial:
    """How long a program has run without machine code, and what came of it.

    Times are estimates, so that the same calls are always run in the same way. What does not vary
    is loops where the program is long, or where it has so few `runs`.
    """

    def __init__(self, program: Program, varying: bool = False, runs: float = float("inf")) -> None:
        self.operands = operands = program.operands
        rolled = not varying and (operands > MOST or runs * ALIKE <= operands)
        self.left = LOADING + (ROLLING if rolled else MAKING) * operands
        self.outcome = f"machine code would pay after {self.left / 1e6:.2g} s of runs"
        if operands > MOST and varying:
            self.refuse(f"too long for machine code, {operands} operands")
        elif not installed("llvmlite"):
            self.refuse(f"machine code needs {INSTALL}")

    @property
    def refused(self) -> bool:
        """Whether there will be no machine code."""
        return self.left == float("inf")

    def over(self, microseconds: float) -> bool:
        """Whether machine code is to be made now, after a run of so many more microseconds."""
        self.left -= microseconds
        return self.left <= 0.0

    def refuse(self, why: str) -> None:
        """No machine code, for this reason."""
        self.left, self.outcome = float("inf"), why


def require() -> None:
    """ModuleNotFoundError, which says how to install it, if there is nothing for machine code."""
    if not (installed("llvmlite") and installed("numba")):
        raise ModuleNotFoundError(f"backend 'numba' needs Numba: {INSTALL}", name="numba")
