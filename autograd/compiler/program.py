"""Straight-line code: what a traced function computes, one instruction a line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import Any, NamedTuple, TypeAlias

from ..primitives import Primitive
from ..primitives.row import OUT_OF_RANGE
from .precision import DOUBLE, Rounding, precision

Operand: TypeAlias = "int | float"  # a register, or a constant

FLOATS = frozenset((float,))


class Instruction(NamedTuple):
    """One operation: its row of the table, and a register or a constant for each operand."""

    op: Primitive
    operands: tuple[Operand, ...]


# one for a row and its operands, twice as fast as by the class
instruction: Callable[[tuple[Primitive, tuple[Operand, ...]]], Instruction]
instruction = partial(tuple.__new__, Instruction)


class Guard(NamedTuple):
    """A register that held this number when the function was traced: the way it took.

    `line` is the line of the function that asked for it.
    """

    register: Operand
    expected: float
    line: str = ""

    def holds(self, number: float) -> bool:
        """Whether this is the number."""
        return number == self.expected or (number != number and self.expected != self.expected)


@dataclass(frozen=True)
class Program:
    """What a function computes from `inputs` numbers and `parameters` more.

    Registers are counted from 0: the inputs, the parameters, then one for each instruction of
    `code`. `outputs` are registers or constants; it holds only where the `guards` do.

    >>> from autograd.primitives import TABLE
    >>> program = Program(2, 0, (Instruction(TABLE["mul"], (0, 1)),), (2,))
    >>> print(program)
    program of x0, x1
      v0 = mul(x0, x1)
      return v0
    >>> program.evaluate([2.0, 3.0])
    [6.0]
    """

    inputs: int
    parameters: int
    code: tuple[Instruction, ...]
    outputs: tuple[Operand, ...]
    guards: tuple[Guard, ...] = ()

    @property
    def leaves(self) -> int:
        """How many registers come before the first instruction's."""
        return self.inputs + self.parameters

    @property
    def operands(self) -> int:
        """How many operands all instructions have together: what most costs go by."""
        return sum([len(operands) for _, operands in self.code])

    def uses(self) -> Counter[Operand]:
        """How often each register is asked for: by instructions, as an output, by guards."""
        guarded = [g.register for g in self.guards]
        asked = chain(*(operands for _, operands in self.code), self.outputs, guarded)
        return Counter([x for x in asked if type(x) is int])

    def holds(self, registers: Sequence[float]) -> bool:
        """Whether the guards hold where the registers have these numbers."""
        return all(g.holds(_at(registers, g.register)) for g in self.guards)

    def evaluate(
        self, numbers: Iterable[float], rounded: Rounding | None = None
    ) -> list[float] | None:
        """The outputs for these inputs and parameters; None where a guard does not hold.

        One row of the table after the other, each number `rounded` if that is given: slow, and
        what all compiled code must agree with.
        """
        registers = [*map(rounded, numbers)] if rounded else list(numbers)
        if not rounded and FLOATS.issuperset(map(type, registers)):
            self._append_floats(registers)
        else:
            for op, operands in self.code:
                xs = [_at(registers, x) for x in operands]
                registers.append(rounded(op(*map(rounded, xs))) if rounded else op(*xs))
        if not self.holds(registers):
            return None
        outputs = [_at(registers, x) for x in self.outputs]
        return [*map(rounded, outputs)] if rounded else outputs

    def _append_floats(self, registers: list[float]) -> None:
        """The results of all instructions, without asking each row what its operands are."""
        for op, operands in self.code:
            xs = [x if type(x) is float else registers[x] for x in operands]  # type: ignore[index]
            try:
                registers.append(op.raw(*xs))
            except OUT_OF_RANGE:
                registers.append(op.otherwise(*xs))

    def name(self, x: Operand) -> str:
        """What a register is called, or a constant written."""
        if isinstance(x, float):
            return repr(x)
        if x < self.inputs:
            return f"x{x}"
        return f"p{x - self.inputs}" if x < self.leaves else f"v{x - self.leaves}"

    def __str__(self) -> str:
        leaves = ", ".join(map(self.name, range(self.leaves)))
        lines = [f"program of {leaves or 'nothing'}"]
        for i, (op, operands) in enumerate(self.code):
            lines.append(f"  v{i} = {_called(op)}({', '.join(map(self.name, operands))})")
        for g in self.guards:
            lines.append(f"  guard {self.name(g.register)} == {g.expected!r}")
        return "\n".join([*lines, f"  return {', '.join(map(self.name, self.outputs))}"])

    def to_c(
        self,
        name: str = "f",
        *,
        inputs: Sequence[str] = (),
        batch: bool = False,
        dtype: Any = DOUBLE,
    ) -> str:
        """One file of C99 with the function `name`, which needs nothing but the C library.

        `int f(const double x[], const double p[], double y[])` computes outputs y from inputs x
        and parameters p, which is left out where there are none. It returns 0, or 1 where a
        guard does not hold. Sums are rounded term by term. `inputs` are comments on what each x
        is; with `batch`, `f_batch(n, x, p, y)` loops over n samples. With `dtype="float32"`,
        everything is `float`, and so are the functions: `expf` for `exp`.

        NotImplementedError names a row of the table that C has no function for and that is not
        written out in simpler ones. Takes time linear in the length of the program.

        >>> from autograd import jit
        >>> area = jit(lambda x, y: x * y)
        >>> area(2.0, 3.0)
        6.0
        >>> text = area.program.to_c("area", inputs=["width", "height"])
        >>> print(text[text.index("int") :], end="")
        int area(const double x[2], double y[1])
        {
            const double v0 = x[0] * x[1];
            y[0] = v0;
            return 0;
        }
        """
        from .export.to_c import to_c

        return to_c(self, name, inputs, batch=batch, dtype=precision(dtype))

    def to_python(self, name: str = "f", *, inputs: Sequence[str] = ()) -> str:
        """One file of Python with the function `name`, which needs the standard library alone.

        `f(x0, x1, p)` takes the inputs one by one, and the parameters as a sequence, which is
        left out where there are none. It gives a tuple of the outputs; None where a guard does
        not hold. The rest is as for `to_c`.

        >>> from autograd import jit
        >>> area = jit(lambda x, y: x * y)
        >>> area(2.0, 3.0)
        6.0
        >>> text = area.program.to_python("area")
        >>> print(text[text.index("    x0 =") :], end="")
            x0 = float(x0)
            x1 = float(x1)
            v0 = x0 * x1
            return (v0,)
        """
        from .export.to_python import to_python

        return to_python(self, name, inputs)

    def to_numpy(self, name: str = "f", *, inputs: Sequence[str] = (), dtype: Any = DOUBLE) -> str:
        """One file of Python with the function `name` of arrays, which needs NumPy alone.

        Inputs are arrays of any shapes that broadcast, parameters are numbers. Each output has
        the shape of what it depends on, and nan where a guard does not hold; `dtype` is that of
        all. The rest is as for `to_python`.

        >>> from autograd import jit
        >>> area = jit(lambda x, y: x * y)
        >>> area(2.0, 3.0)
        6.0
        >>> text = area.program.to_numpy("area")
        >>> print(text[text.index("    x0 =") :], end="")
            x0 = np.asarray(x0, dtype=float)
            x1 = np.asarray(x1, dtype=float)
            v0 = x0 * x1
            return (v0,)
        """
        from .export.to_numpy import to_numpy

        return to_numpy(self, name, inputs, precision(dtype))

    def to_onnx(self, path: Any = None, *, dtype: Any = DOUBLE) -> Any:
        """A model of ONNX with tensors of `dtype`, also written to `path` if it is given.

        Its input `x` has a row for each sample, [samples, inputs]; `p` has the parameters, if
        there are any; its output `y` is [samples, outputs], nan where a guard does not hold.
        NotImplementedError names a row that ONNX has no operator for, as arctan2.

        >>> from autograd import jit
        >>> area = jit(lambda x, y: x * y)
        >>> area(2.0, 3.0)
        6.0
        >>> model = area.program.to_onnx()  # doctest: +SKIP
        """
        from .export.to_onnx import to_onnx

        return to_onnx(self, path, precision(dtype))


def _at(registers: Sequence[float], x: Operand) -> float:
    return x if isinstance(x, float) else registers[x]


def _called(op: Any) -> str:
    given = ", ".join(f"{p:g}" for p in op.parameters)
    return f"{op.name}[{given}]" if given else str(op.name)
