"""An engine at work in a process of its own, which answers questions about it.

A process each, because what else is imported changes how often Python's garbage collector runs,
and with it the time of every engine that makes many objects.
"""

from __future__ import annotations

import contextlib
import copyreg
import ctypes
import importlib
import multiprocessing
import signal
import time
import traceback
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from types import ModuleType
from typing import Any

PAGES = Path("/proc/self/statm")  # its second number is the resident pages; Linux only
PAGE = 4096

# a workload that is a module goes to the other process by its name
copyreg.pickle(ModuleType, lambda module: (importlib.import_module, (module.__name__,)))


@dataclass(frozen=True)
class Job:
    """What an adapter returns: a step to time, and the numbers in what the step returns."""

    step: Callable[[], Any]
    numbers: Callable[[Any], Iterable[float]]


class FailedError(Exception):
    """An engine could not do the work; the text is what the table says about it."""


class Contender:
    """The process; a context manager that ends it."""

    def __init__(self, workload: Any, engine: str, *sizes: int) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        given = (theirs, workload, engine, sizes)
        self.process = context.Process(target=_serve, args=given)
        self.process.start()
        theirs.close()

    def ask(self, question: Callable[..., Any], *details: Any) -> Any:
        """What `question` returns when it is called there, with the job and the details."""
        try:
            self.pipe.send((question, details))
            answer = self.pipe.recv()
        except (EOFError, ConnectionError):
            self.process.join()
            raise FailedError(f"crash (exit code {self.process.exitcode})") from None
        if isinstance(answer, FailedError):
            raise answer
        return answer

    def __enter__(self) -> Contender:
        return self

    def __exit__(self, *error: object) -> None:
        self.process.kill()  # an orderly end would only take its graphs apart
        self.process.join()


def _serve(pipe: Connection, workload: Any, engine: str, sizes: tuple[int, ...]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that asks
    job: Job | None = None
    while True:
        question, details = pipe.recv()
        try:
            if job is None:
                job = getattr(workload, engine)(*sizes)
            answer = question(job, *details)
        except Exception as error:
            traceback.print_exc(limit=-2)
            answer = FailedError(type(error).__name__)
        pipe.send(answer)


def numbers(job: Job) -> list[float]:
    """The numbers that one step computes."""
    return list(map(float, job.numbers(job.step())))


def seconds_per_step(job: Job, at_least: float) -> float:
    """The mean time of a step, over as many as fill `at_least` seconds."""
    start = time.perf_counter()
    steps, more, elapsed = 0, 1, 0.0
    while elapsed < at_least:
        for _ in range(more):
            job.step()
        elapsed = time.perf_counter() - start
        steps += more
        more = steps  # doubling, so that reading the clock costs nothing beside the steps
    return elapsed / steps


def resident_bytes(job: Job) -> int:
    """How much more memory the process holds while it holds what one step returned."""
    return once(job)[1]


def once(job: Job) -> tuple[float, int, list[float]]:
    """The seconds of one step, the bytes that what it returns holds, and its numbers."""
    found, seconds, grown = watched(job.step)
    return seconds, grown, list(map(float, job.numbers(found)))


def watched(step: Callable[[], Any]) -> tuple[Any, float, int]:
    """What a step returns, its seconds, and by how many bytes the process grows."""
    before, start = resident(), time.perf_counter()
    found = step()
    elapsed = time.perf_counter() - start
    return found, elapsed, resident() - before


def resident() -> int:
    """How much memory this process holds; 0 where the system does not tell."""
    if not PAGES.exists():
        return 0
    with contextlib.suppress(AttributeError):  # other C libraries keep nothing back
        ctypes.CDLL(None).malloc_trim(0)
    return int(PAGES.read_text().split()[1]) * PAGE
