"""Boxes for many nodes: what they say of them, and how many edges run between them."""

import math

import pytest
from pictures import joined, nodes_shown, shown

from autograd import Value, dot, mean
from autograd.drawing.groups import MOST_NUMBERS, largest, sketch_groups
from autograd.drawing.values import Subject


def sketch(root, group_of, names=()):
    """The sketch with the groups that `group_of` gives to the numbers of nodes."""
    subject = Subject(root, names)
    return sketch_groups(subject, [group_of(i, n) for i, n in enumerate(subject.order)], "LR")


def squares(n):
    xs = [Value(float(i)) for i in range(n)]
    root = mean([x * x for x in xs])
    root.backward()
    return root


def by_kind(i, node):
    return ("op", str(node.op)) if str(node.op) == "*" else None if node.op else ("leaves of", 0)


def test_a_box_says_how_many_nodes_what_made_them_and_the_largest_gradient():
    made = sketch(squares(5), by_kind)
    assert shown(made) == {
        "g0": ["5 leaves", "|grad| ≤ 1.6"],
        "g1": ["* ×5", "|grad| ≤ 0.2"],
        "n10": ["data 6", "grad 1"],
        "n10op": ["mean"],
    }
    assert nodes_shown(made) == 11


def test_arrows_say_how_many_edges_they_stand_for():
    made = sketch(squares(5), by_kind)
    counts = {(a.tail, a.head): (a.count, a.text) for a in made.arrows}
    assert counts == {
        ("g0", "g1"): (10, "10"),
        ("g1", "n10op"): (5, "5"),
        ("n10op", "n10"): (1, ""),
    }


def test_a_mixed_box_counts_its_operations_the_most_frequent_first():
    x = Value(2.0)
    y = (x * x * x + x.exp()).log().sin().sin() + x.sin()
    made = sketch(y, lambda i, node: ("band", 0) if node is not y else None)
    assert shown(made)["g0"] == ["9 nodes", "1 leaf, sin ×3, * ×2, exp ×1, + ×1, …", "grad 0"]
    facts = next(box.facts for box in made.boxes if box.id == "g0")
    assert facts["nodes"] == 9 and facts["label"] == "9 nodes"
    assert facts["ops"] == {"sin": 3, "*": 2, "exp": 1, "+": 1, "log": 1}


def test_a_module_is_a_box_with_its_name_in_the_frame_of_the_module_above():
    w = Value(2.0)
    made = sketch((w * 3.0).tanh(), lambda i, n: ("module", 1), {"a.b.w": w})
    (box,) = made.boxes
    assert box.rows[0] == ("label", "b") and box.cluster == made.clusters[0].id
    assert [cluster.title for cluster in made.clusters] == ["a"]


def test_frames_without_boxes_are_left_out():
    v, w = Value(1.0), Value(2.0)
    made = sketch(w * v, lambda i, n: ("module", 0) if n is w else None, {"a.w": w, "b.v": v})
    assert [cluster.title for cluster in made.clusters] == ["b"]


def test_between_nodes_by_themselves_every_edge_stays():
    x = Value(2.0)
    y = x * x
    made = sketch(y * y, lambda i, n: None)
    assert joined(made)["n0", "n1op"] == 2 and joined(made)["n1", "n2op"] == 2


@pytest.mark.parametrize("n", [MOST_NUMBERS, MOST_NUMBERS + 1])
def test_many_plain_numbers_are_one_box(n):
    made = sketch(dot([Value(1.0)] * n, [2.0] * n), lambda i, node: None)
    constants = [box for box in made.boxes if box.kind == "constant"]
    assert len(constants) == (n if n == MOST_NUMBERS else 1)
    if n > MOST_NUMBERS:
        assert constants[0].rows == [("count", f"{n} numbers")]
        assert [a.count for a in made.arrows if a.tail == constants[0].id] == [n]


@pytest.mark.parametrize(
    "numbers, most",
    [([], 0.0), ([1.0, -3.0], 3.0), ([-math.inf, 1.0], math.inf), ([1.0, math.nan, 2.0], math.nan)],
)
def test_the_largest_size(numbers, most):
    assert repr(largest(iter(numbers))) == repr(most)
