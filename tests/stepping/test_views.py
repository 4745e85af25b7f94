"""Big graphs: an overview from group to group, and views of what is inside the groups."""

import math
import re
from collections import Counter
from xml.etree import ElementTree

import pytest

import autograd
from autograd import Value, player
from autograd.naming import short
from autograd.stepping.picture import groups
from nn import MLP, mse


@pytest.fixture(scope="module")
def big():
    """Layers of 12, 12 and one neuron: the last is small enough to be opened."""
    model = MLP(2, [12, 12, 1], "tanh", seed=0)
    loss = mse([model([0.5, -1.0]), model([1.0, 2.0])], [1.0, 0.0])
    loss.label = "loss"
    return loss, model, player(loss, model)


def texts(made):
    return [step.text for step in made.steps]


def test_a_big_graph_opens_with_its_modules_in_one_box_each(big):
    _, _, made = big
    assert made.title == "loss" and len(made) < 30
    said = "\n".join(texts(made))
    assert "layers.0 · Layer: 36 numbers given, 48 computed" in said
    assert "back to layers.0 · Layer" in said


def test_every_node_is_in_one_box_and_every_edge_in_one_step(big):
    _, _, made = big
    edges = Counter()
    for step in made.steps:
        if step.phase == "backward":
            counted = re.search(r"([\d,]+) edges?\b", step.text)
            edges[step.box] += int(counted[1].replace(",", "")) if counted else 1
    assert sum(edges.values()) == len(made.walk.terms)


def test_each_gradient_is_shown_once_it_is_complete(big):
    loss, _, made = big
    shown = {}
    for step in made.steps:
        assert shown.keys().isdisjoint(step.grad), "a group's gradient is complete or not there"
        shown |= step.grad
    loss.zero_grad()
    loss.backward()
    most = max(abs(node.grad) for node in autograd.leaves(loss))
    assert shown.pop(made.steps[-1].lit[-1])
    assert texts(made)[-1].endswith(f"the largest {short(most)} in size")


def test_what_is_lit_is_drawn(big):
    _, _, made = big
    for view in made.views:
        drawn = {box for box, _ in groups(ElementTree.fromstring(view.picture))}
        for step in view.steps:
            assert set(step.lit) <= drawn, step.text
        assert view.nodes.keys() <= drawn


def test_a_small_group_can_be_opened(big):
    loss, _, made = big
    [inside] = [view for view in made.views[1:] if view.title.startswith("layers.2")]
    assert inside.group in {box for box, _ in groups(ElementTree.fromstring(made.views[0].picture))}
    loss.zero_grad()
    loss.backward()
    ends = {}
    for step in inside.steps:
        ends |= step.grad
    for box, panel in inside.nodes.items():
        node = made.walk.order[int(box[1:])]
        assert panel["grad"] == short(node.grad) and ends[box] == short(node.grad, 4)


def test_the_terms_of_an_inner_gradient_are_all_steps_of_its_view(big):
    _, _, made = big
    for view in made.views[1:]:
        for box, panel in view.nodes.items():
            if int(box[1:]) != len(made.walk.order) - 1:
                assert panel["terms"] and all(term["step"] for term in panel["terms"])


def test_without_names_the_operations_are_the_groups():
    made = player(autograd.total([Value(float(i)).sin() * 2.0 for i in range(200)]))
    said = "\n".join(texts(made))
    assert "200 leaves: 200 numbers given" in said and "sin ×200" in said
    assert len(made) < 20


def test_a_root_inside_a_module_starts_there():
    model = MLP(2, [30, 30], "tanh", seed=0)
    root = model([1.0, 2.0])[0]
    made = player(root, model)
    seed = next(step for step in made.steps if step.phase == "seed")
    drawn = {box for box, _ in groups(ElementTree.fromstring(made.views[0].picture))}
    assert seed.box in drawn


def test_a_long_chain_is_a_few_steps():
    x = Value(1.0, "x")
    y = x
    for _ in range(20_000):
        y = y * 1.0001
    made = player(y)
    assert len(made) < 100
    assert short(math.exp(0), 1) in "\n".join(texts(made))


def test_the_page_of_a_big_graph_is_not_big(big):
    assert len(big[2].html()) < 200_000
