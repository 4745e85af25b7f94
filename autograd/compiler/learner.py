"""A model of one sample, compiled to run forward and back over batches of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from ..nesting import flatten
from ..primitives import TABLE
from ..primitives.reductions import dot, total
from ..reverse import gradients
from ..value import Value
from .arguments import taken_apart
from .passes import cse, dce, fold
from .program import Builder, Operand, Program
from .schedule import over_samples
from .trace import Trace, lowered, traced


def sample_program(
    f: Callable[[Any], Any], sample: Any, parameters: Sequence[Value]
) -> tuple[Program, list[Value], int, Any]:
    """The outputs of f at a sample, and how the sum of seeds times outputs, over all samples of a
    batch, changes with each parameter.

    Its inputs are the numbers of the sample and a seed for each output, which come late.
    """
    call = taken_apart((sample,), {}, None)
    with Trace() as trace:
        xs = [traced(x) for x in call.data()]
        (argument,), _ = call.build(iter(xs))
        ys, rebuild = flatten(f(argument), "the output")
        seeds = [traced(1.0) for _ in ys]
        reached = dot(seeds, ys) if ys else 0.0
        slopes = gradients(reached, parameters) if isinstance(reached, Value) else []
    program, found = lowered([*xs, *seeds], [*ys, *slopes], trace)
    return over_all_samples(dce(cse(fold(program))), len(ys)), found, len(ys), rebuild


def over_all_samples(program: Program, keep: int) -> Program:
    """The outputs after the first `keep`, each summed over the samples of a batch."""
    builder = Builder(program)
    builder.code = list(program.code)
    leaves = program.leaves
    builder.translate = list(range(leaves + len(program.code)))
    mul = TABLE["mul"]
    uses = Counter(x for i in program.code for x in i.operands if type(x) is int)
    uses.update(x for x in program.outputs if type(x) is int)

    def summed(x: Operand) -> Operand:
        made = program.code[x - leaves] if type(x) is int and x >= leaves else None
        if made and made.op is mul and uses[x] == 1:
            return builder.append(over_samples, made.operands)
        if made and made.op is dot:
            half = len(made.operands) // 2
            pairs = zip(made.operands[:half], made.operands[half:])
            return builder.append(total, [builder.append(over_samples, pair) for pair in pairs])
        return builder.append(over_samples, (x, 1.0))

    new = builder.finish()
    outputs = [*program.outputs[:keep], *map(summed, program.outputs[keep:])]
    return dce(Program(new.inputs, new.parameters, tuple(builder.code), tuple(outputs), new.guards))
