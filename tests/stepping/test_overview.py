"""The overview's steps, by themselves: the numbers they sum up are those of the edges."""

from autograd import Value, total
from autograd.drawing.collapse import Edges, collapse
from autograd.drawing.groups import sketch_groups
from autograd.drawing.values import Subject
from autograd.naming import short
from autograd.stepping.overview import Overview
from autograd.stepping.walk import Walk


def overview(root):
    walk, subject = Walk(root), Subject(root)
    keys = collapse(subject, True)
    return Overview(walk, sketch_groups(subject, keys, "LR"), keys, Edges(subject))


def example():
    xs = [Value(float(i), f"x{i}") for i in range(1, 31)]
    return total([x.sin() * 2.0 for x in xs])


def test_boxes_come_in_topological_order():
    made = overview(example())
    place = {box: k for k, box in enumerate(made.members)}
    assert all(place[tail] < place[head] for head, to in made.terms.items() for tail in to)
    assert sorted(i for nodes in made.members.values() for i in nodes) == list(
        range(len(made.walk.order))
    )


def test_the_terms_are_those_of_the_walk():
    made = overview(example())
    assert sum(len(ts) for to in made.terms.values() for ts in to.values()) == len(made.walk.terms)


def test_a_step_says_how_many_edges_and_the_largest_term():
    made = overview(example())
    [said] = [step.text for step in made.steps() if "sin ×30 back" in step.text]
    most = max(abs(made.walk.gradients[i]) for i in made.walk.leaves())
    way = "30 edges from sin ×30 back to 30 leaves"
    assert said == f"{way}: the largest term is {short(most)} in size"


def test_between_two_single_nodes_it_is_the_sentence_of_the_edge():
    a = Value(2.0, "a")
    root = example() * a
    said = [step.text for step in overview(root).steps()]
    assert any(text.startswith("df/da += df/df * df/da = 1 * ") for text in said)
