"""What a user sees of functions and methods beside numbers: names, help, refusals, pickles."""

import pickle

import numpy as np
import pytest

import autograd
from autograd import (
    Value,
    detect_anomaly,
    dot,
    gradients,
    no_grad,
    polygamma,
)
from autograd.primitives import FAMILIES, HELPERS, TABLE
from autograd.primitives.softmax import log_softmax_entry, softmax_entry


@pytest.mark.parametrize("name", sorted((TABLE.keys() | FAMILIES.keys()) - HELPERS))
def test_a_method_has_the_name_and_the_first_line_of_its_function(name: str) -> None:
    method = getattr(Value, name)
    if name != "where":  # in the order of torch
        assert (method.__name__, method.__qualname__) == (name, f"Value.{name}")
        function = FAMILIES.get(name) or TABLE[name]
        assert method.__doc__ == (function.__doc__ or "").partition("\n")[0] != ""


@pytest.mark.parametrize("name", sorted(HELPERS))
def test_a_helper_of_rules_is_kept_inside(name: str) -> None:
    assert name in TABLE.keys() | FAMILIES.keys()
    assert not hasattr(autograd, name) and not hasattr(Value, name)


@pytest.mark.parametrize("name", sorted(FAMILIES))
def test_a_family_is_pickled_by_name(name: str) -> None:
    family = FAMILIES[name]
    assert pickle.loads(pickle.dumps(family)) is family


def test_star_import_leaves_the_names_of_python_alone() -> None:
    names: dict[str, object] = {}
    exec("from autograd import *\nfrom nn import *", names)
    assert {"Value", "exp", "MLP", "fit", "draw"} <= names.keys()
    assert not {"abs", "round", "pow", "value", "graph", "data", "train", "init"} & names.keys()


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: dot(1.0, 2.0, 3.0), TypeError, "got 3 numbers"),
        (lambda: Value(1.0).dot(2.0, 3.0), TypeError, "got 3 numbers"),
        (lambda: softmax_entry([1.0, 2.0], 0.5), ValueError, "index of an entry"),
        (lambda: log_softmax_entry([1.0, 2.0], -1), ValueError, "index of an entry"),
        (lambda: polygamma(2.0, 1.5), ValueError, "order of polygamma"),
        (lambda: Value(1.0, 3), TypeError, "a label is a text, got int"),  # type: ignore[arg-type]
        (lambda: gradients(Value(1.0), [1.0]), TypeError, "by a Value, got float"),  # type: ignore[list-item]
    ],
)
def test_what_makes_no_sense_is_refused(call, error, message) -> None:
    with pytest.raises(error, match=message):
        call()


def test_a_generator_is_not_decorated() -> None:
    with pytest.raises(TypeError, match="use `with` inside it"):

        @no_grad()
        def numbers():
            yield 1


def test_numpy_measures_arrays_of_values() -> None:
    xs = np.array([Value(1.0), Value(2.0), Value(6.0)])
    spread = np.std(xs)
    spread.backward()
    assert spread.data == np.std([1.0, 2.0, 6.0])
    assert [x.grad for x in xs] == pytest.approx([(v - 3.0) / (3 * spread.data) for v in (1, 2, 6)])


def test_the_watch_lets_go_of_what_was_swept() -> None:
    x = Value(2.0)
    with detect_anomaly() as watch:
        for _ in range(3):
            (x * x).exp().backward()
            assert len(watch.lines) == 0
        with no_grad():
            x.exp()
        assert len(watch.lines) == 0


def test_every_public_name_is_explained() -> None:
    for name in autograd.__all__:
        assert getattr(autograd, name).__doc__, name
