"""Formulas of graphs: Python text that computes them again, and LaTeX that says the same."""

from __future__ import annotations

import math
import time
import warnings
from typing import Any

import pytest
from hypothesis import given, strategies as st
from test_random_programs import FORMULAS, INPUTS, RATIONAL, Step, programs, settings
from test_table import ROWS, samples, width

import autograd
from autograd import Value, dot, exp, expression, gradients, latex, pow, sin, tanh, where
from autograd.graph import leaves, topological_sort
from autograd.primitives import Primitive

settings.load_profile("steady")
a, b, c = Value(2.0, "a"), Value(-3.0, "b"), Value(0.7, "c")
d = a * b
d.label = "d"


def executed(text: str, **given: Value) -> Any:
    """What the last line of the text computes."""
    space = vars(autograd) | given
    exec(text, space)
    return space[text.rpartition("\n")[2].partition(" = ")[0]]


def shape(root: Value) -> list[tuple[str, str, list[Any]]]:
    """Rows, data and edges of a graph, in an order that depends on nothing else."""
    order: dict[Value, int] = {}
    stack: list[Value] = [root]
    while stack:
        node = stack.pop()
        if node not in order:
            order[node] = len(order)
            stack += [x for x in node.parents if isinstance(x, Value)]
    return [
        (
            repr(node.op),
            repr(node.data),
            [order[x] if isinstance(x, Value) else x for x in node.parents],
        )
        for node in order
    ]


def assert_the_same_again(root: Value) -> None:
    assert shape(executed(expression(root, leaves=True))) == shape(root)


@pytest.mark.parametrize(
    ("root", "text"),
    [
        (d + d**2, "d = a * b\nf = d + d**2"),
        (a * (b + c), "f = a * (b + c)"),
        (a * b + c, "f = a * b + c"),
        (a - (b - c), "f = a - (b - c)"),
        (a / b / c, "f = a / b / c"),
        (a / (b / c), "f = a / (b / c)"),
        (-a * b, "f = -a * b"),
        (-(a * b), "f = -(a * b)"),
        ((-a) ** 2, "f = (-a)**2"),
        (-(a**2), "f = -a**2"),
        (a**-b, "f = a**-b"),
        ((a**b) ** c, "f = (a**b)**c"),
        (a ** (b**c), "f = a**b**c"),
        (a**-1, "f = a**-1"),
        (2.0**a, "f = 2**a"),
        (pow(a, 2.0), "f = pow(a, 2)"),
        ((-2.0) ** a, "f = (-2)**a"),
        (a + -2.0, "f = a + -2"),
        (1.0 - a, "f = 1 - a"),
        (a - -b, "f = a - -b"),
        (exp(a + b), "f = exp(a + b)"),
        (dot([a, b], [b + c, 2.0]), "f = dot([a, b], [b + c, 2])"),
        (where(a > b, a * b, c), "f = where(1, a * b, 0.7)"),
        (where(a, 1.0, 2.0) + b, "f = Value(where(2, 1, 2)) + b"),
        (a * math.inf, "from math import inf\nf = a * inf"),
        (Value(1.0) + Value(2.0), "f = x1 + x2"),
        (a, "a"),
    ],
)
def test_expression_is_the_formula(root: Value, text: str) -> None:
    assert expression(root) == text
    if "Value" in text:  # a node that has no nodes below it comes back as a leaf
        assert executed(expression(root, leaves=True)).data == root.data
    elif root.parents:
        assert_the_same_again(root)


def test_with_its_leaves_it_needs_the_functions_alone() -> None:
    x, y = Value(-0.0, "x"), Value(math.nan)
    text = "from math import nan\nx = Value(-0.0)\nx1 = Value(nan)\nf = x + x1"
    assert expression(x + y, leaves=True) == text
    assert expression(a, leaves=True) == "a = Value(2)"
    again = executed(expression(d + d**2, leaves=True))
    again.backward()
    assert [x.grad for x in leaves(again)] == [33.0, -22.0]


@pytest.mark.parametrize("row", ROWS, ids=repr)
def test_every_row_is_executed_to_the_same_number(row: Primitive) -> None:
    for operands in samples(row):
        root = row(*map(Value, operands))
        assert_the_same_again(root)
        mixed = row(Value(operands[0]), *operands[1:])
        assert executed(expression(mixed, leaves=True)).data == mixed.data


@pytest.mark.parametrize("row", ROWS, ids=repr)
def test_so_are_derivatives(row: Primitive) -> None:
    operands = samples(row)[0][: width(row)]
    xs = [Value(x) for x in operands]
    for slope in gradients(row(*xs), xs):
        for second in gradients(slope, xs):
            if second.parents:
                assert executed(expression(second, leaves=True)).data == second.data


def programmed(program: list[Step], numbers: list[float]) -> Value:
    """The value of a random program, with a label here and there."""
    values = [Value(x) for x in numbers]
    table = RATIONAL + FORMULAS
    for code, *places in program:
        on_values, _ = table[code % len(table)]
        node = on_values(*(values[i % len(values)] for i in places))
        if isinstance(node, Value) and node.parents and not node.label and code % 5 == 0:
            node.label = ["a", "exp", "a b", "lambda", "f"][code % 25 // 5]
        values.append(node)
    return sum(values, start=0)


@given(programs, st.lists(st.floats(), min_size=INPUTS, max_size=INPUTS))
def test_random_programs_are_executed_to_the_same_number(
    program: list[Step], numbers: list[float]
) -> None:
    root = programmed(program, numbers)
    again = executed(expression(root, leaves=True))
    assert again.data == root.data or (math.isnan(root.data) and math.isnan(again.data))
    assert len(topological_sort(again)) == len(topological_sort(root))


def test_names_become_identifiers_that_shadow_nothing() -> None:
    x, y, z = Value(1.0, "sin"), Value(2.0, "a b"), Value(3.0, "Value")
    text = expression(sin(x) * y + z, leaves=True)
    assert text.endswith("f = sin(sin_2) * a_b + Value_2")
    assert_the_same_again(sin(x) * y + z)
    assert expression(x * y) == "f = sin * a_b"  # no other sin is meant


def test_given_names_and_labels_are_used_and_labels_go_first() -> None:
    w, v = Value(1.0), Value(2.0, "label")
    inner = w * v
    names = {"layer.w": w, "name": v, "out": inner}
    assert expression(inner + 1.0, names) == "out = layer_w * label\nf = out + 1"
    assert latex(inner * 2.0, names).startswith(
        r"\begin{aligned} \mathrm{out} &= \text{layer.w} \cdot \mathrm{label}"
    )


def test_helpers_of_rules_are_imported() -> None:
    x, y = Value(1.0), Value(2.0)
    [slope] = gradients(autograd.maximum(x, y) * x, [x])
    text = expression(slope)
    assert text.startswith("from autograd.primitives.extrema import exceeds\n")


def test_a_long_chain_takes_little_time_and_no_recursion() -> None:
    x = Value(0.5, "x")
    for i in range(100_000):
        x = tanh(x) if i % 3 else x * 0.999
    start = time.perf_counter()
    text = expression(x)
    assert time.perf_counter() - start < 10.0  # 1.2 s on an idle machine
    assert len(text) < 60 * 100_000
    assert max(map(len, text.splitlines())) < 110
    assert executed(text, x=Value(0.5)).data == x.data
    assert latex(x).count("&=") > 1000


def test_a_graph_that_shares_everything_stays_small() -> None:
    x = Value(1.0, "x")
    for _ in range(200):
        x = x * x + x
    assert len(expression(x)) < 200 * 40


@pytest.mark.parametrize("nothing", [3.0, "a", None, exp, [a]])
def test_expression_takes_values_only(nothing: Any) -> None:
    with pytest.raises(TypeError, match="a graph hangs on a Value"):
        expression(nothing)


def test_no_warning_comes_from_a_formula() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        expression(Value(math.nan) ** 2 / 0.0)
        latex(Value(math.nan) ** 2 / 0.0)
