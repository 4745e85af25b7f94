"""Steps of training whole and in shards, on threads and processes: `python -m benchmarks.parallel`.

It prints what a task costs, and how long steps take beside what docs/scaling.md makes of it: the
least of several times, for what else a machine has to do meets many workers more than one.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from importlib.util import find_spec
from typing import Any

import nn
from autograd import Value, sin
from nn.steps import steps_of

from .table import duration, machine

WORKERS = 2
ROUNDS = 50
LONGEST = 1.5  # seconds for the steps of one training
MEGABYTE = 125_000  # numbers
Training = tuple[Any, ...]  # jit, model, samples, targets, loss


class Pendulum(nn.Module):
    """Where a pendulum is after 100 steps, by its length and its friction."""

    def __init__(self) -> None:
        self.pull, self.friction = Value(1.0), Value(0.1)

    def __call__(self, start: Any) -> Any:
        angle, speed = start
        for _ in range(100):
            speed = speed - 0.05 * (self.pull * sin(angle) + self.friction * speed)
            angle = angle + 0.05 * speed
        return [angle, speed]


def pendulum(jit: bool, batch: int) -> Training:
    """Few parameters, and much to compute for each sample."""
    rng = random.Random(0)
    starts = [[rng.uniform(-1.0, 1.0), rng.uniform(-1.0, 1.0)] for _ in range(batch)]
    return jit, Pendulum(), starts, [[-x, -v] for x, v in starts], nn.mse


def perceptron(jit: bool, batch: int, *sizes: int) -> Training:
    """Many parameters, and little to compute for each of them."""
    rng = random.Random(0)
    images = [[rng.random() for _ in range(sizes[0])] for _ in range(batch)]
    digits = [rng.randrange(sizes[-1]) for _ in images]
    return jit, nn.MLP(sizes[0], sizes[1:], "tanh", seed=0), images, digits, nn.cross_entropy


TRAININGS: dict[str, Callable[[], Training]] = {
    "64-32-10, batch of 32, on Values": lambda: perceptron(False, 32, 64, 32, 10),
    "64-32-10, batch of 32, compiled": lambda: perceptron(True, 32, 64, 32, 10),
    "784-128-10, batch of 64, compiled": lambda: perceptron(True, 64, 784, 128, 10),
    "784-128-10, batch of 500, compiled": lambda: perceptron(True, 500, 784, 128, 10),
    "pendulum, batch of 20, on Values": lambda: pendulum(False, 20),
    "pendulum, batch of 100, compiled": lambda: pendulum(True, 100),
    "pendulum, batch of 10,000, compiled": lambda: pendulum(True, 10_000),
}


def processes() -> Executor:
    """Processes that start anew, as everywhere but on Linux."""
    return ProcessPoolExecutor(WORKERS, mp_context=multiprocessing.get_context("spawn"))


@contextmanager
def cluster() -> Iterator[Executor]:
    """A cluster of dask's in this machine."""
    from distributed import Client, LocalCluster

    options = {"n_workers": WORKERS, "threads_per_worker": 1, "dashboard_address": None}
    with LocalCluster(**options) as there, Client(there) as client, client.get_executor() as found:
        yield found


POOLS: dict[str, Callable[[], Any]] = {
    "threads": lambda: ThreadPoolExecutor(WORKERS),
    "processes": processes,
    **({"dask": cluster} if find_spec("distributed") else {}),
}


def seconds(run: Callable[[], Any]) -> float:
    """How long it takes once."""
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def overheads(executor: Executor) -> tuple[float, float]:
    """What a round of tasks, one for each worker, takes, and what each megabyte there and back."""
    import numpy as np

    def rounds(size: int) -> float:
        numbers = np.zeros(size)

        def run() -> None:
            tasks = [executor.submit(np.negative, numbers) for _ in range(WORKERS)]
            for task in tasks:
                task.result()

        run()
        return min(seconds(run) for _ in range(ROUNDS))

    empty = rounds(1)
    return empty, (rounds(MEGABYTE) - empty) / WORKERS


class Trained:
    """A training to be timed, which is compiled once for all that runs it."""

    def __init__(self, training: Training) -> None:
        jit, model, X, y, loss = training
        given = jit, model, X, y, loss, nn.SGD(model.parameters(), 1e-3), float("inf")
        self.whole, self.parts = steps_of(*given), steps_of(*given, shards=WORKERS)
        self.everything, self.parameters = list(range(len(X))), len(model.parameters())

    def best(self, executor: Executor | None = None) -> float:
        """The least time of a step: with the executor, or in one process."""
        run = self.whole
        if executor:
            run = self.parts
            vars(run)["executor"] = executor
        step = partial(run.step, self.everything)
        times = [seconds(step) for _ in range(5)][2:]  # at first programs are compiled, and sent
        end = time.perf_counter() + LONGEST
        while time.perf_counter() < end:
            times.append(seconds(step))
        return min(times)


def expected(whole: float, parameters: int, empty: float, megabyte: float) -> float:
    """How long a step takes by the arithmetic: its share, the round, and numbers there and back."""
    return whole / WORKERS + empty + WORKERS * 8e-6 * parameters * megabyte


def main() -> None:
    """Measure everything, and print it as two tables."""
    for library in ("OMP", "MKL", "OPENBLAS"):  # of BLAS: the workers are to share the cores
        os.environ[f"{library}_NUM_THREADS"] = "1"
    trained = {title: Trained(make()) for title, make in TRAININGS.items()}
    whole = {title: t.best() for title, t in trained.items()}
    lines = {title: [f"{t.parameters:,}", duration(whole[title])] for title, t in trained.items()}
    print(f"{machine()}. {WORKERS} workers, one thread of BLAS each.\n")
    print(f"| | a round of {WORKERS} empty tasks | a megabyte to a worker and back |")
    print("| --- | ---: | ---: |")
    for name, pool in POOLS.items():  # one at a time: they have threads in this process
        with pool() as executor:
            cost = overheads(executor)
            print(f"| {name} | {' | '.join(map(duration, cost))} |", flush=True)
            for title, t in trained.items():
                guess = expected(whole[title], t.parameters, *cost)
                lines[title].append(f"{duration(t.best(executor))} ({duration(guess)})")
    print(f"\n| one step | parameters | one process | {' | '.join(POOLS)} |")
    print(f"| --- | ---: | ---: | {' | '.join('---:' for _ in POOLS)} |")
    for title, cells in lines.items():
        print(f"| {title} | {' | '.join(cells)} |")


if __name__ == "__main__":
    main()
