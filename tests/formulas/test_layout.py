"""Which nodes get lines."""

from autograd import Value, dot, expression, sin, tanh
from autograd.formulas.formula import _in_python
from autograd.formulas.layout import Layout
from autograd.formulas.notation import PYTHON
from autograd.graph import topological_sort
from autograd.naming import unique_names


def lines(root: Value, *, width: int = 90, depth: int = 20) -> list[tuple[str, str]]:
    order = topological_sort(root)
    names = {node: PYTHON.operand(name) for node, name in unique_names(order).items()}
    layout = Layout(names, PYTHON.operand, _in_python, width=width, depth=depth)
    return layout.lay_out(order, ())


a, b = Value(2.0, "a"), Value(3.0, "b")


def test_what_is_used_once_is_written_where_it_is_used() -> None:
    assert lines(a * b + a) == [("f", "a * b + a")]


def test_what_is_used_twice_has_a_line_even_if_by_one_node() -> None:
    c = a * b
    assert lines(c + c) == [("v1", "a * b"), ("f", "v1 + v1")]
    assert lines(sin(c) + c) == [("v1", "a * b"), ("f", "sin(v1) + v1")]


def test_what_has_a_label_or_a_name_has_a_line() -> None:
    c = a * b
    c.label = "c"
    assert lines(c + 1.0) == [("c", "a * b"), ("f", "c + 1")]
    d = a * b
    assert expression(d + 1.0, {"d": d}) == "d = a * b\nf = d + 1"


def test_what_would_be_too_long_is_cut_at_its_longest_piece() -> None:
    f = (a + b) * (a - b * b * b) + a
    assert lines(f, width=24) == [("v4", "a - b * b * b"), ("f", "(a + b) * v4 + a")]
    assert lines(f, width=30) == [("f", "(a + b) * (a - b * b * b) + a")]


def test_what_cannot_be_cut_stays_long() -> None:
    names = [Value(1.0, f"a_name_of_some_length_{i}") for i in range(20)]
    [(_, formula)] = lines(dot(names[:10], names[10:]))
    assert len(formula) > 400


def test_what_is_nested_too_deep_is_cut() -> None:
    x = a
    for _ in range(7):
        x = tanh(x)
    assert lines(x, depth=3) == [
        ("v3", "tanh(tanh(tanh(a)))"),
        ("v6", "tanh(tanh(tanh(v3)))"),
        ("f", "tanh(v6)"),
    ]


def test_no_line_is_long_or_deep_where_that_can_be_helped() -> None:
    x = a
    for i in range(1000):
        x = tanh(x * b + 0.1) - (x if i % 7 else a)
    for name, formula in lines(x):
        assert len(f"{name} = {formula}") <= 100
        assert formula.count("(") <= 60


def test_a_leaf_has_no_line() -> None:
    assert lines(a) == []
