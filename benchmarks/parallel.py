"""Steps of training whole and in shards, on threads and processes: `python -m benchmarks.parallel`.

It prints what a task costs, and how long steps take beside what docs/scaling.md makes of it.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import statistics
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from functools import partial
from importlib.util import find_spec
from typing import Any

import nn
from autograd import Value, sin
from nn.steps import Steps, steps_of

from .table import duration, machine

WORKERS = 2
ROUNDS = 15
LONGEST = 4.0  # seconds for the rounds of one training, of which there are three at least
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
    "pendulum, 100 steps, batch of 20, on Values": lambda: pendulum(False, 20),
    "64-32-10, batch of 32, compiled": lambda: perceptron(True, 32, 64, 32, 10),
    "64-32-10, batch of 2,000, compiled": lambda: perceptron(True, 2000, 64, 32, 10),
    "784-128-10, batch of 64, compiled": lambda: perceptron(True, 64, 784, 128, 10),
    "784-128-10, batch of 2,000, compiled": lambda: perceptron(True, 2000, 784, 128, 10),
    "pendulum, 100 steps, batch of 100, compiled": lambda: pendulum(True, 100),
    "pendulum, 100 steps, batch of 10,000, compiled": lambda: pendulum(True, 10_000),
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
        return statistics.median(seconds(run) for _ in range(ROUNDS))

    empty = rounds(1)
    return empty, (rounds(MEGABYTE) - empty) / WORKERS


def steps(training: Training, **options: Any) -> Steps:
    """Steps of gradient descent."""
    jit, model, X, y, loss = training
    optimizer = nn.SGD(model.parameters(), 1e-3)
    return steps_of(jit, model, X, y, loss, optimizer, float("inf"), **options)


def medians(make: Callable[[], Training], executors: dict[str, Executor]) -> dict[str, float]:
    """The median time of a step in one process and with each executor, measured in turns."""
    training = make()
    everything = list(range(len(training[2])))
    runs = {"one process": steps(training)}
    runs |= {name: steps(training, executor=e, shards=WORKERS) for name, e in executors.items()}
    for run in runs.values():
        for _ in range(3):  # programs are compiled, and sent
            run.step(everything)
    times: dict[str, list[float]] = {name: [] for name in runs}
    end = time.perf_counter() + LONGEST
    while len(times["one process"]) < ROUNDS:
        for name, run in runs.items():
            times[name].append(seconds(partial(run.step, everything)))
        if time.perf_counter() > end and len(times["one process"]) >= 3:
            break
    return {name: statistics.median(ts) for name, ts in times.items()}


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
            found = medians(make, executors)
            whole, size = found.pop("one process"), len(make()[1].parameters())
            cells = [f"{size:,}", duration(whole)]
            for name, measured in found.items():
                cells.append(
                    f"{duration(measured)} ({duration(expected(whole, size, *costs[name]))})"
                )
            print(f"| {title} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
