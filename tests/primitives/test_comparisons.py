"""What comparisons and detached numbers are as rows: values as Python has them, no derivatives."""

import itertools
import operator
import pickle
from collections.abc import Callable
from math import inf, nan

import pytest

from autograd.primitives import Primitive
from autograd.primitives.comparisons import equal, frozen, less, less_equal

SPECIAL = (nan, inf, -inf, 0.0, -0.0, 1.0, -1.0, 5e-324, 1e308)


@pytest.mark.parametrize(
    ("row", "compare"), [(less, operator.lt), (less_equal, operator.le), (equal, operator.eq)]
)
def test_a_comparison_is_1_where_it_holds_and_0_elsewhere(
    row: Primitive, compare: Callable[[float, float], bool]
) -> None:
    for x, y in itertools.product(SPECIAL, repeat=2):
        assert row.evaluate(x, y) == (1.0 if compare(x, y) else 0.0, (None, None))


def test_a_frozen_number_is_itself_and_passes_no_derivative_on() -> None:
    for x in SPECIAL:
        value, partials = frozen.evaluate(x)
        assert repr(value) == repr(x) and partials == (None,)


@pytest.mark.parametrize("row", [less, less_equal, equal, frozen], ids=str)
def test_a_row_is_pickled_by_name(row: Primitive) -> None:
    assert pickle.loads(pickle.dumps(row)) is row
