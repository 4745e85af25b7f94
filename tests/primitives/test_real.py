"""What is taken for a real number, and what is refused."""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from autograd.primitives.real import number, whole


@pytest.mark.parametrize(
    "x", [2, True + 1, 2.0, Fraction(4, 2), Decimal(2), np.float32(2), np.int8(2), np.array(2.0)]
)
def test_a_real_number_becomes_a_float(x: object) -> None:
    assert (type(number(x)), number(x)) == (float, 2.0)


@pytest.mark.parametrize(
    ("x", "message"),
    [
        ("2", "got str '2'"),
        (2j, "got complex 2j"),
        (np.complex128(2.0), "got complex128"),
        (None, "got NoneType$"),
        ([2.0], "got list, which holds many: take them one by one"),
        (np.array([2.0]), "got ndarray, which holds many"),
        (np.array("2"), "got ndarray"),
    ],
)
def test_all_else_is_refused_by_its_name(x: object, message: str) -> None:
    with pytest.raises(TypeError, match=f"expected a real number, {message}"):
        number(x)


def test_a_whole_number_is_an_int_from_0_on() -> None:
    assert (type(whole(3.0, "n")), whole(3.0, "n"), whole(0.0, "n")) == (int, 3, 0)
    for x in (-1.0, 0.5, float("nan"), float("inf")):
        with pytest.raises(ValueError, match="n must be a whole number from 0 on"):
            whole(x, "n")
