"""Derivatives as Values: what they agree with, what they cost in nodes, and what is refused."""

from math import inf

import pytest
from graphs import network
from oracles import assert_swept_alike

from autograd import Value, exp, gradients, no_grad, sin, tanh, topological_sort
from autograd.primitives import TABLE


def test_gradients_writes_nothing_and_agrees_with_backward() -> None:
    xs, root = network()
    gradients(root, xs)
    assert all(node.grad == 0.0 for node in topological_sort(root))
    assert_swept_alike(root, xs)


def test_gradients_with_respect_to_inner_nodes_the_root_and_strangers() -> None:
    x, stranger = Value(2.0), Value(5.0)
    y = x * x
    z = 3.0 * y + x
    assert [g.data for g in gradients(z, [x, y, z, stranger])] == [13.0, 3.0, 1.0, 0.0]
    assert gradients(z, []) == []
    assert all(type(g) is Value for g in gradients(z, [x, stranger]))


def test_data_changed_below_a_linear_node_does_no_harm() -> None:
    x = Value(2.0)
    y = 3.0 * x + 1.0
    x.data = 5.0
    assert [g.data for g in gradients(y, [x])] == [3.0]


@pytest.mark.parametrize("target", ["leaf", "inner", "root"])
def test_data_changed_after_the_forward_pass(target: str) -> None:
    x = Value(2.0)
    y = x * x
    z = exp(y) * y
    {"leaf": x, "inner": y, "root": z}[target].data += 1.0
    if target == "root":
        assert gradients(z, [z])[0].data == 1.0
    else:
        with pytest.raises(RuntimeError, match="changed after it was computed"):
            gradients(z, [x])


def test_one_node_sums_what_many_of_a_kind_pass_to_a_shared_number() -> None:
    w, xs = Value(0.5), [Value(float(i)) for i in range(1, 8)]
    [slope] = gradients(sum(tanh(w * x) for x in xs), [w])
    assert slope.op is TABLE["dot"]
    assert slope.data == pytest.approx(sum(x.data / TABLE["cosh"](0.5 * x.data) ** 2 for x in xs))
    [of_sums] = gradients(sum(w + x for x in xs), [w])
    assert of_sums.data == 7.0 and not of_sums.parents


def test_a_sum_of_many_products_is_rounded_once() -> None:
    x = Value(1.0)
    y = sum(x * c for c in (1e100, 1.0, -1e100))
    assert gradients(y, [x])[0].data == 1.0
    y.backward()
    assert x.grad == 0.0


def test_products_of_one_and_two_are_added_without_a_sum_of_many() -> None:
    x = Value(3.0)
    [slope] = gradients(x * x, [x])
    assert (slope.op, slope.data) == (TABLE["add"], 6.0)
    [slope] = gradients(sin(x), [x])
    assert slope.op is TABLE["cos"]


def test_infinities_that_cancel_are_nan_and_others_stay() -> None:
    for signs, want in [((1.0, 1.0, 1.0), inf), ((1.0, 1.0, -1.0), None)]:
        x = Value(2.0)
        [slope] = gradients(sum(x * (s * inf) for s in signs), [x])
        assert slope.data == want if want else slope.data != slope.data


def test_without_recording_the_derivatives_have_no_graph() -> None:
    x = Value(2.0)
    y = x * x * x
    with no_grad():
        [slope] = gradients(y, [x])
    assert (slope.data, slope.parents) == (12.0, ())
