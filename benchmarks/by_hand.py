"""Steps of two perceptrons by the chain rule on paper: array code, also for Numba to compile."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any


def moons_step(compiled: Callable[[Any], Any], rate: float, penalty: float) -> Any:
    """A step of two layers of relu and an output, with hinge loss and an L2 penalty."""
    import numpy as np

    @compiled
    def step(xs: Any, ts: Any, w1: Any, b1: Any, w2: Any, b2: Any, w3: Any, b3: Any) -> Any:
        first = np.maximum(xs @ w1.T + b1, 0.0)
        second = np.maximum(first @ w2.T + b2, 0.0)
        short = np.maximum(1.0 - ts * (second @ w3[0] + b3), 0.0)
        size = (w1 * w1).sum() + (b1 * b1).sum() + (w2 * w2).sum() + (b2 * b2).sum()
        loss = short.mean() + penalty * (size + (w3 * w3).sum() + (b3 * b3).sum())
        by_output = (short > 0.0) * ts * (-1.0 / len(xs))
        by_second = np.outer(by_output, w3[0]) * (second > 0.0)
        by_first = (by_second @ w2) * (first > 0.0)
        w1 -= rate * (by_first.T @ xs + 2.0 * penalty * w1)
        b1 -= rate * (by_first.sum(axis=0) + 2.0 * penalty * b1)
        w2 -= rate * (by_second.T @ first + 2.0 * penalty * w2)
        b2 -= rate * (by_second.sum(axis=0) + 2.0 * penalty * b2)
        w3 -= rate * (by_output @ second + 2.0 * penalty * w3)
        b3 -= rate * (by_output.sum() + 2.0 * penalty * b3)
        return loss

    return step


def digits_step(compiled: Callable[[Any], Any], rate: float, slopes: Any) -> Any:
    """A step of a layer of tanh and one of logits; `slopes` makes logits their derivatives."""
    import numpy as np

    slopes = compiled(slopes)

    @compiled
    def step(xs: Any, targets: Any, w1: Any, b1: Any, w2: Any, b2: Any) -> Any:
        hidden = np.tanh(xs @ w1.T + b1)
        logits = hidden @ w2.T + b2
        loss = slopes(logits, targets)
        inner = (logits @ w2) * (1.0 - hidden * hidden)
        w2 -= rate * (logits.T @ hidden)
        b2 -= rate * logits.sum(axis=0)
        w1 -= rate * (inner.T @ xs)
        b1 -= rate * inner.sum(axis=0)
        return loss

    return step


def slopes_of_arrays(logits: Any, targets: Any) -> Any:
    """The mean cross-entropy; the logits become its derivatives by them."""
    import numpy as np

    samples = np.arange(len(logits))
    logits -= logits.max(axis=1, keepdims=True)
    loss = -logits[samples, targets].sum()
    np.exp(logits, out=logits)
    sums = logits.sum(axis=1, keepdims=True)
    loss = (loss + np.log(sums).sum()) / len(logits)
    logits /= sums
    logits[samples, targets] -= 1.0
    logits /= len(logits)
    return loss


def slopes_in_loops(logits: Any, targets: Any) -> Any:
    """The same, number by number."""
    loss = 0.0
    for k in range(len(logits)):
        row = logits[k]
        row -= row.max()
        loss -= row[targets[k]]
        for j in range(len(row)):
            row[j] = math.exp(row[j])
        whole = row.sum()
        loss += math.log(whole)
        row /= whole
        row[targets[k]] -= 1.0
        row /= len(logits)
    return loss / len(logits)
