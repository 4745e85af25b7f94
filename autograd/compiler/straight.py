"""A program as straight-line Python, for single evaluations of small programs."""

from __future__ import annotations

import math
import operator
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import chain
from typing import Any, NamedTuple

from ..nesting import Rebuild
from ..primitives import TABLE
from ..primitives.reductions import dot, total
from ..primitives.row import OUT_OF_RANGE, Primitive
from .forms import Form, is_plain_array, is_simple
from .program import Operand, Program
from .unpacking import Unpacking

MUL, NEG = TABLE["mul"], TABLE["neg"]
CALL, NEGATIVE, PRODUCT, SUM = 3, 2, 1, 0  # how tightly a text holds together
# how an operation is written, how tightly that holds together, and its operands have to
INFIX = {
    operator.add: (" + ", SUM, SUM, PRODUCT), operator.mul: (" * ", PRODUCT, PRODUCT, NEGATIVE),
    operator.sub: (" - ", SUM, SUM, PRODUCT), operator.truediv: (" / ", PRODUCT, PRODUCT, NEGATIVE),
}  # fmt: skip
WIDTH = 200  # of texts that are written into others: longer ones compile no faster
FUSED = sys.version_info >= (3, 12)  # whether Python sums products without rounding each


class Text(NamedTuple):
    """A value as an expression: how tightly it holds together, and which registers it reads."""

    text: str
    binds: int = CALL
    reads: tuple[int, ...] = ()


text: Callable[[tuple[str, int, tuple[int, ...]]], Text]
text = partial(tuple.__new__, Text)  # the same, twice as fast


def straight(
    program: Program, rebuild: Rebuild = tuple, arguments: Sequence[Form] | None = None
) -> Callable[..., Any]:
    """The program as a function of its inputs and parameters, or of arguments in these forms.

    It returns what `rebuild` makes of the outputs, None where a guard does not hold, and
    NotImplemented for arguments in other forms. Where Python raises and IEEE has a value all the
    same, the rows are called one by one.
    """

    def again(*numbers: float) -> Any:
        outputs = program.evaluate(numbers)
        return None if outputs is None else rebuild(outputs)

    names: dict[str, Any] = {"nan": float("nan"), "inf": float("inf")}
    names |= {"OUT_OF_RANGE": OUT_OF_RANGE, "again": again, "fsum": math.fsum}
    leaves = parameters = ", ".join(map(program.name, range(program.leaves)))
    taking: list[str] = []
    if arguments is not None:
        unpacking = Unpacking(arguments, program.name)
        parameters, taking = unpacking.parameters, unpacking.lines
        names |= unpacking.held
    writing = _Writing(program, names)
    body = list(writing.lines())
    outputs = [writing.operand(x).text for x in program.outputs]
    lines = [
        f"def compiled({parameters}):",
        *taking,
        "  try:",
        *body,
        f"    return {_result(rebuild, outputs, names)}",
        "  except OUT_OF_RANGE:",
        f"    return again({leaves})",
    ]
    exec(compile("\n".join(lines), "<compiled>", "exec"), names)
    compiled: Callable[..., Any] = names.pop("compiled")  # which holds the names: no cycle
    return compiled


def _result(rebuild: Rebuild, outputs: list[str], names: dict[str, Any]) -> str:
    """The text of the result."""
    form = rebuild([float(i) for i in range(len(outputs))])
    if is_simple(form):
        return nested(form, outputs, names)
    names["rebuild"] = rebuild
    return f"rebuild([{', '.join(outputs)}])"


def nested(form: Form, outputs: list[str], names: dict[str, Any]) -> str:
    """The text of a nesting, with outputs at their places."""
    if type(form) is float:
        return outputs[int(form)]
    if type(form) is dict:
        items = [f"{key!r}: {nested(x, outputs, names)}" for key, x in form.items()]
        return "{" + ", ".join(items) + "}"
    if is_plain_array(form):
        names["array"] = sys.modules["numpy"].array
        flat = f"array({nested(form.ravel().tolist(), outputs, names)}, float)"
        return flat if form.ndim == 1 else f"{flat}.reshape({form.shape})"
    inside = "".join(f"{nested(x, outputs, names)}, " for x in form)
    return f"[{inside}]" if type(form) is list else f"({inside})"


class _Writing:
    """The lines of a program: what is needed once is written where it is needed.

    That takes a fraction of the time to compile, and runs faster. Names are used again as soon as
    nobody needs their values, or thousands of them would take most of the time.
    """

    def __init__(self, program: Program, names: dict[str, Any]) -> None:
        self.program, self.names = program, names
        self.guards: dict[Operand, list[float]] = {}
        for g in program.guards:
            self.guards.setdefault(g.register, []).append(g.expected)
        used = chain(*(operands for _, operands in program.code), program.outputs, self.guards)
        self.uses = Counter([x for x in used if type(x) is int])
        self.found = {i: Text(program.name(i)) for i in range(program.leaves)}
        self.free: list[str] = []

    def lines(self) -> Iterator[str]:
        """Assignments, and a test as soon as what a guard looks at is known."""
        named, found, uses = 0, self.found, self.uses
        for i in range(self.program.leaves):
            yield from self.tests(i)
        for i, (op, operands) in enumerate(self.program.code, self.program.leaves):
            xs = [found[x] if type(x) is int else self.operand(x) for x in operands]
            value = self.value(op, xs)
            if uses[i] == 1 and len(value[0]) < WIDTH and i not in self.guards:
                found[i] = value
                continue
            self.read(value.reads)
            if not self.free:
                self.free.append(f"v{named}")
                named += 1
            name = self.free.pop()
            found[i] = text((name, CALL, (i,)))
            yield f"    {name} = {value.text}"
            if i in self.guards:
                yield from self.tests(i)
                self.read((i,))

    def tests(self, register: int) -> Iterator[str]:
        """What ends a call that goes another way."""
        for expected in self.guards.get(register, ()):
            x = self.found[register].text
            differs = f"{x} != {expected!r}" if expected == expected else f"{x} == {x}"
            yield f"    if {differs}: return None"

    def read(self, registers: Iterable[int]) -> None:
        """Free the names of those that were read for the last time."""
        for i in registers:
            self.uses[i] -= 1
            if not self.uses[i]:
                self.free.append(self.found.pop(i).text)

    def operand(self, x: Operand) -> Text:
        """The text of a register or a constant."""
        if type(x) is int:
            return self.found[x]
        return Text(repr(x), CALL if math.copysign(1.0, x) > 0.0 else NEGATIVE)

    def value(self, op: Primitive, xs: list[Text]) -> Text:
        """The text of an operation; sums are rounded once, which is for free up to two terms."""
        if op.raw in INFIX:
            (x, x_binds, x_reads), (y, y_binds, y_reads) = xs
            sign, binds, first, second = INFIX[op.raw]
            left, right = x if x_binds >= first else f"({x})", y if y_binds >= second else f"({y})"
            return text((f"{left}{sign}{right}", binds, x_reads + y_reads))
        reads = tuple([i for x in xs for i in x.reads])
        if op is NEG:
            return Text(f"-{_held(xs[0], NEGATIVE)}", NEGATIVE, reads)
        if op is dot and not FUSED:
            half = len(xs) // 2
            op, xs = total, [self.value(MUL, [*pair]) for pair in zip(xs[:half], xs[half:])]
        if op is total and len(xs) < 3:  # 0.0 for the sign: a sum of -0.0 is 0.0
            return Text(" + ".join([*map(_held, xs, (SUM, PRODUCT)), "0.0"]), SUM, reads)
        operands = ", ".join([x.text for x in xs])
        if op is total:
            return Text(f"fsum(({operands}))", CALL, reads)
        return Text(f"{self.function(op)}({operands})", CALL, reads)

    def function(self, op: Primitive) -> str:
        """The name of a row."""
        name = "_" + re.sub(r"\W", "_", op.name)  # a user's may be <lambda>, or that of a register
        while self.names.setdefault(name, op.raw) is not op.raw:
            name += "_"
        return name


def _held(x: Text, least: int) -> str:
    return x.text if x.binds >= least else f"({x.text})"
