"""Names: labels first, then given names, then made-up ones; never two alike."""

import pytest
from hypothesis import given, strategies as st

from autograd import (
    Value,
    draw,
    explain,
    expression,
    latex,
    player,
    topological_sort,
    total,
)
from autograd.naming import names_by_value, short, unique_names
from nn import MLP


def named(root, names=()):
    return list(unique_names(topological_sort(root), names).values())


def test_leaves_results_and_the_root_get_letters():
    x, y = Value(1.0), Value(2.0)
    assert named((x * y).exp() + x) == ["x1", "x2", "v1", "v2", "f"]


def test_labels_go_before_given_names():
    a, b = Value(1.0, "a"), Value(2.0)
    assert named(a * b, {"first": a, "second": b}) == ["a", "second", "f"]


def test_made_up_names_leave_out_those_that_are_taken():
    x, f, v = Value(1.0, "x1"), Value(2.0, "f"), Value(3.0, "v1")
    assert named(x * f * v + Value(4.0)) == ["x1", "f", "v1", "x2", "v2", "v3", "v4"]


def test_two_of_one_label_are_told_apart():
    values = [Value(1.0, "w"), Value(2.0, "w"), Value(3.0, "w_2"), Value(4.0, "w")]
    assert sorted(named(total(values))[:-1]) == ["w", "w_2", "w_3", "w_4"]


labels = st.sampled_from(["", "", "x1", "x2", "v1", "v2", "f", "f_2", "x1_2", "w", "w_2", "w_3"])


@given(st.lists(labels, min_size=1, max_size=20), st.booleans())
def test_no_two_names_are_alike_and_single_labels_stay(chosen, squared):
    values = [Value(1.0, label) for label in chosen]
    root = total([v * v for v in values] if squared else values)
    order = topological_sort(root)
    names = unique_names(order)
    assert len(set(names.values())) == len(order) and all(names.values())
    for value in values:
        if value.label and chosen.count(value.label) == 1:
            assert names[value] == value.label


@pytest.mark.parametrize(
    "form",
    [lambda m: m, lambda m: m.named_parameters(), lambda m: dict(m.named_parameters())],
    ids=["module", "pairs", "mapping"],
)
def test_names_come_in_any_form(form):
    model = MLP(2, [2, 1])
    found = names_by_value(form(model))
    assert list(found.items()) == [(value, name) for name, value in model.named_parameters()]


@pytest.mark.parametrize(
    "wrong", [["a"], [1.0], {"a": 1.0}, [("a", 1.0)], "ab", [(Value(1.0), "a", 2)], 3]
)
def test_what_names_nothing_is_refused(wrong):
    with pytest.raises(TypeError, match=r"names are pairs of a name and a Value.*got"):
        names_by_value(wrong)


@pytest.mark.parametrize(
    "x, text", [(2.0, "2"), (1 / 3, "0.333333"), (1e-20, "1e-20"), (-0.0, "-0"), (None, "None")]
)
def test_numbers_are_short(x, text):
    assert short(x) == text


def test_fewer_digits():
    assert short(1 / 3, 2) == "0.33"


def test_no_names_may_be_said_as_none():
    assert names_by_value(None) == {}
    f = Value(1.0, "a") * 2.0
    assert draw(f, names=None).source == draw(f).source
    assert player(f, None).text() == player(f).text()
    assert expression(f, None) == expression(f) and latex(f, None) == latex(f)
    assert explain(f, None).rows == explain(f).rows
