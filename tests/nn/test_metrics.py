"""Metrics: against counts by hand, on floats, arrays and Values alike."""

import math

import numpy as np
import pytest

from autograd import Value
from nn.metrics import accuracy, confusion_matrix, predictions


def values(outputs):
    return [values(o) if isinstance(o, list) else Value(o) for o in outputs]


KINDS = pytest.mark.parametrize("kind", [list, np.array, values], ids=["list", "array", "values"])

PREDICTED = [  # outputs, threshold, labels
    ([0.5, -0.5, 0.0, 1e-300], 0.0, [1, 0, 0, 1]),
    ([0.9, 0.5, 0.1], 0.5, [1, 0, 0]),
    ([[0.5], [-0.5]], 0.0, [1, 0]),  # one score each, in a list
    ([[0.1, 2.0, -1.0], [3.0, 0.2, 0.5], [-3.0, -2.0, -1.0]], 0.0, [1, 0, 2]),
    ([[1.0, 1.0], [-math.inf, math.inf]], 0.0, [0, 1]),  # the first of equal scores
    ([[0.2, 0.1], [0.1, 0.2]], 99.0, [0, 1]),  # the threshold is for single numbers
    ([math.nan, math.inf, -math.inf], 0.0, [0, 1, 0]),
    ([], 0.0, []),
]


@KINDS
@pytest.mark.parametrize("outputs, threshold, labels", PREDICTED)
def test_predictions_are_the_largest_score_or_the_side_of_the_threshold(
    kind, outputs, threshold, labels
):
    found = predictions(kind(outputs), threshold=threshold)
    assert found == labels
    assert all(type(label) is int for label in found)


ACCURACIES = [  # outputs, targets, accuracy
    ([0.7, -0.2, -1.3, 0.1], [1, 0, 1, 1], 0.75),
    ([0.7, -0.2, -1.3, 0.1], [1, -1, 1, 1], 0.75),
    ([0.7, -0.2, -1.3, 0.1], [1.0, -1.0, -1.0, 1.0], 1.0),
    ([[0.7], [-0.2]], [0, 1], 0.0),
    ([[0.1, 2.0, -1.0], [3.0, 0.2, 0.5], [0.0, 0.0, 1.0]], [1, 2, 2], 2 / 3),
]


@KINDS
@pytest.mark.parametrize("target_kind", [list, np.array], ids=["list", "array"])
@pytest.mark.parametrize("outputs, targets, expected", ACCURACIES)
def test_accuracy_is_the_share_of_right_labels(kind, target_kind, outputs, targets, expected):
    assert accuracy(kind(outputs), target_kind(targets)) == expected


def test_the_threshold_suits_probabilities():
    assert accuracy([0.9, 0.4], [1, 0], threshold=0.5) == 1.0
    assert accuracy([0.9, 0.4], [1, 0]) == 0.5


@pytest.mark.parametrize(
    "outputs, targets, message",
    [
        ([1.0, 2.0], [1], "outputs has 2, targets has 1"),
        ([], [], "the accuracy of no samples"),
        ([1.0], [2], r"target 2 does not go with 1 score\(s\) per sample; .* -1, 0, 1"),
        ([1.0], [0.5], "target 0.5"),
        ([[1.0, 2.0]], [2], r"target 2 does not go with 2 score\(s\)"),
        ([[1.0, 2.0]], [-1], "expected one of 0, 1"),
        ([[1.0, 2.0]], [[0, 1]], r"target \[0, 1\]"),
        ([[]], [0], "an output is empty"),
    ],
)
def test_what_cannot_be_compared_is_refused(outputs, targets, message):
    with pytest.raises(ValueError, match=message):
        accuracy(outputs, targets)


@pytest.mark.parametrize("kind", [list, np.array], ids=["list", "array"])
@pytest.mark.parametrize(
    "predicted, targets, n_classes, matrix",
    [
        ([0, 1, 1, 2], [0, 1, 2, 2], None, [[1, 0, 0], [0, 1, 0], [0, 1, 1]]),
        ([1, 1, 1], [0, 0, 1], None, [[0, 2], [0, 1]]),  # rows are true, columns predicted
        ([0], [0], 3, [[1, 0, 0], [0, 0, 0], [0, 0, 0]]),
        ([2], [0], None, [[0, 0, 1], [0, 0, 0], [0, 0, 0]]),
        ([1.0], [0.0], None, [[0, 1], [0, 0]]),
        ([], [], 2, [[0, 0], [0, 0]]),
        ([], [], None, []),
    ],
)
def test_a_confusion_matrix_counts_by_true_row_and_predicted_column(
    kind, predicted, targets, n_classes, matrix
):
    assert confusion_matrix(kind(predicted), kind(targets), n_classes=n_classes) == matrix


def test_the_rows_of_a_confusion_matrix_are_independent():
    matrix = confusion_matrix([0], [0], n_classes=2)
    matrix[0][0] = 9
    assert matrix == [[9, 0], [0, 0]]


def test_a_confusion_matrix_agrees_with_scikit_learn():
    reference = pytest.importorskip("sklearn.metrics").confusion_matrix
    rng = np.random.default_rng(0)
    predicted, targets = rng.integers(0, 5, (2, 200))
    assert confusion_matrix(predicted, targets) == reference(targets, predicted).tolist()


@pytest.mark.parametrize(
    "predicted, targets, n_classes, message",
    [
        ([0, 1], [0], None, "predicted has 2, targets has 1"),
        ([0.3], [0], None, r"got 0.3; turn the outputs .* predictions\(outputs\)"),
        ([[0.3, 0.7]], [0], None, r"got \[0.3, 0.7\]"),
        ([1], [-1], None, "got -1"),
        ([math.nan], [0], None, "got nan"),
        ([3], [0], 3, "label 3 is beyond n_classes=3"),
    ],
)
def test_what_is_no_label_is_refused(predicted, targets, n_classes, message):
    with pytest.raises(ValueError, match=message):
        confusion_matrix(predicted, targets, n_classes=n_classes)
