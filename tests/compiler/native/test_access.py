"""Numbers in memory, read and written without tests of the index."""

import numpy as np
import pytest

pytest.importorskip("numba")

import numba

from autograd.compiler.native.access import after, load, plus, pointer, store


def test_what_is_stored_is_loaded() -> None:
    @numba.njit
    def swap(xs, i, j):  # type: ignore[no-untyped-def]
        at = after(pointer(xs), i)
        x, y = load(at, 0), load(at, j - i)
        store(at, 0, y)
        store(pointer(xs), j, x)

    xs = np.arange(5.0)
    swap(xs, 1, 3)
    assert xs.tolist() == [0.0, 3.0, 2.0, 1.0, 4.0]


def test_sums_keep_infinities_and_nan() -> None:
    assert plus(1.0, 2.0, 3.0) == 7.0
    assert plus(np.inf, 1.0, 1.0) == np.inf
    assert np.isnan(plus(np.inf, -np.inf, 1.0))
