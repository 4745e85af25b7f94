"""The program of a sample gives outputs, and gradients summed over a batch."""

import pickle
import tracemalloc
from importlib.util import find_spec

import numpy as np
import pytest

import autograd
from autograd import Value, gradients
from autograd.compiler.arrays import Arrays, prepared
from autograd.compiler.learner import Learner, sample_program


@pytest.mark.parametrize("hidden", [1, 3])
@pytest.mark.parametrize("batch", [1, 2, 5])
def test_outputs_and_gradients_are_those_of_the_samples(hidden: int, batch: int) -> None:
    rng = np.random.RandomState(hidden)
    weights = [[Value(x) for x in rng.randn(2)] for _ in range(hidden)]
    out = [Value(x) for x in rng.randn(hidden)]
    parameters = [w for row in [*weights, out] for w in row]

    def model(x):
        return [autograd.dot(out, [autograd.tanh(autograd.dot(w, x)) for w in weights])]

    program, found, size, _ = sample_program(model, [0.5, -0.5], parameters)
    assert size == 1 and set(found) == set(parameters)
    X, seeds = rng.randn(2, batch), rng.randn(batch)
    arrays = Arrays(prepared(program, [True] * 3, late=1), batch)
    arrays([*X, seeds, *(p.data for p in found)])
    output, *slopes = arrays.columns()
    ys = [model([float(v) for v in x])[0] for x in X.T]
    assert output == pytest.approx([y.data for y in ys], rel=1e-13)
    total = sum(float(s) * y for s, y in zip(seeds, ys))
    want = [g.data for g in gradients(total, parameters)]
    assert [s[0] for s in slopes] == pytest.approx(want, rel=1e-12)


@pytest.mark.parametrize("backend", ["numpy", *["numba"] * bool(find_spec("numba"))])
def test_forward_and_back_for_batches_of_any_size(backend: str) -> None:
    w, other = Value(0.5), Value(2.0)
    learner = Learner(lambda x: (autograd.exp(w * x), x + 1.0), 1.0, [w, other], backend=backend)
    for batch in (3, 2000, 3):
        x, seeds = np.linspace(-1.0, 1.0, batch), np.linspace(1.0, 2.0, 2 * batch).reshape(2, -1)
        y = learner.forward(x[None], np.array([0.25, 0.0]))
        assert np.allclose(y, [np.exp(0.25 * x), x + 1.0], rtol=1e-14, atol=0.0)
        expected = [(seeds[0] * x * y[0]).sum(), 0.0]
        assert np.allclose(learner.backward(seeds).ravel(), expected, rtol=1e-12, atol=0.0)


def test_single_precision_is_kept_throughout() -> None:
    w = Value(0.1)
    learner = Learner(lambda x: autograd.exp(w * x) / 3.0, 1.0, [w], dtype="float32")
    x = np.linspace(-1.0, 1.0, 7, dtype=np.float32)[None]
    y = learner.forward(x, np.array([0.1], np.float32))
    slope = learner.backward(np.ones_like(x))
    assert y.dtype == slope.dtype == np.float32
    assert np.allclose(y, np.exp(0.1 * x) / 3.0, rtol=3e-7, atol=0.0)
    assert np.allclose(slope, (x * np.exp(0.1 * x) / 3.0).sum(), rtol=3e-6, atol=0.0)


@pytest.mark.parametrize("backend", ["numpy", *["numba"] * bool(find_spec("numba"))])
def test_a_learner_gives_the_same_bits_after_pickle(backend: str) -> None:
    w, other = Value(0.5), Value(2.0)
    learner = Learner(lambda x: autograd.tanh(w * x) * other, 1.0, [w], backend=backend)
    x, seeds = np.linspace(-1.0, 1.0, 7)[None], np.linspace(1.0, 2.0, 7)[None]
    learner.forward(x, np.array([0.3]))  # so that it has memory, which stays here
    copy = pickle.loads(pickle.dumps(learner))
    found = [(ln.forward(x, np.array([0.25])), ln.backward(seeds)) for ln in (learner, copy)]
    assert [part.tobytes() for part in found[0]] == [part.tobytes() for part in found[1]]


@pytest.mark.parametrize("backend", ["numpy", *["numba"] * bool(find_spec("numba"))])
def test_a_model_that_nothing_is_learned_in(backend: str) -> None:
    learner = Learner(lambda x: [x * x], 1.0, [Value(1.0)], backend=backend)
    x = np.linspace(-1.0, 1.0, 2000)[None]
    assert learner.forward(x, np.array([1.0])).tolist() == (x * x).tolist()
    assert not learner.backward(np.ones_like(x)).any()


def test_a_step_allocates_nothing_of_size() -> None:
    rng = np.random.RandomState(0)
    layers = [[[Value(x) for x in rng.randn(30)] for _ in range(30)] for _ in range(2)]
    parameters = [w for layer in layers for row in layer for w in row]

    def model(x):
        for rows in layers:
            x = [autograd.tanh(autograd.dot(w, x)) for w in rows]
        return autograd.softmax(x[:4])

    learner = Learner(model, [0.5] * 30, parameters)
    X, seeds, p = rng.randn(30, 500), rng.randn(4, 500), rng.randn(len(parameters))
    for _ in range(2):
        learner.forward(X, p)
        learner.backward(seeds)
    tracemalloc.start()
    try:
        learner.forward(X, p)
        learner.backward(seeds)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < X.nbytes / 4


def test_parameters_in_any_order_and_some_that_are_not_learned() -> None:
    a, b, fixed, unused = Value(2.0), Value(3.0), Value(5.0), Value(7.0)
    learner = Learner(lambda x: x * b + a * a + fixed, 1.0, [unused, a, b])
    x, seeds = np.array([[1.0, 10.0]]), np.array([[1.0, 2.0]])
    assert learner.forward(x, np.array([0.0, 4.0, 0.5])).tolist() == [[21.5, 26.0]]
    assert learner.backward(seeds).tolist() == [0.0, 24.0, 21.0]
