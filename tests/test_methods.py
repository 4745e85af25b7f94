"""Methods for the functions of the table: on every class of numbers the same."""

import pytest

from autograd import Value
from autograd.dual import Dual
from autograd.primitives import ALIASES, FAMILIES, HELPERS, TABLE

NAMES = sorted((TABLE.keys() | FAMILIES.keys() | ALIASES.keys()) - HELPERS)


@pytest.mark.parametrize("name", NAMES)
def test_a_dual_has_the_methods_of_a_value(name: str) -> None:
    of_dual, of_value = getattr(Dual, name), getattr(Value, name)
    assert of_dual.__doc__ == of_value.__doc__
    if name != "where":
        assert of_dual.__qualname__ == f"Dual.{of_value.__name__}"


@pytest.mark.parametrize("name", sorted(HELPERS))
def test_helpers_are_no_methods(name: str) -> None:
    assert not hasattr(Dual, name)
