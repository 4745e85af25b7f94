"""Mini-batches and splits: every sample once, in step with its target, and the same each time."""

import random
from collections import Counter

import numpy as np
import pytest

from nn.data import batches, train_test_split

X = [[float(i), -float(i)] for i in range(10)]
Y = list(range(10))


@pytest.mark.parametrize("kind", [list, np.array, iter], ids=["list", "array", "iterator"])
@pytest.mark.parametrize("seed", [None, 0, 7])
@pytest.mark.parametrize("size, sizes", [(1, [1] * 10), (3, [3, 3, 3, 1]), (10, [10]), (99, [10])])
def test_batches_hold_each_sample_once_with_its_target(kind, seed, size, sizes):
    parts = list(batches(kind(X), kind(Y), size, seed=seed))
    assert [len(Xb) for Xb, _ in parts] == [len(yb) for _, yb in parts] == sizes
    assert all(type(part) is list for pair in parts for part in pair)
    assert all(x[0] == y for Xb, yb in parts for x, y in zip(Xb, yb, strict=True))
    order = [y for _, yb in parts for y in yb]
    assert sorted(order) == Y
    assert (order == Y) == (seed is None)


def order(seed):
    return [y for _, yb in batches(X, Y, 4, seed=seed) for y in yb]


def test_a_seed_repeats_the_order_and_a_generator_moves_on():
    assert order(3) == order(3) != order(4)
    source = random.Random(3)
    assert order(source) == order(3)
    assert order(source) != order(3)


def test_batches_leave_the_global_generator_and_the_data_alone():
    before = random.getstate()
    samples = list(X)
    [(Xb, _)] = batches(samples, Y, 10, seed=0)
    assert random.getstate() == before
    assert samples == X
    assert all(any(x is row for row in X) for x in Xb)  # the same objects, not copies


def test_no_samples_make_no_batches():
    assert list(batches([], [], 4)) == []


@pytest.mark.parametrize("size", [0, -1, 2.0, "2", None])
def test_a_batch_size_that_is_no_positive_whole_number_is_refused_at_once(size):
    with pytest.raises(ValueError, match=f"batch_size must be a whole number.*{size!r}"):
        batches(X, Y, size)


@pytest.mark.parametrize("function", [lambda X, y: batches(X, y, 2), train_test_split])
def test_lengths_that_differ_are_refused_at_once(function):
    with pytest.raises(ValueError, match="X has 10, y has 9"):
        function(X, Y[:9])


@pytest.mark.parametrize("kind", [list, np.array], ids=["list", "array"])
@pytest.mark.parametrize("stratify", [False, True])
@pytest.mark.parametrize("test_size, held_back", [(0.2, 2), (0.5, 5), (0.25, 2), (0.94, 9)])
def test_a_split_holds_each_sample_once_with_its_target(kind, stratify, test_size, held_back):
    X_train, X_test, y_train, y_test = train_test_split(
        kind(X), kind(Y), test_size=test_size, stratify=stratify
    )
    assert (len(X_test), len(X_train)) == (held_back, 10 - held_back)
    assert [x[0] for x in X_train] == y_train
    assert [x[0] for x in X_test] == y_test
    assert sorted(y_train + y_test) == Y


def test_a_seed_repeats_the_split():
    assert train_test_split(X, Y, seed=1) == train_test_split(X, Y, seed=1)
    assert train_test_split(X, Y, seed=1) != train_test_split(X, Y, seed=2)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("test_size", [0.1, 0.2, 1 / 3, 0.5, 0.9])
@pytest.mark.parametrize("counts", [[90, 10], [50, 30, 20], [7, 7, 7], [97, 2, 1]])
def test_a_stratified_split_keeps_the_proportions_to_within_one(counts, test_size, seed):
    labels = [label for label, count in enumerate(counts) for _ in range(count)]
    n = sum(counts)
    _, _, y_train, y_test = train_test_split(
        range(n), labels, test_size=test_size, seed=seed, stratify=True
    )
    assert len(y_test) == round(test_size * n)
    for label, count in enumerate(counts):
        assert abs(Counter(y_test)[label] - count * len(y_test) / n) < 1
    assert sorted(y_train + y_test) == labels


def test_the_parts_of_a_stratified_split_are_shuffled():
    for part in train_test_split(range(200), [0] * 100 + [1] * 100, stratify=True):
        assert part != sorted(part)


@pytest.mark.parametrize("test_size", [0.0, 0.01, 0.99, 1.0, -0.2, 3])
def test_a_split_that_leaves_nothing_on_one_side_is_refused(test_size):
    with pytest.raises(ValueError, match=f"test_size={test_size} of 10 samples"):
        train_test_split(X, Y, test_size=test_size)
