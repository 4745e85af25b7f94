"""What is computed of one shard of a batch, in whichever worker, and what is sent there for it."""

from __future__ import annotations

import hashlib
import pickle
import threading
import zlib
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Executor, Future
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np

KEPT = 16  # objects that a worker keeps, those that were used last


class Packed(NamedTuple):
    """An object as bytes, known by their digest to a worker that has had them before."""

    digest: bytes
    content: bytes | None

    @property
    def named(self) -> Packed:
        """The digest alone."""
        return self._replace(content=None)


def packed(thing: Any, name: str, *, level: int = 0) -> Packed:
    """The object as bytes, compressed at a level of zlib's: programs become a sixth at level 1.

    TypeError that calls it by this name if pickle cannot write it.
    """
    try:
        content = pickle.dumps(thing, pickle.HIGHEST_PROTOCOL)
    except Exception as error:
        raise TypeError(
            f"{name} cannot be sent to workers: {error}. Functions and classes in it have to "
            "stand at the top of a module, where workers can import them"
        ) from error
    return Packed(hashlib.sha256(content).digest(), zlib.compress(content, level))


class _Memory(threading.local):
    """What this thread has unpacked."""

    def __init__(self) -> None:
        self.kept: OrderedDict[bytes, Any] = OrderedDict()


_memory = _Memory()


def unpacked(thing: Packed) -> Any:
    """The object, always the same in one thread; None if only its unknown digest is there."""
    kept = _memory.kept
    if thing.digest not in kept:
        if thing.content is None:
            return None
        kept[thing.digest] = pickle.loads(zlib.decompress(thing.content))
        if len(kept) > KEPT:
            kept.popitem(last=False)
    kept.move_to_end(thing.digest)
    return kept[thing.digest]


@dataclass(frozen=True)
class Task:
    """What is to be done for a shard: with objects that a worker may have, and with numbers.

    It is no tuple, for some executors look into these one by one.
    """

    do: Callable[..., Any]
    needed: tuple[Packed, ...]
    shard: list[int]
    given: tuple[Any, ...]

    @property
    def named(self) -> Task:
        """The same for a worker that has the objects."""
        return replace(self, needed=tuple([thing.named for thing in self.needed]))


def work(task: Task) -> Any:
    """What comes of the task; None if the worker has not got all that it needs."""
    things = [unpacked(thing) for thing in task.needed]
    if any(thing is None for thing in things):
        return None
    return task.do(*things, task.shard, *task.given)


def outputs(learner: Any, samples: Any, part: list[int], p: Any) -> Any:
    """The outputs for the samples of these numbers, (outputs, samples)."""
    found = learner.forward(samples[part].T, p)
    return np.array(found)  # which is good until the next call, as the gradient is


def pulled(learner: Any, samples: Any, part: list[int], p: Any, seeds: Any) -> Any:
    """How the sum of seeds times outputs changes with each parameter."""
    outputs(learner, samples, part, p)
    return np.array(learner.backward(seeds))


def learned(
    learner: Any, samples: Any, targets: Any, slopes: Any, part: list[int], p: Any
) -> tuple[Any, Any]:
    """The outputs, and how the loss changes with each parameter by way of them.

    `slopes` is the program of the derivatives of the loss by these outputs.
    """
    found = outputs(learner, samples, part, p)
    seeds = slopes.vector(numbers_of(found, targets[part]), ())
    return found, np.array(learner.backward(seeds.reshape(len(part), -1).T))


def numbers_of(found: Any, targets: Any) -> Any:
    """What a compiled loss takes: outputs, (outputs, samples), and targets, sample by sample."""
    return np.concatenate([found.T, targets], axis=None)


class Here(Executor):
    """Runs everything at once, in the thread that submits it."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_result(fn(*args, **kwargs))
        return future


def cut(part: list[int], shards: int) -> list[list[int]]:
    """The numbers in as many runs, whose lengths differ by at most 1; without the empty ones.

    >>> cut([5, 3, 8, 1, 2], 2)
    [[5, 3], [8, 1, 2]]
    """
    n = len(part)
    runs = [part[k * n // shards : (k + 1) * n // shards] for k in range(shards)]
    return [run for run in runs if run]
