"""What rules share is made once in a sweep, and never outlives it."""

import pytest

from autograd import Value, gradients, jit, log_softmax, softmax, topological_sort, value_and_grad
from autograd.primitives.sharing import shared, sharing


def test_the_same_objects_have_the_same_result_until_the_end() -> None:
    xs = (1.5, 2.5)
    with sharing():
        made = shared(list, xs)
        assert shared(list, (*xs,)) is made == [1.5, 2.5]
        assert shared(tuple, xs) == xs and shared(list, xs[::-1]) == [2.5, 1.5]
        with sharing():
            assert shared(list, xs) is not made
        assert shared(list, xs) is made
    assert shared(list, xs) is not made


def test_objects_that_are_gone_are_not_taken_for_others() -> None:
    with sharing():
        for i in range(100):
            assert shared(list, (Value(float(i)),))[0].data == i


def test_after_an_error_nothing_is_remembered() -> None:
    xs = (1.5,)
    with pytest.raises(KeyError), sharing():
        made = shared(list, xs)
        raise KeyError
    assert shared(list, xs) is not made


@pytest.mark.parametrize("entries", [softmax, log_softmax])
def test_derivatives_of_all_entries_grow_with_the_square_of_their_number(entries) -> None:
    def loss(xs: list) -> Value:
        return sum(p * p * float(i) for i, p in enumerate(entries(xs)))

    sizes, operands = [], []
    for n in (10, 20):
        xs = [Value(0.1 * i) for i in range(n)]
        sizes.append(len({node for g in gradients(loss(xs), xs) for node in topological_sort(g)}))
        compiled = jit(value_and_grad(loss))
        compiled([x.data for x in xs])
        operands.append(compiled.program.operands)
    assert sizes[1] < 5 * sizes[0] and operands[1] < 5 * operands[0]
