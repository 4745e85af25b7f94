"""Segments with modules, modes, drawings, copies and pickles; what is no segment is refused."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import nn
from autograd import (
    Value,
    checkpoint,
    detect_anomaly,
    draw,
    exp,
    explain,
    expression,
    gradients,
    leaves,
    log,
    sin,
)

W = Value(0.75, "w")


def chain(x: Any, a: Any) -> Any:
    for _ in range(20):
        x = x + a * sin(x)
    return x


@checkpoint
def decorated(x: Any, a: Any) -> Any:
    """A function at the top of a module."""
    return exp(x) * a + W * x * x


def test_a_training_step_of_modules_is_the_same() -> None:
    X = [[0.5, -1.0], [2.0, 0.25]]
    model = nn.MLP(2, [4, 3, 1], seed=1)

    def loss(x: list[Any]) -> Any:
        return (model(x) - 1.0) ** 2

    grads = []
    for f in (loss, checkpoint(loss)):
        for p in model.parameters():
            p.grad = 0.0
        sum(f(x) for x in X).backward()
        grads.append([p.grad for p in model.parameters()])
    assert grads[1] == pytest.approx(grads[0], rel=1e-13, abs=1e-15)
    node = checkpoint(loss)(X[0])
    assert set(leaves(node)) <= set(model.parameters()) and node.parents[:2] == (0.5, -1.0)


def test_methods_and_modules_are_functions_too() -> None:
    class Net(nn.Module):
        def __init__(self) -> None:
            self.w = Value(3.0)

        @checkpoint
        def __call__(self, x: Any) -> Any:
            return self.w * x * x

    net = Net()
    y = net(Value(2.0))
    assert (y.data, y.partials, str(y.op)) == (12.0, (12.0, 4.0), "__call__")
    assert str(checkpoint(nn.MLP(1, [1]))([Value(1.0)]).op) == "MLP"


def test_nestings_and_arguments_by_name() -> None:
    @checkpoint
    def f(p, X, *, n, scale=1.0):
        for _ in range(n):
            p = {"u": p["v"] * scale, "v": p["u"] * X[0, 1]}
        return p

    p, X = {"u": Value(1.0), "v": 2}, np.array([[3.0, 4.0]])
    y = f(p, X, n=2, scale=W)
    assert y["u"].data == 3.0 and y["v"].data == 6.0
    assert {p["u"], W} == {x for x in y["u"].parents if isinstance(x, Value)}
    assert f({"u": 1.0, "v": 2.0}, X, n=2) == {"u": 4.0, "v": 8.0}


def test_the_watch_looks_into_segments_and_at_them() -> None:
    with pytest.raises(ArithmeticError, match="log of 0 is -inf"), detect_anomaly():
        checkpoint(lambda x: log(x) * 1.0)(Value(0.0))
    with detect_anomaly() as watch:
        y = checkpoint(chain)(Value(0.5), 0.4)
        assert list(watch.lines) == [y] and __file__ in watch.lines[y]
        y.backward()


def test_what_changes_between_runs_is_noticed_at_higher_orders() -> None:
    state = {"n": 0}

    def f(x):
        state["n"] += 1
        return x * x * (W if state["n"] > 1 else 1.0)

    x = Value(2.0)
    with pytest.raises(RuntimeError, match="f does other things when it is run again"):
        gradients(checkpoint(f)(x), [x])
    for changed in (x, W):
        y = checkpoint(lambda x: x * x * W)(x)
        before, changed.data = changed.data, changed.data + 1.0
        with pytest.raises(RuntimeError, match="changed after it was computed: it was"):
            gradients(y, [x])
        changed.data = before
        assert gradients(y, [x])[0].data == 2.0 * x.data * W.data


def test_what_is_no_nesting_of_numbers_is_refused() -> None:
    with pytest.raises(TypeError, match=r"args\[0\] is a str, which is no number"):
        checkpoint(chain)("x", 1.0)
    with pytest.raises(TypeError, match=r"<lambda>\(...\) is None"):
        checkpoint(lambda x: None)(1.0)
    with pytest.raises(TypeError, match="takes a function"):
        checkpoint(3.0)  # type: ignore[arg-type]


def test_it_is_drawn_explained_and_written() -> None:
    x, a = Value(0.5, "x"), Value(0.4, "a")
    y = checkpoint(chain)(x, a)
    assert expression(y) == "f = chain(x, a)"
    assert "chain" in draw(y).pipe("svg").decode()
    assert explain(y).rows[0][:2] == ("f = chain(x, a)", "df/dx = ...")
    assert draw(checkpoint(lambda x: [x * a, x])(x)[0]).pipe("svg")
    assert decorated.__doc__ == "A function at the top of a module."


@pytest.mark.parametrize("duplicate", [copy.deepcopy, lambda v: pickle.loads(pickle.dumps(v))])
@pytest.mark.parametrize("f", [decorated, checkpoint(chain)])
def test_copies_are_differentiated_as_they_are(f: Any, duplicate: Callable) -> None:
    x, a = Value(0.5), Value(0.4)
    y = f(x, a)
    twin = duplicate(y)
    for p, q in zip(leaves(y), leaves(twin), strict=True):
        [slope], [same] = gradients(y, [p]), gradients(twin, [q])
        assert p is not q and slope.data == same.data
        assert gradients(slope, [p])[0].data == gradients(same, [q])[0].data
    assert pickle.loads(pickle.dumps(decorated)) is decorated
    local = checkpoint(lambda x: x * x)(x)
    with pytest.raises((pickle.PicklingError, AttributeError), match="lambda"):
        pickle.dumps(local)
