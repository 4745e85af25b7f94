"""The table of the backward pass: a row for each edge, as text and as HTML."""

from xml.etree import ElementTree

import pytest

from autograd import Value, total
from autograd.primitives import Primitive
from autograd.stepping.explain import COLUMNS, explain


def example():
    a, b = Value(2.0, "a"), Value(-3.0, "b")
    d = (a * b).tanh()
    d.label = "d"
    return d * b


def test_a_row_says_node_rule_numbers_and_sum():
    a, b = Value(2.0, "a"), Value(-3.0, "b")
    assert explain(a * b + b).rows == [
        ("f = v1 + b", "df/dv1 = 1", "1", "1 * 1 = 1", "df/dv1 = 1"),
        ("f = v1 + b", "df/db = 1", "1", "1 * 1 = 1", "df/db = 1"),
        ("v1 = a * b", "dv1/da = b", "-3", "1 * -3 = -3", "df/da = -3"),
        ("v1 = a * b", "dv1/db = a", "2", "1 * 2 = 2", "df/db = 3"),
    ]


def test_the_last_sum_of_each_name_is_its_grad():
    root = example()
    table = explain(root)
    root.backward()
    sums = dict(row[-1].split(" = ") for row in table.rows)
    for node in (root.parents[1], root.parents[0]):
        assert sums[f"df/d{node.label}"] == f"{node.grad:.6g}"


def test_the_text_is_a_table_with_straight_columns():
    lines = repr(explain(example())).splitlines()
    starts = [lines[0].index(column) for column in COLUMNS]
    assert lines[1].replace("-", "").strip() == ""
    for line in lines[2:]:
        assert all(line[start - 1] == " " != line[start] for start in starts[1:])


@pytest.mark.parametrize("label", ["<script>alert(1)</script>", "a & b", 'say "hi"', "größe"])
def test_html_shows_labels_as_they_are(label):
    html = explain(Value(1.0, label) * 2.0)._repr_html_()
    table = ElementTree.fromstring(html)
    assert [cell.text for cell in table.iter("th")] == list(COLUMNS)
    assert any(label in "".join(cell.itertext()) for cell in table.iter("td"))
    assert {e.tag for e in table.iter()} == {"table", "thead", "tbody", "tr", "th", "td", "code"}


def test_long_tables_show_both_ends():
    table = explain(total([Value(float(i)) for i in range(500)]), limit=10)
    assert len(table.rows) == 11 and table.rows[5][0] == "... 490 rows ..."
    assert len(explain(total([Value(1.0)] * 10), limit=10).rows) == 10


def test_a_leaf_has_no_edges():
    assert explain(Value(1.0)).rows == []
    assert repr(explain(Value(1.0))).startswith("node")
    assert "<table>" in explain(Value(1.0))._repr_html_()


def test_a_rule_without_a_formula_is_left_open():
    own = Primitive("own", lambda x: x * x, lambda z, x: (2.0 * float(x),))
    assert explain(own(Value(3.0, "x")) * 1.0).rows[1][1] == "dv1/dx = ..."


@pytest.mark.parametrize("limit", [0, -1, 1, 2.5, None])
def test_a_limit_must_leave_room_for_both_ends(limit):
    with pytest.raises(ValueError, match="limit"):
        explain(Value(1.0) * 2.0, limit=limit)
