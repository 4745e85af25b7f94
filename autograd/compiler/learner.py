"""A model of one sample, compiled to run forward and back over batches of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from ..nesting import Rebuild, flatten
from ..primitives import TABLE
from ..primitives.reductions import dot, total
from ..reverse import pulled
from ..value import Value
from .arguments import taken_apart
from .backends import runner
from .building import Builder
from .costs import CALL
from .garbage import uncollected
from .homes import other_side
from .lowering import lowered, made_in
from .passes import simplified
from .precision import DOUBLE
from .program import Operand, Program
from .schedule import over_samples
from .surroundings import watched
from .trace import Trace
from .traced import TraceError, traced
from .trial import Trial

if TYPE_CHECKING:
    from .arrays import Arrays

TERM = 0.0003  # microseconds of NumPy for an operand and a sample, most of them in products


class Learner:
    """f of one sample: forward over batches, and back to the derivatives by `parameters`.

    `forward(X, p)` takes an array (numbers of a sample, samples) and an array with the data of
    the parameters, and returns the outputs, (outputs, samples). `backward(seeds)`, which goes
    after it, takes as many seeds and returns how the sum of seeds times outputs changes with
    each parameter. `rebuild` puts numbers in the places of those in what f returns; `backend` is
    what runs it, "numpy" or "numba", with "auto", the one until the other pays. Arrays are of
    `dtype`.

    Raises TraceError if f takes different ways for different samples.
    """

    @uncollected()
    def __init__(
        self,
        f: Callable[[Any], Any],
        sample: Any,
        parameters: Sequence[Value],
        *,
        backend: str = "numpy",
        dtype: str = DOUBLE,
    ) -> None:
        program, reached, self.size, self.rebuild = sample_program(f, sample, parameters)
        if program.guards:
            raise TraceError(
                "this model asks for the numbers of a sample, so that it may take another way for "
                f"another one; autograd.where chooses without{program.guards[0].line}"
            )
        self.width = program.inputs - self.size
        self.program, self.dtype = program, dtype
        self.trial = Trial(program, varying=True) if backend == "auto" and dtype == DOUBLE else None
        self._run_by("numpy" if backend == "auto" else backend)
        index, self._learned = {p: i for i, p in enumerate(parameters)}, len(parameters)
        held = [i for i, p in enumerate(reached) if p in index]
        places = [index[reached[i]] for i in held]
        self._held = _slice_or_array(held)
        self._index = _slice_or_array(places)
        self._fixed = np.array([p.data for p in reached], dtype)

    def __getstate__(self) -> dict[str, Any]:
        """What it takes to run elsewhere: memory is made there, and results stay flat."""
        return vars(self) | {"rebuild": None, "_arrays": {}, "_sides": [], "_running": None}

    def _run_by(self, backend: str) -> None:
        program = self.program
        made = runner(backend, self.dtype)
        self.plan = made.prepared(program, [True] * program.inputs, late=self.size)
        self.backend, self.runner = backend, made
        self._arrays: dict[int, Arrays] = {}
        self._sides: list[tuple[Any, Arrays]] = []

    def places(self, batch: int) -> list[Any]:
        """Two arrays for the parameters which `forward` need not copy, for batches of this size.

        One is for those of now, the other for those to come. None where memory has no such places.
        """
        arrays, n = self._held_for(batch), len(self._fixed)
        if n == self._learned and all(_is_whole(x, n) for x in (self._held, self._index)):
            sides = arrays, other_side(arrays)
            self._sides = [(x.memory.same[:n], x) for x in sides] if sides[1] else []
        return [place for place, _ in self._sides]

    def _held_for(self, batch: int) -> Arrays:
        """The plan with memory for batches of this size."""
        if batch not in self._arrays:
            arrays = self._arrays[batch] = self.runner.arrays(self.plan, batch)
            arrays.memory.same[: len(self._fixed)] = self._fixed
        return self._arrays[batch]

    def _count(self, batch: int) -> None:
        """Counts a step, after which there may be machine code for the next."""
        if self.trial is None or self.backend != "numpy":
            return
        spent = CALL * len(self.plan.runs) + TERM * batch * self.trial.operands
        if self.trial.over(spent):
            try:
                self._run_by("numba")
            except (ImportError, NotImplementedError, RuntimeError) as error:
                self.trial.refuse(str(error))

    def forward(self, X: Any, p: Any) -> Any:
        """The outputs for these samples, good until the next call."""
        batch = X.shape[1]
        self._count(batch)
        arrays = next((side for place, side in self._sides if place is p), None)
        if arrays is None or arrays.memory.batch != batch:
            arrays = self._held_for(batch)
            arrays.memory.same[: len(self._fixed)][self._held] = p[self._index]
        self._running = arrays
        arrays.memory.give(X)
        with np.errstate(all="ignore"):
            arrays.early()
        return arrays.rows(0, self.size)

    def backward(self, seeds: Any) -> Any:
        """The derivatives by the parameters, for seeds in the shape of the outputs.

        Good until the next call.
        """
        arrays = self._running
        arrays.memory.varying[self.width : self.width + self.size] = seeds
        with np.errstate(all="ignore"):
            arrays.late()
        return arrays.rows(self.size)


def _slice_or_array(places: list[int]) -> Any:
    """What indexes an array at these places: a slice if they follow one another from 0 on."""
    n = len(places)
    return slice(n) if places == list(range(n)) else np.array(places, dtype=np.int64)


def _is_whole(index: Any, n: int) -> bool:
    return isinstance(index, slice) and index == slice(n)


def sample_program(
    f: Callable[[Any], Any], sample: Any, parameters: Sequence[Value]
) -> tuple[Program, list[Value], int, Rebuild]:
    """What f makes of a sample, and how the sum of seeds times outputs, over all samples of a
    batch, changes with each parameter.

    The program's inputs are the numbers of the sample and, late, a seed for each output; then
    the Values that f reaches, how many outputs it has, and how they are nested.
    """
    call = taken_apart((sample,), {}, None)
    xs = [traced(x) for x in call.data()]
    (argument,), _ = call.build(iter(xs))
    with watched(f, argument), Trace() as trace:
        ys, rebuild = flatten(f(argument), "the output")
        seeds = [traced(1.0) for _ in ys]
        reached: Any = dot(seeds, ys) if ys else 0.0
        slopes = pulled(reached, parameters, made_in([reached])) if seeds else []
    program, found = lowered([*xs, *seeds], [*ys, *slopes], trace)
    return summed_over_samples(simplified(program), len(ys)), found, len(ys), rebuild


def summed_over_samples(program: Program, keep: int) -> Program:
    """The program with its outputs after the first `keep` summed over the samples of a batch.

    A product that nothing else needs is never written down: it is summed as it is computed.
    """
    builder = Builder(program)
    builder.code = list(program.code)
    leaves, mul = program.leaves, TABLE["mul"]
    uses = program.uses()

    def summed(x: Operand) -> Operand:
        made = program.code[x - leaves] if type(x) is int and x >= leaves else None
        if made and made.op is mul and uses[x] == 1:
            return builder.append(over_samples, made.operands)
        if made and made.op is dot and uses[x] == 1:
            half = len(made.operands) // 2
            pairs = zip(made.operands[:half], made.operands[half:])
            sums = [builder.append(over_samples, pair) for pair in pairs]
            return builder.append(total, tuple(sums))
        return builder.append(over_samples, (x, 1.0))

    outputs = [*program.outputs[:keep], *map(summed, program.outputs[keep:])]
    code = tuple(builder.code)
    whole = Program(program.inputs, program.parameters, code, tuple(outputs), program.guards)
    return simplified(whole)
