"""Writing one field of many nodes."""

import pytest

from autograd import Value
from autograd.assign import assign


def test_each_node_gets_its_value() -> None:
    nodes = [Value(0.0) for _ in range(3)]
    assign(nodes, "grad", (float(i) for i in range(3)))
    assert [node.grad for node in nodes] == [0.0, 1.0, 2.0]


def test_values_are_read_as_they_are_written() -> None:
    nodes = [Value(1.0) for _ in range(3)]
    assign(nodes[1:], "data", (node.data + 1.0 for node in nodes))
    assert [node.data for node in nodes] == [1.0, 2.0, 3.0]


def test_an_unknown_field_is_an_error() -> None:
    with pytest.raises(AttributeError):
        assign([Value(0.0)], "gradient", [1.0])
