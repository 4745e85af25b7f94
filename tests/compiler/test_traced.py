"""The nodes of a trace keep to the call that they belong to."""

from math import inf
from threading import Thread
from typing import Any

import numpy as np
import pytest

from autograd import Value, exp, gradients, jit, no_grad
from autograd.compiler.precision import rounding
from autograd.compiler.trace import Trace
from autograd.compiler.traced import Traced, TraceError, number_in, traced
from autograd.primitives import TABLE


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


@pytest.mark.parametrize("other", [2, 2.0, True, Value(2.0)], ids=repr)
def test_operators_take_numbers_of_any_kind_on_either_side(other: Any) -> None:
    with Trace():
        x = traced(8.0)
        made = [x + other, other - x, x * other, other / x, x % other, x**other, other**x]
        assert all(type(z) is Traced and x in z.parents for z in made)
        numbers = [number_in(z) for z in made]
    n = 2.0 if other != 1 else 1.0
    assert numbers == [8.0 + n, n - 8.0, 8.0 * n, n / 8.0, 8.0 % n, 8.0**n, n**8.0]


def test_where_python_raises_a_node_has_the_value_of_ieee() -> None:
    with Trace():
        x = traced(0.0)
        assert number_in(1.0 / x) == number_in(exp(x + 1000.0)) == inf


def test_under_no_grad_and_in_single_precision_nodes_are_as_slowly_made_ones() -> None:
    with Trace(), no_grad():
        assert (traced(2.0) * 3.0).op is TABLE["frozen"]
    with Trace(rounding("float32")):
        assert number_in(traced(0.0) + 0.1) == np.float32(0.1)


def test_other_threads_go_on_with_values_that_are_watched() -> None:
    w, found = Value(3.0), []

    def f(x: Any) -> Any:
        thread = Thread(target=lambda: found.append(w * w + 1.0))
        thread.start()
        thread.join()
        return w * x

    assert jit(f)(2.0).data == 6.0
    assert type(found[0]) is Value and found[0].data == 10.0
    assert gradients(found[0], [w])[0].data == 6.0
