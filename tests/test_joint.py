"""Rows of numbers that come together: their names, and how what makes them is pickled."""

from __future__ import annotations

import pickle
from typing import Any

from autograd import Value, expression, latex
from autograd.joint import Entry, Joint, by_name, floats_like


class Powers(Joint):
    """x y and x + y."""

    def value(self, k: int, xs: tuple[float, ...]) -> float:
        return (xs[0] * xs[1], xs[0] + xs[1])[k]

    def slopes(self, k: int, z: Any, xs: tuple[Any, ...]) -> tuple[Any, ...]:
        return ((xs[1], xs[0]), (1.0, 1.0))[k]


def test_an_entry_is_a_row() -> None:
    joint = Powers("powers_of", (0.0, 0.0))
    x, y = Value(2.0, "x"), Value(3.0, "y")
    node = Entry(joint, 0, 2)(x, y)
    assert (node.data, node.partials, node.op.operations) == (6.0, (3.0, 2.0), {})
    assert (str(node.op), expression(node)) == ("powers_of", "f = powers_of(x, y)")
    assert Entry(joint, 1, 2)(2.0, 3) == 5.0
    assert joint.arguments((x, 1.0)) == (x, 1.0)


def test_one_of_many_has_an_index() -> None:
    joint = Powers("powers_of", (0.0, 0.0))
    joint.many = True
    node = Entry(joint, 1, 2)(Value(2.0, "x"), 3.0)
    assert (str(node.op), expression(node)) == ("powers_of[1]", "f = powers_of(x, 3)[1]")
    assert latex(node) == r"f = \mathrm{powers\_of}\left(x, 3\right)_{2}"
    joint.name = "<lambda>"
    assert r"\mathrm{f}" in latex(Entry(joint, 1, 2)(Value(2.0), 3.0))


def test_an_entry_is_pickled_with_its_joint() -> None:
    joint = Powers("powers", (0.0, 0.0))
    first, second = pickle.loads(pickle.dumps([Entry(joint, k, 2) for k in (0, 1)]))
    assert (first(2.0, 3.0), second(2.0, 3.0)) == (6.0, 5.0)
    assert first.place[0] is second.place[0]


def test_arguments_are_kept_as_floats() -> None:
    leaves, like = floats_like(({"a": Value(1.0)}, [2]), "args")
    assert like == ({"a": 1.0}, [2.0]) and isinstance(leaves[0], Value)


def original() -> None:
    """Not what is found under its name, once it is decorated."""


def test_what_is_found_under_its_name_is_pickled_by_that() -> None:
    assert by_name(original, original, ()) == "original"
    assert by_name(object(), original, (list, ())) == (list, ())
    assert by_name(1, lambda: 0, (list, ())) == (list, ())
