"""The program of a sample gives outputs, and gradients summed over a batch."""

import numpy as np
import pytest

import autograd
from autograd import Value, gradients
from autograd.compiler.arrays import Arrays, prepared
from autograd.compiler.learner import sample_program


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
