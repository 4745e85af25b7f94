"""Losses: how far outputs are from targets, as one Value to go down on.

Outputs come first and targets second. Both are single numbers or lists of numbers, in any
nesting, and a loss is the mean over all of them; for classes, outputs hold a list of numbers for
each sample and targets the index of its class.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from autograd import (
    abs as absolute,
    log,
    log1p,
    mean,
    minimum,
    relu,
    softplus,
    square,
    take,
    where,
)
from autograd.primitives import number
from autograd.primitives.softmax import log_softmax_entry
from autograd.primitives.surprise import surprise


def mse(outputs: Any, targets: Any) -> Any:
    """The mean squared error.

    >>> mse([1.0, 2.0], [1.0, 4.0])
    2.0
    """
    return mean([square(y - t) for y, t in _pairs(outputs, targets)])


def mae(outputs: Any, targets: Any) -> Any:
    """The mean absolute error.

    >>> mae([1.0, 2.0], [1.0, 4.0])
    1.0
    """
    return mean([absolute(y - t) for y, t in _pairs(outputs, targets)])


def huber(outputs: Any, targets: Any, *, delta: float = 1.0) -> Any:
    """Half the squared error up to `delta`, and from there on a straight line (Huber 1964).

    >>> huber([0.5, 3.0], [0.0, 0.0])
    1.3125
    """
    if not delta > 0.0:
        raise ValueError(f"huber needs delta > 0, got {delta:g}")
    terms = []
    for y, t in _pairs(outputs, targets):
        distance = absolute(y - t)
        near = minimum(distance, delta)
        terms.append(near * (distance - 0.5 * near))  # far out near is delta: a straight line
    return mean(terms)


def hinge(outputs: Any, targets: Any) -> Any:
    """The mean of max(0, 1 - target * output), for targets -1 and +1: a margin of 1.

    >>> hinge([2.0, 0.5], [1, -1])
    0.75
    """
    terms = []
    for y, t in _pairs(outputs, targets):
        if not _is_open(t) and t not in (-1, 1):
            raise ValueError(f"hinge needs targets -1 or +1, got {t!r}")
        terms.append(relu(1.0 - t * y))
    return mean(terms)


def binary_cross_entropy(probabilities: Any, targets: Any) -> Any:
    """The mean of -log of the probability that was given to what happened, 0 or 1.

    Targets may be probabilities too. It is inf where what happened was given probability 0;
    outputs that are not squeezed into (0, 1) belong into `binary_cross_entropy_with_logits`.

    >>> binary_cross_entropy([0.5, 0.5], [0, 1])
    0.6931471805599453
    """
    pairs = list(_binary(probabilities, targets))
    for p, _ in pairs:
        if p < 0.0 or p > 1.0:
            raise ValueError(
                f"a probability is from 0 to 1, got {p!r}; for outputs of any size use "
                "binary_cross_entropy_with_logits"
            )
    return mean([-_mixed(t, p, log, lambda p: log1p(-p)) for p, t in pairs])


def binary_cross_entropy_with_logits(logits: Any, targets: Any) -> Any:
    """`binary_cross_entropy` of sigmoid(logits), exact however large they are.

    >>> binary_cross_entropy_with_logits([0.0, 1000.0], [0, 1])
    0.34657359027997264
    """
    pairs = _binary(logits, targets)
    return mean([_mixed(t, x, lambda x: softplus(-x), softplus) for x, t in pairs])


def cross_entropy(logits: Any, targets: Any) -> Any:
    """The mean of -log softmax(logits)[target]: for one sample, or for a list of them.

    >>> cross_entropy([[0.0, 0.0], [1000.0, 0.0]], [1, 0])
    0.34657359027997264
    """
    return mean([_surprise(x, t) for x, t in _classes(logits, targets)])


def nll(log_probabilities: Any, targets: Any) -> Any:
    """The mean of -log_probabilities[target]: `cross_entropy` after a log_softmax.

    >>> nll([-0.5, -1.5], 1)
    1.5
    """
    pairs = _classes(log_probabilities, targets)
    return mean([-take(x, t) if _is_open(t) else -x[t] for x, t in pairs])


def _is_open(t: Any) -> bool:
    """Whether a target is known only when a compiled loss runs."""
    return hasattr(t, "parents")


def _surprise(x: Sequence[Any], t: Any) -> Any:
    """-log softmax(x)[t], also where t is open."""
    return surprise(t, *x) if _is_open(t) else -log_softmax_entry(x, t)


def _number(x: Any) -> Any:
    """A Value or Dual as it is, others as floats: NumPy's small types would round or wrap."""
    return x if hasattr(type(x), "apply_primitive") else number(x)


def _is_list(x: Any) -> bool:
    return hasattr(x, "__len__") and getattr(x, "ndim", 1) > 0


def _pairs(outputs: Any, targets: Any) -> Iterator[tuple[Any, Any]]:
    """Outputs beside their targets, out of any nesting; ValueError where lengths differ."""
    if not _is_list(outputs) and not _is_list(targets):
        yield _number(outputs), _number(targets)
        return
    if not (_is_list(outputs) and _is_list(targets)):
        kinds = [f"{len(x)} numbers" if _is_list(x) else "one" for x in (outputs, targets)]
        raise ValueError(f"outputs hold {kinds[0]} where targets hold {kinds[1]}")
    if len(outputs) != len(targets):
        raise ValueError(f"there are {len(outputs)} outputs for {len(targets)} targets")
    for y, t in zip(outputs, targets):
        yield from _pairs(y, t)


def _binary(outputs: Any, targets: Any) -> Iterator[tuple[Any, Any]]:
    for y, t in _pairs(outputs, targets):
        if not _is_open(t) and not 0 <= t <= 1:
            raise ValueError(f"binary cross-entropy needs targets from 0 to 1, got {t!r}")
        yield y, t


def _mixed(t: Any, x: Any, if_one: Callable[[Any], Any], if_zero: Callable[[Any], Any]) -> Any:
    """t * if_one(x) + (1 - t) * if_zero(x), without what counts nothing: 0 * inf would be nan."""
    if _is_open(t):
        mixed = t * if_one(x) + (1.0 - t) * if_zero(x)
        return where(1.0 - t, where(t, mixed, if_zero(x)), if_one(x))
    if t == 1:
        return if_one(x)
    return if_zero(x) if t == 0 else t * if_one(x) + (1.0 - t) * if_zero(x)


def _classes(outputs: Any, targets: Any) -> Iterator[tuple[Sequence[Any], int]]:
    """The numbers for each sample beside the index of its class, which is checked."""
    if not _is_list(targets):
        outputs, targets = [outputs], [targets]
    if len(outputs) != len(targets):
        raise ValueError(f"there are {len(outputs)} outputs for {len(targets)} targets")
    for x, t in zip(outputs, targets):
        if not _is_list(x):
            raise ValueError("each sample needs a list of numbers, one for each class; got one")
        if _is_open(t):
            yield x, t
            continue
        if t not in range(len(x)):
            raise ValueError(f"target {t!r} is not the index of one of {len(x)} classes")
        yield x, int(t)
