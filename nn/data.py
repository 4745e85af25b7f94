"""Samples in portions: mini-batches for training, and a part held back for testing."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sized
from typing import Any, TypeAlias

Seed: TypeAlias = "int | random.Random | None"


def batches(
    X: Iterable[Any], y: Iterable[Any], batch_size: int, *, seed: Seed = None
) -> Iterator[tuple[list[Any], list[Any]]]:
    """All samples once, in pairs (Xb, yb) of lists: `batch_size` at a time, the rest at the end.

    `X`           n samples: lists, rows of an array, anything
    `y`           n targets
    `batch_size`  samples per batch, at least 1
    `seed`        shuffles them; None keeps their order. Pass one `random.Random` to every epoch,
                  so that each has an order of its own and the whole training can be repeated

    >>> for Xb, yb in batches([[1.0], [2.0], [3.0]], [0, 1, 0], 2):
    ...     print(Xb, yb)
    [[1.0], [2.0]] [0, 1]
    [[3.0]] [0]

    Raises ValueError if X and y differ in length, or if batch_size is not a whole number >= 1.
    """
    samples, targets = list(X), list(y)
    order = list(range(same_length(X=samples, y=targets)))
    if not hasattr(batch_size, "__index__") or batch_size < 1:
        raise ValueError(f"batch_size must be a whole number of at least 1, got {batch_size!r}")
    if seed is not None:
        random_from(seed).shuffle(order)
    portions = (order[i : i + batch_size] for i in range(0, len(order), batch_size))
    return (([samples[i] for i in part], [targets[i] for i in part]) for part in portions)


def train_test_split(
    X: Iterable[Any],
    y: Iterable[Any],
    *,
    test_size: float = 0.2,
    seed: Seed = 0,
    stratify: bool = False,
) -> tuple[list[Any], list[Any], list[Any], list[Any]]:
    """X_train, X_test, y_train, y_test: two shuffled parts of the samples, with nothing in common.

    `X`          n samples
    `y`          n targets
    `test_size`  the share of samples to hold back, between 0 and 1; the count is rounded
    `seed`       the same seed gives the same split; None gives another one each time
    `stratify`   True keeps the proportions of the classes, to within one sample; y holds labels

    >>> X_train, X_test, y_train, y_test = train_test_split(
    ...     [[0], [1], [2], [3], [4], [5]], [0, 1, 0, 1, 0, 1], test_size=1 / 3, stratify=True
    ... )
    >>> len(X_train), sorted(y_test)
    (4, [0, 1])

    Raises ValueError if X and y differ in length, or if one of the parts would be empty.
    """
    samples, targets = list(X), list(y)
    n = same_length(X=samples, y=targets)
    size = round(test_size * n)
    if not 0 < size < n:
        raise ValueError(
            f"test_size={test_size!r} of {n} samples leaves {size} for the test and {n - size} "
            "for training; both need one or more: give a share between 0 and 1"
        )
    order = list(range(n))
    random_from(seed).shuffle(order)
    # every n/size-th sample in the order of classes: each class is met in proportion to its size
    by_class = sorted(order, key=targets.__getitem__) if stratify else order
    chosen = {by_class[k * n // size] for k in range(size)}
    train, test = [i for i in order if i not in chosen], [i for i in order if i in chosen]
    return (
        [samples[i] for i in train],
        [samples[i] for i in test],
        [targets[i] for i in train],
        [targets[i] for i in test],
    )


def random_from(seed: Seed) -> random.Random:
    """A random number generator of one's own for a seed; a generator is passed on as it is."""
    return seed if isinstance(seed, random.Random) else random.Random(seed)


def same_length(**named: Sized) -> int:
    """The length that all of these have; a ValueError that names them if they differ.

    >>> same_length(X=[[0.0], [1.0]], y=[0, 1])
    2
    """
    lengths = {name: len(sequence) for name, sequence in named.items()}
    if len(set(lengths.values())) > 1:
        counts = ", ".join(f"{name} has {length}" for name, length in lengths.items())
        raise ValueError(f"one entry per sample is needed in each, but {counts}")
    return max(lengths.values())
