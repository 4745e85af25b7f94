"""check_grads along random directions: what is found, what it costs, and what is refused."""

from collections.abc import Callable

import pytest
from test_gradcheck import WRONG_LATER

from autograd import GradientError, Value, check_grads, sin

POINT = [0.7] * 300


def sums(first: Callable, xs: list[Value]) -> Value:
    """The squares of all numbers but the first, of which something else is taken."""
    return sum((x * x for x in xs[1:]), start=first(xs[0]))


@pytest.mark.parametrize("mode", ["forward", "reverse"])
def test_one_direction_finds_what_is_cut_off_in_one_of_many_inputs(mode: str) -> None:
    with pytest.raises(GradientError, match=rf"by direction 1 is .* in {mode} mode"):
        check_grads(
            lambda xs: sums(lambda x: sin(x.detach()), xs), (POINT,), 1, modes=[mode], directions=1
        )


@pytest.mark.parametrize("k", [1, 4])
def test_the_cost_grows_with_the_directions_and_not_with_the_inputs(k: int) -> None:
    runs: list[int] = []
    check_grads(lambda xs: runs.append(1) or sums(sin, xs), (POINT,), directions=k)
    assert len(runs) < 60 * k


def test_second_derivatives_are_checked_along_the_directions() -> None:
    wrong, _ = WRONG_LATER["cut off"]
    check_grads(lambda xs: sums(wrong, xs), ([2.0, 0.5],), 1, directions=2)
    with pytest.raises(GradientError, match=r"of d .* by direction 1 is"):
        check_grads(lambda xs: sums(wrong, xs), ([2.0, 0.5],), 2, directions=1)
    check_grads(lambda xs: sums(sin, xs), ([2.0, 0.5],), 3, directions=2)


def test_a_check_is_the_same_each_time() -> None:
    def message() -> str:
        with pytest.raises(GradientError) as error:
            check_grads(lambda xs: sums(lambda x: sin(x.detach()), xs), (POINT,), directions=1)
        return str(error.value)

    assert message() == message()


def test_less_than_one_direction_is_refused_and_no_inputs_are_right() -> None:
    for k, message in [(0, "at least 1"), (1.5, "whole number"), (-1, "whole number")]:
        with pytest.raises(ValueError, match=message):
            check_grads(sin, (1.0,), directions=k)
    check_grads(lambda: 1.0, (), directions=1)
