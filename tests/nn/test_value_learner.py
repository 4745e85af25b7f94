"""A model on Values gives what a compiled one gives, sample by sample."""

import pickle

import numpy as np
import pytest
from models import Line
from workers import Branching, Failing, Noisy

import nn
from autograd.compiler.learner import Learner
from nn.value_learner import ValueLearner, table_of

RNG = np.random.RandomState(0)


@pytest.mark.parametrize("sizes", [[1], [3], [4, 2]])
@pytest.mark.parametrize("batch", [1, 5])
def test_outputs_and_gradients_are_those_of_a_compiled_model(sizes, batch):
    model = nn.MLP(2, sizes, "tanh", seed=1)
    held = model.parameters()
    X, p = RNG.randn(batch, 2), RNG.randn(len(held))
    seeds = RNG.randn(sizes[-1], batch)
    compiled, plain = (kind(model, [0.5, 0.5], held) for kind in (Learner, ValueLearner))
    want = compiled.forward(X.T, p), compiled.backward(seeds)
    for learner in (plain, pickle.loads(pickle.dumps(plain)), pickle.loads(pickle.dumps(compiled))):
        samples = X.T if isinstance(learner, Learner) else X.tolist()
        assert learner.forward(samples, p) == pytest.approx(want[0], rel=1e-13)
        assert learner.backward(seeds).ravel() == pytest.approx(want[1].ravel(), rel=1e-12)


def test_each_sample_may_take_a_way_of_its_own():
    model = Branching(slope=2.0, offset=0.0)
    learner = ValueLearner(model, [1.0], model.parameters())
    assert learner.forward([[3.0], [-2.0]], np.array([2.0, 0.0])).tolist() == [[6.0, -2.0]]
    assert learner.backward(np.array([[1.0, 10.0]])).tolist() == [3.0, -19.0]


def test_what_depends_on_no_parameter_has_no_gradient():
    model = Line()
    learner = ValueLearner(lambda x: [2.0 * x[0]], [1.0], model.parameters())
    assert learner.forward([[3.0]], np.zeros(2)).tolist() == [[6.0]]
    assert learner.backward(np.array([[1.0]])).tolist() == [0.0, 0.0]


def test_an_error_says_at_which_sample():
    model = Failing()
    learner = ValueLearner(model, [1.0], model.parameters())
    with pytest.raises(ArithmeticError) as caught:
        learner.forward([[1.0], [11.0]], np.zeros(2))
    assert caught.value.__notes__ == ["at number 1 of the samples of its shard"]


def test_a_model_that_draws_random_numbers_is_refused():
    model = Noisy()
    with pytest.raises(TypeError, match="draws random numbers"):
        ValueLearner(model, [1.0], model.parameters())


@pytest.mark.parametrize("samples", [[[1.0, 2.0], [3.0, 4.0]], ["a", "bc"], [np.ones(2)] * 2, [1]])
def test_a_table_has_the_samples_as_they_are(samples):
    table = table_of(samples)
    assert table.shape == (len(samples),)
    assert all(x is y for x, y in zip(table, samples, strict=True))
