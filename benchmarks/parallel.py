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
from contextlib import ExitStack, contextmanager
from functools import partial
from importlib.util import find_spec
from typing import Any

import nn
from autograd import Value, sin
from nn.steps import steps_of

from .table import duration, machine

WORKERS = 2
ROUNDS = 50
LONGEST = 4.0  # seconds for the steps of one training
WHOLE = "one process"
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


@contextmanager
def pools() -> Iterator[dict[str, Executor]]:
    """Executors with as many workers each."""
    context = multiprocessing.get_context("spawn")
    with ExitStack() as stack:
        found: dict[str, Executor] = {
            "threads": stack.enter_context(ThreadPoolExecutor(WORKERS)),
            "processes": stack.enter_context(ProcessPoolExecutor(WORKERS, mp_context=context)),
        }
        if find_spec("distributed"):
            from distributed import Client, LocalCluster

            options = {"n_workers": WORKERS, "threads_per_worker": 1, "dashboard_address": None}
            client = stack.enter_context(Client(stack.enter_context(LocalCluster(**options))))
            found["dask"] = stack.enter_context(client.get_executor())
        yield found


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


def best(training: Training, executors: dict[str, Executor]) -> dict[str, float]:
    """The least time of a step in one process and with each executor, measured in turns."""
    jit, model, X, y, loss = training
    given = jit, model, X, y, loss, nn.SGD(model.parameters(), 1e-3), float("inf")
    whole, parts = steps_of(*given), steps_of(*given, shards=WORKERS)
    everything = list(range(len(X)))

    def step(name: str) -> Any:
        if name == WHOLE:
            return whole.step(everything)
        vars(parts)["executor"] = executors[name]
        return parts.step(everything)

    times: dict[str, list[float]] = {name: [] for name in (WHOLE, *executors)}
    end = time.perf_counter() + LONGEST
    while len(times[WHOLE]) < 5 or time.perf_counter() < end:
        for name in times:
            times[name].append(seconds(partial(step, name)))
    return {name: min(ts[2:]) for name, ts in times.items()}  # at first programs are sent


def expected(whole: float, parameters: int, empty: float, megabyte: float) -> float:
    """How long a step takes by the arithmetic: its share, the round, and numbers there and back."""
    return whole / WORKERS + empty + WORKERS * 8e-6 * parameters * megabyte


def main() -> None:
    """Measure everything, and print it as two tables."""
    for library in ("OMP", "MKL", "OPENBLAS"):  # of BLAS: the workers are to share the cores
        os.environ[f"{library}_NUM_THREADS"] = "1"
    print(f"{machine()}. {WORKERS} workers, one thread of BLAS each.\n")
    with pools() as executors:
        costs = {name: overheads(executor) for name, executor in executors.items()}
        print(f"| | a round of {WORKERS} empty tasks | a megabyte to a worker and back |")
        print("| --- | ---: | ---: |")
        for name, cost in costs.items():
            print(f"| {name} | {' | '.join(map(duration, cost))} |")
        print(f"\n| one step | parameters | one process | {' | '.join(costs)} |")
        print(f"| --- | ---: | ---: | {' | '.join('---:' for _ in costs)} |", flush=True)
        for title, make in TRAININGS.items():
            training = make()
            found = best(training, executors)
            whole, size = found.pop(WHOLE), len(training[1].parameters())
            cells = [f"{size:,}", duration(whole)]
            for name, measured in found.items():
                cells.append(
                    f"{duration(measured)} ({duration(expected(whole, size, *costs[name]))})"
                )
            print(f"| {title} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
