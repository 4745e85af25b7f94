"""The nodes of a trace keep to the call that they belong to."""

from typing import Any

import pytest

from autograd import Value, gradients, jit
from autograd.compiler.trace import Trace
from autograd.compiler.traced import Traced, TraceError, traced


def test_data_are_the_node_without_its_derivative() -> None:
    x = traced(2.0)
    with Trace():
        frozen: Any = x.data
        assert type(frozen) is Traced
        assert frozen.op.name == "frozen" and frozen.parents == (x,)


def test_after_the_trace_there_is_no_number() -> None:
    x = traced(2.0)
    with pytest.raises(TraceError, match="kept after its call"):
        _ = x.data


def test_repr_shows_no_number() -> None:
    assert repr(traced(2.0)) == "Value(data=?)"


@pytest.mark.parametrize("f", [lambda x: Value(x.data) * x, lambda x: Value(x) * x])
def test_a_value_made_of_a_number_of_the_call_follows_it(f: Any) -> None:
    compiled = jit(f)
    assert compiled(2.0) == 4.0
    assert compiled(3.0) == 9.0
    assert [kind.ways.plain.traces for kind in compiled._kinds.values()] == [1]
    assert compiled.value_and_grad(3.0) == (9.0, 3.0)


def test_a_value_made_in_a_function_can_be_derived_by() -> None:
    def slope(x: Any) -> Any:
        leaf = Value(x.data, "leaf")
        return gradients(leaf * leaf * leaf, [leaf])[0]

    compiled = jit(slope)
    assert compiled(2.0) == 12.0
    assert compiled(3.0) == 27.0
