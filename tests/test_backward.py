"""The sweep: what it leaves in `grad`, that it is all or nothing, repeatable, and leaks nothing."""

import pytest
from graphs import network
from oracles import same

from autograd import Value, exp, sqrt, topological_sort, where
from autograd.backward import adjoints, tangents


def test_a_node_used_twice_collects_both_derivatives() -> None:
    for build, slope in [
        (lambda x: x * x, 6.0),
        (lambda x: x + x, 2.0),
        (lambda x: x - x, 0.0),
        (lambda x: x / x, 0.0),
        (lambda x: (x + x) * (x + x), 24.0),
        (lambda x: x * x * x, 27.0),
    ]:
        x = Value(3.0)
        build(x).backward()
        assert x.grad == pytest.approx(slope, rel=1e-15, abs=1e-15)


def test_a_node_waits_for_all_its_consumers() -> None:
    a, c = Value(3.0), Value(5.0)
    b = a + a
    d = b * c
    e = b + d
    e.backward()
    assert [v.grad for v in (a, b, c, d, e)] == [12.0, 6.0, 6.0, 1.0, 1.0]


def test_rebinding_a_name_makes_a_new_node() -> None:
    a = Value(2.0)
    c = first = a * a
    c += 1
    c *= c
    c -= a
    c /= 2.0
    c.backward()
    assert (first.data, c.data, first.grad, a.grad) == (4.0, 11.5, 5.0, 19.5)


def test_leaves_accumulate_and_inner_nodes_show_the_last_sweep() -> None:
    x = Value(2.0)
    y = x * x
    z = 3.0 * y
    for times in (1.0, 2.0, 3.0):
        z.backward()
        assert (x.grad, y.grad, z.grad) == (12.0 * times, 3.0, 1.0)
    y.backward()
    assert (x.grad, y.grad, z.grad) == (40.0, 1.0, 1.0)


def test_twice_is_exactly_twice() -> None:
    xs, root = network()
    root.backward()
    once = [x.grad for x in xs]
    root.backward()
    assert [x.grad for x in xs] == [2.0 * g for g in once]


def test_a_leaf_can_be_the_root() -> None:
    x = Value(2.0)
    x.backward()
    x.backward(3)
    assert x.grad == 4.0


def test_the_seed_is_the_derivative_at_the_root() -> None:
    x = Value(3.0)
    y = x * x
    y.backward(-0.5)
    assert (x.grad, y.grad) == (-3.0, -0.5)
    for seed in ("1", None, Value(1.0), [1.0], 1j):
        with pytest.raises(TypeError):
            y.backward(seed)
    assert x.grad == -3.0


@pytest.mark.parametrize("target", ["leaf", "inner", "root"])
def test_data_changed_after_the_forward_pass(target: str) -> None:
    x = Value(2.0)
    y = x * x
    z = exp(y) * y
    z.backward()
    before = x.grad
    {"leaf": x, "inner": y, "root": z}[target].data += 1.0
    x.grad = 0.0
    z.backward()
    assert x.grad == before


def test_nan_and_inf_flow_through() -> None:
    for x, slope in [(0.0, float("inf")), (-1.0, float("nan"))]:
        leaf = Value(x)
        (leaf.sqrt() * 2.0).backward()
        assert same(leaf.grad, slope)


def test_a_sweep_forward_gives_what_the_sweep_back_gives() -> None:
    a, b = Value(0.7), Value(-1.3)
    root = exp(a * b) / (a + b) + a * a
    order, back = topological_sort(root), adjoints(root)
    for x in (a, b):
        assert tangents(order, {x: 1.0})[root] == pytest.approx(back[x], rel=1e-15)
    both = tangents(order, {a: 2.0, b: -3.0})[root]
    assert both == pytest.approx(2.0 * back[a] - 3.0 * back[b], rel=1e-14)


def test_a_sweep_forward_visits_only_what_depends_on_the_seeds() -> None:
    a, b = Value(0.0), Value(2.0)
    y = sqrt(a) * b + where(b > 3.0, a, b)
    moved = tangents(topological_sort(y), {b: 1.0})
    assert moved[y] == 1.0 and a not in moved
    inner = y.parents[1]
    assert tangents(topological_sort(y), {inner: 5.0}) == {inner: 5.0, y: 5.0}
