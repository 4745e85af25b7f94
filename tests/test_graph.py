"""The order of the nodes, and the leaves."""

import itertools
import random

import pytest

from autograd import Value, leaves, mean, topological_sort, total
from autograd.graph import dependents, is_larger, leaves_and_others, ordered


def random_graph(seed: int, size: int = 60) -> list[Value]:
    """Nodes of a graph in which each is made of up to three earlier ones."""
    choose = random.Random(seed)
    nodes = [Value(1.0) for _ in range(4)]
    while len(nodes) < size:
        nodes.append(total(choose.choices(nodes, k=choose.randint(1, 3))))
    return nodes


def test_every_node_comes_once_after_its_parents_and_the_root_last() -> None:
    for seed in range(20):
        root = random_graph(seed)[-1]
        order = topological_sort(root)
        place = {node: i for i, node in enumerate(order)}
        assert len(place) == len(order)
        assert order[-1] is root
        assert all(place[p] < place[node] for node in order for p in node.parents)


def test_all_that_the_root_depends_on_is_there_and_nothing_else() -> None:
    for seed in range(20):
        nodes = random_graph(seed)
        reached = {nodes[-1]}
        for node in reversed(nodes):
            if node in reached:
                reached.update(node.parents)
        assert set(topological_sort(nodes[-1])) == reached


def test_the_order_depends_on_the_graph_alone() -> None:
    for seed in range(5):
        one, other = random_graph(seed), random_graph(seed)
        number = {node: i for nodes in (one, other) for i, node in enumerate(nodes)}
        orders = [[number[v] for v in topological_sort(nodes[-1])] for nodes in (one, other)]
        assert orders[0] == orders[1]


def test_plain_numbers_are_no_nodes() -> None:
    x = Value(2.0)
    y = 3.0 * x + 1
    assert [type(v) for v in topological_sort(y)] == [Value] * 3


def test_a_leaf_is_a_graph() -> None:
    x = Value(2.0)
    assert topological_sort(x) == leaves(x) == [x]


def test_leaves_are_the_variables_of_the_formula() -> None:
    xs = [Value(float(i)) for i in range(4)]
    y = mean(a * b for a, b in itertools.pairwise(xs)) + xs[0]
    assert set(leaves(y)) == set(xs)
    assert len(leaves(y)) == 4


@pytest.mark.parametrize("size", range(8))
def test_a_graph_is_larger_than_fewer_nodes_than_it_has(size):
    a, b = Value(1.0), Value(2.0)
    root = (a * b + a * 3.0).exp() * b  # 2 leaves, 5 results
    assert is_larger(root, size) == (size < 7)


def test_a_leaf_is_one_node():
    assert is_larger(Value(1.0), 0) and not is_larger(Value(1.0), 1)


def test_between_two_nodes_is_what_the_one_moves_and_the_other_needs() -> None:
    x, a = Value(2.0), Value(3.0)
    h = a * a
    u, v = x * h, x + 1.0
    unused, y = u * v, u + v * a
    assert dependents(y, [x]) == ([u, v, y.parents[1], y], [h, a])
    assert dependents(y, [x, h]) == ([u, v, y.parents[1], y], [a])
    assert dependents(y, [a]) == ([h, u, y.parents[1], y], [x, v])
    assert dependents(y, [unused]) == dependents(x, [x]) == ([], [])


def test_what_is_known_is_not_visited() -> None:
    x = Value(2.0)
    h = x * x
    y = h + x
    assert leaves_and_others(y) == ([x], [h, y])
    assert leaves_and_others(y, [h]) == ([x], [y])
    assert leaves_and_others(y, [h, x]) == ([], [y])


def test_nodes_of_some_classes_come_in_the_same_order_without_leaves() -> None:
    class Other(Value):
        __slots__ = ()

    for seed in range(20):
        nodes = random_graph(seed)
        root = nodes[-1]
        want = [node for node in topological_sort(root) if node.parents]
        assert ordered([root], {Value}) == want
        assert ordered([1.0, root, root, *want], {Value}) == want
        hidden = random.Random(seed).choice(want)
        hidden.__class__ = Other
        found = ordered([root], {Value})
        assert hidden not in found and (root is hidden or found[-1] is root)
        assert ordered([root], {Value, Other}) == want


def test_depth_is_no_limit_to_the_order() -> None:
    x = Value(1.0)
    for _ in range(100_000):
        x = x * 1.0
    assert len(ordered([x], {Value})) == 100_000
