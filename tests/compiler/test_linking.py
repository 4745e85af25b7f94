"""What a compiled function gives where it depends on Values: nodes that pass derivatives on."""

import copy
import pickle

import pytest
from pytest import approx

from autograd import Value, check_grads, exp, explain, gradients, hessian, jit, no_grad, sin

w = Value(3.0, "w")


@jit
def wave(x):
    return w * sin(x) + w * w


def slow_wave(x):
    return w * sin(x) + w * w


def test_a_call_gives_one_node_whose_parents_are_what_it_depends_on():
    y = wave(2.0)
    assert (y.data, y.parents, y.op.name) == (slow_wave(2.0).data, (w,), "wave")
    x = Value(2.0, "x")
    assert wave(x).parents == (x, w)


def test_derivatives_flow_back_through_it():
    x = Value(0.5)
    w.grad = 0.0
    (wave(exp(x)) * 2.0).backward()
    got, w.grad = (x.grad, w.grad), 0.0
    x.grad = 0.0
    (slow_wave(exp(x)) * 2.0).backward()
    assert got == approx((x.grad, w.grad), rel=1e-14)
    w.grad = 0.0


def test_higher_orders_are_those_of_the_function():
    x = Value(0.5)
    for order in range(3):
        fast, slow = wave(x), slow_wave(x)
        for _ in range(order + 1):
            [fast], [slow] = gradients(fast, [x]), gradients(slow, [x])
        assert fast.data == approx(slow.data, rel=1e-14)
    mixed = gradients(gradients(wave(x), [x])[0], [w])[0]
    assert mixed.data == approx(sin.partials(0.0, 0.5)[0], rel=1e-14)
    check_grads(wave, (0.5,), order=3)
    assert hessian(lambda p: wave(p[0] * p[1]))([0.5, 2.0]) == [
        approx(row, rel=1e-13) for row in hessian(lambda p: slow_wave(p[0] * p[1]))([0.5, 2.0])
    ]


def test_parameters_are_read_anew_in_each_call():
    a = Value(2.0)
    f = jit(lambda x: a * x)
    assert f(3.0).data == 6.0
    a.data = 5.0
    assert f(3.0).data == 15.0
    [kind] = f._kinds.values()
    assert (kind.ways.plain.traces, kind.ways.linked.traces) == (0, 1)


def test_a_node_of_a_graph_outside_is_taken_as_it_is():
    a = Value(2.0)
    square = a * a
    f = jit(lambda x: square * x)
    assert f(3.0).data == 12.0
    a.data = 10.0  # the square was computed before
    y = f(3.0)
    assert (y.data, y.parents) == (12.0, (square,))
    y.backward()
    assert a.grad == 3.0 * 4.0


def test_a_number_in_the_result_that_depends_on_no_value_stays_a_number():
    a = Value(2.0)
    y, z, n = jit(lambda x: (a * x, x + 1.0, 3))(2.0)
    assert isinstance(y, Value) and (z, n) == (3.0, 3.0)
    assert type(z) is type(n) is float


def test_several_results_have_a_node_each():
    x = Value(2.0)
    ys = jit(lambda x: {"double": 2.0 * x, "cube": x**3})(x)
    assert {key: y.data for key, y in ys.items()} == {"double": 4.0, "cube": 8.0}
    ys["cube"].backward()
    assert x.grad == 12.0


def test_without_recording_there_are_values_without_a_graph():
    with no_grad():
        y = wave(2.0)
        z = wave(Value(2.0))
    assert (y.parents, z.parents, y.data, z.data) == ((), (), *[slow_wave(2.0).data] * 2)


def test_nodes_are_copied_and_pickled_with_the_function():
    x = Value(0.5)
    y = wave(x)
    [slope] = gradients(slow_wave(x), [x])
    for twin in (copy.deepcopy(y), pickle.loads(pickle.dumps(y))):
        twin.backward()
        assert twin.parents[0].grad == approx(slope.data, rel=1e-14)
    assert x.grad == 0.0


def test_where_the_way_differs_a_node_is_evaluated_by_another_program():
    f = jit(lambda x: x * x if x > 0.0 else -x)
    x = Value(3.0)
    y = f(x)
    assert y.op(4.0) == 16.0
    with pytest.raises(RuntimeError, match="another way"):
        y.op(-4.0)


def test_a_node_of_arrays_is_differentiated_again_and_stepped_through():
    xs = [Value(0.1 * i) for i in range(1, 40)]
    f = jit(lambda xs: sum(exp(x) * sin(x) for x in xs) ** 2, backend="numpy")
    y = f(xs)
    slopes = gradients(y, xs)
    again = gradients(slopes[0], xs)
    twins = [Value(x.data) for x in xs]
    slow = gradients(sum(exp(x) * sin(x) for x in twins) ** 2, twins)
    slow_again = gradients(slow[0], twins)
    assert [s.data for s in slopes] == approx([s.data for s in slow], rel=1e-12)
    assert [s.data for s in again] == approx([s.data for s in slow_again], rel=1e-12)
    assert explain(y).rows


def test_data_that_was_changed_since_is_noticed():
    x = Value(0.5)
    y = wave(x)
    x.data = 0.75
    with pytest.raises(RuntimeError, match="changed after it was computed"):
        gradients(y, [x])


@pytest.mark.parametrize("backend", ["python", "numpy"])
@pytest.mark.parametrize("way", ["detach", "data", "no_grad"])
def test_what_stops_derivatives_stops_them_at_every_order(way, backend):
    def still(x):
        if way == "no_grad":
            with no_grad():
                return x * x
        return x.detach() * x.detach() if way == "detach" else x.data * x.data

    f = jit(lambda x, y: still(x) * y * y + x, backend=backend)
    x, y = Value(3.0), Value(5.0)
    dx, dy = gradients(f(x, y), [x, y])
    assert (dx.data, dy.data) == (1.0, 90.0)
    assert [d.data for d in gradients(dy, [x, y])] == [0.0, 18.0]
