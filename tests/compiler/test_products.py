"""Runs of dot products that lie irregularly: the same numbers, whatever the size of the batch."""

import pytest
from pytest import approx

from autograd import dot, jit

np = pytest.importorskip("numpy")

LEFT = [[3, 1, 4, 1], [5, 0, 2, 6], [5, 3, 5, 8], [7, 2, 3, 8], [4, 6, 2, 6]]
RIGHT = [[6, 6, 0, 4], [8, 7, 6, 4], [7, 5, 3, 8], [2, 4, 2, 1], [4, 8, 2, 5]]


def products(xs):
    return [dot([xs[i] for i in a], [xs[j] for j in b]) for a, b in zip(LEFT, RIGHT)]


@pytest.mark.parametrize("batch", [1, 2, 3, 4, 5])
def test_products_at_irregular_places_vary_with_the_sample(batch):
    samples = np.random.default_rng(0).normal(size=(batch, 9))
    found = jit(products, backend="numpy")(samples)
    expected = [products(sample) for sample in samples.tolist()]
    assert np.transpose(found) == approx(np.array(expected), rel=1e-13)
