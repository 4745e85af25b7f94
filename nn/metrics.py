"""How good the outputs of a classifier are: predicted labels, accuracy, confusion matrix."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from autograd import Value

from .data import same_length


def predictions(outputs: Sequence[Any], *, threshold: float = 0.0) -> list[int]:
    """The predicted label of each sample, a list of ints.

    `outputs`    n outputs of a model, of Values or of plain numbers. Several scores per sample:
                 the label is the place of the largest. One number, alone or in a list of one:
                 the label is 1 if it is above the threshold, else 0
    `threshold`  0 suits raw scores; for probabilities, as from a sigmoid, pass 0.5

    >>> predictions([[0.1, 2.0, -1.0], [3.0, 0.2, 0.5]])
    [1, 0]
    >>> predictions([0.7, -0.2])
    [1, 0]

    Raises ValueError for an output without scores.
    """
    return [_label(scores, threshold) for scores in map(scores_of, outputs)]


def accuracy(outputs: Sequence[Any], targets: Sequence[Any], *, threshold: float = 0.0) -> float:
    """The share of samples whose predicted label is right, from 0 to 1.

    `outputs`    n outputs of a model, as for `predictions`
    `targets`    n labels: 0, 1, 2 ... for several scores per sample; for one number per sample
                 either {0, 1} or {-1, +1}
    `threshold`  for one number per sample: it stands for class 1, or +1, if above

    >>> accuracy([[0.1, 2.0, -1.0], [3.0, 0.2, 0.5]], [1, 2])
    0.5
    >>> accuracy([0.7, -0.2, -1.3], [+1, -1, +1])
    0.6666666666666666

    Raises ValueError if the lengths differ, if there are no samples, or for a target that no
    output can match.
    """
    n = same_length(outputs=outputs, targets=targets)
    if n == 0:
        raise ValueError("the accuracy of no samples is not defined; outputs is empty")
    right = 0
    for scores, target in zip(map(scores_of, outputs), targets, strict=True):
        possible = range(len(scores)) if len(scores) > 1 else (-1, 0, 1)
        if target not in possible:
            raise ValueError(
                f"target {target!r} does not go with {len(scores)} score(s) per sample; "
                f"expected one of {', '.join(map(str, possible))}"
            )
        right += _label(scores, threshold) == max(target, 0)
    return right / n


def confusion_matrix(
    predicted: Sequence[Any], targets: Sequence[Any], *, n_classes: int | None = None
) -> list[list[int]]:
    """How often a sample of class i was taken for class j: a list of rows, [true i][predicted j].

    `predicted`  n labels 0, 1, 2 ...: `predictions(outputs)`
    `targets`    n true labels; second, as in the losses (scikit-learn has them first)
    `n_classes`  the number of rows and columns; None: as many as the labels need

    >>> confusion_matrix([0, 1, 1, 2], [0, 1, 2, 2])
    [[1, 0, 0], [0, 1, 0], [0, 1, 1]]

    Raises ValueError if the lengths differ, or for anything but a label 0 to n_classes - 1.
    """
    same_length(predicted=predicted, targets=targets)
    labels = [*predicted, *targets]
    unfit = [x for x in labels if hasattr(x, "__len__") or x < 0 or x % 1 != 0]
    if unfit:
        raise ValueError(
            f"a confusion matrix counts labels 0, 1, 2 ..., got {unfit[0]!r}; "
            "turn the outputs of a model into labels with predictions(outputs)"
        )
    size = int(max(labels, default=-1)) + 1
    if n_classes is not None and n_classes < size:
        raise ValueError(f"label {size - 1} is beyond n_classes={n_classes}")
    matrix = [[0] * (n_classes or size) for _ in range(n_classes or size)]
    for label, target in zip(predicted, targets, strict=True):
        matrix[int(target)][int(label)] += 1
    return matrix


def scores_of(output: Any) -> list[float]:
    """The output of a model for one sample as a list of floats, also if it is one number.

    >>> scores_of(Value(2.0)), scores_of([Value(2.0), -1])
    ([2.0], [2.0, -1.0])
    """
    several = hasattr(output, "__len__") and getattr(output, "ndim", 1) > 0
    scores = [
        x.data if isinstance(x, Value) else float(x) for x in (output if several else [output])
    ]
    if not scores:
        raise ValueError("an output is empty; a prediction needs one or more scores per sample")
    return scores


def _label(scores: list[float], threshold: float) -> int:
    if len(scores) == 1:
        return int(scores[0] > threshold)
    return max(range(len(scores)), key=scores.__getitem__)
