"""Data sets: their shapes without noise, their noise, every pixel of the digits, and every name."""

import hashlib
import inspect
import math
import random
import statistics
import string

import pytest
from pytest import approx

from nn import datasets

PLANE = [datasets.make_moons, datasets.make_circles, datasets.make_spirals, datasets.make_xor]
COUNTS = [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]  # as published with the data


@pytest.mark.parametrize("make", PLANE)
@pytest.mark.parametrize("n", [1, 2, 3, 100, 101])
def test_points_are_lists_of_two_floats_shared_between_two_classes(make, n):
    X, y = make(n)
    assert len(X) == len(y) == n
    assert all(type(x) is list and list(map(type, x)) == [float, float] for x in X)
    assert (y.count(0), y.count(1)) == (n // 2, n - n // 2)


@pytest.mark.parametrize("make", PLANE)
def test_a_seed_repeats_the_points(make):
    before = random.getstate()
    assert make(50, seed=1) == make(50, seed=1) != make(50, seed=2)
    assert make(50, seed=random.Random(1)) == make(50, seed=1)
    assert make(50, seed=None) != make(50, seed=None)
    assert random.getstate() == before


@pytest.mark.parametrize("make", PLANE)
def test_samples_are_shuffled(make):
    _, y = make(100)
    assert y != sorted(y)


@pytest.mark.parametrize("make", PLANE)
def test_noise_has_the_standard_deviation_it_is_given(make):
    exact, noisy = (make(4000, noise=noise)[0] for noise in (0.0, 0.3))
    errors = [b - a for x, z in zip(exact, noisy, strict=True) for a, b in zip(x, z, strict=True)]
    # 8,000 draws: the bounds are five standard errors
    assert statistics.fmean(errors) == approx(0.0, abs=0.3 * 5 / math.sqrt(8000))
    assert statistics.stdev(errors) == approx(0.3, rel=5 / math.sqrt(2 * 8000))


ON_THE_CURVE = {
    datasets.make_moons: lambda x, y, label: math.hypot(x - label, y - 0.5 * label) == approx(1.0),
    datasets.make_circles: lambda x, y, label: math.hypot(x, y) == approx(0.5 if label else 1.0),
    datasets.make_spirals: lambda x, y, label: (
        math.remainder(
            math.atan2(y, x) - 2 * math.pi * math.hypot(x, y) - math.pi * label, 2 * math.pi
        )
        == approx(0.0, abs=1e-12)
    ),
    datasets.make_xor: lambda x, y, label: int(x) ^ int(y) == label and {x, y} <= {0.0, 1.0},
}


@pytest.mark.parametrize("make", PLANE)
def test_without_noise_each_point_is_on_the_curve_of_its_class(make):
    for (x, y), label in zip(*make(60, noise=0.0), strict=True):
        assert ON_THE_CURVE[make](x, y, label)


def in_order(X, y):
    # + 0.0 turns -0.0 into 0.0
    return sorted((label, *(round(c, 12) + 0.0 for c in x)) for x, label in zip(X, y, strict=True))


@pytest.mark.parametrize("name, options", [("make_moons", {}), ("make_circles", {"factor": 0.5})])
@pytest.mark.parametrize("n", [2, 7, 40])
def test_the_geometry_is_that_of_scikit_learn(name, options, n):
    reference = getattr(pytest.importorskip("sklearn.datasets"), name)
    X, y = getattr(datasets, name)(n, noise=0.0, **options)
    X_reference, y_reference = reference(n, shuffle=False, **options)
    assert in_order(X, y) == in_order(X_reference, y_reference)


@pytest.mark.parametrize("make", PLANE)
@pytest.mark.parametrize(
    "options, message",
    [
        ({"n_samples": 0}, "n_samples must be at least 1"),
        ({"n_samples": -3}, "n_samples must be at least 1"),
        ({"noise": -0.1}, "noise is a standard deviation, 0 or more; got -0.1"),
        ({"noise": math.nan}, "got nan"),
    ],
    ids=str,
)
def test_impossible_options_are_refused(make, options, message):
    with pytest.raises(ValueError, match=message):
        make(**options)


def test_every_option_after_the_first_goes_by_name():
    for make in PLANE:
        kinds = [parameter.kind for parameter in inspect.signature(make).parameters.values()]
        assert set(kinds[1:]) == {inspect.Parameter.KEYWORD_ONLY}


def test_digits_are_the_published_ones():
    X, y = datasets.load_digits(scale=1)
    assert len(X) == len(y) == 1797
    assert [y.count(digit) for digit in range(10)] == COUNTS
    assert {len(x) for x in X} == {64}
    assert sum(map(sum, X)) == 561718
    text = "".join(",".join(map(str, [*x, label])) + "\n" for x, label in zip(X, y, strict=True))
    digest = hashlib.sha256(text.encode()).hexdigest()
    assert digest == "6ebb3d2fee246a4e99363262ddf8a00a3c41bee6014c373ed9d9216ba7f651b8"


def test_digits_are_scaled_to_the_unit_interval():
    whole, scaled = datasets.load_digits(scale=1)[0], datasets.load_digits()[0]
    assert scaled == [[pixel / 16 for pixel in x] for x in whole]
    assert {pixel for x in scaled for pixel in x} == {k / 16 for k in range(17)}
    assert {type(pixel) for pixel in scaled[0]} == {float}


def test_digits_are_those_of_scikit_learn():
    reference = pytest.importorskip("sklearn.datasets").load_digits()
    X, y = datasets.load_digits(scale=1)
    assert X == reference.data.tolist()
    assert y == reference.target.tolist()


def test_names_are_the_published_ones():
    names = datasets.load_names()
    assert len(names) == len(set(names)) == 4275 + 1219 - 331  # women's, men's, both
    assert set("".join(names)) == set(string.ascii_lowercase)
    assert (min(map(len, names)), max(map(len, names))) == (2, 11)
    digest = hashlib.sha256("".join(name + "\n" for name in names).encode()).hexdigest()
    assert digest == "a91e176a9231dcda99b0c55b178e74301cf3add64e1474691b4138127613d69b"


def test_names_begin_with_the_most_common():
    # per cent of men and of women: 3.318 + 0.010, 3.271 + 0.012, 3.143 + 0.008, 2.629 + 0.012 for
    # Michael and 2.629 + 0.009 for Mary
    assert datasets.load_names()[:5] == ["james", "john", "robert", "michael", "mary"]
