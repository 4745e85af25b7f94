"""Steps: each edge once, sentences with the right numbers, gradients that are `.grad`'s."""

import math
from copy import deepcopy

import pytest
from hypothesis import given, strategies as st
from oracles import ORDINARY

import autograd
from autograd import Value, topological_sort
from autograd.naming import short
from autograd.stepping.steps import steps
from autograd.stepping.walk import Walk
from nn import MLP, mse


def example():
    """The one of the documentation: paths to b meet."""
    a, b = Value(2.0, "a"), Value(-3.0, "b")
    d = a * b
    d.label = "d"
    return d + b * 2.0


def sentences(root, names=()):
    return [step.text for step in steps(Walk(root, names))]


def test_the_sentences_of_a_small_graph():
    assert sentences(example()) == [
        "The leaves are given: a = 2, b = -3",
        "d = a * b = 2 * -3 = -6",
        "v1 = b * 2 = -3 * 2 = -6",
        "f = d + v1 = -6 + -6 = -12",
        "df/df = 1: from here the chain rule goes back, edge by edge",
        "df/dd += df/df * df/dd = 1 * 1 = 1 (was 0, now 1)",
        "df/dv1 += df/df * df/dv1 = 1 * 1 = 1 (was 0, now 1)",
        "df/db += df/dv1 * dv1/db = 1 * 2 = 2 (was 0, now 2)",
        "df/da += df/dd * dd/da = 1 * -3 = -3 (was 0, now -3)",
        "df/db += df/dd * dd/db = 1 * 2 = 2 (was 2, now 4: paths add up)",
        "Done: df/da = -3, df/db = 4",
    ]


def test_both_edges_of_a_square_are_steps():
    a = Value(3.0, "a")
    assert sentences(a * a)[3:5] == [
        "df/da += df/df * df/da (operand 1) = 1 * 3 = 3 (was 0, now 3)",
        "df/da += df/df * df/da (operand 2) = 1 * 3 = 3 (was 3, now 6: paths add up)",
    ]


def test_long_names_get_parentheses():
    loss = Value(2.0, "weight") * 3.0
    loss.label = "loss"
    assert sentences(loss)[3].startswith("d(loss)/d(weight) += d(loss)/d(loss) * ")


def test_names_come_from_a_module():
    model = MLP(1, [1], seed=0)
    assert "layers.0.neurons.0.b" in sentences(model([2.0]), model)[0]


def test_a_leaf_alone_has_its_seed_for_gradient():
    assert [step.phase for step in steps(Walk(Value(2.0, "a")))] == ["leaves", "seed", "end"]
    assert sentences(Value(2.0, "a"))[-1] == "Done: da/da = 1"


def test_many_leaves_are_counted():
    text = sentences(autograd.total([Value(float(i)) for i in range(20)]))
    assert text[0].endswith("x13 = 12 and 7 more") and text[-1].endswith("= 1 and 11 more")


def test_many_operands_are_elided():
    forward = sentences(autograd.total([Value(float(i)) for i in range(20)]))[1]
    assert len(forward) < 200 and "..." in forward.replace("…", "...")


def test_each_edge_to_a_value_is_one_term_and_one_step():
    model = MLP(2, [3, 1], "tanh", seed=1)
    loss = mse([model([0.5, -1.0])], [1.0])
    walk = Walk(loss)
    edges = sum(type(p) is not float for node in walk.order for p in node.parents)
    made = steps(walk)
    assert len(walk.terms) == edges == sum(step.phase == "backward" for step in made)
    assert sum(step.phase == "forward" for step in made) == sum(bool(n.op) for n in walk.order)


def check_against_backward(root):
    walk = Walk(root)
    twin = deepcopy(root)
    twin.zero_grad()
    twin.backward()
    shown = {}
    for step in steps(walk):
        shown |= step.grad
    for i, (node, gradient) in enumerate(zip(topological_sort(twin), walk.gradients)):
        assert node.grad == gradient or (math.isnan(node.grad) and math.isnan(gradient))
        assert shown[f"n{i}"] == short(node.grad, 4)


@pytest.mark.parametrize("row", [row for row in ORDINARY.values() if row.arity], ids=str)
def test_the_last_numbers_are_those_of_backward_for_every_function(row):
    operands = [Value(x) for x in (0.4, 0.7, 0.2)[: row.arity]]
    check_against_backward(row(*operands) * operands[-1])


@given(st.lists(st.sampled_from(["+", "*", "sin", "share"]), min_size=1, max_size=12))
def test_the_last_numbers_are_those_of_backward_for_random_graphs(ops):
    nodes = [Value(0.5), Value(-1.25)]
    for i, op in enumerate(ops):
        x, y = nodes[-1], nodes[(i * 7) % len(nodes)]
        nodes.append({"+": x + y, "*": x * y, "sin": x.sin(), "share": x * x + y * 2.0}[op])
    check_against_backward(nodes[-1])


def test_the_graph_is_left_as_it_was():
    root = example()
    root.backward()
    root.backward()
    before = [(node.data, node.grad, node.label) for node in topological_sort(root)]
    steps(Walk(root))
    assert [(node.data, node.grad, node.label) for node in topological_sort(root)] == before


def test_gradients_left_from_before_do_not_come_in():
    root = example()
    root.backward()
    assert Walk(root).gradients == Walk(example()).gradients


def test_data_that_was_changed_is_refused():
    a = Value(2.0, "a")
    d = a * 3.0
    d.label = "d"
    root = d + a
    a.data = 5.0
    with pytest.raises(ValueError, match=r"^d was computed from other numbers"):
        Walk(root)


def test_partials_that_were_changed_are_refused():
    a = Value(2.0, "a")
    root = a * 3.0
    root.partials = (4.0, 2.0)
    with pytest.raises(ValueError, match="other numbers"):
        Walk(root)


def test_nan_and_inf_are_numbers_like_others():
    a = Value(0.0, "a")
    root = a.log() * a
    assert "was 0, now inf" in " ".join(sentences(a.log()))
    assert math.isnan(Walk(root).gradients[0])


def test_what_is_no_value_is_refused():
    with pytest.raises(TypeError, match="Value"):
        Walk(3.0)
