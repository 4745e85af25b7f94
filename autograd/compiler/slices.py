"""Slices of programs: some of the outputs, as far as they depend on some of the inputs alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from .building import Builder
from .passes import dce
from .program import Operand, Program


def sliced(program: Program, inputs: Sequence[int], outputs: Sequence[int]) -> Program | None:
    """The program of these outputs of another, given its inputs of these numbers alone.

    None if it takes more than they tell: other inputs, parameters, or a guard that holds.

    >>> from autograd import jit
    >>> f = jit(lambda x, y: (x * x, y * y, x + y))
    >>> f(2.0, 3.0)
    (4.0, 9.0, 5.0)
    >>> print(sliced(f.program, [1], [1]))
    program of x0
      v0 = mul(x0, x0)
      return v0
    >>> sliced(f.program, [1], [2])
    """
    if program.guards:
        return None
    kept = dce(replace(program, outputs=tuple([program.outputs[i] for i in outputs])))
    known: dict[Operand, int] = {x: i for i, x in enumerate(inputs)}
    used = [*kept.outputs, *(x for instruction in kept.code for x in instruction.operands)]
    if any(type(x) is int and x < kept.leaves and x not in known for x in used):
        return None
    builder = Builder(replace(kept, inputs=len(inputs), parameters=0))
    builder.translate = [known.get(i, 0) for i in range(kept.leaves)]
    for op, operands in kept.code:
        builder.translate.append(builder.append(op, builder.translated(operands)))
    return builder.finish()
