"""The walk: the order and the names, the terms in the order of the sweep, and whose they are."""

import math

import pytest

from autograd import Value, topological_sort
from autograd.stepping.walk import Walk, quotient, same


def example():
    a, b = Value(2.0, "a"), Value(-3.0, "b")
    d = a * b
    d.label = "d"
    return d + b * 2.0


def test_nodes_and_names_are_in_topological_order():
    root = example()
    walk = Walk(root)
    assert walk.order == topological_sort(root)
    assert walk.names == ["a", "b", "d", "v1", "f"]


def test_each_term_is_what_its_edge_adds():
    walk = Walk(example())
    for term in walk.terms:
        assert term.after == term.before + term.product
        assert term.product == term.partial * walk.gradients[term.node]
        assert walk.order[term.node].parents[term.operand] is walk.order[term.parent]
    last = {term.parent: term.after for term in walk.terms}
    assert last == dict(enumerate(walk.gradients[:-1]))


def test_the_first_term_of_a_node_is_marked():
    walk = Walk(example())
    first = [term.parent for term in walk.terms if term.first]
    assert sorted(first) == [0, 1, 2, 3]
    assert all(term.before == 0.0 for term in walk.terms if term.first)


def test_a_term_comes_after_all_that_its_node_received():
    walk = Walk(example())
    seen = {len(walk.order) - 1: 1.0}
    for term in walk.terms:
        assert seen[term.node] == term.upstream == walk.gradients[term.node]
        seen[term.parent] = term.after


def test_leaves_and_sources():
    walk = Walk(example())
    assert walk.leaves() == [0, 1]
    assert walk.sources([2, 4]) == [0, 1, 3]
    assert walk.sources([0, 2]) == [0, 1]


def test_operands_are_names_or_numbers():
    walk = Walk(example())
    assert walk.operands(3) == ["b", 2.0] and walk.operands(0) == []


@pytest.mark.parametrize(
    "y, x, text",
    [
        *(("f", "a", "df/da"), ("f", "v12", "df/dv12"), ("loss", "a", "d(loss)/d(a)")),
        *(
            ("f", "a b", "d(f)/d(a b)"),
            ("größe", "ß", "d(größe)/d(ß)"),
            ("f", "w.1", "d(f)/d(w.1)"),
        ),
    ],
)
def test_derivatives_have_names(y, x, text):
    assert quotient(y, x) == text


def test_a_repeated_operand_says_which_it_is():
    a = Value(3.0, "a")
    walk = Walk(a * a)
    assert [walk.derivative(1, k) for k in (0, 1)] == [
        "df/da (operand 1)",
        "df/da (operand 2)",
    ]


@pytest.mark.parametrize(
    "x, y, equal",
    [
        *((1.0, 1.0, True), (1.0, 2.0, False), (math.nan, math.nan, True)),
        *((math.nan, 1.0, False), (math.inf, math.inf, True)),
    ],
)
def test_nan_is_the_same_as_nan(x, y, equal):
    assert same(x, y) == equal
