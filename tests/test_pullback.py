"""vjp: values, structures, a pullback called many times, seeds of all kinds, errors and costs."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

import autograd.backward
import autograd.pullback
from autograd import Value, exp, no_grad, sqrt
from autograd.dual import Dual
from autograd.modes import active, state
from autograd.pullback import vjp


def test_floats_in_floats_out_as_often_as_you_like() -> None:
    y, pullback = vjp(lambda x, y: [x * y, x + y, 7], 2.0, 3)
    assert y == [6.0, 5.0, 7.0]
    for _ in range(2):
        assert pullback([1.0, 0.0, 1.0]) == (3.0, 2.0)
        assert pullback([2, 10, 0]) == (16.0, 14.0)
    assert pullback([0.0, 0.0, 0.0]) == (0.0, 0.0)
    assert all(type(g) is float for g in pullback([1.0, 1.0, 1.0]))


def test_any_nesting_in_and_out() -> None:
    def f(p: Any, t: Any) -> Any:
        return {"y": p["w"][0] * t + p["b"], "z": (p["w"][1],)}

    y, pullback = vjp(f, {"w": [1.0, 2.0], "b": 3.0}, 4.0)
    assert y == {"y": 7.0, "z": (2.0,)}
    assert pullback({"z": (10.0,), "y": 1.0}) == ({"w": [4.0, 10.0], "b": 1.0}, 1.0)


def test_arrays_of_any_shape() -> None:
    x = np.arange(6.0).reshape(2, 1, 3) / 7.0
    y, pullback = vjp(lambda x: np.sin(x[:, 0]).T, x)
    assert (y.shape, y.dtype) == ((3, 2), np.float64)
    (g,) = pullback(np.ones((3, 2)))
    assert (g.shape, g.dtype) == ((2, 1, 3), np.float64)
    assert g == pytest.approx(np.cos(x), rel=1e-15)


def test_an_output_twice_and_an_input_as_output() -> None:
    _, pullback = vjp(lambda x: (lambda y: [y, y, x])(x * x), 3.0)
    assert pullback([1.0, 10.0, 100.0]) == (166.0,)


def test_values_in_values_out() -> None:
    x = Value(2.0)
    y, pullback = vjp(lambda x: x**3, x)
    (g,) = pullback(1.0)
    g.backward()
    assert (type(y), y.data, g.data, x.grad) == (Value, 8.0, 12.0, 12.0)


def test_cotangents_may_be_values_and_duals() -> None:
    _, pullback = vjp(lambda x: [x**3, x], 2.0)
    c = Value(5.0)
    (g,) = pullback([c, 1.0])
    g.backward()
    assert (g.data, c.grad) == (61.0, 12.0)
    (d,) = pullback([Dual(5.0, 1.0), 1.0])
    assert (type(d.primal), d.primal, d.tangent) == (float, 61.0, 12.0)


def test_with_aux() -> None:
    y, pullback, aux = vjp(lambda x: (x * x, {"x": x, "text": "t"}), 3.0, has_aux=True)
    assert (y, pullback(1.0), aux) == (9.0, (6.0,), {"x": 3.0, "text": "t"})
    with pytest.raises(TypeError, match=r"a pair \(y, aux\), but <lambda> returned a list of 2"):
        vjp(lambda x: [x, x], 3.0, has_aux=True)


def test_an_output_that_is_not_asked_for_does_no_harm() -> None:
    _, pullback = vjp(lambda x: [sqrt(x), x], 0.0)
    assert pullback([0.0, 1.0]) == (1.0,)
    assert pullback([1.0, 0.0]) == (math.inf,)


def test_modes_do_not_matter_and_are_left_alone() -> None:
    with no_grad():
        y, pullback = vjp(exp, 0.0)
        assert (y, pullback(2.0)) == (1.0, (2.0,))
        y, pullback = vjp(exp, Value(0.0))
        assert pullback(2.0)[0].parents
    assert (state.transforming, active) == (0, [])


def test_what_does_not_fit_is_named() -> None:
    _, pullback = vjp(lambda x: [x, [x]], 1.0)
    with pytest.raises(TypeError, match=r"cotangents\[1\] is a float, but the result\[1\] is a li"):
        pullback([1.0, 1.0])
    with pytest.raises(TypeError, match=r"<lambda>\(\.\.\.\) is a str"):
        vjp(lambda x: "x", 1.0)
    with pytest.raises(TypeError, match=r"args\[1\]\['a'\] is None"):
        vjp(lambda x, y: x, 1.0, {"a": None})
    with pytest.raises(TypeError, match="takes a function, got a Value: f, not f"):
        vjp(Value(1.0), 1.0)


def test_one_run_and_one_sweep_for_each_call(monkeypatch: pytest.MonkeyPatch) -> None:
    runs, sweeps = [], []
    real = autograd.backward.adjoints
    monkeypatch.setattr(
        autograd.pullback, "adjoints", lambda y, xs: sweeps.append(y) or real(y, xs=xs)
    )
    _, pullback = vjp(lambda xs: runs.append(1) or [x * x for x in xs], [1.0] * 10)
    for n in range(1, 4):
        assert pullback([1.0] * 10) == ([2.0] * 10,)
        assert (len(runs), len(sweeps)) == (1, n)
