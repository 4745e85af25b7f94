"""Steps of training whose batches are cut into shards, each a task for an executor."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor
from functools import reduce
from itertools import accumulate
from typing import Any

import numpy as np

from autograd.assign import assign
from autograd.compiler.executable import Executable
from autograd.compiler.slices import sliced

from .compiled import CompiledSteps
from .shards import Here, Packed, Task, cut, learned, outputs, packed, pulled, work
from .signals import held_back, result_of
from .steps import Steps
from .value_learner import ValueLearner, table_of


class ParallelSteps(CompiledSteps):
    """The same steps, with forward and back over shards in whatever place and order they are run.

    What comes of them is put together in the order of the shards, so that the results depend on
    how many these are, and on nothing else. A loss that is a sum over samples is differentiated
    where the outputs are; others take a second round of tasks.
    """

    def __init__(self, *given: Any, executor: Executor | None, shards: int, **kind: Any) -> None:
        super().__init__(*given, **kind)
        self.executor, self.shards = Here() if executor is None else executor, shards
        self.sent = packed(self.learner, "the model", level=1), packed(self.samples, "X")
        self.sent_targets = packed(self.targets, "y")
        self.slopes: dict[int, list[Packed] | None] = {}
        self.gradients: list[Any] = []

    def step(self, part: list[int]) -> tuple[float, Any]:
        """One step for the samples of these numbers; the loss and the outputs before it."""
        try:
            return super().step(part)
        except Exception:
            self.publish()
            raise

    def _forward(self, part: Any) -> Any:
        shards, slopes = cut(part.tolist(), self.shards), self._slopes(len(part))
        if slopes is None:
            self.gradients = []
            found = self._done([Task(outputs, self.sent, s, (self.data,)) for s in shards])
        else:
            needed = *self.sent, self.sent_targets
            pairs = self._done(
                [Task(learned, (*needed, f), s, (self.data,)) for s, f in zip(shards, slopes)]
            )
            found, self.gradients = ([pair[k] for pair in pairs] for k in (0, 1))
        return np.concatenate(found, axis=1)

    def _backward(self, part: Any, seeds: Any) -> Any:
        if not self.gradients:
            shards = cut(part.tolist(), self.shards)
            ends = list(accumulate(map(len, shards)))
            self.gradients = self._done(
                [
                    Task(pulled, self.sent, s, (self.data, seeds[:, end - len(s) : end]))
                    for s, end in zip(shards, ends)
                ]
            )
        return reduce(np.add, self.gradients)

    def _slopes(self, batch: int) -> list[Packed] | None:
        """For each shard the derivatives of the loss by its outputs; None if others take part."""
        if batch not in self.slopes and batch in self.losses:
            self.slopes[batch] = self._sliced(batch)
        return self.slopes.get(batch)

    def _sliced(self, batch: int) -> list[Packed] | None:
        program = self.losses[batch].taken[0].path.program
        wide, found = self.learner.size, []
        first = wide * batch  # of the targets, which have `own` numbers each
        own = self.targets.shape[1]
        for run in cut(list(range(batch)), self.shards):
            a, b = run[0], run[-1] + 1
            inputs = [*range(a * wide, b * wide), *range(first + a * own, first + b * own)]
            part = sliced(program, inputs, range(1 + a * wide, 1 + b * wide))
            if part is None:
                return None
            kinds = (False,) * part.inputs
            found.append(
                packed(Executable(part, kinds, self.wanted, self.dtype), "the loss", level=1)
            )
        return found

    def _done(self, tasks: list[Task]) -> list[Any]:
        """What comes of the tasks, in their order; what a worker lacks is sent after."""
        if isinstance(self.executor, Here):  # which computes in this thread
            return self._answers(tasks, lambda: None)
        with held_back() as look:
            return self._answers(tasks, look)

    def _answers(self, tasks: list[Task], look: Callable[[], None]) -> list[Any]:
        answers: list[Any] = [None] * len(tasks)
        for known in (True, False):
            left = [i for i, answer in enumerate(answers) if answer is None]
            futures = []
            try:
                for i in left:
                    task = tasks[i].named if known else tasks[i]
                    futures.append(self.executor.submit(work, task))
                for i, future in zip(left, futures):
                    answers[i] = result_of(future, look)
            except BaseException as error:
                for future in futures:
                    future.cancel()
                self._tell(error, tasks[i].shard, i, len(tasks))
                raise
        return answers

    def _tell(self, error: BaseException, shard: list[int], i: int, shards: int) -> None:
        error.add_note(
            f"in shard {i + 1} of {shards} at step {self.optimizer.steps + 1}, which has samples "
            f"{', '.join(map(str, shard[:10]))}{' ...' * (len(shard) > 10)} of X; the parameters "
            "are as they were before this step"
        )
        if isinstance(error, BrokenExecutor):
            error.add_note(
                "a worker has ended: out of memory, killed, or at its start, where what makes the "
                'pool must stand below `if __name__ == "__main__":`. A new executor can go on'
            )


class ParallelValueSteps(ParallelSteps):
    """The same for a model on Values, whatever ways it takes; the loss is still compiled."""

    backend = Steps.backend

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, backend="numpy", **options)

    def _made(self) -> tuple[Any, Any]:
        held = self.optimizer.parameters
        return table_of(self.X), ValueLearner(self.model, self.X[0], held)

    def outputs(self, X: Any) -> list[Any]:
        """What the model gives for samples that it does not learn from, in `eval()`."""
        assign(self.optimizer.parameters, "data", self.data.tolist())
        return Steps.outputs(self, X)
