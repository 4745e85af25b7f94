"""What Values and Duals do alike by the plain number inside them."""

import operator
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from autograd import Value
from autograd.dual import Dual

COMPARISONS = [operator.lt, operator.le, operator.gt, operator.ge]
NUMBERS = {
    "Value": Value,
    "Dual": lambda x: Dual(x, 1.0),
    "Value in Dual": lambda x: Dual(Value(x)),
}
every_kind = pytest.mark.parametrize("number", NUMBERS.values(), ids=NUMBERS)


@every_kind
@pytest.mark.parametrize("compare", COMPARISONS)
def test_they_compare_by_data_with_every_number_on_either_side(number, compare) -> None:
    for x in (1.0, 2.0, 3.0):
        others = [2, 2.0, True + 1, Fraction(2), Decimal(2), np.float64(2.0), np.array(2.0)]
        for y in (*others, *(kind(2.0) for kind in NUMBERS.values())):
            assert compare(number(x), y) == compare(x, 2.0)
            assert compare(y, number(x)) == compare(2.0, x)


@every_kind
def test_ints_beyond_floats_compare_exactly(number) -> None:
    assert number(1e308) < 10**400
    assert number(2.0**53) < 2**53 + 1


@every_kind
@pytest.mark.parametrize("other", ["1", 1j, None, [1.0]])
def test_what_is_no_number_cannot_be_compared(number, other: object) -> None:
    for compare in COMPARISONS:
        with pytest.raises(TypeError, match="not supported between instances"):
            compare(number(1.0), other)


@every_kind
def test_they_are_true_whole_and_written_as_their_data_is(number) -> None:
    assert [bool(number(x)) for x in (0.0, -0.0, 0.1, float("nan"))] == [False, False, True, True]
    assert (int(number(-2.7)), f"{number(2.5):.2f}", f"{number(2.5):>8g}") == (
        -2,
        "2.50",
        "     2.5",
    )
    assert f"{number(2.5)}" == repr(number(2.5))


@pytest.mark.parametrize(
    ("x", "says"), [(Value(2.0), "Value leaves the graph"), (Dual(2.0), "Dual drops its tangent")]
)
def test_becoming_a_float_warns_of_what_is_lost_at_the_line_of_the_user(x, says: str) -> None:
    with pytest.warns(UserWarning, match=f"of a {says}") as told:
        assert float(x) == 2.0
    assert told[0].filename == __file__
