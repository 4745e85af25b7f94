"""Small data sets: four in the plane, 1,797 handwritten digits, and 5,163 first names."""

from __future__ import annotations

import gzip
from math import cos, pi, sin
from pathlib import Path
from typing import TypeAlias

from .data import Seed, random_from

Dataset: TypeAlias = "tuple[list[list[float]], list[int]]"
Points: TypeAlias = "list[tuple[float, float]]"


def make_moons(n_samples: int = 100, *, noise: float = 0.1, seed: Seed = 0) -> Dataset:
    """X, a list of points [x, y], and their labels 0 or 1: two half circles, interleaved.

    `n_samples`  the number of points; the classes share them, class 1 gets the odd one
    `noise`      the standard deviation of the Gaussian noise on each coordinate
    `seed`       the same seed gives the same points; None gives others each time

    The shape is that of scikit-learn's function of the same name.

    >>> X, y = make_moons(200)
    >>> len(X), len(X[0]), sum(y)
    (200, 2, 100)

    Raises ValueError for n_samples < 1 or noise < 0.
    """
    upper: Points = [(cos(pi * t), sin(pi * t)) for t in _steps(n_samples // 2)]
    lower: Points = [(1 - cos(pi * t), 0.5 - sin(pi * t)) for t in _steps((n_samples + 1) // 2)]
    return _dataset(upper, lower, noise=noise, seed=seed)


def make_circles(
    n_samples: int = 100, *, noise: float = 0.1, seed: Seed = 0, factor: float = 0.5
) -> Dataset:
    """X, a list of points [x, y], and their labels: 0 on the unit circle, 1 on a smaller circle.

    As `make_moons`; `factor` is the radius of the inner circle (by default 0.8 in scikit-learn).

    >>> X, y = make_circles(4, noise=0.0)
    >>> sorted(round(x * x + y * y, 6) for x, y in X)
    [0.25, 0.25, 1.0, 1.0]

    Raises ValueError for n_samples < 1 or noise < 0.
    """
    angles = [2 * pi * k / (n_samples // 2) for k in range(n_samples // 2)]
    outer: Points = [(cos(a), sin(a)) for a in angles]
    count = (n_samples + 1) // 2
    angles = [2 * pi * k / count for k in range(count)]
    inner: Points = [(factor * cos(a), factor * sin(a)) for a in angles]
    return _dataset(outer, inner, noise=noise, seed=seed)


def make_spirals(
    n_samples: int = 100, *, noise: float = 0.02, seed: Seed = 0, turns: float = 1.0
) -> Dataset:
    """X, a list of points [x, y], and their labels 0 or 1: two spirals, wound round each other.

    As `make_moons`; `turns` is how often each goes round while its radius grows from 0.1 to 1.

    >>> X, y = make_spirals(300, turns=1.5)
    >>> len(X), sum(y)
    (300, 150)

    Raises ValueError for n_samples < 1 or noise < 0.
    """
    arms: list[Points] = []
    for start, count in ((0.0, n_samples // 2), (pi, (n_samples + 1) // 2)):
        radii = [0.1 + 0.9 * t for t in _steps(count)]
        arms.append([(r * cos(a), r * sin(a)) for r in radii for a in [start + 2 * pi * turns * r]])
    return _dataset(*arms, noise=noise, seed=seed)


def make_xor(n_samples: int = 100, *, noise: float = 0.1, seed: Seed = 0) -> Dataset:
    """X, a list of points [x, y] round the corners of the unit square, and x xor y as their labels.

    As `make_moons`. Four samples without noise are the truth table:

    >>> X, y = make_xor(4, noise=0.0)
    >>> sorted(zip(X, y))
    [([0.0, 0.0], 0), ([0.0, 1.0], 1), ([1.0, 0.0], 1), ([1.0, 1.0], 0)]

    Raises ValueError for n_samples < 1 or noise < 0.
    """
    same: Points = [(float(k % 2), float(k % 2)) for k in range(n_samples // 2)]
    different: Points = [(float(k % 2), 1.0 - k % 2) for k in range((n_samples + 1) // 2)]
    return _dataset(same, different, noise=noise, seed=seed)


def load_digits(*, scale: float = 1 / 16) -> Dataset:
    """X, 1,797 images of handwritten digits as lists of 64 floats in 0..1, and their labels 0 to 9.

    An image is 8x8 pixels, row by row from the top left; 0 is paper and 1 is ink. The file holds
    whole numbers 0..16, and `scale` multiplies them: `scale=1` gives them as they are.

    >>> X, y = load_digits()
    >>> len(X), len(X[0]), max(X[0]), y[:3]
    (1797, 64, 0.9375, [0, 1, 2])

    The test set of "Optical Recognition of Handwritten Digits" by E. Alpaydin and C. Kaynak
    (1998), doi 10.24432/C50P49, CC BY 4.0; see digits.md next to this file.
    """
    with gzip.open(Path(__file__).with_name("digits.csv.gz"), "rt", encoding="ascii") as file:
        rows = [[int(number) for number in line.split(",")] for line in file]
    return [[scale * pixel for pixel in row[:-1]] for row in rows], [row[-1] for row in rows]


def load_names() -> list[str]:
    """5,163 first names of people in the United States, most common first, in small letters a to z.

    They are 2 to 11 letters long.

    >>> names = load_names()
    >>> len(names), names[:3], max(map(len, names))
    (5163, ['james', 'john', 'robert'], 11)

    From the census of 1990, women's and men's together; by the Census Bureau, public domain; see
    names.md next to this file.
    """
    with gzip.open(Path(__file__).with_name("names.txt.gz"), "rt", encoding="ascii") as file:
        return file.read().split()


def _steps(count: int) -> list[float]:
    """0 to 1 in equal steps, both ends included."""
    return [k / max(count - 1, 1) for k in range(count)]


def _dataset(*classes: Points, noise: float, seed: Seed) -> Dataset:
    """The points of all classes with their labels, shuffled, and moved about by noise."""
    labelled = [(point, label) for label, points in enumerate(classes) for point in points]
    if not labelled:
        raise ValueError("n_samples must be at least 1, so that there is a point")
    if not noise >= 0:
        raise ValueError(f"noise is a standard deviation, 0 or more; got {noise!r}")
    source = random_from(seed)
    source.shuffle(labelled)
    X = [[source.gauss(coordinate, noise) for coordinate in point] for point, _ in labelled]
    return X, [label for _, label in labelled]
