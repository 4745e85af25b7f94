"""What a compiled function reads beside its arguments: followed, or refused."""

import copy
import itertools
import pickle
import random
import threading
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograd import Value, jit
from autograd.compiler import surroundings
from autograd.compiler.surroundings import Surroundings, watched
from autograd.compiler.traced import TraceError, Watched
from autograd.modes import state

W = Value(3.0)
RNG = np.random.default_rng(0)
PYTHONS = random.Random(0)
OLD = np.random.RandomState(0)


class Noise:
    """Draws from what is its own."""

    def __init__(self) -> None:
        self.source = random.Random(1)

    def __call__(self, x: float) -> float:
        return x + self.source.random()


DATA: list[Callable[[Any], Any]] = [
    lambda x: W.data * x,
    lambda x: copy.deepcopy(W) * x,
    lambda x: copy.copy(W) * x,
    lambda x: W.detach() * x,
    lambda x: Value(W.data) * x,
]


@pytest.mark.parametrize("f", DATA)
def test_the_data_of_a_parameter_are_read_in_each_call(f: Callable[[Any], Any]) -> None:
    W.data = 3.0
    compiled = jit(f)
    assert compiled(2.0) == 6.0
    try:
        W.data = 4.0
        assert compiled(2.0) == 8.0
        assert type(W) is Value
    finally:
        W.data = 3.0


def test_the_derivative_is_that_of_the_rest() -> None:
    w = Value(5.0)
    result = jit(lambda x: w * w.data * x)(2.0)
    result.backward()
    assert (result.data, w.grad) == (50.0, 10.0)


def test_data_of_parameters_are_not_set_inside() -> None:
    w = Value(1.0)

    def f(x: Any) -> Any:
        w.data = 2.0
        return w * x

    with pytest.raises(TraceError, match=r"cannot set the data(.*\n)+.*w\.data = 2\.0"):
        jit(f)(1.0)
    assert w.data == 1.0 and type(w) is Value


def test_values_are_themselves_again_after_errors() -> None:
    w = Value(1.0)

    def f(x: Any) -> Any:
        raise KeyError(w.data)

    with pytest.raises(KeyError):
        jit(f)(1.0)
    assert type(w) is Value


def test_values_stay_watched_until_the_last_trace_has_ended() -> None:
    w, entered, leave = Value(1.0), threading.Event(), threading.Event()

    def other() -> None:
        with watched(lambda: w):
            entered.set()
            leave.wait()

    thread = threading.Thread(target=other)
    thread.start()
    entered.wait()
    with watched(lambda: w):
        pass
    assert type(w) is not Value and w.data == 1.0 and (w + 1.0).data == 2.0
    assert state.trace is None
    leave.set()
    thread.join()
    assert type(w) is Value


DRAWS: list[Callable[[Any], Any]] = [
    lambda x: x * random.random(),
    lambda x: x * random.choice([1.0, 2.0]),
    lambda x: random.seed(1) or x,
    lambda x: x * PYTHONS.random(),
    lambda x: x * np.random.rand(),
    lambda x: x * RNG.normal(),
    lambda x: x * OLD.rand(),
    Noise(),
]


@pytest.mark.parametrize("f", DRAWS)
def test_random_numbers_are_refused(f: Callable[[Any], Any]) -> None:
    with pytest.raises(TraceError, match="draws random numbers"):
        jit(f)(1.0)


class Named(Value):
    """A Value of a user's own class, which is not watched."""


@pytest.mark.parametrize("used", ["before", "after"])
@pytest.mark.parametrize("kind", [Value, Named])
def test_setting_data_is_refused_and_leaves_a_number(kind: type[Value], used: str) -> None:
    mean = kind(2.0)

    def running(x: Any) -> Any:
        y = x * mean if used == "before" else 0.0
        mean.data = 0.5 * mean.data + 0.5 * x.data
        return y + mean

    with pytest.raises(TraceError, match="cannot set the data of its Values"):
        jit(running)(3.0)
    assert type(mean.data) is float and type(mean) is kind


def test_a_generator_without_a_state_is_no_obstacle() -> None:
    source = random.SystemRandom()
    assert jit(lambda x: x if source is None else 2.0 * x)(1.0) == 2.0


COPIES = [copy.copy, copy.deepcopy, lambda x: pickle.loads(pickle.dumps(x))]


@pytest.mark.parametrize("again", COPIES)
def test_copies_of_watched_values_are_plain_ones(again: Callable[[Any], Any]) -> None:
    w = Value(2.0)
    y = w * 3.0
    with watched(lambda: (w, y)):
        assert type(w) is type(y) is Watched
        twin, other = again(w), again(y)
    assert type(twin) is type(other) is Value and (twin.data, other.data) == (2.0, 6.0)
    assert type(other.parents[0]) is Value


def test_values_are_themselves_again_when_ctrl_c_comes_in_between(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    values = [Value(float(i)) for i in range(10)]
    turn, calls = surroundings._turn, 0

    def interrupted(some: Any, kind: type) -> None:
        nonlocal calls
        calls += 1
        turn(itertools.islice(some, 5) if calls == fatal else some, kind)
        if calls == fatal:
            raise KeyboardInterrupt

    monkeypatch.setattr(surroundings, "_turn", interrupted)
    for fatal in (1, 2):  # noqa: B007
        calls = 0
        with pytest.raises(KeyboardInterrupt), watched(lambda: values):
            pass
        assert {*map(type, values)} == {Value} and not surroundings._traces


@pytest.mark.parametrize("many", [0, 100])
def test_names_are_compared_in_one_line_or_in_a_loop(
    many: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(surroundings, "MANY", many)
    a, b = 1.0, [2.0]
    around = Surroundings([lambda x: a * x + b[0]])
    assert around.same() and around.same()
    b = [2.0]
    assert not around.same()
    assert Surroundings([lambda x: x]).same()
