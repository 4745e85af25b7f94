"""Finite differences: the graph is evaluated again exactly, and quotients come close."""

import math

import pytest
from hypothesis import given, strategies as st
from pytest import approx

import autograd
from autograd import Value
from autograd.differences import Replay
from autograd.primitives import TABLE


def formula(a, b):
    c = a * b
    return (c + a.sin()) * c - b / a


def test_nothing_changed_gives_the_same_number():
    f = formula(Value(1.5), Value(-2.0))
    assert Replay(f)({}) == f.data


def test_a_leaf_changed_gives_what_the_formula_gives_there():
    a, b = Value(1.5), Value(-2.0)
    replay = Replay(formula(a, b))
    assert replay({a: 0.3}) == formula(Value(0.3), Value(-2.0)).data
    assert replay({a: 0.3, b: 7.0}) == formula(Value(0.3), Value(7.0)).data
    assert replay({}) == formula(Value(1.5), Value(-2.0)).data  # nothing sticks


def test_an_inner_node_is_held_whatever_made_it():
    a = Value(2.0)
    c = a * 3.0
    replay = Replay(c * a)
    assert replay({c: 10.0}) == 20.0
    assert replay({c: 10.0, a: 5.0}) == 50.0


def test_the_root_itself_may_be_held():
    a = Value(2.0)
    f = a * a
    assert Replay(f)({f: 1.0}) == 1.0
    assert Replay(f).difference(f)[0] == approx(1.0, rel=1e-10)


@given(st.floats(-3.0, 3.0), st.floats(-3.0, 3.0))
def test_quotients_are_within_their_error_of_the_gradient(x, y):
    a, b = Value(x), Value(y)
    f = (a * b).sin() + autograd.exp(a) * b**2
    f.backward()
    for leaf in (a, b):
        found, error = Replay(f).difference(leaf)
        assert abs(found - leaf.grad) <= error + 1e-12 < 1e-5


@pytest.mark.parametrize("x, slope", [(1e6, 3e12), (1e-6, 3e-12)])
def test_the_step_fits_the_size_of_the_number(x, slope):
    a = Value(x)
    found, error = Replay(a**3).difference(a)
    assert abs(found - slope) <= error <= max(1e-8 * slope, 1e-9)


def test_a_kink_shows_as_a_difference():
    a = Value(0.0)
    f = a.relu()
    f.backward()
    assert a.grad == 0.0 and Replay(f).difference(a)[0] == 0.5


def test_beyond_the_domain_it_is_nan():
    a = Value(0.0)
    assert math.isnan(Replay(a.sqrt()).difference(a)[0])


def test_a_chain_may_be_long():
    a = Value(1.0)
    f = a
    for _ in range(20_000):
        f = f + 1.0
    assert Replay(f)({a: 5.0}) == 20_005.0


@pytest.mark.parametrize("row", [r for r in TABLE.values() if r.arity == 1], ids=str)
def test_it_runs_every_function(row):
    a = Value(0.4)
    f = row(a)
    assert Replay(f)({a: 0.7}) == row(0.7) or math.isnan(row(0.7))


def test_the_smallest_number_has_a_difference_too() -> None:
    x = Value(5e-324)
    assert Replay(x * 3.0).difference(x)[0] == 3.0
