"""Arrays as arguments that are the same for all samples, and as results, in their shapes."""

import sys
from importlib.util import find_spec

import numpy as np
import pytest

from autograd import exp, grad, jit, value_and_grad
from autograd.nesting import flatten

NUMBA = ["numba"] * bool(find_spec("numba"))
module = sys.modules["autograd.compiler.jit"]

RNG = np.random.default_rng(0)
W, B = RNG.normal(size=(3, 4)), RNG.normal(size=3)


def layer(p, x):
    return {"y": exp(p["w"] @ np.asarray(x) + p["b"]), "first": p["w"][0, 0] * 2.0, "x": [x[0]]}


def loss(p, x):
    return sum(layer(p, x)["y"])


@pytest.mark.parametrize("backend", ["auto", "python", "numpy"])
def test_arrays_in_a_nesting_give_what_the_function_gives(backend):
    compiled = jit(layer, in_axes=None, backend=backend)
    for scale in (1.0, 2.0):
        p, x = {"w": W * scale, "b": B}, [0.5, -1.0, 2.0, scale]
        got, want = compiled(p, x), layer(p, x)
        assert got["y"].shape == (3,) and got["y"].dtype == float
        assert got["y"] == pytest.approx(want["y"].astype(float), rel=1e-13)
        assert (got["first"], got["x"]) == (want["first"], want["x"])
        assert type(got["first"]) is float


@pytest.mark.parametrize("backend", ["auto", "numpy"])
def test_gradients_have_the_shapes_of_the_arrays(backend):
    p, x = {"w": W, "b": B}, [0.5, -1.0, 2.0, 0.25]
    value, slopes = jit(value_and_grad(loss), in_axes=None, backend=backend)(p, x)
    expected = grad(loss)(p, x)
    assert {key: s.shape for key, s in slopes.items()} == {"w": (3, 4), "b": (3,)}
    for key, slope in slopes.items():
        assert slope == pytest.approx(expected[key].astype(float), rel=1e-13)
    assert value == pytest.approx(float(loss(p, x)), rel=1e-13)


def test_results_are_arrays_of_their_own():
    compiled = jit(lambda x: x * 2.0, in_axes=None, backend="numpy")
    one = compiled(np.arange(3.0))
    two = compiled(np.arange(3.0) + 1.0)
    assert one.tolist() == [0.0, 2.0, 4.0] and two.tolist() == [2.0, 4.0, 6.0]


def test_numbers_before_between_and_after_arrays_keep_their_places():
    def f(a, x, b, y, c):
        return a * x[0] + b * y[1] + c

    compiled = jit(f, in_axes=None, backend="numpy")
    arguments = 2.0, np.array([3.0, 0.0]), 5.0, np.array([[0.0], [7.0]]), 11
    assert compiled(*arguments).tolist() == [2.0 * 3.0 + 5.0 * 7.0 + 11.0]


def test_integers_and_floats_share_a_program():
    compiled = jit(lambda x: x[0] / x[1], in_axes=None, backend="numpy")
    assert compiled(np.array([1, 4])) == compiled(np.array([1.0, 4.0])) == 0.25
    assert len(compiled._kinds) == 1


FORMS = [
    ([2.0, 3.0],),
    (2.0, {"a": [1.0, (2.0, 3.0)], "b": 4.0}),
    (np.array([1.0, 2.0, 3.0]),),
    ([np.array([[1.0, 2.0], [3.0, 4.0]])], 5.0),
]


@pytest.mark.parametrize("backend", ["python", *NUMBA])
@pytest.mark.parametrize("args", FORMS, ids=repr)
def test_later_calls_are_not_taken_apart(args, backend, monkeypatch):
    def f(*args):
        xs, rebuild = flatten(args)
        return {"sum": sum(x * x for x in xs), "all": rebuild([3.0 * x for x in xs])}

    compiled = jit(f, in_axes=None, backend=backend)
    expected = repr(f(*args))
    assert [repr(compiled(*args)) for _ in range(2)] == [expected] * 2
    monkeypatch.setattr(module, "taken_apart", None)
    assert repr(compiled(*args)) == expected


@pytest.mark.parametrize("backend", ["python", *NUMBA])
def test_calls_of_other_forms_in_turn(backend):
    compiled = jit(lambda xs: sum(x * x for x in xs), in_axes=None, backend=backend)
    for _ in range(3):
        assert compiled([1.0]) == 1.0
        for xs in ([1.0, 2.0], (1.0, 2.0), [1, 2], np.array([1.0, 2.0]), [1.0, np.float64(2.0)]):
            assert compiled(xs) == 5.0


@pytest.mark.parametrize("backend", ["python", *NUMBA])
def test_arguments_by_name_may_be_nested(backend, monkeypatch):
    compiled = jit(lambda xs, scale: [scale["by"] * x for x in xs], backend=backend)
    for scale in (2.0, 3.0):
        assert compiled([1.0, 2.0], scale={"by": scale}) == [scale, 2.0 * scale]
    monkeypatch.setattr(module, "taken_apart", None)
    assert compiled([1.0, 2.0], scale={"by": 4.0}) == [4.0, 8.0]


@pytest.mark.parametrize("backend", ["python", *NUMBA])
def test_arrays_of_objects_are_told_apart_from_arrays_of_doubles(backend):
    whole = jit(lambda x: sum(x) if getattr(x, "shape", ()) else 100 * x, backend=backend)
    objects, doubles = np.array([1.0, 2.0], dtype=object), np.array([1.0, 2.0])
    for _ in range(3):
        assert whole(objects) == 3.0 and whole(doubles).tolist() == [100.0, 200.0]
    tables = np.empty(2, object)
    tables[:] = [{"a": 1.0}, {"a": 2.0}]
    first = jit(
        lambda x: x[0]["a"] + x[1]["a"] if isinstance(x[0], dict) else x[0] * 10,
        in_axes=None, backend=backend,
    )  # fmt: skip
    for _ in range(3):
        assert first(tables) == 3.0 and first(doubles) == 10.0


@pytest.mark.parametrize("backend", ["python", *NUMBA])
def test_nestings_may_be_deep(backend):
    def nested(x):
        for _ in range(250):
            x = (x,)
        return x

    compiled = jit(lambda x: nested(x * x), backend=backend)
    opened = jit(lambda xs: str(xs).count("(") * 1.0, backend=backend)
    for _ in range(3):
        assert compiled(2.0) == nested(4.0)
        assert opened(nested("x")) == 250.0
